"""Garbage is collected between two items, and as before afterwards."""

from __future__ import annotations

import gc
import weakref

import pytest

from backcoach.cli.collecting import collect_between


class Circle:
    def __init__(self) -> None:
        self.itself = self


def test_a_circle_is_gone_before_the_next_item() -> None:
    seen: list[weakref.ref[Circle]] = []
    for _ in collect_between(range(3)):
        assert all(circle() is None for circle in seen)
        assert not gc.isenabled()
        seen.append(weakref.ref(Circle()))
        assert seen[-1]() is not None
    assert gc.isenabled()
    assert seen[-1]() is None
    assert gc.get_freeze_count() == 0


def test_collecting_goes_on_as_usual_after_an_error() -> None:
    def work() -> None:
        for _ in collect_between(range(3)):
            raise ValueError("something went wrong")

    with pytest.raises(ValueError, match="went wrong"):
        work()
    gc.collect()
    assert gc.isenabled()


def test_collecting_stays_off_where_it_was() -> None:
    gc.disable()
    try:
        assert list(collect_between("ab")) == ["a", "b"]
        assert not gc.isenabled()
    finally:
        gc.enable()
