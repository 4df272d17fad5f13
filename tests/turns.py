"""Tests that need the whole machine have it to themselves, also where several processes run tests at once."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system that cannot lock so; there the tests run as they come
    fcntl = None


class Turns:
    """The turns of one process of a run.

    Parameters
    ----------
    run : str
        What the processes of one run have in common.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self._kept = contextlib.ExitStack()
        self._keeps = False

    @contextlib.contextmanager
    def take(self, *, alone: bool, alone_next: bool = False) -> Iterator[None]:
        """Wait until the tests of the other processes leave room, and keep it for as long as the block runs.

        Parameters
        ----------
        alone : bool
            Whether nothing else may run meanwhile.
        alone_next : bool
            Whether nothing else may run in this process's next turn either: then the room is kept until that has
            ended. Otherwise the others would begin something in between, and have to be waited for again.
        """
        if not self._keeps:
            self._kept.enter_context(_room(self._run, alone=alone))
        self._keeps = alone and alone_next
        try:
            yield
        finally:
            if not self._keeps:
                self._kept.close()


@contextlib.contextmanager
def _room(run: str, *, alone: bool) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    folder, name = Path(tempfile.gettempdir()), f"backcoach-tests-{run}"
    with (folder / f"{name}.queue").open("w") as queue, (folder / f"{name}.room").open("w") as room:
        # Who wants it alone keeps the others in the queue: otherwise they would take turns for ever.
        fcntl.flock(queue, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(queue, fcntl.LOCK_UN)
        yield


def forget(run: str) -> None:
    """Remove what `turn` left behind."""
    for path in Path(tempfile.gettempdir()).glob(f"backcoach-tests-{run}.*"):
        path.unlink(missing_ok=True)
