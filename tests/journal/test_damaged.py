"""A file that was changed from outside: whatever is wrong in it is called by its name, and never a traceback."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from backcoach.journal import Journal, JournalError
from backcoach.journal.signal import pack, unpack
from tests.journal.people import NOW, practise

READABLE = ("damaged", "foreign", "newer", "other", "unknown")


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A small journal of one person with a session."""
    folder = tmp_path_factory.mktemp("sound")
    with Journal.open(folder) as journal:
        anna = journal.people.add("Anna", created_at=NOW, settings={"preferences": {"captions": False}})
        practise(journal, anna.id)
        journal.pain.report(anna.id, at=NOW, when="before", value=2)
    return folder / "journal.db"


def use(folder: Path) -> None:
    """Read and write in every way that the pages and commands do."""
    with Journal.open(folder) as journal:
        for person in journal.people.all():
            journal.people.settings(person.id)
            journal.people.change_settings(person.id, lambda kept: {"note": "x"})
            for head in journal.sessions.overviews(person.id, limit=None):
                journal.sessions.get(head.id)
            journal.sets.totals(person.id)
            journal.plans.doses(person.id)
            journal.pain.reports(person.id)
        journal.handover.export_text()


def complaint(folder: Path) -> str | None:
    try:
        use(folder)
    except JournalError as error:
        return error.problem
    return None


def test_any_byte_may_be_another_one(sound, tmp_path):
    """One byte in three thousand of the file, each changed alone."""
    content = sound.read_bytes()
    chance = random.Random(1)
    noticed = 0
    for at in range(0, len(content), 2999):
        folder = tmp_path / str(at)
        folder.mkdir()
        changed = bytearray(content)
        changed[at] ^= chance.randrange(1, 256)
        (folder / "journal.db").write_bytes(changed)
        noticed += complaint(folder) is not None
    assert noticed > 0


def cells(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return [
            (table, row[1]) for table in tables for row in connection.execute(f'PRAGMA table_info("{table}")')
        ]


NONSENSE = (
    None,
    "",
    "nonsense",
    "{",
    "[1",
    "[]",
    "7",
    3.5,
    -1,
    2**62,
    b"\xff\xfe\x00",
    "\ud7ff",
    "9999-99-99 00:00:00",
)


def test_any_cell_may_hold_nonsense(sound, tmp_path):
    chance = random.Random(2)
    for number, (table, column) in enumerate(cells(sound)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        shutil.copy(sound, folder / "journal.db")
        with closing(sqlite3.connect(folder / "journal.db")) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            try:
                connection.execute(f'UPDATE "{table}" SET "{column}" = ?', (chance.choice(NONSENSE),))
                connection.commit()
            except sqlite3.IntegrityError:
                continue
        complaint(folder)


def test_a_text_that_is_none_is_damage(sound, tmp_path):
    shutil.copy(sound, tmp_path / "journal.db")
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection:
        connection.execute("UPDATE profile SET name = CAST(X'fffe' AS TEXT)")
        connection.commit()
    assert complaint(tmp_path) == "damaged"


def test_what_is_damaged_can_be_replaced_by_a_backup(sound, tmp_path):
    shutil.copy(sound, tmp_path / "journal.db")
    content = bytearray(sound.read_bytes())
    content[100:4096] = bytes(3996)
    (tmp_path / "journal.db").write_bytes(content)
    assert complaint(tmp_path) in READABLE
    with Journal.rescue(tmp_path, sound) as journal:
        assert [person.name for person in journal.people.all()] == ["Anna"]
    assert (tmp_path / "damaged-1.db").read_bytes() == content


def test_a_damaged_curve_is_a_wrong_value_like_any_other():
    data = pack(tuple((k / 10, k % 7 - 3.0) for k in range(60)))
    refused = 0
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x55
        try:
            unpack(bytes(changed))
        except ValueError:
            refused += 1
    assert refused > len(data) / 2
