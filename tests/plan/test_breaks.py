"""Breaks at the desk."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.plan.breaks import BreakClock, BreakCounts, BreakHabits, Moment

HABITS = BreakHabits()
MONDAY_AT_TEN = Moment(0.0, 0, 600)


def sit(clock, minutes, start_s=0.0, step_s=10.0, **moment):
    """Sit at the desk; return the minutes at which a break was called."""
    calls = []
    for k in range(int(minutes * 60 / step_s) + 1):
        now = replace(MONDAY_AT_TEN, at_s=start_s + k * step_s, **moment)
        if clock.see(now):
            calls.append(k * step_s / 60)
    return calls


def test_after_half_an_hour_of_sitting_a_break_is_called_once():
    clock = BreakClock(HABITS)
    assert sit(clock, 45) == [30]
    assert (clock.asked, clock.counts.called) == (True, 1)


def test_a_break_that_was_taken_starts_the_half_hour_anew():
    clock = BreakClock(HABITS)
    sit(clock, 30)
    clock.answer("take")
    assert sit(clock, 40, start_s=1800) == [30]
    assert clock.counts.taken == 1


def test_a_postponed_break_comes_five_minutes_later():
    clock = BreakClock(HABITS)
    sit(clock, 30)
    clock.answer("postpone")
    assert sit(clock, 20, start_s=1800) == [5]
    assert clock.counts.postponed == 1


def test_a_skipped_break_is_skipped_without_a_word():
    clock = BreakClock(HABITS)
    sit(clock, 30)
    clock.answer("skip")
    assert sit(clock, 29, start_s=1800) == []
    assert clock.counts.skipped == 1


def test_time_away_counts_as_a_break():
    clock = BreakClock(HABITS)
    assert sit(clock, 25) == []
    assert sit(clock, 2, start_s=1500, idle_s=130.0) == []
    assert sit(clock, 29, start_s=1640) == []
    assert clock.counts == BreakCounts(away=1)


def test_reading_without_touching_anything_for_a_minute_is_still_sitting():
    assert sit(BreakClock(HABITS), 31, idle_s=60.0) == [30]


def test_a_computer_that_slept_was_left_alone():
    clock = BreakClock(HABITS)
    sit(clock, 25)
    assert not clock.see(replace(MONDAY_AT_TEN, at_s=1500 + 3600))
    assert (clock.sat_s, clock.counts.away) == (0, 1)


def test_nothing_is_called_during_a_session_and_it_counts_as_a_break():
    clock = BreakClock(HABITS)
    assert sit(clock, 60, exercising=True) == []
    assert clock.sat_s == 0


def test_an_unanswered_call_is_withdrawn_when_the_person_gets_up():
    clock = BreakClock(HABITS)
    sit(clock, 30)
    sit(clock, 0, start_s=1810, idle_s=200.0)
    assert not clock.asked


@pytest.mark.parametrize(
    ("moment", "called"),
    [
        ({"weekday": 5}, False),
        ({"minute": 8 * 60}, False),
        ({"minute": 18 * 60}, False),
        ({"minute": 12 * 60 + 30}, False),
        ({"minute": 13 * 60}, True),
    ],
)
def test_breaks_keep_to_the_working_hours_and_the_quiet_ones(moment, called):
    clock = BreakClock(replace(HABITS, quiet=((720, 780),)))
    assert bool(sit(clock, 31, **moment)) is called


def test_a_night_shift_belongs_to_the_day_on_which_it_began():
    night = BreakHabits(weekdays=frozenset({4}), from_min=22 * 60, to_min=6 * 60)
    assert [night.wanted(4, 23 * 60), night.wanted(5, 2 * 60), night.wanted(5, 23 * 60), night.wanted(4, 60)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_clock_that_is_set_back_takes_nothing_away():
    clock = BreakClock(HABITS)
    sit(clock, 20)
    clock.see(replace(MONDAY_AT_TEN, at_s=100.0))
    assert clock.sat_s == 1200


MOMENTS = st.lists(
    st.tuples(
        st.floats(0, 400), st.integers(0, 6), st.integers(0, 1439), st.none() | st.floats(0, 500), st.booleans(),
        st.sampled_from([None, "take", "postpone", "skip"]),
    ),
    max_size=80,
)  # fmt: skip


@given(MOMENTS)
def test_whatever_happens_breaks_are_called_only_when_they_may_be(moments):
    clock, at_s = BreakClock(replace(HABITS, every_s=300)), 0.0
    for passed_s, weekday, minute, idle_s, exercising, answer in moments:
        at_s += passed_s
        if clock.see(Moment(at_s, weekday, minute, idle_s, exercising)):
            assert HABITS.wanted(weekday, minute)
            assert not exercising
            assert idle_s is None or idle_s < HABITS.length_s
            assert clock.sat_s >= 300
        if answer:
            clock.answer(answer)
    counts = clock.counts
    assert counts.taken + counts.postponed + counts.skipped <= counts.called
