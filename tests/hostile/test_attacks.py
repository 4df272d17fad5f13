"""A few tries of each kind of attack; many are made by `benchmarks/hostile.py`."""

import os

import pytest

from tests.hostile import kills
from tests.hostile.attacks import KINDS, tried

FEW = {"requests": 150, "frames": 60, "sockets": 12, "imports": 6, "damaged journals": 15}
"""The others are quick."""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_falls(tmp_path, monkeypatch, kind):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "own"))
    assert tried(kind, tmp_path / "data", range(FEW.get(kind, 100))) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills children that it forks")
@pytest.mark.parametrize("kind", [kind for kind in kills.KINDS if kind != "live"])
def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path, kind):
    """A whole server for each try, as in the kind `live`, is for the benchmark."""
    assert kills.tried(kind, tmp_path, range(4)) == []
