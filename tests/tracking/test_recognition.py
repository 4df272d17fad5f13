from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Life, Performance, simulate
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import Recognizer
from backcoach.tracking.recognition import _settle
from backcoach.tracking.summary import ExerciseSet, Repetition
from tests.tracking.watching import counts, recognize, track


@pytest.fixture(scope="module")
def routine():
    scene = (
        Performance.of(load_exercise("glute_bridge"), 2),
        Life("roll_over", 6),
        Performance.of(load_exercise("cat_camel"), 1, hold_s=2.0),
        Performance.of(load_exercise("child_pose"), 1, hold_s=5.0),
    )
    return simulate(scene, camera=Camera(fps=15))


def test_a_routine_is_taken_apart(routine):
    summary = recognize(routine.frames)
    assert [(s.exercise, s.counted) for s in summary.sets] == [
        ("glute_bridge", 2),
        ("cat_camel", 1),
        ("child_pose", 1),
    ]
    for found, true in zip(summary.sets, routine.truth, strict=True):
        assert found.start_s == pytest.approx(true.start_s, abs=1.0)
        assert found.end_s == pytest.approx(true.end_s, abs=1.0)


def test_sets_of_different_exercises_do_not_overlap(routine):
    sets = recognize(routine.frames).sets
    assert all(a.end_s <= b.start_s for a, b in pairwise(sets))


def test_it_understands_what_the_trackers_understand_alone(routine):
    alone = Counter()
    for name in ("glute_bridge", "cat_camel", "child_pose", "bird_dog"):
        alone += counts(track(name, routine.frames))
    assert counts(recognize(routine.frames)) == alone


def test_it_shows_what_is_being_done(routine):
    recognizer = Recognizer([load_exercise(name) for name in ("child_pose", "glute_bridge", "cat_camel")])
    shown = {s.exercise: set() for s in routine.truth}
    for frame in routine.frames:
        events = recognizer.feed(frame)
        assert recognizer.current.exercise.id == recognizer.state.exercise
        for true in routine.truth:
            middle = true.repetitions[0]
            if middle.target_s + 0.5 < frame.time_s < middle.release_s - 0.2:
                shown[true.exercise].add(recognizer.state.exercise)
        assert isinstance(events, tuple)
    assert shown == {name: {name} for name in shown}


def test_two_readings_of_the_same_movement_are_one_set(routine):
    """The same exercise under two names: both trackers count it, one of them has it."""
    bridge = load_exercise("glute_bridge")
    recognizer = Recognizer([bridge, replace(bridge, id="hip_lift")])
    for frame in routine.frames:
        recognizer.feed(frame)
    assert [s.counted for s in recognizer.finish().sets] == [2]


def test_nothing_done_nothing_said():
    frames = simulate(Life("rest_on_back", 10), camera=Camera(fps=10)).frames
    summary = recognize(frames)
    assert summary.sets == ()
    assert summary.tracking.seen_s > 8


def test_nobody_and_no_exercises():
    assert recognize([]).sets == ()
    nobody = [PoseFrame.empty(float(t)) for t in np.arange(0, 5, 0.1)]
    summary = recognize(nobody)
    assert summary.sets == ()
    assert summary.tracking.lost_s == pytest.approx(4.9)
    empty = Recognizer([])
    assert empty.feed(nobody[0]) == ()
    assert empty.state.exercise is None
    assert empty.finish().sets == ()


def claimed(exercise, *repetitions):
    """A set of repetitions: (status, start_s, end_s)."""
    done = tuple(
        Repetition(k, None, status, start_s, start_s, end_s, end_s, 0.0)
        for k, (status, start_s, end_s) in enumerate(repetitions)
    )
    return ExerciseSet(exercise, done[0].start_s, done[-1].end_s, done)


def settled(*claims):
    return {c.exercise: (c.start_s, c.end_s, len(c.repetitions)) for c in _settle(list(claims))}


def test_an_attempt_far_behind_does_not_claim_the_time_of_another_exercise():
    first = claimed("bird_dog", ("counted", 1, 5), ("counted", 8, 12), ("unfinished", 27, 28))
    second = claimed("cat_camel", ("unfinished", 9, 10), ("counted", 14, 21), ("unfinished", 21, 25))
    assert settled(first, second) == {"bird_dog": (1, 12, 2), "cat_camel": (14, 25, 2)}


def test_the_same_movement_understood_in_two_ways_is_one():
    assert settled(claimed("a", ("counted", 0, 10)), claimed("b", ("counted", 3, 6))) == {"a": (0, 10, 1)}


def test_an_attempt_that_stands_alone_stays_with_its_set():
    assert settled(claimed("a", ("counted", 0, 10), ("unfinished", 12, 14))) == {"a": (0, 14, 2)}
