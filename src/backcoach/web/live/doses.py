"""What is to be done in a session: one exercise on request, or today's routine as the dose rules have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.routine import load_routine
from backcoach.exercises.schema import Caution
from backcoach.journal.errors import JournalError
from backcoach.plan import DayPlan
from backcoach.plan.values import Decision, PlanItem
from backcoach.texts import message
from backcoach.tracking.summary import Side
from backcoach.web.house import programme_of
from backcoach.web.live.planning import exercise_of
from backcoach.web.live.protocol import Hello, Practice
from backcoach.web.live.refusal import bad, not_today

if TYPE_CHECKING:
    from backcoach.web.home import Home

_UNASKED = frozenset({"screening_first", "screening_due"})
"""Rules that ask for the questions about warning signs: trying out a single exercise does not wait for them."""

Sets = tuple[PlannedSet, ...]


@dataclass(frozen=True)
class Agenda:
    """What a session is to do.

    Attributes
    ----------
    plan : DayPlan or None
        What the dose rules say of today's routine; None where they were not asked for it.
    """

    sets: Sets
    plan: DayPlan | None = None


def agenda_for(home: Home, hello: Hello) -> Agenda:
    """Return what a hello asks for.

    Raises
    ------
    RefusalError
        If there is no such exercise, none is chosen, or the dose rules speak against exercise now.
    """
    if hello.source in ("demo", "landmarks"):
        return Agenda(practice_sets(home, hello.practice) if hello.practice else _usual_routine(home))
    plan = _plan(home, hello)
    if hello.practice is not None:
        _stop_if(block for block in plan.blocks if block.kind == "block" and block.rule not in _UNASKED)
        return Agenda(practice_sets(home, hello.practice, plan))
    _stop_if(block for block in plan.blocks if block.kind == "block" or not hello.confirmed)
    return Agenda(_some(planned for item in plan.items for planned in _planned(home, item)), plan)


def practice_sets(home: Home, practice: Practice, plan: DayPlan | None = None) -> Sets:
    """Return the set of a single exercise; more than its file's ceiling is never asked for."""
    exercise = exercise_of(home.catalogue, practice.exercise)
    dose = exercise.dose
    repetitions = dose.repetitions if practice.reps is None else min(practice.reps, dose.ceiling_repetitions)
    hold_s = dose.hold_s if practice.hold_s is None else min(practice.hold_s, dose.ceiling_hold_s)
    sides: tuple[Side, ...] = ("left", "right") if practice.side is None else (practice.side,)
    items = plan.items if plan is not None else ()
    cautions = next((item.cautions for item in items if item.exercise == exercise.id), ())
    return (
        PlannedSet(
            exercise,
            repetitions,
            hold_s=hold_s,
            sides=sides,
            faults_off=_faults_off(cautions),
            advice=tuple(caution.advice for caution in cautions),
        ),
    )


def _plan(home: Home, hello: Hello) -> DayPlan:
    """Return today's plan; where the journal cannot be read, nobody knows what is right today."""
    try:
        return programme_of(home).today(pain_now=hello.pain, confirmed=hello.confirmed)
    except JournalError as error:
        raise not_today(error.message) from None


def _planned(home: Home, item: PlanItem) -> Iterator[PlannedSet]:
    exercise = exercise_of(home.catalogue, item.exercise)
    planned = PlannedSet(
        exercise,
        item.dose.repetitions,
        hold_s=item.dose.hold_s,
        variant=item.dose.variant,
        faults_off=item.faults_off,
        advice=tuple(caution.advice for caution in item.cautions),
        rest_s=home.preferences.rest * exercise.dose.rest_s,
    )
    yield from (planned for _ in range(item.dose.sets))


def _usual_routine(home: Home) -> Sets:
    """Return the chosen exercises with the doses of the settings: the simulated person has no history."""
    chosen = home.preferences
    choices = [choice for choice in chosen.choices(load_routine(catalogue=home.catalogue)) if choice.on]
    return _some(
        PlannedSet(exercise, choice.repetitions, choice.hold_s, rest_s=chosen.rest * exercise.dose.rest_s)
        for choice in choices
        for exercise in [exercise_of(home.catalogue, choice.exercise)]
        for _ in range(choice.sets)
    )


def _faults_off(cautions: tuple[Caution, ...]) -> frozenset[str]:
    return frozenset(fault for caution in cautions for fault in caution.faults_off)


def _stop_if(blocks: Iterator[Decision]) -> None:
    block = next(blocks, None)
    if block is not None:
        raise not_today(block.message)


def _some(sets: Iterator[PlannedSet]) -> Sets:
    found = tuple(sets)
    if not found:
        raise bad(message("No exercise is switched on: choose at least one in the settings."))
    return found
