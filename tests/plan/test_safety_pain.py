"""The traffic light: what pain does to the next dose.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backcoach.plan import Dose, Light
from backcoach.plan.pain import PainAtRest, traffic_light
from backcoach.plan.vocabulary import STOP_SIGNS
from tests.plan.plan_people import (
    BIRD_DOG,
    BRIDGE,
    CLAMSHELL,
    PLANK,
    START,
    TODAY,
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


def light(before=0, during=None, after=0, morning=0, usual=0):
    return traffic_light(before, during, after, morning, usual, rules().pain)


@pytest.mark.parametrize(
    ("highest", "color"), [(0, "green"), (2, "green"), (3, "amber"), (5, "amber"), (6, "red")]
)
def test_highest_pain(highest, color):
    assert light(before=highest, morning=highest, usual=highest).value == color
    assert light(before=min(highest, 4), after=highest, morning=2, usual=2).value == color
    assert light(before=min(highest, 4), during=highest).value == color


@pytest.mark.parametrize(
    ("above", "color"), [(-1, "green"), (0, "green"), (1, "amber"), (2, "red"), (3, "red")]
)
def test_next_morning_against_usual(above, color):
    assert light(before=2, after=2, morning=2 + above, usual=2).value == color


@pytest.mark.parametrize(("rise", "color"), [(2, "green"), (3, "red")])
def test_a_rise_of_3_or_more_is_red(rise, color):
    assert light(before=0, after=rise).value == color
    assert light(before=0, during=rise).value == color


def test_not_reported_is_not_green():
    for missing in ("before", "after", "morning"):
        assert light(**{missing: None}) is Light.UNKNOWN


def test_usual_is_the_median_of_the_last_7_days():
    at_rest, today = PainAtRest(), TODAY.toordinal()
    assert at_rest.usual(today - 6, today) is None
    for days_ago, before, morning in ((7, 9, 2), (6, 3, None), (1, None, 1), (0, None, 9)):
        told = session(days_ago, pain=(before, None, morning))
        at_rest.add(told, told.day.toordinal())
    assert at_rest.usual(today - 6, today) == 2, "of 2, 3 and 1: a morning after is one of the next day"
    assert at_rest.usual(today - 6, today + 1) == 2, "of 2, 3, 1 and 9 the lower one in the middle"
    old = session(8, pain=(2, 2, None))
    recent = [session(days, pain=(0, 0, 0)) for days in (7, 6, 5, 4, 3, 2)]
    last = session(1, pain=(0, 0, 2))
    assert decided(plan(old, *recent, last), BRIDGE)[0] == "red_down", "usual is 0, this morning 2"
    sore = [session(days, pain=(2, 2, 2)) for days in (7, 6, 5, 4, 3, 2)]
    made = plan(*sore, session(1, pain=(2, 2, 2)), routine=only(BRIDGE))
    assert decided(made, BRIDGE)[0] == "up"


def test_green_may_progress():
    assert decided(plan(session(2), session(1), routine=only(BRIDGE)), BRIDGE) == ("up", Dose(13))


def test_amber_repeats_the_dose():
    made = plan(session(2), session(1, pain=(1, 3, 1)))
    assert {decided(made, name) for name in START} == {("amber_repeat", dose) for dose in START.values()}


def test_two_ambers_in_a_row_one_step_down():
    amber = [session(days, pain=(1, 3, 1)) for days in (2, 1)]
    made = plan(*amber)
    assert decided(made, CLAMSHELL) == ("amber_down", Dose(16))
    assert decided(made, PLANK) == ("amber_down", Dose(3, 10))
    assert decided(plan(amber[0], session(1)), CLAMSHELL)[1] == Dose(20)


@pytest.mark.parametrize("pain", [(1, 6, 1), (1, 4, 1), (1, 1, 3)])
def test_red_halves_the_dose(pain):
    made = plan(session(2), session(1, pain=pain), profile=answered(days_ago=0))
    assert decided(made, CLAMSHELL) == ("red_down", Dose(10))
    assert decided(made, BIRD_DOG) == ("red_down", Dose(4, 5))
    assert decided(made, PLANK) == ("red_down", Dose(1, 30, variant="on_knees"))


def test_red_of_one_exercise_leaves_the_others():
    made = plan(session(2), hurt_at(session(1), CLAMSHELL, 4))
    assert decided(made, CLAMSHELL) == ("red_down", Dose(10))
    others = {name: dose for name, dose in START.items() if name != CLAMSHELL}
    assert {name: decided(made, name) for name in others} == {n: ("recent_red", d) for n, d in others.items()}


def test_red_today_halves_today():
    assert decided(plan(session(2), session(1), pain_now=6), CLAMSHELL) == ("red_down", Dose(10))


def test_two_reds_in_7_days_pause_and_screening_again():
    reds = session(6, pain=(1, 6, 1)), session(2, pain=(1, 6, 1))
    made = plan(*reds, profile=answered(days_ago=1))
    assert said(made) == ["pause"], "answered, but the pause is not over"
    later = TODAY + timedelta(3)
    assert "screening_after_red" in said(plan(*reds, today=later))
    assert plan(*reds, profile=answered(days_ago=1), today=later).allowed
    assert plan(session(8, pain=(1, 6, 1)), reds[1], profile=answered(days_ago=1)).allowed, (
        "not within 7 days"
    )


@pytest.mark.parametrize("sign", STOP_SIGNS)
def test_a_stop_sign_ends_with_advice_and_asks_a_professional(sign):
    stopped = session(2, stopped_because=sign)
    assert next(s.advice for s in rules().stop_signs if s.id == sign)
    assert "stopped" in said(plan(stopped, profile=answered(days_ago=1)))
    assert plan(stopped, profile=answered(agreed=True, days_ago=1)).allowed
    assert "stopped" in said(plan(hurt_at(session(2), PLANK, 2, sign), profile=answered(days_ago=1)))


def test_chest_pain_and_fast_signs_say_emergency():
    advice = {s.id: s.advice for s in rules().stop_signs}
    assert all("emergency help" in advice[sign] for sign in ("chest_pain", "numbness", "warning_sign"))


def test_the_cut_offs_are_settings():
    strict = replace(rules(), pain=replace(rules().pain, green_highest=1))
    past = session(2, pain=(2, 2, 2)), session(1, pain=(2, 2, 2))
    assert decided(plan(*past, routine=only(BRIDGE)), BRIDGE)[0] == "up"
    assert decided(plan(*past, routine=only(BRIDGE), by=strict), BRIDGE)[0] == "amber_down"


def test_red_may_ask_for_the_easier_variant_instead_of_half_the_dose():
    easier = replace(rules(), red=replace(rules().red, answer="easier"))
    made = plan(session(2), session(1, pain=(1, 6, 1)), profile=answered(days_ago=0), by=easier)
    rule, dose = decided(made, BIRD_DOG)
    assert rule == "red_down"
    assert dose == replace(START[BIRD_DOG], variant=exercises()[BIRD_DOG].easier[0].id)
