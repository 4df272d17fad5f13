"""A large import, in a process of its own: nobody else waits for it, and its memory is given back when it is done."""

from __future__ import annotations

import contextlib
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach.journal import errors
from backcoach.journal.errors import JournalError
from backcoach.texts import message

if TYPE_CHECKING:
    from backcoach.journal.errors import Problem
    from backcoach.journal.values import Imported
    from backcoach.texts import Message

LARGE_BYTES = 4 << 20
"""Less is taken in at once, in a moment; more would let everybody wait, for Python does one thing at a time."""

NO_MEMORY = message("this computer has not enough memory for it")

_one_at_a_time = threading.Lock()


def import_apart(where: str, source: Path, name: str) -> Imported:
    """Take an export in, in another process, and wait for it.

    Parameters
    ----------
    where : str
        The journal: its folder, or the address of a database.
    source : Path
        The export.
    name : str
        How the import is called in messages.

    Raises
    ------
    JournalError
        As `Handover.import_text`; also when there is not enough memory for it, or another one is at work.
    """
    if not _one_at_a_time.acquire(blocking=False):
        raise errors.unusable(name, message("another import is at work; try again when it is done"))
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_leave_ctrl_c_alone) as pool:
            found = pool.submit(_imported, where, source, name).result()
    except BrokenProcessPool:
        raise errors.unusable(name, NO_MEMORY) from None
    finally:
        _one_at_a_time.release()
    if isinstance(found, tuple):
        raise JournalError(*found)
    return found


def _leave_ctrl_c_alone() -> None:
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _imported(where: str, source: Path, name: str) -> Imported | tuple[Problem, Message]:
    """Run in the other process; errors come back as values."""
    from backcoach.journal import Journal

    try:
        with Journal.open(where) as journal:
            return journal.handover.import_text(source.read_bytes(), where=name)
    except JournalError as error:
        return error.problem, error.message
    except MemoryError:
        unusable = errors.unusable(name, NO_MEMORY)
        return unusable.problem, unusable.message
