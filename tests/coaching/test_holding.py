"""The clock of a hold, and the pace without a camera."""

import pytest

from backcoach.coaching.holding import HoldClock
from backcoach.coaching.pacing import PacedRepetition, beats
from backcoach.exercises.catalogue import BUILTIN
from tests.coaching.puppet import planned


def follow(clock, seconds, step_s=0.1):
    said = []
    for k in range(1, int(seconds / step_s) + 1):
        said += [(round(k * step_s, 1), left) for left in clock.follow(k * step_s, "hold")]
    return said


def test_the_last_three_seconds_and_the_end_once():
    assert follow(HoldClock(10.0), 14.0) == [(7.0, 3), (8.0, 2), (9.0, 1), (10.0, 0)]


def test_each_hold_anew():
    clock = HoldClock(5.0)
    follow(clock, 5.5)
    assert clock.follow(0.0) == []
    assert [left for _, left in follow(clock, 6.0)] == [3, 2, 1, 0]


def test_left_early_says_no_end():
    assert [left for _, left in follow(HoldClock(10.0), 8.5)] == [3, 2]


def test_a_late_first_look_says_only_what_is_true_now():
    assert HoldClock(10.0).follow(8.4, "hold") == [2]


def test_where_nothing_is_held_nothing_is_said():
    assert follow(HoldClock(0.0), 5.0) == []


def test_breathing_every_ten_seconds_but_not_at_the_end():
    clock = HoldClock(30.0)
    assert [s for s in range(1, 30) if clock.breathe(float(s))] == [10, 20]


@pytest.mark.parametrize("exercise", BUILTIN)
def test_a_paced_repetition_says_every_move_and_holds_as_planned(exercise):
    plan = planned(exercise, 1)
    paced = PacedRepetition(beats(plan), 2.0)
    targets = [p for p in plan.exercise.phases if p.kind == "target"]
    said = [beat for _, beat in paced.begun(paced.over_s) if beat.kind in ("move", "back")]
    assert len(said) == len(targets) + 1
    assert all(beat.say is not None for beat in said)
    done, holds = paced.done(paced.end_s, None, 100.0)
    assert done.status == "counted"
    assert 102.0 == done.start_s < done.target_s < done.release_s < done.end_s
    held = [p.name for p in targets if p.hold]
    assert [h.duration_s for h in holds] == [pytest.approx(plan.hold_s)] * len(held)
    assert done.hold_s == pytest.approx(plan.hold_s * len(held))
