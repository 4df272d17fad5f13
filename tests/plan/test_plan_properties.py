"""Whatever the past: the rules hold, by code that shares nothing with the planner, and a plan always comes out."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.exercises.routine import load_routine
from backcoach.plan import DayPlan, Dose, ExerciseRecord, History, Planner, Profile, Screening, Session
from backcoach.plan.verify import violations
from backcoach.plan.vocabulary import CONDITIONS, STOP_SIGNS
from tests.plan.plan_people import BUILTIN, PLANK, SCREENED, START, TODAY, exercises, rules

PLANNER = Planner(rules(), load_routine().items, exercises())
ROUTINE = load_routine().items

PAIN = st.one_of(st.none(), st.integers(0, 10), st.integers(0, 2), st.integers(0, 2))
EASY = st.integers(0, 2)


@st.composite
def days_lived(draw: st.DrawFn) -> list[dict[str, object]]:
    """What somebody reports on the days on which they come; mostly good days, so that doses rise, too."""
    good = st.fixed_dictionaries(
        {
            "gap": st.just(1),
            "before": st.just(1),
            "after": EASY,
            "morning": st.just(1),
            "effort": st.integers(0, 4),
            "clean": st.just(0.9),
            "done": st.just(1.0),
            "during": st.none(),
            "sign": st.none(),
        }
    )
    any_day = st.fixed_dictionaries(
        {
            "gap": st.sampled_from([0, 1, 1, 2, 7, 8, 30]),
            "before": PAIN,
            "after": PAIN,
            "morning": PAIN,
            "effort": st.one_of(st.none(), st.integers(0, 10)),
            "clean": st.sampled_from([math.nan, 0.0, 0.79, 0.8, 1.0]),
            "done": st.sampled_from([0.0, 0.5, 0.9, 1.0, 1.5]),
            "during": st.one_of(st.none(), st.tuples(st.sampled_from(BUILTIN), st.integers(0, 10))),
            "sign": st.sampled_from([None] * 8 + [*STOP_SIGNS, "pain", "time"]),
        }
    )
    runs = draw(st.lists(st.tuples(st.integers(1, 12), any_day, good), min_size=1, max_size=6))
    return [day for length, bad, fine in runs for day in (*[fine] * length, bad)]


PROFILES = st.builds(
    Profile,
    age=st.just(40),
    conditions=st.frozensets(st.sampled_from(CONDITIONS), max_size=2),
    fixed=st.sampled_from([{}, {}, {PLANK: Dose(2, 20)}]),
)


def live(lived: list[dict[str, object]], profile: Profile) -> list[tuple[DayPlan, History, Profile]]:
    """Follow the plan day after day; exercise also where it forbids to, so that bad pasts come about."""
    history, today, found = History(), TODAY, []
    for day in lived:
        today += timedelta(int(day["gap"]))  # type: ignore[call-overload]
        profile = replace(profile, screenings=(*profile.screenings, Screening(today, agreed=True)))
        made = PLANNER.plan(history, profile, today, pain_now=day["before"], confirmed=True)  # type: ignore[arg-type]
        found.append((made, history, profile))
        history = history + as_session(made, day)
    return found


def as_session(made: DayPlan, day: dict[str, object]) -> Session:
    """What came of a plan."""
    hurting, pain = day["during"] or (None, None)  # type: ignore[misc]
    records = tuple(
        ExerciseRecord(
            item.exercise,
            item.dose,
            done_share=day["done"],  # type: ignore[arg-type]
            clean_share=day["clean"],  # type: ignore[arg-type]
            pain_during=pain if item.exercise == hurting else None,
        )
        for item in made.items
    )
    return Session(
        made.day,
        records,
        effort=day["effort"],  # type: ignore[arg-type]
        pain_before=day["before"],  # type: ignore[arg-type]
        pain_after=day["after"],  # type: ignore[arg-type]
        pain_next_morning=day["morning"],  # type: ignore[arg-type]
        stopped_because=day["sign"],  # type: ignore[arg-type]
    )


@settings(max_examples=60, deadline=None)
@given(days_lived(), PROFILES)
def test_no_rule_is_violated_no_ceiling_passed_one_variable_at_a_time(lived, profile):
    """One life is looked at in all three ways: living it takes longer than looking."""
    plans = live(lived, profile)
    for (made, history, known), day in zip(plans, lived, strict=True):
        assert list(violations(made, history, known, day["before"], rules(), exercises())) == []
        assert_below_the_ceilings(made)
    for (earlier, *_), (later, *_) in pairwise(plans):
        assert_one_variable(earlier, later)


def assert_below_the_ceilings(made: DayPlan) -> None:
    """Never above a ceiling, never off the ladder."""
    ladder = {*rules().ladders[PLANK], (1, 30), (2, 20)}
    for name, dose in made.doses.items():
        ceiling = exercises()[name].dose
        assert 1 <= dose.repetitions <= ceiling.ceiling_repetitions
        assert 0 <= dose.hold_s <= ceiling.ceiling_hold_s
        assert dose.sets == 1
        assert name != PLANK or (dose.repetitions, dose.hold_s) in ladder


def assert_one_variable(earlier: DayPlan, later: DayPlan) -> None:
    """From plan to plan, at most one variable of each exercise differs."""
    for name, dose in later.doses.items():
        before = earlier.doses[name]
        amounts = (dose.repetitions != before.repetitions) + (dose.hold_s != before.hold_s)
        if name == PLANK:
            amounts = min(amounts, 1)
        assert amounts + (dose.variant != before.variant) + (dose.sets != before.sets) <= 1


@settings(max_examples=30, deadline=None)
@given(days_lived(), PROFILES)
def test_never_up_after_red(lived, profile):
    """The plan after a session that ended in pain above 5 is nowhere above that session's."""
    lived[-1] = {**lived[-1], "after": 9}
    *_, (made, history, known) = live([*lived, {**lived[0], "gap": 1}], profile)
    last = history.sessions[-1].by_exercise
    for item in made.items:
        before = last[item.exercise].dose
        if item.exercise not in known.fixed:
            assert item.dose.work_s <= before.work_s
            assert item.dose.hold_s <= before.hold_s


@settings(max_examples=60, deadline=None)
@given(days_lived(), PROFILES)
def test_the_same_history_gives_the_same_plan(lived, profile):
    made, history, known = live(lived, profile)[-1]
    pain = lived[-1]["before"]
    again = Planner(rules(), ROUTINE, exercises())
    backwards = sorted(
        history.sessions, key=lambda s: s.day, reverse=True
    )  # those of one day keep their order
    assert again.plan(History(tuple(backwards)), known, made.day, pain_now=pain, confirmed=True) == made
    assert PLANNER.plan(history, known, made.day, pain_now=pain, confirmed=True) == made


@settings(max_examples=25, deadline=None)
@given(days_lived(), st.integers(1, 400))
def test_moving_all_dates_changes_no_dose(lived, days):
    """Nothing depends on the calendar but planned days of rest."""
    made, history, known = live(lived, SCREENED)[-1]
    later = timedelta(days)
    moved = History(tuple(replace(s, day=s.day + later) for s in history.sessions))
    screenings = tuple(replace(s, day=s.day + later) for s in known.screenings)
    pain = lived[-1]["before"]
    plan = PLANNER.plan(
        moved, replace(known, screenings=screenings), made.day + later, pain_now=pain, confirmed=True
    )
    assert plan.doses == made.doses
    assert [d.rule for d in plan.decisions] == [d.rule for d in made.decisions]


def test_good_days_reach_the_top():
    """Somebody for whom everything is easy gets to the ceilings, and no further."""
    fine = {
        "gap": 1, "before": 1, "after": 1, "morning": 1, "effort": 3, "clean": 0.95, "done": 1.0, "during": None,
        "sign": None,
    }  # fmt: skip
    doses = live([fine] * 120, SCREENED)[-1][0].doses
    assert doses[PLANK] == Dose(1, 60)
    assert doses["glute_bridge"] == Dose(15)
    assert doses["bird_dog"] == Dose(10, 10)
    assert doses["child_pose"] == Dose(5, 30)
    assert set(doses) == set(START)
