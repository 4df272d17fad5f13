"""What a repetition means for the dose."""

import pytest

from backcoach.coaching.counting import Count
from backcoach.coaching.planned import Done
from backcoach.tracking.summary import Repetition
from tests.coaching.puppet import planned


def repetition(side=None, status="counted", hold_s=0.0):
    return Repetition(0, side, status, 0.0, 1.0, 2.0, 3.0, hold_s)


def test_a_side_at_a_time_and_the_one_that_is_really_done():
    count = Count(planned("clamshell", 2))
    assert count.side == "left"
    assert count.adopt("right")
    assert [count.add(repetition("right")) for _ in range(2)] == ["counted", "counted"]
    assert count.side_over
    assert not count.complete
    count.switch()
    assert (count.side, count.shown) == ("left", (0, 2))
    assert not count.adopt("right")
    count.add(repetition("left"))
    count.add(repetition("left"))
    assert count.complete


def test_sides_that_take_turns_are_counted_together():
    count = Count(planned("bird_dog", 2))
    sides = []
    for _ in range(4):
        sides.append(count.side)
        count.add(repetition(count.side))
    assert sides == ["left", "right", "left", "right"]
    assert count.shown == (4, 4)
    assert count.complete


def test_more_on_one_side_does_not_fill_the_other():
    count = Count(planned("bird_dog", 2))
    for _ in range(4):
        count.add(repetition("left"))
    assert (count.side, count.shown) == ("right", (4, 6))
    assert not count.complete


def test_a_side_that_was_not_asked_for_does_not_count():
    count = Count(planned("clamshell", 2, sides=("left",)))
    assert count.add(repetition("right")) == "other_side"
    assert count.shown == (0, 2)


@pytest.mark.parametrize(("hold_s", "verdict"), [(10.0, "counted"), (8.0, "counted"), (7.9, "short")])
def test_four_fifths_of_a_hold_are_enough(hold_s, verdict):
    count = Count(planned("child_pose", 3, hold_s=10.0))
    assert count.add(repetition(hold_s=hold_s)) == verdict
    assert count.shown == (1, 3 if verdict == "counted" else 4)


def test_whoever_cannot_hold_longer_is_not_asked_for_ever():
    count = Count(planned("forearm_plank", 1, hold_s=30.0))
    assert [count.add(repetition(hold_s=6.0)) for _ in range(3)] == ["short", "short", "counted"]
    assert count.complete


def test_a_hold_counted_by_the_clock_is_not_counted_again_when_it_ends():
    count = Count(planned("child_pose", 2, hold_s=10.0))
    count.credit_hold()
    count.credit_hold()
    assert count.shown == (1, 2)
    assert count.add(repetition(hold_s=10.5)) == "credited"
    assert count.shown == (1, 2)


def test_unsure_ones_do_not_fill_the_dose_but_are_not_asked_for_ever():
    count = Count(planned("glute_bridge", 4))
    assert [count.add(repetition(status="unsure")) for _ in range(3)] == ["unsure"] * 3
    assert count.shown == (0, 4)
    count.add(repetition(status="unsure"))
    assert count.complete
    assert (count.total, count.unsure) == (0, 4)


def test_a_complete_set_done_again_is_asked_in_full_and_adds_up():
    count = Count(planned("glute_bridge", 2))
    count.add(repetition())
    count.again()
    assert count.shown == (1, 2)
    count.add(repetition())
    count.again()
    assert (count.shown, count.total) == ((0, 2), 2)


def test_resumed_at_what_is_done():
    count = Count(planned("clamshell", 5), Done((("left", 5), ("right", 2)), False, 9))
    assert (count.side, count.shown, count.next_index) == ("right", (2, 5), 9)


def test_easier_is_half_of_what_is_missing_and_half_the_hold():
    count = Count(planned("trunk_rotation", 10, hold_s=6.0))
    for _ in range(4):
        count.add(repetition("left", hold_s=6.0))
    count.make_easier()
    assert (count.missing("left"), count.missing("right")) == (1, 5)
    assert (count.planned.hold_s, count.planned.variant) == (3.0, "both_feet_down")


def test_easier_gives_the_same_numbers_when_a_session_that_broke_off_goes_on():
    count = Count(planned("trunk_rotation", 10, hold_s=6.0))
    for side in ("left", "left", "left", "right"):
        count.add(repetition(side, hold_s=6.0))
    count.make_easier()
    again = Count(count.planned, Done((("left", 3), ("right", 1)), remembered=4))
    assert [again.missing(s) for s in again.sides] == [count.missing(s) for s in count.sides] == [3, 5]
