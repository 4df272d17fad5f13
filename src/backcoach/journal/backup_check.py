"""A backup that is to be put back is tried out on a copy first: only what can be read replaces anything."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from backcoach.journal import errors, migrations
from backcoach.journal.copies import COMPANIONS, SQLITE_HEAD
from backcoach.journal.database import open_database
from backcoach.journal.errors import JournalError, explained
from backcoach.journal.tables import METADATA
from backcoach.texts import message

PAGE_SIZE = slice(16, 18)
"""Where a database says how large its pages are, high byte first; 1 stands for 65536."""


@contextmanager
def checked_copy(backup: Path, live: Path) -> Iterator[Path]:
    """Give a copy of a backup, up to date and with every table; it lies beside the journal, and is gone afterwards.

    Raises
    ------
    JournalError
        If the backup is none, is damaged, or was written by a newer version: the message says what is wrong with it.
    """
    _refuse_others(backup)
    part = live.with_name(f".{live.name}.part-checked.db")
    try:
        with explained(str(live.parent)):
            _remove(part)
            for ending in ("", "-wal"):  # of a journal that was copied by hand
                _copy(backup.with_name(backup.name + ending), part.with_name(part.name + ending))
        _check(part, backup)
        _bring_up_to_date(part, backup)
        yield part
    finally:
        _remove(part)


def _refuse_others(backup: Path) -> None:
    with explained(str(backup)), backup.open("rb") as file:
        head = file.read(100)
        size = backup.stat().st_size
    if not head.startswith(SQLITE_HEAD):
        raise errors.unusable(str(backup), message("it is no backup of a journal"))
    page = int.from_bytes(head[PAGE_SIZE], "big")
    if len(head) < 100 or size % (65536 if page == 1 else page or 1):
        raise _damaged(backup)


def _damaged(backup: Path) -> JournalError:
    return errors.unusable(str(backup), message("it is damaged"))


def _copy(source: Path, target: Path) -> None:
    if source.exists():
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(source, target)


def _remove(part: Path) -> None:
    for ending in ("", *COMPANIONS):
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _check(part: Path, backup: Path) -> None:
    """Refuse what is damaged, foreign or newer."""
    found = None
    with explained(str(backup)), closing(sqlite3.connect(part)) as connection:
        try:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            if sound:
                _refuse_programs(connection, backup)
                found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            raise errors.unusable(str(backup), message("it is the database of another program")) from None
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise _damaged(backup)
    if found is None or found[0] not in migrations.REVISIONS:
        raise errors.newer(str(backup), str(found and found[0]))


def _refuse_programs(connection: sqlite3.Connection, backup: Path) -> None:
    """A journal holds tables; a trigger or a view in it would do, or show, what nobody has asked for."""
    for kind, name in connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    ):
        reason = message("it holds the {kind} {name}, which no journal has", kind=str(kind), name=str(name))
        raise errors.unusable(str(backup), reason)


def _bring_up_to_date(part: Path, backup: Path) -> None:
    """Migrate the copy, and see whether every table and column is there."""
    try:
        with closing(open_database(part, 5.0, kept=False)) as database, database.reading() as connection:
            seen = inspect(connection)
            whole = all(
                seen.has_table(table.name)
                and {column.name for column in table.c} <= {c["name"] for c in seen.get_columns(table.name)}
                for table in METADATA.sorted_tables
            )
    except JournalError as error:
        if error.problem in ("full", "read_only"):
            raise
        whole = False
    if not whole:
        raise _damaged(backup)
