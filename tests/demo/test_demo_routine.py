"""The real session with the simulated person: a whole routine, from the camera check to the end."""

from collections import Counter
from functools import cache

import pytest

from backcoach import load_exercise
from backcoach.coaching.outputs import RepetitionDone, Say, SessionEnded, SetEnded
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.session import Session
from backcoach.demo import Performer
from backcoach.exercises.routine import load_routine

FPS = 12
REPETITIONS = 3
LONGEST_S = 900


@cache
def routine(seed=1):
    """Everything that a session gives out over the default routine, with fewer repetitions."""
    exercises = [(load_exercise(item.exercise), item) for item in load_routine().items]
    sets = [
        PlannedSet(e, min(REPETITIONS, item.repetitions), item.hold_s, rest_s=5.0) for e, item in exercises
    ]
    session, performer = Session(sets, "demo", Habits(introductions=False)), Performer(sets, seed)
    out = []
    for k in range(LONGEST_S * FPS):
        frame, picture = performer.frame(k / FPS, session.screen)
        out += [*session.see(frame, picture), *session.tick(k / FPS)]
        if session.finished:
            break
    return sets, out


def test_it_comes_to_the_end():
    _, out = routine()
    assert [o.outcome for o in out if isinstance(o, SessionEnded)] == ["done"]
    assert [o.outcome for o in out if isinstance(o, SetEnded)] == ["done"] * 7


def test_everything_that_was_planned_is_counted():
    sets, out = routine()
    counted = Counter(
        o.position for o in out if isinstance(o, RepetitionDone) and o.repetition.status == "counted"
    )
    sides = [1 if planned.exercise.sides == "none" else 2 for planned in sets]
    assert [counted[k] for k in range(7)] == [s.repetitions * n for s, n in zip(sets, sides, strict=True)]


@pytest.mark.parametrize("kind", ["cue", "praise"])
def test_mistakes_are_corrected_and_praised(kind):
    _, out = routine()
    assert sum(isinstance(o, Say) and o.kind == kind for o in out) >= 4
