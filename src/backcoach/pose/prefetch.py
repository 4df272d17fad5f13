"""Take things from a slow source a little ahead, in a second thread."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")

_POLL_S = 0.05


class _End:
    """The last thing in the queue; carries what stopped the source, if anything did."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def prefetch(source: Iterable[T], depth: int) -> Generator[T, None, None]:
    """Yield the items of ``source``, which runs up to ``depth`` items ahead in a thread of its own.

    An exception in the source is raised here, after the items before it. Closing the iterator early ends the
    thread before it returns.

    Parameters
    ----------
    source : iterable
        Used by the other thread only, from the first ``next`` until the iterator is closed.
    depth : int
        How many finished items may wait, at least 1.
    """
    waiting: queue.Queue[T | _End] = queue.Queue(maxsize=depth)
    stop = threading.Event()
    thread = threading.Thread(target=_fill, args=(source, waiting, stop), name="prefetch", daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stop.set()
        thread.join()


def _fill(source: Iterable[T], waiting: queue.Queue[T | _End], stop: threading.Event) -> None:
    end = _End()
    try:
        for item in source:
            if not _put(waiting, item, stop):
                return
    except BaseException as error:
        end = _End(error)
    _put(waiting, end, stop)


def _put(waiting: queue.Queue[T | _End], item: T | _End, stop: threading.Event) -> bool:
    """Wait for room; False when nobody wants the items any more."""
    while not stop.is_set():
        with contextlib.suppress(queue.Full):
            waiting.put(item, timeout=_POLL_S)
            return True
    return False
