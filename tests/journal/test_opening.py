"""Opening: new, again, by several, and everything that may be wrong with the place."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from backcoach.journal import Journal, JournalError
from tests.journal.people import NOW, begin, begin_set, practise, repetition

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs the folders of Linux")


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def problem_of(where, **options) -> JournalError:
    with pytest.raises(JournalError) as raised:
        Journal.open(where, **options).close()
    return raised.value


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_folder_and_files_are_for_their_owner_only(tmp_path):
    folder = tmp_path / "made" / "data"
    with Journal.open(folder) as journal:
        journal.people.add("Anna", created_at=NOW)
        journal.files.daily_backup(NOW)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        found = modes(folder)
    assert {"journal.db", "journal.db-wal", "journal.db-shm"} <= found.keys()
    assert found.pop("backups") == 0o700
    assert set(found.values()) == {0o600}


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_a_folder_that_was_open_to_others_is_closed(tmp_path):
    Journal.open(tmp_path).close()
    tmp_path.chmod(0o755)
    (tmp_path / "journal.db").chmod(0o644)
    with Journal.open(tmp_path):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
        assert modes(tmp_path)["journal.db"] == 0o600


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_a_folder_for_everybody_stays_one(tmp_path):
    tmp_path.chmod(0o1777)
    with Journal.open(tmp_path):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
        assert modes(tmp_path)["journal.db"] == 0o600


def test_a_committed_change_is_on_the_disk_and_keys_are_kept(tmp_path):
    with Journal.open(tmp_path) as journal, journal._database.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_what_was_deleted_is_not_in_the_files(tmp_path):
    with Journal.open(tmp_path) as journal:
        anna = journal.people.add("Anna Unmistakable", created_at=NOW).id
        practise(journal, anna)
        journal.people.delete(anna)
        for path in tmp_path.iterdir():
            assert b"Unmistakable" not in path.read_bytes()
            assert b"lower back" not in path.read_bytes()


LOADED = """
import sys, backcoach.journal
print("sqlalchemy" in sys.modules)
for _ in ("new", "again"):
    backcoach.journal.Journal.open(sys.argv[1]).close()
print(bool({"alembic", "sqlalchemy.orm", "numpy"} & set(sys.modules)))
"""


def test_nothing_is_loaded_before_it_is_needed(tmp_path):
    """Migrations need a second to load; a journal that is new or up to date does without, and without NumPy."""
    command = [sys.executable, "-c", LOADED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_many_threads_may_write_at_once(journal, anna):
    first = begin_set(journal, session := begin(journal, anna))
    failed = []

    def write(begin_at: int) -> None:
        try:
            for index in range(begin_at, 24, 4):
                journal.sets.add_repetition(first, repetition(index))
                journal.sessions.unfinished(anna, now=NOW)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert journal.sessions.get(session).sets[0].done.counted == 24
    assert journal.sessions.overviews(anna)[0].sets[0].counted == 24


def test_two_programs_may_have_the_same_journal_open(where):
    with Journal.open(where) as one, Journal.open(where) as other:
        anna = one.people.add("Anna", created_at=NOW).id
        other.people.rename(anna, "Anne")
        assert [person.name for person in one.people.all()] == ["Anne"]


def test_a_journal_that_somebody_keeps_locked_is_said(tmp_path):
    with Journal.open(tmp_path, wait_s=0.05) as journal:
        anna = journal.people.add("Anna", created_at=NOW).id
        with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(JournalError, match="in use by another program") as raised:
                journal.people.rename(anna, "Anne")
            other.execute("ROLLBACK")
        assert raised.value.problem == "locked"
        journal.people.rename(anna, "Anne")


@pytest.mark.parametrize("content", [b"Dear diary\n" * 500, b"\0" * 8192])
def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path, content):
    (tmp_path / "journal.db").write_bytes(content)
    error = problem_of(tmp_path)
    assert error.problem == "damaged"
    assert str(tmp_path / "journal.db") in str(error)
    assert "backup" in str(error)
    assert (tmp_path / "journal.db").read_bytes() == content


def test_a_damaged_database_is_said(tmp_path):
    with Journal.open(tmp_path) as journal:
        practise(journal, journal.people.add("Anna", created_at=NOW).id)
    path = tmp_path / "journal.db"
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\x55" * (len(content) - 100))
    assert problem_of(tmp_path).problem == "damaged"


def test_a_database_of_another_program_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "journal.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    assert problem_of(tmp_path).problem == "foreign"


def test_a_newer_journal_is_refused(where):
    from sqlalchemy import text

    with Journal.open(where) as journal, journal._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    error = problem_of(where)
    assert error.problem == "newer"
    assert "9999" in str(error)


@LINUX
@pytest.mark.parametrize("place", ["/sys/backcoach", "/proc/backcoach"])
def test_a_place_where_nothing_can_be_written_is_said(place):
    error = problem_of(place)
    assert error.problem in {"read_only", "other"}
    assert place.rpartition("/")[0] in str(error)


def test_a_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "data").write_text("")
    assert str(tmp_path / "data") in str(problem_of(tmp_path / "data"))


@LINUX
def test_a_read_only_folder_is_said(tmp_path):
    """Root may write anywhere; so this is tried as somebody else."""
    folder = Path(shutil.copytree(tmp_path, f"/tmp/backcoach-read-only-{os.getpid()}"))
    try:
        Journal.open(folder).close()
        (folder / "journal.db").chmod(0o444)
        folder.chmod(0o555)
        said = as_nobody(lambda: problem_of(folder).problem)
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
    assert said == "read_only"


def as_nobody(ask) -> str:
    """The answer of a child process that may not do everything."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            os.write(writer, str(ask()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def test_a_full_disk_is_said_and_nothing_is_half_done(tmp_path):
    with Journal.open(tmp_path) as journal:
        anna = journal.people.add("Anna", created_at=NOW).id
        with journal._database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(JournalError, match="disk is full") as raised:
            journal.people.change_settings(anna, lambda _: {"long": "x" * 100_000})
        assert raised.value.problem == "full"
        assert journal.people.settings(anna) == {}


def test_a_server_that_does_not_answer_is_said():
    pytest.importorskip("psycopg")
    error = problem_of("postgresql://coach:secret@127.0.0.1:1/journal")
    assert error.problem == "unreachable"
    assert "secret" not in str(error)


def test_a_journal_that_was_deleted_does_not_come_back_empty(tmp_path):
    with Journal.open(tmp_path) as journal:
        journal.files.delete_everything()
        with pytest.raises(JournalError):
            journal.people.all()
        assert list(tmp_path.iterdir()) == []
