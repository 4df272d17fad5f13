"""Wrong dates, sessions in the future, a clock set back, values off the scale."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backcoach.exercises.problem import WrongFileError
from backcoach.exercises.routine import RoutineItem
from backcoach.plan import Dose, ExerciseRecord, History, Profile, Screening, Session
from backcoach.plan.history_file import load_history
from tests.plan.plan_people import BRIDGE, SCREENED, TODAY, ago, decided, only, plan, said, session


def test_a_session_in_the_future_is_left_out_with_a_warning():
    past = [session(2), session(1)]
    future = session(-30, {BRIDGE: Dose(2)}, pain=(9, 9, 9))
    made = plan(*past, future)
    assert said(made) == ["future_sessions"]
    assert made.doses == plan(*past).doses
    assert made.allowed
    note = made.notes[0]
    assert note.inputs == {"count": 1, "day": TODAY + timedelta(30)}
    assert "2026-07-10" in str(note.message)


def test_a_clock_set_back_plans_as_on_that_day():
    sessions = [session(days) for days in (5, 4, 3, 2, 1)]
    back = TODAY - timedelta(3)
    assert plan(*sessions, today=back).doses == plan(*sessions[:3], today=back).doses


def test_answers_from_the_future_do_not_count():
    profile = replace(SCREENED, screenings=(Screening(TODAY + timedelta(1)),))
    assert said(plan(profile=profile)) == ["screening_first"]


def test_sessions_in_any_order_are_put_in_order():
    assert History((session(1), session(5), session(3))).sessions == (session(5), session(3), session(1))


@pytest.mark.parametrize(
    "wrong", [{"pain_before": 11}, {"pain_after": -1}, {"effort": 12}, {"pain_next_morning": 99}]
)
def test_scales_go_from_0_to_10(wrong):
    with pytest.raises(ValueError, match="0 to 10"):
        Session(TODAY, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"done_share": -1}, {"done_share": math.inf}, {"clean_share": 1.2}, {"pain_during": 11}]
)
def test_shares_and_pain_of_a_record(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ExerciseRecord(BRIDGE, Dose(1), **wrong)


def test_an_exercise_stands_once_in_a_session():
    with pytest.raises(ValueError, match="twice"):
        Session(TODAY, (ExerciseRecord(BRIDGE, Dose(1)), ExerciseRecord(BRIDGE, Dose(2))))


@pytest.mark.parametrize("wrong", [(0, 0), (1, -1), (1, math.inf)])
def test_there_is_no_empty_dose(wrong):
    with pytest.raises(ValueError, match="no dose"):
        Dose(*wrong)


def test_pain_now_is_on_the_scale():
    with pytest.raises(ValueError, match="pain_now"):
        plan(pain_now=11)


def test_a_routine_names_an_exercise_once():
    with pytest.raises(ValueError, match="twice"):
        plan(routine=[RoutineItem(exercise=BRIDGE, repetitions=1)] * 2)


def test_doses_of_exercises_that_left_the_routine_do_no_harm():
    old = Session(ago(1), (ExerciseRecord("gone", Dose(3)),), pain_before=1, pain_after=1)
    assert decided(plan(old, routine=only(BRIDGE)), BRIDGE) == ("start", Dose(12))


def test_doses_set_by_hand_begin_anew():
    past = [session(days, {BRIDGE: Dose(15)}) for days in (3, 2)]
    profile = replace(SCREENED, doses_since=ago(1))
    assert decided(plan(*past, profile=profile, routine=only(BRIDGE)), BRIDGE) == ("start", Dose(12))


def test_a_session_chosen_freely_leaves_the_doses_alone():
    free = replace(session(1, {BRIDGE: Dose(3)}), planned=False)
    assert decided(plan(session(3), session(2), free, routine=only(BRIDGE)), BRIDGE) == ("up", Dose(13))
    hurting = replace(session(1, pain=(1, 7, 1)), planned=False)
    assert "screening_after_red" in said(plan(session(2), hurting))


# --- a history file ---

GOOD = {
    "schema": 1,
    "age": 50,
    "conditions": ["knee"],
    "fixed": [{"exercise": "forearm_plank", "repetitions": 2, "hold_s": 20}],
    "screenings": [{"day": "2026-06-01"}],
    "sessions": [
        {
            "day": "2026-06-09",
            "pain_before": 1,
            "exercises": [{"exercise": "glute_bridge", "dose": {"repetitions": 12}, "clean_share": 0.9}],
        }
    ],
}


def written(tmp_path, content):
    path = tmp_path / "history.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_history_file_is_read(tmp_path):
    history, profile = load_history(written(tmp_path, GOOD))
    record = ExerciseRecord("glute_bridge", Dose(12), clean_share=0.9)
    assert history == History((Session(date(2026, 6, 9), (record,), pain_before=1),))
    assert profile == Profile(
        age=50,
        conditions=frozenset({"knee"}),
        screenings=(Screening(date(2026, 6, 1)),),
        fixed={"forearm_plank": Dose(2, 20)},
    )


@pytest.mark.parametrize(
    ("change", "key", "allowed"),
    [
        ({"day": "2026-02-30"}, "sessions[0].day", "a day of the calendar"),
        ({"day": "20260230"}, "sessions[0].day", "a day of the calendar"),
        ({"day": "2026-W09-1"}, "sessions[0].day", "a day of the calendar"),
        ({"day": 7}, "sessions[0].day", "a day of the calendar"),
        ({"pain_before": 12}, "sessions[0].pain_before", "less than or equal to 10"),
        ({"pian_before": 1}, "sessions[0].pian_before", "did you mean pain_before?"),
        (
            {"exercises": GOOD["sessions"][0]["exercises"] * 2},
            "sessions[0].exercises[1].exercise",
            "each exercise once",
        ),
    ],
)
def test_a_wrong_history_file_says_what_and_where(tmp_path, change, key, allowed):
    wrong = {**GOOD, "sessions": [{**GOOD["sessions"][0], **change}]}
    with pytest.raises(WrongFileError) as refused:
        load_history(written(tmp_path, wrong))
    assert [p.key for p in refused.value.problems] == [key]
    assert allowed in refused.value.problems[0].allowed


@pytest.mark.parametrize("content", ["", "[1, 2]", "{", "[" * 100_000, "nonsense"])
def test_what_is_no_history_file(tmp_path, content):
    with pytest.raises(WrongFileError):
        load_history(written(tmp_path, content))


def test_a_missing_history_file(tmp_path):
    with pytest.raises(WrongFileError, match="No such file"):
        load_history(tmp_path / "none.json")
