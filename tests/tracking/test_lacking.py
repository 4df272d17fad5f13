"""What is begun and is no repetition says what it lacks, by how much."""

import math

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Performance, simulate
from backcoach.tracking.summary import Attempt
from tests.tracking.watching import recognize, track


def attempts(summary):
    return [r.attempt for s in summary.sets for r in s.repetitions if r.status == "unfinished"]


def held(seconds):
    """Return frames of a plank that is still held when they end, so long after its true beginning."""
    simulation = simulate(
        Performance.of(load_exercise("forearm_plank"), 1, hold_s=9.0), camera=Camera(fps=15.0)
    )
    start_s = simulation.truth[0].holds[0].start_s
    return [f for f in simulation.frames if f.time_s < start_s + seconds]


@pytest.mark.parametrize("understand", [recognize, lambda frames: track("forearm_plank", frames)])
def test_a_plank_too_short_to_count_is_told_with_its_seconds(understand):
    (done,) = understand(held(2.6)).sets
    assert (done.exercise, done.counted, done.attempts) == ("forearm_plank", 0, 1)
    (attempt,) = attempts(understand(held(2.6)))
    assert (attempt.lack, attempt.needed) == ("hold", 3.0)
    assert attempt.reached == pytest.approx(2.6, abs=0.3)
    assert done.hold_s == pytest.approx(attempt.reached)


def test_a_moment_in_the_position_is_not_told_where_nobody_asked_for_the_exercise():
    assert not recognize(held(0.9)).sets


def test_a_plank_that_counts_is_no_attempt():
    (done,) = recognize(held(4.0)).sets
    assert (done.counted, done.attempts) == (1, 0)


def test_too_little_movement_is_told_by_the_measure_that_fell_short():
    frames = simulate(
        Performance.of(load_exercise("trunk_rotation"), 2, range_=0.5), camera=Camera(fps=15.0)
    ).frames
    found = attempts(track("trunk_rotation", frames))
    assert [a.lack for a in found] == ["movement", "movement"]
    for attempt in found:
        assert (attempt.feature, attempt.needed) == ("crossing", 0.35)
        assert 0.2 < attempt.reached < 0.35


def test_a_repetition_that_counts_lacks_nothing():
    frames = simulate(Performance.of(load_exercise("glute_bridge"), 2), camera=Camera(fps=15.0)).frames
    repetitions = [r for s in track("glute_bridge", frames).sets for r in s.repetitions]
    assert [(r.status, r.attempt) for r in repetitions] == [("counted", None)] * 2


def test_an_attempt_without_numbers_has_none():
    assert math.isnan(Attempt("return").reached)
