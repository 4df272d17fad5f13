"""The same histories give the same doses and decisions as they did when this was written down."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from backcoach.exercises.routine import load_routine
from backcoach.plan import DayPlan, ExerciseRecord, History, Planner, Screening, Session
from tests.plan.plan_people import SCREENED, TODAY, exercises, rules

DAYS = 150
ROUTINE = load_routine().items


def chosen(chance: random.Random, *values: object) -> object:
    """One of the values, by nothing but `Random.random`, which stays the same between versions of Python."""
    return values[int(chance.random() * len(values))]


def lived(made: DayPlan, chance: random.Random) -> Session:
    """What came of a plan on a day that is mostly good."""
    bad = chance.random() < 0.05
    pain = [chosen(chance, *[1] * 30, None, *([4, 6] * 15 if bad else [])) for _ in range(3)]
    records = tuple(
        ExerciseRecord(
            item.exercise,
            item.dose,
            done_share=chosen(chance, *[1.0] * 12, 0.5),  # type: ignore[arg-type]
            clean_share=chosen(chance, *[0.95] * 12, 0.6, float("nan")),  # type: ignore[arg-type]
            pain_during=7 if bad and chance.random() < 0.2 else None,
        )
        for item in made.items
    )
    sign = chosen(chance, *[None] * 160, "numbness", "time")
    effort = chosen(chance, 3, 3, 4, 2, 2, 6 if bad else None)
    return Session(made.day, records, effort, *pain, sign, chance.random() < 0.95)  # type: ignore[arg-type]


def told(made: DayPlan) -> str:
    """A plan without its sentences."""
    decisions = [
        (d.rule, d.kind, d.exercise, sorted(d.inputs.items()), d.before, d.after) for d in made.decisions
    ]
    return repr((made.day, made.screening_due, made.doses, decisions))


def follow(seed: int, planner: Planner | None) -> tuple[str, DayPlan]:
    """Live by the plans; without a planner, each is made by a new one, which remembers nothing."""
    chance, digest = random.Random(seed), hashlib.sha256()
    history, today, profile = History(), TODAY, SCREENED
    for _ in range(DAYS):
        today += timedelta(int(chance.random() * 1.3) + 1 + 9 * (chance.random() < 0.02))
        if chance.random() < 0.2:
            profile = replace(profile, screenings=(*profile.screenings, Screening(today, agreed=True)))
        pain_now = chosen(chance, *[1] * 60, 2, 3, 6, None)
        maker = planner or Planner(rules(), ROUTINE, exercises())
        made = maker.plan(history, profile, today, pain_now=pain_now)  # type: ignore[arg-type]
        digest.update(told(made).encode())
        history = history + lived(made, chance)
        if chance.random() < 0.3:
            history = history.with_latest(replace(history.sessions[-1], pain_next_morning=1))
        if chance.random() < 0.03:  # something older comes to light, or is deleted
            place = int(chance.random() * len(history.sessions))
            history = History((*history.sessions[:place], *history.sessions[place + 1 :]))
    return digest.hexdigest()[:16], made


@pytest.mark.parametrize(
    ("seed", "digest"), [(1, "8e40ffbb907a9842"), (2, "44c57e4a0a813e46"), (3, "efe1486d25da59d2")]
)
def test_what_was_planned_is_planned_again(seed, digest):
    assert follow(seed, Planner(rules(), ROUTINE, exercises()))[0] == digest


def test_what_a_planner_remembers_changes_nothing():
    one = Planner(rules(), ROUTINE, exercises())
    assert [follow(seed, one) for seed in (4, 5)] == [follow(seed, None) for seed in (4, 5)]
