"""Whether somebody has come back after a repetition, by the course of the whole body."""

import math

import pytest

from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Performance, simulate
from backcoach.tracking import Tracker
from backcoach.tracking.counting.returning import find_return, has_stopped
from backcoach.tracking.events import FaultStarted, RepetitionEnded
from tests.tracking.watching import track

RATE_HZ = 20


def course(left, way_s=2.0, rest_s=1.5):
    """Return a smooth way from the target to where a share of the way is left, and the rest there."""
    samples = []
    for i in range(round((way_s + rest_s) * RATE_HZ)):
        u = min(1.0, i / RATE_HZ / way_s)
        done = u**3 * (10 - 15 * u + 6 * u**2)
        samples.append((i / RATE_HZ, 1 - (1 - left) * done))
    return samples


@pytest.mark.parametrize("left", [0.0, 0.1, 0.3])
def test_what_is_left_of_the_way_and_since_when(left):
    found = find_return(course(left))
    assert found.share == pytest.approx(left, abs=0.01)
    assert 1.2 < found.since_s < 2.0, "about when nine tenths of the way are done"


def test_who_is_not_half_way_back_has_not_ended_the_repetition():
    assert find_return(course(0.6)) is None


def test_too_little_seen_says_nothing():
    assert find_return([]) is None
    assert not has_stopped([])
    assert find_return([(0.0, 0.1), (0.4, 0.1), (0.9, 0.1)]) is None


def test_who_is_still_coming_has_not_stopped():
    assert not has_stopped(course(0.3, rest_s=0.0))
    assert has_stopped(course(0.3, rest_s=1.0))


def perform(faults):
    scene = Performance.of(
        load_exercise("clamshell"), 2, sides=("left",), faults=faults, variation=0.0, pause_s=1.5
    )
    return simulate(scene, camera=Camera(fps=20))


def test_it_is_told_before_the_next_repetition_begins():
    simulation = perform({"no_return": 1.5})
    tracker, told_s, ended_s = Tracker(load_exercise("clamshell")), math.nan, math.nan
    for frame in simulation.frames:
        for event in tracker.feed(frame):
            if isinstance(event, RepetitionEnded) and math.isnan(ended_s):
                ended_s = event.time_s
            if isinstance(event, FaultStarted) and event.id == "no_return" and math.isnan(told_s):
                told_s = event.time_s
    first, second = simulation.truth[0].repetitions
    assert ended_s < told_s < second.start_s
    assert told_s < first.end_s + 1.4


def test_the_set_lists_what_its_last_repetition_shows():
    (done,) = track("clamshell", perform({"no_return": 1.5}).frames).sets
    assert all("no_return" in r.faults for r in done.repetitions)
    assert [f.id for f in done.faults if f.severity == "fault"] == ["no_return", "no_return"]


def test_who_comes_back_is_not_blamed():
    (done,) = track("clamshell", perform({}).frames).sets
    assert [f.id for f in done.faults] == []
