"""Simulated people: seeded, of all kinds, and no rule broken; a broken rule would be noticed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from backcoach.exercises.routine import load_routine
from backcoach.plan import DayPlan, Dose, History, Planner
from backcoach.plan.people import CHARACTERS, Lived, live
from backcoach.plan.verify import Checker, violations
from backcoach.plan.year import Year, simulate_year
from tests.plan.plan_people import (
    BRIDGE,
    CLAMSHELL,
    PLANK,
    SCREENED,
    TODAY,
    answered,
    exercises,
    hurt_at,
    plan,
    rules,
    session,
)

START_DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def planner() -> Planner:
    return Planner(rules(), load_routine().items, exercises())


@pytest.fixture(scope="module")
def years(planner: Planner) -> dict[str, Year]:
    return {
        name: simulate_year(planner, name, character, 7, START_DAY, 200)
        for name, character in CHARACTERS.items()
    }


def test_no_rule_is_broken(years):
    assert {name: year.broken for name, year in years.items()} == dict.fromkeys(CHARACTERS, ())


def test_people_lead_the_rules_into_every_corner(years):
    spoke = sum((year.spoke for year in years.values()), Counter())
    wanted = {
        "up", "regain", "keep_going", "at_ceiling", "week_not_over", "one_at_a_time", "recent_red", "pain_today",
        "not_reported", "not_done", "not_clean", "not_seen", "effort_high", "amber_repeat", "amber_down", "red_down",
        "gap_down", "lowest", "fixed", "start", "caution", "pause", "stopped", "weekly_volume", "future_sessions",
    }  # fmt: skip
    assert wanted <= spoke.keys()


def test_the_same_seed_lives_the_same_year(planner, years):
    again = simulate_year(planner, "flaring", CHARACTERS["flaring"], 7, START_DAY, 200)
    other = simulate_year(planner, "flaring", CHARACTERS["flaring"], 8, START_DAY, 200)
    assert again == years["flaring"]
    assert other != years["flaring"]


def test_characters_differ_as_they_should(years):
    sessions = {name: sum(day.sessions for day in year.days) for name, year in years.items()}
    assert sessions["skipping"] < 60 < sessions["steady"] < sessions["over_eager"]
    assert years["flaring"].spoke["red_down"] > years["steady"].spoke["red_down"]
    assert years["without_camera"].spoke["not_seen"] > 50
    assert {day.doses[PLANK] for day in years["fixed_by_clinician"].days} == {Dose(2, 20)}


def test_a_person_who_improves_ends_above_where_pain_had_put_them(planner):
    year = simulate_year(planner, "improving", CHARACTERS["improving"], 3, START_DAY, 365)
    least = min(day.dose_share for day in year.days)
    assert year.days[-1].dose_share > 1.5 * least


def test_living_calls_for_each_day_that_somebody_comes(planner):
    seen = []
    history = live(planner, CHARACTERS["steady"], 1, START_DAY, 30, seen.append)
    assert 15 < len(seen) <= 30
    assert len(history.sessions) == sum(len(lived.sessions) for lived in seen)


# --- the checking code itself ---


def tampered(made: DayPlan, exercise: str, dose: Dose) -> DayPlan:
    items = tuple(replace(item, dose=dose) if item.exercise == exercise else item for item in made.items)
    return replace(made, items=items)


def broken_by(exercise: str, dose: Dose, *past: object) -> set[str]:
    made = tampered(plan(*past), exercise, dose)
    return {v.rule for v in violations(made, History(past), SCREENED, None, rules(), exercises())}


GREEN = session(2), session(1)
AMBER = session(2, pain=(1, 4, 1)), session(1)


@pytest.mark.parametrize(
    ("past", "exercise", "dose", "rule"),
    [
        (GREEN, PLANK, Dose(1, 61), "ceiling"),
        (GREEN, PLANK, Dose(1, 60), "ladder"),
        (GREEN, BRIDGE, Dose(15), "ten_percent"),
        (GREEN, "bird_dog", Dose(9, 6), "one_variable"),
        (AMBER, BRIDGE, Dose(13), "two_green"),
        ((GREEN[0], session(1, clean=0.5)), BRIDGE, Dose(13), "clean"),
        ((GREEN[0], session(1, effort=6)), BRIDGE, Dose(13), "effort"),
        ((hurt_at(session(4), CLAMSHELL, 7), *GREEN), BRIDGE, Dose(13), "up_after_red"),
        ((session(1, pain=(1, 6, 1)),), BRIDGE, Dose(12), "red_down"),
        ((session(9),), BRIDGE, Dose(12), "gap_down"),
        ((session(4, {BRIDGE: Dose(11)}), *GREEN), BRIDGE, Dose(13), "week_not_over"),
    ],
)
def test_a_broken_rule_is_noticed(past, exercise, dose, rule):
    assert rule in broken_by(exercise, dose, *past)


def test_leave_that_should_not_have_been_given_is_noticed():
    red = session(3, pain=(1, 6, 1)), session(1, pain=(1, 6, 1))
    allowed = replace(plan(*red), blocks=())
    found = {v.rule for v in violations(allowed, History(red), SCREENED, None, rules(), exercises())}
    assert {"pause", "screening_after_red"} <= found
    nobody = replace(SCREENED, screenings=())
    unasked = replace(plan(profile=nobody), blocks=())
    found = {v.rule for v in violations(unasked, History(), nobody, None, rules(), exercises())}
    assert found == {"screening_first"}
    assert unasked.day == TODAY


def test_of_one_day_the_last_answers_are_checked():
    fine, emergency = answered().screenings[0], answered("bladder").screenings[0]
    allowed = plan()
    for screenings, found in (((fine, emergency), {"emergency"}), ((emergency, fine), set())):
        person = replace(SCREENED, screenings=screenings)
        assert {v.rule for v in violations(allowed, History(), person, None, rules(), exercises())} == found


def with_more(made: DayPlan, repetitions: int) -> DayPlan:
    """A plan that breaks rules: more of everything, whatever speaks against it."""
    items = tuple(
        replace(item, dose=replace(item.dose, repetitions=max(1, item.dose.repetitions + repetitions)))
        for item in made.items
    )
    return replace(made, items=items, blocks=())


@pytest.mark.parametrize("name", ["unlucky", "over_eager", "silent"])
def test_what_the_checker_remembers_changes_nothing(planner, name):
    """One that has seen the whole life finds what one finds that reads the history from its beginning."""
    checker, found = Checker(planner.rules, planner.exercises), 0

    def watch(one: Lived) -> None:
        nonlocal found
        for made in (one.plan, with_more(one.plan, 1), with_more(one.plan, -1)):
            past = one.history, one.profile, one.pain_now
            remembering = list(checker.violations(made, *past))
            assert remembering == list(violations(made, *past, planner.rules, planner.exercises))
            found += len(remembering)

    live(planner, CHARACTERS[name], 5, START_DAY, 120, watch)
    assert found > 500


def test_the_checker_notices_that_the_past_has_changed(planner):
    checker = Checker(planner.rules, planner.exercises)
    made = tampered(plan(*GREEN), BRIDGE, Dose(14))
    for past in (GREEN, AMBER, (session(1, pain=(1, 6, 1)),), (), GREEN):
        history = History(past)
        found = list(checker.violations(made, history, SCREENED, None))
        assert found == list(violations(made, history, SCREENED, None, rules(), exercises()))
