"""The journal's files: copied whole, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timezone
from pathlib import Path

from backcoach.journal import errors
from backcoach.journal.database import COMPANIONS, FILE, SQLITE_HEAD, connect_reading
from backcoach.journal.errors import explained
from backcoach.journal.trying_out import tried_out
from backcoach.texts import message

FOLDER = "backups"
HANDING_OVER = "handing-over"
"""Where copies lie while they are handed out: health data belong into no folder for everybody."""
DAILY = "journal-"
BEFORE = "before-migration-"
DAMAGED = "damaged-"
MOST_BYTES = 512 << 20
"""What may be taken in at once: some hundred years of daily sessions."""
DAYS, WEEKS, MIGRATIONS = 7, 4, 3
"""How many daily, weekly and pre-migration backups are kept."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that may be in use; the target is replaced in one step, after the copy was checked.

    Raises
    ------
    JournalError
        If the source is damaged, or the target cannot be written.
    """
    with explained(str(target)), replacing(target) as part:
        _copy(source, part)


def _copy(source: Path, target: Path) -> None:
    with closing(connect_reading(source)) as original, closing(sqlite3.connect(target)) as copy:
        try:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            sound = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise errors.damaged(str(source))


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a new file beside the target, for its owner only; it takes the target's place when all went well.

    A link stays one: what it points to is replaced. Folders, devices and pipes are refused with an OSError.
    """
    target = Path(os.path.realpath(target))
    if target.exists() and not target.is_file():
        number = errno.EISDIR if target.is_dir() else errno.EINVAL
        raise OSError(number, os.strerror(number), str(target))
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _replacing_in(target.parent, [target.name]) as (part,):
        yield part


@contextmanager
def filling(folder: Path, names: Sequence[str]) -> Iterator[list[Path]]:
    """Give new files for a folder, as `replacing` does: all take their places when all are on the disk, or none.

    Other files of the folder stay; a folder that was not there before is there afterwards only if all went well.
    """
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with _replacing_in(folder, names) as parts:
            yield parts
    except BaseException:
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


@contextmanager
def _replacing_in(folder: Path, names: Sequence[str]) -> Iterator[list[Path]]:
    parts = [folder / f".{name}.part" for name in names]
    try:
        for part in parts:
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield parts
        for part in parts:
            _sync(part)
        for part, name in zip(parts, names, strict=True):
            part.replace(folder / name)
        _sync(folder)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def refuse_database(target: Path) -> None:
    """Keep what is written as text from taking the place of a journal or a backup of one.

    Raises
    ------
    JournalError
        If the target is a database.
    """
    if is_database(target):
        raise errors.unusable(str(target), message("there is a database; choose another name"))


def is_database(path: Path) -> bool:
    """Whether there is a file that SQLite has written."""
    return head_of(path) == SQLITE_HEAD


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
        if found.st_size > MOST_BYTES:
            raise errors.unusable(
                str(path),
                message(
                    "it has {size} MB, at most {most} are read",
                    size=found.st_size >> 20,
                    most=MOST_BYTES >> 20,
                ),
            )
        return path.read_bytes()


def head_of(path: Path) -> bytes:
    """Return how a file begins; nothing where there is none."""
    with explained(str(path)):
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(len(SQLITE_HEAD))


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
    with tried_out(backup, live) as good, explained(str(live)), replacing(live) as part:
        _copy(good, part)
        number = 1
        while (kept := live.with_name(f"{DAMAGED}{number}.db")).exists():
            number += 1
        if live.exists():
            os.link(live, kept)
        for ending in COMPANIONS:
            live.with_name(live.name + ending).unlink(missing_ok=True)


def before_migration(live: Path, revision: str) -> Path:
    """Back a database up before it is migrated; only the newest such backups are kept."""
    now = datetime.now(timezone.utc)
    target = live.parent / FOLDER / f"{BEFORE}{now:%Y%m%dT%H%M%SZ}-{revision}.db"
    copy_database(live, target)
    for old in sorted(target.parent.glob(f"{BEFORE}*.db"))[:-MIGRATIONS]:
        old.unlink(missing_ok=True)
    return target


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
    doomed += [*(folder / FOLDER).glob(f"{DAILY}*.db"), *(folder / FOLDER).glob(f"{BEFORE}*.db")]
    for path in doomed:
        path.unlink(missing_ok=True)
    sweep(folder)
    if (folder / FOLDER).is_dir() and not any((folder / FOLDER).iterdir()):
        (folder / FOLDER).rmdir()
