"""The backups in the data folder: put back, kept for some weeks, swept and deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from backcoach.journal import errors
from backcoach.journal.backup_check import checked_copy
from backcoach.journal.copies import BEFORE, COMPANIONS, FOLDER, copy_checked
from backcoach.journal.database import FILE
from backcoach.journal.errors import explained
from backcoach.whole_files import replacing

HANDING_OVER = "handing-over"
"""Where copies lie while they are handed out: health data belong into no folder for everybody."""
DAILY = "journal-"
DAMAGED = "damaged-"
DAYS, WEEKS = 7, 4
"""How many backups of days and of weeks are kept."""


def overwrite_database(live: Path, backup: Path, wait_s: float) -> None:
    """Put a backup's content into a database that may be in use, in one transaction of it."""
    deadline = time.monotonic() + wait_s

    def give_up(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() > deadline:
            raise errors.locked(str(live))

    with (
        explained(str(live)),
        closing(sqlite3.connect(backup)) as source,
        closing(sqlite3.connect(live)) as target,
    ):
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target, progress=give_up, sleep=0.05)


def put_in_place(live: Path, backup: Path) -> None:
    """Put a backup in the place of a database that cannot be read; that one is kept as ``damaged-1.db``.

    Its log is taken away before: it fits no other database.
    """
    with checked_copy(backup, live) as good, explained(str(live)), replacing(live) as part:
        copy_checked(good, part)
        number = 1
        while (kept := live.with_name(f"{DAMAGED}{number}.db")).exists():
            number += 1
        if live.exists():
            os.link(live, kept)
        for ending in COMPANIONS:
            live.with_name(live.name + ending).unlink(missing_ok=True)


def automatic(live: Path) -> tuple[Path, ...]:
    """Return the backups that were made by themselves, the newest first."""
    folder = live.parent / FOLDER
    found = [*folder.glob(f"{DAILY}*.db"), *folder.glob(f"{BEFORE}*.db")]
    return tuple(sorted(found, key=lambda path: (path.stat().st_mtime, path.name), reverse=True))


def daily_path(live: Path, day: date) -> Path:
    """Return where the backup of a day is kept."""
    return live.parent / FOLDER / f"{DAILY}{day:%Y-%m-%d}.db"


def rotate(folder: Path, today: date) -> None:
    """Keep the newest backups of seven days, and one for each of the four weeks with backups before them.

    Days to come are left alone: a clock that was wrong must not push the others out.
    """
    by_day = {day: path for path in folder.glob(f"{DAILY}*.db") if (day := _day(path)) and day <= today}
    days = sorted(by_day, reverse=True)
    kept = set(days[:DAYS])
    newest_of_week: dict[tuple[int, int], date] = {}
    for day in days[DAYS:]:
        newest_of_week.setdefault(day.isocalendar()[:2], day)
    kept |= set(list(newest_of_week.values())[:WEEKS])
    for day in by_day.keys() - kept:
        by_day[day].unlink(missing_ok=True)


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix(DAILY))
    except ValueError:
        return None


def sweep(folder: Path) -> None:
    """Delete the copies that a killed program has left in a data folder. Nobody else may work with it meanwhile."""
    for path in (*folder.glob(f".{FILE}.part*"), *(folder / FOLDER).glob(".*.part*")):
        with suppress(OSError):
            path.unlink()
    shutil.rmtree(folder / HANDING_OVER, ignore_errors=True)


def delete_files(live: Path) -> None:
    """Delete a journal with its log, its backups, what was set aside, and what was about to be handed over.

    The log goes first: without its database it must never meet another one.
    """
    folder = live.parent
    doomed = [live.with_name(live.name + ending) for ending in (*COMPANIONS, "")]
    doomed += [*folder.glob(f"{DAMAGED}*.db"), *folder.glob(f".{live.name}.part*")]
    doomed += automatic(live)
    for path in doomed:
        path.unlink(missing_ok=True)
    sweep(folder)
    if (folder / FOLDER).is_dir() and not any((folder / FOLDER).iterdir()):
        (folder / FOLDER).rmdir()
