"""A journal whose file is no longer where it was: nothing is called saved that the next program will not find."""

import shutil

import pytest

from backcoach.journal import Journal, JournalError
from tests.journal.people import NOW


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path) as journal:
        journal.people.add("Anna", created_at=NOW)
        yield journal


def move(folder):
    (folder / "journal.db").rename(folder / "away.db")


def replace(folder):
    shutil.copy(folder / "journal.db", folder / "other.db")
    (folder / "other.db").replace(folder / "journal.db")


def delete(folder):
    for path in folder.glob("journal.db*"):
        path.unlink()


@pytest.mark.parametrize("happens", [move, replace, delete], ids=lambda f: f.__name__)
def test_nothing_is_saved_into_a_file_that_is_not_there_any_more(journal, tmp_path, happens):
    happens(tmp_path)
    with pytest.raises(JournalError) as error:
        journal.people.add("Ben", created_at=NOW)
    assert error.value.problem == "gone"
    assert "Put it back" in str(error.value)
    if happens is not replace:
        with pytest.raises(JournalError):
            journal.people.all()


def test_a_file_that_is_taken_away_while_it_is_written_was_not_saved(journal, tmp_path):
    with pytest.raises(JournalError) as error, journal._database.writing():
        move(tmp_path)
    assert error.value.problem == "gone"


def test_a_journal_that_is_put_back_is_used_again(journal, tmp_path):
    move(tmp_path)
    with pytest.raises(JournalError):
        journal.people.all()
    (tmp_path / "away.db").rename(tmp_path / "journal.db")
    journal.people.add("Ben", created_at=NOW)
    assert {person.name for person in journal.people.all()} == {"Anna", "Ben"}
