"""Backups: made, rotated, put back; and everything deleted."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from backcoach.journal import Journal, JournalError, files
from tests.journal.people import NOW, practise


@pytest.fixture
def here(tmp_path):
    """A journal in a file, with a session in it."""
    with Journal.open(tmp_path / "data") as journal:
        practise(journal, journal.people.add("Anna", created_at=NOW).id)
        yield journal


def test_what_was_backed_up_can_be_restored(journal, anna, tmp_path):
    practise(journal, anna)
    export = journal.handover.export_text()
    backup = journal.files.backup(tmp_path / "copies" / "copy")
    practise(journal, anna, at=NOW + timedelta(days=1))
    journal.files.restore(backup)
    assert journal.handover.export_text() == export
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir()] == ["copy"], "one file, whole"


def test_a_backup_replaces_a_backup_and_nothing_else(here, tmp_path):
    target = tmp_path / "copy"
    here.files.backup(target)
    here.files.backup(target)
    target.write_text("my thesis")
    with pytest.raises(JournalError, match="file of another kind"):
        here.files.backup(target)
    with pytest.raises(JournalError, match="is a folder"):
        here.files.backup(tmp_path)
    assert target.read_text() == "my thesis"


def test_the_export_can_be_restored_too(here, tmp_path):
    export = here.handover.export_text()
    path = here.handover.export_file(tmp_path / "export.json")
    here.people.add("Ben", created_at=NOW)
    here.files.restore(path)
    assert here.handover.export_text() == export


@pytest.mark.parametrize(
    "wrong",
    [
        "missing",
        "text",
        "cut off",
        "a byte short",
        "overwritten",
        "foreign",
        "newer",
        "a table short",
        "a shell",
    ],
)
def test_what_is_no_backup_changes_nothing(here, tmp_path, wrong):
    export = here.handover.export_text()
    path = here.files.backup(tmp_path / "copy")
    content = path.read_bytes()
    if wrong == "missing":
        path.unlink()
    elif wrong == "text":
        path.write_text("Dear diary")
    elif wrong == "cut off":
        path.write_bytes(content[: len(content) // 2])
    elif wrong == "a byte short":
        path.write_bytes(content[:-1])
    elif wrong == "a table short":
        with closing(sqlite3.connect(path)) as backup:
            backup.execute("DROP TABLE hold")
            backup.commit()
    elif wrong == "a shell":  # of an older version, so that it would be migrated
        path.unlink()
        with closing(sqlite3.connect(path)) as backup:
            backup.executescript(
                "CREATE TABLE profile (id TEXT); CREATE TABLE alembic_version (version_num TEXT);"
                "INSERT INTO alembic_version VALUES ('0001')"
            )
    elif wrong == "overwritten":
        path.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))
    elif wrong == "newer":
        with closing(sqlite3.connect(path)) as backup:
            backup.execute("UPDATE alembic_version SET version_num = '9999'")
            backup.commit()
    else:
        path.unlink()
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
    before = sorted(path.name for path in here._database.folder.iterdir())
    with pytest.raises(JournalError, match=re.escape(str(path))):
        here.files.restore(path)
    assert here.handover.export_text() == export
    assert sorted(path.name for path in here._database.folder.iterdir()) == before


def test_a_journal_that_was_copied_by_hand_can_be_restored_with_its_log(here, tmp_path):
    (tmp_path / "copied").mkdir()
    for path in here._database.folder.glob("journal.db*"):
        shutil.copy(path, tmp_path / "copied")
    assert (tmp_path / "copied" / "journal.db-wal").stat().st_size > 0
    export = here.handover.export_text()
    here.people.add("Ben", created_at=NOW)
    here.files.restore(tmp_path / "copied" / "journal.db")
    assert here.handover.export_text() == export


def test_a_backup_is_read_where_nothing_may_be_written(here, tmp_path):
    """A medium that is read-only: the log that SQLite makes beside a file has no place there."""
    (tmp_path / "medium").mkdir()
    copy = here.files.backup(tmp_path / "medium" / "copy.db")
    with closing(sqlite3.connect(copy)) as backup:
        backup.execute("PRAGMA journal_mode = WAL")
    before = copy.stat().st_mtime_ns, [path.name for path in copy.parent.iterdir()]
    here.files.restore(copy)
    assert (copy.stat().st_mtime_ns, [path.name for path in copy.parent.iterdir()]) == before


def test_a_damaged_journal_is_replaced_by_a_backup_and_kept_aside(tmp_path):
    folder = tmp_path / "data"
    with Journal.open(folder) as journal:
        practise(journal, journal.people.add("Anna", created_at=NOW).id)
        export = journal.handover.export_text()
        backup = journal.files.daily_backup(NOW)
    (folder / "journal.db").write_bytes(b"burnt toast")
    (folder / "journal.db-wal").write_bytes(b"crumbs")
    with pytest.raises(JournalError, match="damaged"):
        Journal.open(folder)
    with Journal.rescue(folder, backup) as journal:
        assert journal.handover.export_text() == export
        assert (folder / "damaged-1.db").read_bytes() == b"burnt toast"
        journal.files.delete_everything()
    assert list(folder.iterdir()) == []


def test_a_rescue_needs_a_good_backup(tmp_path):
    (tmp_path / "journal.db").write_bytes(b"burnt toast")
    (tmp_path / "copy").write_bytes(b"more toast")
    with pytest.raises(JournalError, match="no backup"):
        Journal.rescue(tmp_path, tmp_path / "copy")
    assert (tmp_path / "journal.db").read_bytes() == b"burnt toast"


def test_a_damaged_journal_does_not_become_a_backup(here, tmp_path):
    good = here.files.backup(tmp_path / "copy").read_bytes()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(good[:4096] + b"\x55" * (len(good) - 4096))
    with pytest.raises(JournalError, match="damaged"):
        files.copy_database(damaged, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "damaged", "data"]


def test_one_backup_a_day(here):
    first = here.files.daily_backup(NOW)
    assert here.files.daily_backup(NOW + timedelta(minutes=5)) is None
    second = here.files.daily_backup(NOW + timedelta(days=1))
    assert set(here.files.backups()) == {first, second}


def test_seven_days_and_four_weeks_are_kept(here):
    for day in range(45):
        here.files.daily_backup(NOW + timedelta(days=day))
    today = (NOW + timedelta(days=44)).date()
    ages = sorted((today - day_of(path)).days for path in here.files.backups())
    assert ages[:7] == list(range(7))
    assert len(ages) == 11
    weeks = [day_of(path).isocalendar()[:2] for path in sorted(here.files.backups())[:4]]
    assert len(set(weeks)) == 4
    assert ages[-1] <= 7 + 28


def test_a_clock_that_was_wrong_does_not_push_backups_out(here):
    future = here.files.daily_backup(NOW + timedelta(days=10_000))
    made = [here.files.daily_backup(NOW + timedelta(days=day)) for day in range(3)]
    assert set(here.files.backups()) == {future, *made}


def day_of(path: Path) -> date:
    return date.fromisoformat(path.stem.removeprefix("journal-"))


def test_everything_is_deleted_with_log_and_backups(here):
    folder = here._database.folder
    here.files.daily_backup(NOW)
    (folder / "somebody-elses.txt").write_text("")
    here.files.delete_everything()
    assert [path.name for path in folder.iterdir()] == ["somebody-elses.txt"]
    with Journal.open(folder) as journal:
        assert journal.people.all() == ()


def test_a_server_forgets_everything_too(on_server):
    practise(on_server, on_server.people.add("Anna", created_at=NOW).id)
    on_server.files.delete_everything()
    assert on_server.people.all() == ()


def test_backups_are_deleted_on_request(here):
    here.files.daily_backup(NOW)
    here.files.delete_backups()
    assert here.files.backups() == ()
