"""Data can be taken along from where nothing can be written."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from backcoach.journal import Journal, JournalError, migrations
from tests.journal.people import NOW, practise


@pytest.fixture
def folder(tmp_path):
    with Journal.open(tmp_path / "data") as journal:
        practise(journal, journal.people.add("Anna", created_at=NOW).id)
    return tmp_path / "data"


def listing(folder):
    """What is there, without SQLite's index of the log and a log that is empty."""
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.stat().st_size and p.suffix != ".db-shm"}


def test_reading_leaves_the_folder_as_it_is(folder, tmp_path):
    before = listing(folder)
    with Journal.open_for_reading(folder) as journal:
        assert [person.name for person in journal.people.all()] == ["Anna"]
        journal.handover.export_text()
        journal.files.backup(tmp_path / "copy.db")
    assert listing(folder) == before


def test_what_must_not_be_changed_is_not(folder):
    with Journal.open_for_reading(folder) as journal, pytest.raises(JournalError) as error:
        journal.people.add("Ben", created_at=NOW)
    assert error.value.problem == "read_only"


def test_it_is_read_where_nothing_can_be_written(folder, tmp_path, monkeypatch):
    """Where SQLite cannot keep an index of its log beside the file, that is read as one that does not change."""
    with Journal.open(folder) as journal:
        export = journal.handover.export_text()
    real = sqlite3.connect

    def on_a_full_disk(address, *arguments, **options):
        if "mode=ro" in str(address) and "immutable" not in str(address):
            raise sqlite3.OperationalError("database or disk is full")
        return real(address, *arguments, **options)

    monkeypatch.setattr(sqlite3.dbapi2, "connect", on_a_full_disk)
    with Journal.open_for_reading(folder) as journal:
        assert journal.handover.export_text() == export


@pytest.mark.skipif(os.name == "nt", reason="folders are protected in another way there")
def test_a_journal_of_an_older_version_is_read_without_being_migrated(folder):
    downgrade(folder / "journal.db")
    before = listing(folder)
    with Journal.open_for_reading(folder) as journal:
        (person,) = journal.people.all()
        assert len(journal.sessions.overviews(person.id)) == 1
        assert journal.sets.totals(person.id)
    assert listing(folder) == before


def downgrade(path):
    """Take away what the newest migrations have added, as an older version has left it."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%tall%'"
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute(tables).fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        connection.execute("UPDATE alembic_version SET version_num = ?", (migrations.REVISIONS[0],))
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")


def test_a_pipe_is_refused_by_name(tmp_path):
    os.mkfifo(tmp_path / "journal.db")
    for open_it in (Journal.open, Journal.open_for_reading):
        with pytest.raises(JournalError, match="not a regular file"):
            open_it(tmp_path)


@pytest.mark.parametrize("what", ["pipe", "device", "circle"])
def test_what_is_no_file_is_not_taken_in(folder, tmp_path, what):
    source = tmp_path / "source.json"
    if what == "pipe":
        os.mkfifo(source)
    elif what == "device":
        source.symlink_to("/dev/zero")
    else:
        source.symlink_to(source)
    with Journal.open(folder) as journal:
        for take in (journal.handover.import_file, journal.files.restore):
            with pytest.raises(JournalError):
                take(source)


def test_a_backup_that_would_act_is_not_restored(folder, tmp_path):
    """A trigger in it would swallow every write from then on."""
    copy = tmp_path / "copy.db"
    shutil.copy(folder / "journal.db", copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("CREATE TRIGGER thief BEFORE INSERT ON pain BEGIN SELECT RAISE(IGNORE); END")
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
    with Journal.open(folder) as journal, pytest.raises(JournalError, match="the trigger thief"):
        journal.files.restore(copy)


def test_what_is_deleted_while_another_program_reads_is_gone_when_it_has_ended(folder):
    with Journal.open(folder) as journal:
        ben = journal.people.add("Benjamin Unforgettable", created_at=NOW)
        with closing(sqlite3.connect(folder / "journal.db", isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM profile").fetchall()
            journal._database.engine.dispose()
            assert not journal.people.delete(ben.id)
        assert journal.files.finish_deleting()
        held = b"".join(listing(folder).values())
    assert b"Unforgettable" not in held
