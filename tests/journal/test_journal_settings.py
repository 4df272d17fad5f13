"""A person's settings are changed by several programs at once, and no change of one is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backcoach.journal import Journal, JournalError
from tests.journal.people import NOW

TIMES = 30
NAMES = ("one", "other", "third")


def test_programs_that_change_at_once_do_not_overwrite_one_another(where):
    with Journal.open(where) as journal:
        anna = journal.people.add("Anna", created_at=NOW, settings={"theme": "dark"}).id
        together = Barrier(len(NAMES))

        def count(name):
            """Change the settings through a connection of one's own, as another program would."""
            with Journal.open(where, wait_s=60) as own:
                together.wait()
                for k in range(1, TIMES + 1):
                    own.people.change_settings(
                        anna, lambda kept, k=k: {"all": kept.get("all", 0) + 1, name: k}
                    )

        with ThreadPoolExecutor(len(NAMES)) as threads:
            list(threads.map(count, NAMES))
        counted = {"all": len(NAMES) * TIMES, **dict.fromkeys(NAMES, TIMES)}
        assert journal.people.settings(anna) == {"theme": "dark", **counted}


def test_what_is_not_named_stays(journal, anna):
    journal.people.change_settings(anna, lambda _: {"voice": {"rate": 1.25}, "theme": "dark"})
    told = []

    def change(kept):
        told.append(dict(kept))
        kept.clear()  # its own copy
        return {"theme": "light", "new": [1, None]}

    after = journal.people.change_settings(anna, change)
    assert told == [{"voice": {"rate": 1.25}, "theme": "dark"}]
    assert (
        after
        == journal.people.settings(anna)
        == {"voice": {"rate": 1.25}, "theme": "light", "new": [1, None]}
    )


def test_a_change_that_fails_changes_nothing(journal, anna):
    journal.people.change_settings(anna, lambda _: {"theme": "dark"})
    with pytest.raises(ZeroDivisionError):
        journal.people.change_settings(anna, lambda kept: {"theme": 1 / 0})
    with pytest.raises(ValueError, match=r"NaN|Out of range"):
        journal.people.change_settings(anna, lambda kept: {"theme": float("nan")})
    assert journal.people.settings(anna) == {"theme": "dark"}
    with pytest.raises(JournalError):
        journal.people.change_settings("nobody", lambda kept: {"theme": "light"})
