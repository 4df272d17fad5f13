"""How far a repetition went, and what a display shows while it runs."""

import math
from functools import cache
from itertools import pairwise

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Noise, Performance, simulate
from backcoach.tracking import Tracker
from backcoach.tracking.events import RepetitionEnded
from tests.stick_person import SQUAT_FILE, squats
from tests.tracking.watching import SEVEN, perform, track


@cache
def repetitions(exercise, **how):
    simulation = simulate(Performance.of(load_exercise(exercise), 2, **how), camera=Camera(fps=15))
    return [r for s in track(exercise, simulation.frames).sets for r in s.repetitions]


@cache
def states(exercise):
    tracker = Tracker(load_exercise(exercise))
    return [(tracker.feed(frame), tracker.state)[1] for frame in perform(exercise).frames]


def test_the_range_is_in_the_unit_of_the_signal():
    """The stick person's knee goes from 175 to about 80 degrees."""
    for rep in track(load_exercise(SQUAT_FILE), squats(2)).sets[0].repetitions:
        assert rep.range_of_motion == pytest.approx(95, abs=15)


@pytest.mark.parametrize("exercise", ["bird_dog", "clamshell", "glute_bridge"])
def test_a_smaller_movement_has_a_smaller_range(exercise):
    whole, small = (repetitions(exercise, range_=part)[0].range_of_motion for part in (1.0, 0.8))
    assert 0.6 * whole < small < 0.95 * whole


def test_two_ends_span_both():
    """The figure's back curves from -0.06 to +0.09 trunk lengths or a little less, about a rest near zero."""
    up_only = 0.09
    for rep in repetitions("cat_camel"):
        assert up_only < rep.range_of_motion < 0.2


def test_a_hold_has_no_range():
    assert all(math.isnan(r.range_of_motion) for r in repetitions("forearm_plank", hold_s=5.0))


def test_an_unfinished_repetition_has_the_range_that_it_reached():
    whole = repetitions("glute_bridge")[0].range_of_motion
    for rep in repetitions("glute_bridge", range_=0.25):
        assert rep.status == "unfinished"
        assert 0.05 < rep.range_of_motion < 0.6 * whole


def test_the_stay_counts_one_end_only():
    """Both ends are held for 3.5 s: the hold clock goes through both, the stay through one at a time."""
    shown = states("cat_camel")
    assert {s.target for s in shown} == {"up", "down", None}
    longest_s = {name: max(s.stay_s for s in shown if s.target == name) for name in ("up", "down")}
    assert all(3.0 < seconds < 5.5 for seconds in longest_s.values())
    assert max(s.hold_s for s in shown) == pytest.approx(sum(longest_s.values()), abs=0.7)
    assert all(s.stay_s == 0 for s in shown if s.target is None)
    first_down = next(s for s in shown if s.target == "down")
    assert first_down.stay_s < 1.0 < first_down.hold_s


@pytest.mark.parametrize("exercise", ["bird_dog", "cat_camel", "trunk_rotation"])
def test_the_hold_clock_shows_live_what_hindsight_finds(exercise):
    tracker, shown, found = Tracker(load_exercise(exercise)), 0.0, []
    for frame in perform(exercise).frames:
        ended = [e.repetition for e in tracker.feed(frame) if isinstance(e, RepetitionEnded)]
        found += [(shown, repetition.hold_s) for repetition in ended]
        shown = 0.0 if ended else max(shown, tracker.state.hold_s)
    assert found
    for most_s, known_s in found:
        assert most_s == pytest.approx(known_s, abs=0.2)


def test_the_repetition_clock_starts_anew_with_each_repetition():
    shown = states("glute_bridge")
    clocks = [s.repetition_s for s in shown]
    restarts = [i for i, (a, b) in enumerate(pairwise(clocks)) if b < a]
    truth = perform("glute_bridge").truth[0].repetitions
    assert len(restarts) == len(truth)
    for i, rep in zip(restarts, truth, strict=True):
        assert 0.6 * (rep.end_s - rep.start_s) < clocks[i] < rep.end_s - rep.start_s + 0.3


@pytest.mark.parametrize("exercise", SEVEN)
def test_asking_how_a_feature_reads_changes_nothing(exercise):
    noise = Noise(landmarks=0.02, lost=0.1, seed=3)
    frames = simulate(Performance.of(load_exercise(exercise), 3), camera=Camera(fps=20), noise=noise).frames
    quiet, asked = (Tracker(load_exercise(exercise)) for _ in range(2))
    names = list(quiet.exercise.features)
    for k, frame in enumerate(frames):
        events = asked.feed(frame)
        assert events == quiet.feed(frame), frame.time_s
        if k % 7 == 0:
            for name in names:
                assert str(asked.read(name)) == str(asked.read(name))
    assert asked.finish() == quiet.finish()
    with pytest.raises(KeyError):
        asked.read("no_such_feature")
