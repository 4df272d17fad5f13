"""Who moves too little for a repetition to begin is told at the turn, not after a long silence."""

import math
from dataclasses import replace

import pytest

from backcoach.coaching.attempts import Attempts
from backcoach.coaching.outputs import Say
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Performance, simulate

RATE_HZ = 15


def follow(exercise, way, seconds):
    """Return when, and of which fault, an attempt is noticed in a movement there and back."""
    attempts = Attempts(load_exercise(exercise))
    for i in range(round(seconds * RATE_HZ)):
        time_s = i / RATE_HZ
        fault = attempts.follow(way * math.sin(math.pi * time_s / seconds), time_s)
        if fault is not None:
            return time_s, fault
    return None


def test_an_attempt_is_noticed_on_the_way_back():
    time_s, fault = follow("clamshell", 0.1, 3.0)
    assert fault.id == "small_range"
    assert 1.5 < time_s < 3.0


@pytest.mark.parametrize(("way", "seconds"), [(0.03, 3.0), (0.1, 0.4), (0.0, 3.0), (math.nan, 3.0)])
def test_trembling_and_twitching_are_no_attempt(way, seconds):
    assert follow("clamshell", way, seconds) is None


@pytest.mark.parametrize(("way", "cue"), [(0.03, "Round your back"), (-0.03, "Let your back sink")])
def test_each_end_has_its_own_words(way, cue):
    assert follow("cat_camel", way, 4.0)[1].cue.startswith(cue)


def test_an_exercise_without_a_range_has_no_attempts():
    assert follow("glute_bridge", 0.2, 3.0) is None


@pytest.mark.parametrize("name", ["clamshell", "trunk_rotation", "cat_camel"])
def test_the_simulated_person_is_told_before_the_movement_is_over(name):
    exercise = load_exercise(name)
    session = Session([PlannedSet(exercise, 50, exercise.dose.hold_s)], "demo", Habits(introductions=False))
    performance = replace(Performance.of(load_exercise(name), 1, faults={"small_range": 1.5}), ready_s=14.0)
    simulation = simulate(performance, camera=Camera(fps=RATE_HZ))
    said = []
    for frame in simulation.frames:
        outputs = (*session.see(frame), *session.tick(frame.time_s))
        said += [frame.time_s for o in outputs if isinstance(o, Say) and o.kind == "cue"]
    (done,) = simulation.truth[0].repetitions
    assert said
    assert done.start_s < said[0] < done.end_s + 0.5
