"""How a process of the program's own is started: in one way, whatever it is for."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar


class End(Protocol):
    """One end of a connection between two processes."""

    def close(self) -> None:
        """Let go of it."""


Its = TypeVar("Its", bound=End)


def start(main: Callable[[Its], object], end: Its, name: str) -> BaseProcess:
    """Start a process, and leave it its end of a connection.

    Parameters
    ----------
    main : callable
        Main function of the process; gets its end.
    end : Connection or socket
        Closed here, so that the end of the process is noticed.
    name : str

    Notes
    -----
    It is not forked: the server's threads and sockets do not belong there.
    """
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_run, args=(main, end), name=name, daemon=True)
    process.start()
    end.close()
    return process


def stop(process: BaseProcess) -> None:
    """End a process at once."""
    process.kill()
    process.join(timeout=5)


def _run(main: Callable[[Any], object], end: Any) -> None:
    # Ctrl-C reaches every process of a terminal: the server decides when this one ends, by closing the connection.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(end)
