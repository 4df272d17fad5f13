"""Tests that need the whole machine get it, and soon."""

import contextlib
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests import turns


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run whose files are in a folder of its own: another process may run the other test at the same time."""
    monkeypatch.setattr(turns.tempfile, "gettempdir", lambda: str(tmp_path))
    return "test-of-turns"


def wait_until_somebody_queues(run: str) -> None:
    end_s = time.monotonic() + 10
    with (Path(tempfile.gettempdir()) / f"backcoach-tests-{run}.queue").open("w") as queue:
        while time.monotonic() < end_s:
            try:
                turns.fcntl.flock(queue, turns.fcntl.LOCK_EX | turns.fcntl.LOCK_NB)
            except BlockingIOError:
                return
            turns.fcntl.flock(queue, turns.fcntl.LOCK_UN)
            time.sleep(0.001)
    pytest.fail("nobody queues")


@pytest.mark.skipif(turns.fcntl is None, reason="needs a system that can lock files")
def test_one_that_needs_it_alone_waits_for_the_others_and_those_after_it_wait_for_it(run):
    told: list[str] = []

    def take(name: str, alone: bool) -> None:
        with turns.Turns(run).take(alone=alone):
            told.append(name)

    with contextlib.ExitStack() as running:
        running.enter_context(turns.Turns(run).take(alone=False))
        with turns.Turns(run).take(alone=False):
            told.append("two at once")
        waiting = threading.Thread(target=take, args=("alone", True))
        waiting.start()
        wait_until_somebody_queues(run)
        late = threading.Thread(target=take, args=("late", False))
        late.start()
        late.join(0.05)
        assert told == ["two at once"]
    waiting.join(5)
    late.join(5)
    assert told == ["two at once", "alone", "late"]


@pytest.mark.skipif(turns.fcntl is None, reason="needs a system that can lock files")
def test_between_two_that_need_it_alone_nobody_else_comes_in(run):
    told: list[str] = []

    def take() -> None:
        with turns.Turns(run).take(alone=False):
            told.append("other")

    own = turns.Turns(run)
    with own.take(alone=True, alone_next=True):
        other = threading.Thread(target=take)
        other.start()
        wait_until_somebody_queues(run)
    other.join(0.05)
    with own.take(alone=True):
        told.append("alone")
    other.join(5)
    with own.take(alone=False):
        told.append("after")
    assert told == ["alone", "other", "after"]


def test_nothing_is_left_behind(run, tmp_path):
    with turns.Turns(run).take(alone=True):
        pass
    turns.forget(run)
    assert list(tmp_path.iterdir()) == []
