"""Screening: questions about warning signs, when they come, what follows.

Each rule of the safety document has a test named after it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace

import pytest

from backcoach.plan import Profile, Screening, outcome
from backcoach.plan.vocabulary import CONDITIONS, QUESTIONS
from tests.plan.plan_people import (
    BIRD_DOG,
    BRIDGE,
    CHILD,
    PLANK,
    SCREENED,
    TODAY,
    ago,
    answered,
    plan,
    rules,
    said,
    session,
)

TIER_A = [name for name, tier in QUESTIONS.items() if tier == "A"]
TIER_B = [name for name, tier in QUESTIONS.items() if tier == "B"]


def test_screening_at_first_start():
    made = plan(profile=Profile(age=45))
    assert not made.allowed
    assert made.screening_due
    assert said(made) == ["screening_first"]


@pytest.mark.parametrize(("days", "due"), [(27, False), (28, True), (400, True)])
def test_screening_every_4_weeks(days, due):
    made = plan(profile=answered(days_ago=days))
    assert made.screening_due == due
    assert ("screening_due" in said(made)) == due


def test_screening_after_a_red_day():
    red = session(2, pain=(1, 6, 1))
    assert said(plan(red)) == ["screening_after_red"]
    assert plan(red, profile=answered(days_ago=1)).allowed
    assert "screening_after_red" in said(plan(red, profile=answered(days_ago=2))), "answered before it hurt"


@pytest.mark.parametrize("sign", TIER_A)
def test_tier_a_any_yes_no_exercise_and_emergency_advice(sign):
    found = outcome(Screening(TODAY, frozenset({sign}), agreed=True), rules())
    assert found.kind == "emergency"
    assert not found.may_exercise
    assert "emergency help" in str(found.advice)
    assert said(plan(profile=answered(sign, agreed=True))) == ["emergency"]


def test_after_tier_a_a_professional_has_to_agree():
    """Answering no the next time is not enough."""
    first = Screening(ago(3), frozenset({"bladder"}))
    for agreed in (False, True):
        made = plan(profile=replace(SCREENED, screenings=(first, Screening(ago(1), agreed=agreed))))
        assert made.allowed == agreed


@pytest.mark.parametrize("sign", TIER_B)
def test_tier_b_any_yes_no_exercise_until_a_professional_agreed(sign):
    assert outcome(Screening(TODAY, frozenset({sign})), rules()).kind == "ask"
    assert said(plan(profile=answered(sign))) == ["ask_professional"]
    assert outcome(Screening(TODAY, frozenset({sign}), agreed=True), rules()).may_exercise
    assert plan(profile=answered(sign, agreed=True)).allowed


@pytest.mark.parametrize("condition", CONDITIONS)
def test_tier_c_modifies(condition):
    found = outcome(Screening(TODAY, frozenset({condition})), rules())
    assert (found.kind, found.conditions) == ("modify", {condition})
    made = plan(profile=answered(condition))
    assert made.allowed
    cautioned = [item for item in made.items if item.cautions]
    assert cautioned
    for item in cautioned:
        assert {c.condition for c in item.cautions} == {condition}
        swaps = [c.swap for c in item.cautions if c.swap]
        assert item.dose.variant == (swaps[0] if swaps else None)


def test_knee_problem_childs_pose_without_sitting_fully_back():
    made = plan(profile=replace(SCREENED, conditions=frozenset({"knee"})))
    child = next(item for item in made.items if item.exercise == CHILD)
    assert child.dose.variant == "half_way"
    assert "hips_high" in child.faults_off


def test_wrist_problem_on_forearms_or_fists():
    made = plan(profile=replace(SCREENED, conditions=frozenset({"wrist"})))
    assert {made.doses[name].variant for name in ("cat_camel", BIRD_DOG)} == {"on_forearms"}


def test_every_question_of_the_safety_rules_is_asked():
    asked = {q.id: q.tier for q in rules().screening.questions}
    assert asked == QUESTIONS


def test_answers_route_a_person_and_never_reassure():
    """No advice says that all is well, also when every answer is no."""
    for advice in asdict(rules().screening.advice).values():
        assert not re.search(
            r"\b(safe|healthy|fine|nothing to worry|no risk|low risk|all clear)\b", advice, re.I
        )


def test_high_blood_pressure_cues_the_breath_in_planks():
    made = plan(profile=replace(SCREENED, conditions=frozenset({"high_blood_pressure"})))
    plank = next(item for item in made.items if item.exercise == PLANK)
    assert any("breath" in caution.advice.lower() for caution in plank.cautions)


@pytest.mark.parametrize("exercise", [BRIDGE, "trunk_rotation"])
def test_late_pregnancy_no_long_lying_on_the_back(exercise):
    made = plan(profile=replace(SCREENED, conditions=frozenset({"pregnancy"})))
    item = next(item for item in made.items if item.exercise == exercise)
    assert ["do not lie on your back for long" in caution.advice for caution in item.cautions] == [True]
    assert item.dose.variant == item.cautions[0].swap
