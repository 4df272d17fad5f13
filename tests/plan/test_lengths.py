"""How long today is: the gentle beginning, and what is left out comes first the next time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import load_routine
from backcoach.plan import ExerciseRecord, History, Profile, Screening, Session, leave, plan_day
from backcoach.plan.done import Work, amount, amount_of_day, share_of_set
from backcoach.plan.length import dose_lasts_s, length_of, suggested
from backcoach.plan.rule_file import load_rules

CATALOGUE, RULES, START = Catalogue(), load_rules(), date(2026, 6, 10)
ITEMS = load_routine().items
ASKED = Profile(screenings=(Screening(START),))


def plan(history, day, length, **more):
    return plan_day(
        history, ASKED, RULES, ITEMS, CATALOGUE, START + timedelta(days=day), length=length, **more
    )


def practised(made, day):
    records = tuple(ExerciseRecord(item.exercise, item.dose) for item in made.items)
    return Session(
        START + timedelta(days=day), records, pain_before=0, pain_after=0, pain_next_morning=0, effort=3
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([5, 10, 15]), min_size=12, max_size=12))
def test_what_is_left_out_comes_first_and_nothing_is_left_out_for_ever(lengths):
    history, last = History(), {item.exercise: -1 for item in ITEMS}
    for day, length in enumerate(lengths):
        made = plan(history, day, length)
        names = [item.exercise for item in made.items]
        assert names[0] == min(last, key=last.__getitem__), "who waited longest is not first"
        lasts_s = sum(dose_lasts_s(CATALOGUE[item.exercise], item.dose) for item in made.items)
        assert lasts_s <= 60 * length or len(names) == 1
        assert {*names, *(item.exercise for item in made.left_out)} == {item.exercise for item in ITEMS}
        last |= dict.fromkeys(names, day)
        history = history + practised(made, day)
    assert -1 not in last.values()


def test_the_first_routine_is_gentle_and_about_eight_minutes():
    assert suggested(History(), RULES) == "gentle"
    made = plan(History(), 0, "gentle")
    assert [item.exercise for item in made.items] == list(RULES.length.gentle_exercises)
    assert 7 <= sum(dose_lasts_s(CATALOGUE[i.exercise], i.dose) for i in made.items) / 60 <= 9
    assert suggested(History((practised(made, 0),)), RULES) == "all"
    assert suggested(History((replace_planned(practised(made, 0)),)), RULES) == "gentle"


def replace_planned(session):
    return Session(session.day, session.exercises, planned=False)


def test_everything_keeps_the_order_of_the_routine_and_says_nothing():
    made = plan(History(), 0, "all")
    assert [item.exercise for item in made.items] == [item.exercise for item in ITEMS]
    assert not made.left_out
    assert "left_out" not in {note.rule for note in made.notes}
    assert "left_out" in {note.rule for note in plan(History(), 0, 10).notes}


def test_the_step_of_the_day_goes_to_an_exercise_of_today():
    history = History()
    for day in range(9):
        history = history + practised(plan(history, day, "all"), day)
    for length in (5, 10, "gentle"):
        made = plan(history, 9, length)
        risen = [item.exercise for item in made.items if item.decisions[0].rule == "up"]
        assert len(risen) <= RULES.up.steps_a_day
        assert not [item for item in made.left_out if item.decisions[0].rule == "up"] or not risen


@pytest.mark.parametrize(
    ("text", "length"),
    [("all", "all"), ("gentle", "gentle"), ("10", 10), ("0", None), ("61", None), (None, None), ("²", None)],
)
def test_a_length_as_it_stands_in_an_address(text, length):
    assert length_of(text) == length


@pytest.mark.parametrize(
    ("planned", "done", "share"),
    [
        ({"repetitions": 10}, {None: (5, 0.0)}, 0.5),
        ({"repetitions": 10}, {None: (20, 0.0)}, 1.0),
        ({"repetitions": 10, "sides": ["left", "right"]}, {"left": (20, 0.0)}, 0.5),
        ({"repetitions": 1, "hold_s": 30}, {None: (0, 15.0)}, 0.5),
        ({"repetitions": 10}, {}, 0.0),
        ({}, {None: (1, 0.0)}, 1.0),
    ],
)
def test_the_share_of_a_set(planned, done, share):
    assert share_of_set(planned, done) == share


@pytest.mark.parametrize(
    ("share", "something", "expected"),
    [
        (0.0, False, "nothing"),
        (0.0, True, "begun"),
        (0.24, True, "begun"),
        (0.25, True, "partly"),
        (0.9, True, "done"),
    ],
)
def test_what_a_session_counts_as(share, something, expected):
    assert amount(Work(share, something), RULES.done) == expected


def test_a_day_adds_up_its_routines_and_an_exercise_tried_out_is_no_routine():
    half, tried = Work(0.45, True), Work(1.0, True, routine=False)
    assert amount_of_day([half, half], RULES.done) == "done"
    assert amount_of_day([half, tried], RULES.done) == "partly"
    assert amount_of_day([tried, tried], RULES.done) == "begun"
    assert amount_of_day([], RULES.done) == "nothing"


def test_a_routine_without_exercises_leads_to_the_settings():
    made = plan_day(History(), ASKED, RULES, [], CATALOGUE, START)
    answer = leave(made, RULES)
    assert not answer.allowed
    assert [way.kind for way in answer.ways] == ["choose"]
    assert replace(answer, confirm=None).way == answer.ways[0]
