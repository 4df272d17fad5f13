import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.exercises.model import Condition, WatchedFault
from backcoach.tracking.counting.hindsight import Stay
from backcoach.tracking.events import FaultEnded, FaultStarted, FaultWithdrawn
from backcoach.tracking.judging.faults import FaultWatch, grade, is_judged_from
from tests.tracking.hand_made import reader

NAN = math.nan
RATE_HZ = 20


def make_fault(**changes):
    words = {"id": "head_up", "name": "Head lifted", "cue": "Look down.", "source": "test"}
    limits = {"feature": "neck", "warn_above": 25.0, "above": 35.0}
    return WatchedFault(**(words | limits | changes))


class Watched:
    """A watch and a clock; ``see`` returns what a stretch of one value leads to."""

    def __init__(self, **changes):
        self.watch = FaultWatch(make_fault(**changes))
        self.time_s = 0.0

    def see(self, neck, for_s=0.5, phase="hold", confidence=1.0, other=0.0):
        events = []
        for _ in range(round(for_s * RATE_HZ)):
            self.time_s += 1 / RATE_HZ
            read = reader(confidence, neck=neck, other=other)
            events += self.watch.update(read, phase, None, self.time_s, 1 / RATE_HZ)
        return [(type(e), e.severity if isinstance(e, FaultStarted) else e.fault.severity) for e in events]


STARTED, ENDED = (FaultStarted, "fault"), (FaultEnded, "fault")
WARNED, WARNING_ENDED = (FaultStarted, "warning"), (FaultEnded, "warning")


@pytest.mark.parametrize(
    ("value", "severity"), [(25.0, None), (26.0, "warning"), (35.0, "warning"), (36.0, "fault"), (NAN, None)]
)
def test_grade_above(value, severity):
    assert grade(make_fault(), value) == severity


@pytest.mark.parametrize(
    ("value", "severity"),
    [(0.05, None), (-0.01, "warning"), (-0.1, "fault"), (0.11, "warning"), (0.2, "fault"), (NAN, None)],
)
def test_grade_on_both_sides(value, severity):
    fault = make_fault(warn_above=0.1, above=0.12, warn_below=0.0, below=-0.02)
    assert grade(fault, value) == severity


def test_a_fault_must_last():
    watched = Watched()
    assert watched.see(50, for_s=0.4) == []
    assert watched.see(0) == []
    assert watched.see(50, for_s=2.0) == [WARNED, WARNING_ENDED, STARTED], "a warning grows into a fault"
    assert watched.see(0) == [ENDED]


def test_a_warning_lasts_half_a_second_and_stays_a_warning():
    watched = Watched()
    assert watched.see(30, for_s=3.0) == [WARNED]
    assert watched.watch.shown.since_s == pytest.approx(0.05)
    assert watched.see(0) == [WARNING_ENDED]


def test_a_fault_without_a_warning_level_warns_not():
    assert Watched(warn_above=None).see(50, for_s=2.0) == [STARTED]


def test_it_is_released_after_a_while_and_ends_at_the_first_good_moment():
    watched = Watched()
    watched.see(50, for_s=2.0)
    assert watched.see(0, for_s=0.2) == [], "a flicker is no end"
    assert watched.see(50, for_s=0.2) == []
    watched.see(0, for_s=0.2)
    (event,) = watched.watch.end(watched.time_s, watched.time_s)
    assert event.fault.start_s == pytest.approx(0.05)
    assert event.fault.phase == "hold"


@pytest.mark.parametrize(("neck", "confidence"), [(NAN, 1.0), (90.0, 0.4), (90.0, 0.0)])
def test_what_is_not_clearly_seen_is_no_fault(neck, confidence):
    watched = Watched()
    assert watched.see(neck, for_s=5.0, confidence=confidence) == []
    assert watched.see(0.0, phase="return") == []


def test_it_is_judged_in_its_phases_only():
    watched = Watched(phases=["hold"])
    assert watched.see(90, for_s=3.0, phase="reach") == []
    assert watched.see(90, for_s=3.0, phase=None) == []
    assert STARTED in watched.see(90, for_s=3.0, phase="hold")
    assert watched.see(90, phase="reach") == [ENDED]


def test_it_is_judged_only_where_its_conditions_are_given():
    watched = Watched(given=(Condition("other", above=10.0),))
    assert watched.see(90, for_s=3.0, other=0.0) == []
    assert watched.see(90, for_s=3.0, other=NAN) == [], "nor where that is not seen"
    assert STARTED in watched.see(90, for_s=3.0, other=20.0)


def test_a_short_phase_is_judged_as_a_whole():
    """It is over before the fault has lasted for one second."""
    watched = Watched(phases=["top"], warn_above=None)
    watched.see(0, phase="lift")
    assert watched.see(90, for_s=0.7, phase="top") == []
    assert watched.see(0, phase="lower") == [STARTED, ENDED]


def test_a_very_short_or_hardly_seen_phase_is_not_judged():
    blink = Watched(phases=["top"])
    blink.see(0, phase="lift")
    blink.see(90, for_s=0.15, phase="top")
    assert blink.see(0, phase="lower") == []
    hidden = Watched(phases=["top"])
    hidden.see(0, phase="lift")
    hidden.see(90, for_s=0.15, phase="top")
    hidden.see(NAN, for_s=0.4, phase="top")
    assert hidden.see(0, phase="lower") == []


def test_a_phase_that_is_good_on_the_whole_has_no_fault_at_its_end():
    watched = Watched(phases=["top"])
    watched.see(0, for_s=0.8, phase="top")  # its first 0.2 s are left out
    watched.see(40, for_s=0.3, phase="top")
    assert watched.see(0, phase="lower") == []


@pytest.mark.parametrize(
    ("views", "view", "judged"),
    [
        ((), ("side",), True),
        ((), ("side", "oblique", "feet"), True),
        (("side",), ("side",), True),
        (("side",), ("side", "oblique", "feet"), False),
        (("side", "oblique"), ("side", "oblique", "feet"), True),
        (("feet", "oblique"), ("side", "oblique", "feet"), True),
        (("feet",), ("side",), False),
        (("side",), (), False),
    ],
)
def test_views(views, view, judged):
    assert is_judged_from(make_fault(views=views), view) is judged


def test_closing_ends_what_is_shown_once():
    watched = Watched()
    watched.see(90, for_s=2.0)
    other = Watched()
    (event,) = watched.watch.end(2.5, 2.9)
    assert (event.fault.end_s, event.time_s) == (2.5, 2.9), "when it ended, and when that was known"
    assert watched.watch.end(2.6, 2.9) == other.watch.end(2.6, 2.9) == []


def test_a_phase_that_was_broken_off_is_judged_when_it_was_and_not_later():
    watched = Watched(phases=["hold"], warn_above=None)
    watched.see(0, phase="move")
    watched.see(90, for_s=0.7)
    started, ended = watched.watch.end(1.2, 1.6)
    assert (started.since_s, ended.fault.end_s, ended.time_s) == (pytest.approx(0.55), 1.2, 1.6)
    watched.time_s = 20.0
    assert watched.see(0, for_s=2.0, phase="move") == [], "nothing is left of it when the person is back"


def judged(watched, stay, mean):
    """Judge a stay whose mean posture reads so; return the kinds of events, with the stretch of each span."""
    read = reader(1.0, neck=mean, other=0.0)
    events = watched.watch.judge_stay(Stay("hold", *stay, ("side",), read, since_s=0.0), None, watched.time_s)
    return [
        (type(e), pytest.approx((e.fault.start_s, e.fault.end_s), abs=0.01))
        for e in events
        if not isinstance(e, FaultStarted)
    ]


def on_the_way_out(for_s=3.0):
    """Two good seconds of a hold, then some in which the way out has begun; the phase ends after that."""
    watched = Watched(phases=["hold"], warn_above=None)
    watched.see(0, for_s=2.0)
    watched.see(90, for_s=for_s)
    assert watched.see(0, for_s=0.05, phase="return") == [ENDED]
    return watched


@pytest.mark.parametrize(("until_s", "withdrawn"), [(2.0, True), (2.9, True), (3.2, False), (5.0, False)])
def test_a_fault_must_last_in_the_hold_itself_not_on_the_way_out(until_s, withdrawn):
    found = judged(on_the_way_out(), (0.5, until_s), 0)
    assert found == ([(FaultWithdrawn, (2.05, 5.05))] if withdrawn else [])


@pytest.mark.parametrize(("until_s", "stays"), [(2.5, False), (2.8, True)])
def test_a_fault_soon_before_the_end_of_a_hold_belongs_to_it_if_most_of_it_does(until_s, stays):
    found = judged(on_the_way_out(for_s=1.2), (0.5, until_s), 0)
    assert (found == []) == stays


def test_what_is_withdrawn_can_still_be_seen_in_the_mean_posture():
    assert judged(on_the_way_out(), (0.5, 2.5), 40) == [
        (FaultWithdrawn, (2.05, 5.05)),
        (FaultEnded, (0.5, 2.5)),
    ]


def test_what_was_told_in_earlier_repetitions_or_in_targets_that_are_not_held_stays():
    watched = on_the_way_out()
    read = reader(1.0, neck=0.0, other=0.0)
    for since_s in (4.0, math.inf):
        stay = Stay("hold", 6.0, 8.0, ("side",), read, since_s=since_s)
        assert watched.watch.judge_stay(stay, None, 9.0) == []


looks = st.tuples(
    st.sampled_from([0.0, 30.0, 90.0, NAN]),
    st.sampled_from([0.1, 0.3, 0.8, 1.5]),
    st.sampled_from(["reach", "hold", None]),
    st.sampled_from([0.3, 1.0]),
)


@given(st.lists(looks, max_size=12))
def test_what_is_shown_starts_and_ends_in_turn(stretches):
    watched = Watched()
    types = [kind for look in stretches for kind, _ in watched.see(*look)]
    types += [type(e) for e in watched.watch.end(watched.time_s, watched.time_s)]
    assert types[::2] == [FaultStarted] * len(types[::2])
    assert types[1::2] == [FaultEnded] * len(types[::2])
