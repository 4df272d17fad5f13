"""Database files as files: told from others, read without being written to, copied whole."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import TypeVar

from backcoach.journal import errors
from backcoach.journal.errors import JournalError, explained
from backcoach.texts import message
from backcoach.whole_files import replacing

SQLITE_HEAD = b"SQLite format 3\0"
COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite puts beside its file."""

FOLDER = "backups"
BEFORE = "before-migration-"
MIGRATIONS = 3
"""How many backups of before a migration are kept."""

MAX_BYTES = 512 << 20
"""What may be taken in at once: some hundred years of daily sessions."""

Opened = TypeVar("Opened")


def address(path: Path, options: str) -> str:
    """Return a database file as SQLite wants it, with the manner in which it is to be opened."""
    return f"{Path(os.path.realpath(path)).as_uri()}?{options}"


def opened_unwritten(path: Path, open_it: Callable[[str], Opened]) -> Opened:
    """Open a database file without writing anything beside it, so that it may lie on a full or write-protected disk.

    It is opened in place; where SQLite cannot keep its index of the log beside it, as a file that does not change.

    Parameters
    ----------
    path : Path
        The file.
    open_it : callable
        Gets the manner in which to open it, as SQLite calls it; it has to read something, for opening reads nothing.

    Raises
    ------
    JournalError, sqlite3.OperationalError
        What ``open_it`` raises, if it is not about writing, or something is written in the log only.
    """
    try:
        return open_it("mode=ro")
    except (JournalError, sqlite3.OperationalError) as error:
        cannot_write = not isinstance(error, JournalError) or error.problem in ("read_only", "full")
        if has_log(path) or not cannot_write:
            raise
    return open_it("mode=ro&immutable=1")


def has_log(path: Path) -> bool:
    """Whether something is written in the log only."""
    log = path.with_name(f"{path.name}{COMPANIONS[0]}")
    return log.exists() and log.stat().st_size > 0


def copy_into(source: Path, copy: sqlite3.Connection) -> None:
    """Copy a database file, which may be in use, into an open and empty database."""

    def open_it(options: str) -> sqlite3.Connection:
        connection = sqlite3.connect(address(source, options), uri=True)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    with closing(opened_unwritten(source, open_it)) as original:
        original.backup(copy)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that may be in use; the target is replaced in one step, after the copy was checked.

    Raises
    ------
    JournalError
        If the source is damaged, or the target cannot be written.
    """
    with explained(str(target)), replacing(target) as part:
        copy_checked(source, part)


def copy_checked(source: Path, target: Path) -> None:
    """Copy a database into a file of its own, and see whether the copy is sound.

    Raises
    ------
    JournalError
        If it is not.
    """
    with closing(sqlite3.connect(target)) as copy:
        try:
            copy_into(source, copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            sound = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise errors.damaged(str(source))


def before_migration(live: Path, revision: str) -> Path:
    """Back a database up before it is migrated; only the newest such backups are kept."""
    now = datetime.now(timezone.utc)
    target = live.parent / FOLDER / f"{BEFORE}{now:%Y%m%dT%H%M%SZ}-{revision}.db"
    copy_database(live, target)
    for old in sorted(target.parent.glob(f"{BEFORE}*.db"))[:-MIGRATIONS]:
        old.unlink(missing_ok=True)
    return target


def head_of(path: Path) -> bytes:
    """Return how a file begins; nothing where there is none."""
    with explained(str(path)):
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(len(SQLITE_HEAD))


def is_database(path: Path) -> bool:
    """Whether there is a file that SQLite has written."""
    return head_of(path) == SQLITE_HEAD


def refuse_database(target: Path) -> None:
    """Keep what is written as text from taking the place of a journal or a backup of one.

    Raises
    ------
    JournalError
        If the target is a database.
    """
    if is_database(target):
        raise errors.unusable(str(target), message("there is a database; choose another name"))


def read_whole(path: Path) -> bytes:
    """Return what a file holds that is to be taken in.

    Raises
    ------
    JournalError
        If it is missing, may not be read, is no regular file (a device gives bytes without end, a pipe perhaps
        none ever), or is larger than any journal.
    """
    with explained(str(path)):
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise errors.unusable(str(path), message("it is not a regular file; name a file"))
        if found.st_size > MAX_BYTES:
            raise errors.unusable(
                str(path),
                message(
                    "it has {size} MB, at most {most} are read",
                    size=found.st_size >> 20,
                    most=MAX_BYTES >> 20,
                ),
            )
        return path.read_bytes()
