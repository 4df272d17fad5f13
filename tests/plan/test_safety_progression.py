"""Progression: what a step up needs, how large it is, what takes a dose down.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from backcoach.exercises.routine import RoutineItem
from backcoach.plan import Dose, History, Screening, weekly_streak
from tests.plan.plan_people import (
    BIRD_DOG,
    BRIDGE,
    CHILD,
    CLAMSHELL,
    PLANK,
    SCREENED,
    START,
    TODAY,
    ago,
    answered,
    decided,
    exercises,
    hurt_at,
    only,
    plan,
    rules,
    said,
    session,
)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"clean": 0.79}, "not_clean"),
        ({"clean": math.nan}, "not_seen"),
        ({"effort": 5}, "effort_high"),
        ({"effort": None}, "effort_high"),
        ({"done": 0.8}, "not_done"),
        ({"pain": (1, 1, None), "days_ago": 1}, "not_reported"),
    ],
)
def test_a_step_up_needs_two_green_sessions_clean_and_easy(changed, rule):
    last = {"days_ago": 1, **changed}
    made = plan(session(2), session(last.pop("days_ago"), **last))
    assert decided(made, BRIDGE) == (rule, START[BRIDGE])


def test_a_step_up_needs_two_in_a_row_at_the_dose():
    assert decided(plan(session(1)), BRIDGE)[0] == "keep_going"
    assert decided(plan(session(3), session(2, pain=(1, 3, 1)), session(1)), BRIDGE)[0] == "keep_going"
    stepped = plan(session(9), session(8), session(1, {BRIDGE: Dose(13)}))
    assert decided(stepped, BRIDGE) == ("keep_going", Dose(13))


@pytest.mark.parametrize(("days", "rule"), [(6, "recent_red"), (7, "up")])
def test_no_step_up_within_7_days_of_red(days, rule):
    red = hurt_at(session(days), CHILD, 6)
    made = plan(red, session(2), session(1), profile=answered(days_ago=0), routine=only(BRIDGE))
    assert decided(made, BRIDGE)[0] == rule


@pytest.mark.parametrize(("exercise", "dose", "most"), [(BIRD_DOG, Dose(8, 5), 9), (BRIDGE, Dose(12), 13)])
def test_repetitions_at_most_10_percent_a_week(exercise, dose, most):
    past = [session(days, {exercise: dose}) for days in (2, 1)]
    assert decided(plan(*past), exercise)[1].repetitions <= most
    soon = [session(7, {exercise: dose})] + [
        session(d, {exercise: replace(dose, repetitions=most)}) for d in (6, 5, 1)
    ]
    assert decided(plan(*soon), exercise) == ("week_not_over", replace(dose, repetitions=most))


@pytest.mark.parametrize(
    "between",
    [Dose(8, 5, variant="on_forearms"), Dose(5, 8), Dose(7, 5)],
    ids=["another way for a day", "a shorter and longer dose", "a smaller dose"],
)
def test_a_week_between_steps_whatever_lies_between(between):
    """What was lower in the last week counts, also where a day of something else came after it."""
    lower = session(6, {BIRD_DOG: Dose(7, 5)})
    past = [session(20), lower, session(5, {BIRD_DOG: between}), session(2), session(1)]
    assert decided(plan(*past, routine=only(BIRD_DOG)), BIRD_DOG) == ("week_not_over", START[BIRD_DOG])


def test_one_variable_at_a_time():
    for name, dose in plan(session(2), session(1)).doses.items():
        before = START[name]
        assert (dose.repetitions != before.repetitions) + (dose.hold_s != before.hold_s) <= 1 or name == PLANK


def test_one_exercise_a_day_gets_new_ground():
    past = [session(days, {BRIDGE: Dose(8), CLAMSHELL: Dose(8)}) for days in (2, 1)]
    spoke = [item.decisions[0].rule for item in plan(*past).items]
    assert spoke.count("up") == 1
    assert spoke.count("one_at_a_time") == 5


def test_of_several_exercises_the_one_that_waited_longest_goes_first():
    newer = [session(days, {BRIDGE: Dose(13)}) for days in (3, 2, 1)]
    made = plan(*[session(days) for days in (20, 19)], *newer, routine=[*only(BRIDGE), *only(BIRD_DOG)])
    assert (decided(made, BRIDGE)[0], decided(made, BIRD_DOG)[0]) == ("week_not_over", "up")


@pytest.mark.parametrize("name", START)
def test_never_above_the_ceiling_of_the_exercise_file(name):
    dose = exercises()[name].dose
    top = Dose(dose.ceiling_repetitions, dose.ceiling_hold_s, dose.ceiling_sets)
    if name == PLANK:
        top = Dose(1, 60)
    past = [session(days, {name: top}) for days in (9, 8, 2, 1)]
    assert decided(plan(*past), name) == ("at_ceiling", top)


LADDER = [(3, 10), (5, 10), (3, 20), (2, 30), (1, 45), (1, 60)]


@pytest.mark.parametrize(("rung", "above"), [*pairwise(LADDER), ((1, 30), (2, 30))])
def test_plank_ladder_up(rung, above):
    routine = [RoutineItem(exercise=PLANK, repetitions=rung[0], hold_s=rung[1])]
    past = [session(days, {PLANK: Dose(*rung)}) for days in (2, 1)]
    assert decided(plan(*past, routine=routine), PLANK) == ("up", Dose(*above))


@pytest.mark.parametrize(("rung", "below"), [(upper, lower) for lower, upper in pairwise(LADDER)])
def test_plank_ladder_down(rung, below):
    past = [session(days, {PLANK: Dose(*rung)}, pain=(1, 3, 1)) for days in (2, 1)]
    assert decided(plan(*past), PLANK) == ("amber_down", Dose(*below))


def test_who_cannot_hold_the_start_begins_lower():
    past = [session(days, done=0.4) for days in (2, 1)]
    assert decided(plan(*past), PLANK) == ("not_reached_down", Dose(3, 10))


@pytest.mark.parametrize(
    ("days", "rule", "repetitions"), [(7, "at_ceiling", 20), (8, "gap_down", 15), (200, "gap_down", 15)]
)
def test_after_a_gap_of_more_than_7_days_one_step_down(days, rule, repetitions):
    profile = replace(SCREENED, screenings=(Screening(ago(0)),))
    assert decided(plan(session(days), profile=profile), CLAMSHELL) == (rule, Dose(repetitions))


def test_a_clinician_can_fix_the_dose():
    fixed = replace(answered(days_ago=0), fixed={PLANK: Dose(2, 20)})
    for past in ([], [session(2), session(1)], [session(1, pain=(1, 6, 1))], [session(40)]):
        assert decided(plan(*past, profile=fixed), PLANK) == ("fixed", Dose(2, 20))


def test_a_fixed_dose_does_not_pass_the_ceiling():
    fixed = replace(SCREENED, fixed={PLANK: Dose(1, 120)})
    assert decided(plan(profile=fixed), PLANK) == ("ceiling", Dose(1, 60))


THREE_DAYS = replace(SCREENED, weekdays=frozenset({0, 2, 4}))
"""Three planned days a week; `TODAY` is a Wednesday."""

THREE_A_WEEK = [days for week in (7, 14, 21) for days in (week + 2, week, week - 2)]


def test_the_streak_counts_weeks_with_at_least_the_planned_days():
    past = History(tuple(session(days) for days in THREE_A_WEEK))
    streak = weekly_streak(past, THREE_DAYS, rules(), TODAY)
    assert (streak.weeks, streak.total, streak.planned, streak.this_week) == (3, 3, 3, 0)
    lazy = History(tuple(session(days) for days in THREE_A_WEEK if days not in (14, 12)))
    streak = weekly_streak(lazy, THREE_DAYS, rules(), TODAY)
    assert (streak.weeks, streak.total) == (1, 2), "what was reached stays reached"


def test_resting_never_breaks_a_streak():
    """Neither planned days of rest nor a week in which it hurt do."""
    red = [session(14, pain=(1, 6, 1))]
    past = History(tuple([session(days) for days in THREE_A_WEEK if not 12 <= days <= 16] + red))
    streak = weekly_streak(past, THREE_DAYS, rules(), TODAY)
    assert (streak.weeks, streak.total) == (2, 2)


@pytest.mark.parametrize(("weekdays", "rests"), [({0, 2, 4}, False), ({1, 3}, True)])
def test_planned_rest_days_exist(weekdays, rests):
    made = plan(profile=replace(SCREENED, weekdays=frozenset(weekdays)))
    assert ("rest_day" in said(made)) == rests
    assert made.allowed


def test_every_change_is_explained_in_one_sentence():
    made = plan(session(2), session(1))
    up = next(d for d in made.decisions if d.rule == "up")
    assert str(up.message) == "Child's pose: 5 times 10 s → 5 times 15 s: 2 comfortable days in a row."
    assert up.inputs == {"sessions": 2}
    assert (up.before, up.after) == (Dose(5, 10), Dose(5, 15))


def test_no_load_is_part_of_any_exercise():
    assert not {
        field for field in Dose.__dataclass_fields__ if "load" in field or "kg" in field or "weight" in field
    }


def test_exactly_80_percent_clean_and_effort_4_is_enough():
    past = [session(days, clean=0.8, effort=4) for days in (2, 1)]
    assert decided(plan(*past, routine=only(BRIDGE)), BRIDGE)[0] == "up"
