"""A person's settings are changed by several programs at once, and no change of one is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from people import NOW

import backcoach
from backcoach.journal import Journal, JournalError

SOURCE = Path(backcoach.__file__).parent
TIMES = 40
COUNT = """
import sys
from backcoach.journal import Journal

where, person, name, times = sys.argv[1:]
with Journal.open(where, wait_s=60) as journal:
    print("open", flush=True)
    sys.stdin.readline()
    for k in range(1, int(times) + 1):
        journal.change_settings(person, lambda kept: {"both": kept.get("both", 0) + 1, name: k})
"""


def test_two_programs_do_not_overwrite_one_another(where):
    with Journal.open(where) as journal:
        anna = journal.add_profile("Anna", created_at=NOW, settings={"theme": "dark"}).id
        programs = [
            subprocess.Popen(
                [sys.executable, "-c", COUNT, where, anna, name, str(TIMES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in ("one", "other")
        ]
        assert [program.stdout.readline() for program in programs] == ["open\n", "open\n"]
        for program in programs:
            program.stdin.write("go\n")
            program.stdin.flush()
        for program in programs:
            program.communicate(timeout=60)
        assert [program.returncode for program in programs] == [0, 0]
        assert journal.settings(anna) == {"theme": "dark", "both": 2 * TIMES, "one": TIMES, "other": TIMES}


def test_what_is_not_named_stays(journal, anna):
    journal.save_settings(anna, {"voice": {"rate": 1.25}, "theme": "dark"})
    told = []

    def change(kept):
        told.append(dict(kept))
        kept.clear()  # its own copy
        return {"theme": "light", "new": [1, None]}

    after = journal.change_settings(anna, change)
    assert told == [{"voice": {"rate": 1.25}, "theme": "dark"}]
    assert after == journal.settings(anna) == {"voice": {"rate": 1.25}, "theme": "light", "new": [1, None]}


def test_a_change_that_fails_changes_nothing(journal, anna):
    journal.save_settings(anna, {"theme": "dark"})
    with pytest.raises(ZeroDivisionError):
        journal.change_settings(anna, lambda kept: {"theme": 1 / 0})
    with pytest.raises(ValueError, match="NaN|Out of range"):
        journal.change_settings(anna, lambda kept: {"theme": float("nan")})
    assert journal.settings(anna) == {"theme": "dark"}
    with pytest.raises(JournalError):
        journal.change_settings("nobody", lambda kept: {"theme": "light"})


def test_nothing_in_the_program_writes_settings_whole():
    """Reading, changing and saving them whole would overwrite what somebody else changed in between."""
    users = [path for path in SOURCE.rglob("*.py") if ".save_settings(" in path.read_text(encoding="utf-8")]
    assert users == []
