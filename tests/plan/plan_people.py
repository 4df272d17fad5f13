"""What the tests of the plan share: the rules, a routine, and a short way to write down a past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.model import Exercise
from backcoach.exercises.routine import RoutineItem, load_routine
from backcoach.plan import DayPlan, Dose, ExerciseRecord, History, Profile, Screening, Session, plan_day
from backcoach.plan.rule_file import builtin_content, rules_of
from backcoach.plan.rule_model import Rules

TODAY = date(2026, 6, 10)  # a Wednesday
START = {item.exercise: Dose(item.repetitions, item.hold_s, item.sets) for item in load_routine().items}
PLANK, BRIDGE, BIRD_DOG, CLAMSHELL, CHILD = (
    "forearm_plank",
    "glute_bridge",
    "bird_dog",
    "clamshell",
    "child_pose",
)


@cache
def rules() -> Rules:
    """The built-in rules."""
    return rules_of(builtin_content())


@cache
def exercises() -> dict[str, Exercise]:
    """The seven exercises."""
    return {name: load_exercise(name) for name in BUILTIN}


def ago(days: int) -> date:
    return TODAY - timedelta(days)


SCREENED = Profile(age=45, screenings=(Screening(ago(10)),))
"""A person who answered the questions ten days ago, all with no."""


def answered(*yes: str, agreed: bool = False, days_ago: int = 1) -> Profile:
    """A person who answered these questions with yes, and all others with no."""
    return replace(SCREENED, screenings=(Screening(ago(days_ago), frozenset(yes), agreed),))


def session(
    days_ago: int,
    doses: dict[str, Dose] | None = None,
    *,
    pain: tuple[int | None, int | None, int | None] = (1, 1, 1),
    effort: int | None = 3,
    clean: float = 0.95,
    done: float = 1.0,
    **more: object,
) -> Session:
    """A session so many days ago; `pain` is before, after and next morning."""
    records = tuple(
        ExerciseRecord(name, dose, done_share=done, clean_share=clean, counted=dose.repetitions)
        for name, dose in {**START, **(doses or {})}.items()
    )
    before, after, morning = pain
    made = Session(
        ago(days_ago), records, effort=effort, pain_before=before, pain_after=after, pain_next_morning=morning
    )
    return replace(made, **more)  # type: ignore[arg-type]


def hurt_at(past: Session, exercise: str, pain: int, because: str = "pain") -> Session:
    """The same session, in which one exercise hurt."""
    records = tuple(
        replace(r, pain_during=pain, stopped_because=because) if r.exercise == exercise else r
        for r in past.exercises
    )
    return replace(past, exercises=records)


def plan(
    *sessions: Session,
    profile: Profile = SCREENED,
    today: date = TODAY,
    routine: Sequence[RoutineItem] | None = None,
    by: Rules | None = None,
    **more: object,
) -> DayPlan:
    """Today's plan after these sessions."""
    items = load_routine().items if routine is None else routine
    return plan_day(History(sessions), profile, by or rules(), items, exercises(), today, **more)  # type: ignore[arg-type]


def only(exercise: str) -> list[RoutineItem]:
    """A routine of one exercise, with the dose of the built-in routine."""
    return [item for item in load_routine().items if item.exercise == exercise]


def decided(made: DayPlan, exercise: str) -> tuple[str, Dose]:
    """The rule that decided about an exercise, and its dose."""
    item = next(item for item in made.items if item.exercise == exercise)
    return item.decisions[0].rule, item.dose


def said(made: DayPlan) -> list[str]:
    """Rules that spoke about the day."""
    return [decision.rule for decision in (*made.blocks, *made.notes)]
