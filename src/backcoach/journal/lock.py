"""The lock of a data folder: whoever holds it is alone with the files, until they let go of it or end."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

FILE = "server.lock"


class FolderInUseError(Exception):
    """Another process holds the lock of the folder, even if it does not answer."""


class FolderLock:
    """The operating system's lock on a data folder; it is free again when the process ends, however it ends.

    A server holds it for its life. Commands that replace or delete files hold it meanwhile: an address that answers
    over HTTP proves nothing about a server that is suspended, or one that has only just begun.

    Parameters
    ----------
    folder : Path
        Made if it is not there, for its owner only.

    Raises
    ------
    FolderInUseError
        Another process holds it.
    OSError
        The folder cannot be made or written to.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / FILE
        os.close(
            os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        )  # says what is wrong, where the lock would not
        self._lock = FileLock(path, timeout=0, mode=0o600)
        try:
            self._lock.acquire()
        except Timeout:
            raise FolderInUseError(str(folder)) from None

    def release(self) -> None:
        """Let go of it; harmless when repeated."""
        self._lock.release()

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
