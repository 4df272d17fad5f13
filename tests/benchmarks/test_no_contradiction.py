"""Nothing that is said or shown contradicts what was asked last, whoever follows: see `benchmarks/listening.py`."""

import pytest
from listening import MANNERS, listen, presses

from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.catalogue import BUILTIN, load_exercise


def short_set(name):
    exercise = load_exercise(name)
    return [PlannedSet(exercise, 2, 4.0 if exercise.dose.hold_s else 0.0, rest_s=4.0, times_before=5)]


@pytest.mark.parametrize("manner", ["very late", "too soon", "much too soon"])
@pytest.mark.parametrize("name", BUILTIN)
def test_seen_by_a_camera(name, manner):
    heard = listen(short_set(name), "demo", MANNERS[manner], seed=7)
    assert heard.found == []
    assert heard.spoken[-1][2].startswith("Well done.")


@pytest.mark.parametrize("name", BUILTIN)
def test_without_a_camera(name):
    heard = listen(short_set(name), "none", MANNERS["at once"], seed=0, press=presses(5, every_s=6.0))
    assert heard.found == []
    assert heard.spoken[-1][2].startswith("Well done.")
