"""Whoever rests after clean repetitions is told to go on, not to move further."""

from dataclasses import replace

import pytest

from backcoach.coaching.outputs import Say
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Performance, simulate

REST_S = 20.0


@pytest.mark.parametrize("name", ["clamshell", "trunk_rotation"])
def test_the_end_of_a_movement_is_no_small_attempt(name):
    exercise = load_exercise(name)
    session = Session([PlannedSet(exercise, 50, exercise.dose.hold_s)], "demo", Habits(introductions=False))
    performance = replace(Performance.of(load_exercise(name), 2, sides=("left",)), ready_s=REST_S)
    said = []
    for frame in simulate(performance, camera=Camera(fps=15)).frames:
        said += [o for o in (*session.see(frame), *session.tick(frame.time_s)) if isinstance(o, Say)]
    assert session.screen.count > 0
    assert [str(words.message) for words in said if words.kind == "cue"] == []
