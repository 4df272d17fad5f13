"""What is to be done in a session: one exercise on request, or today's routine as the dose rules have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import Exercise
from backcoach.exercises.routine import load_routine
from backcoach.journal.errors import JournalError
from backcoach.plan import DayPlan, Dose, Leave, Wish
from backcoach.plan.length import length_of
from backcoach.plan.values import PlanItem
from backcoach.tracking.summary import Side
from backcoach.web.house import programme_of
from backcoach.web.live.offers import offers_of
from backcoach.web.live.planning import exercise_of
from backcoach.web.live.protocol import Hello, Practice
from backcoach.web.live.refusal import not_today, nothing_chosen

if TYPE_CHECKING:
    from backcoach.web.home import Home

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
        return Agenda(_tried_out(home, hello.practice) if hello.practice else _usual_routine(home))
    if hello.practice is not None:
        exercise = exercise_of(home.catalogue, hello.practice.exercise)
        answer = _granted(home, hello, "practice", exercise.id)
        return Agenda(practice_sets(home, hello.practice, exercise, answer.items[0]))
    answer = _granted(home, hello, "routine")
    return Agenda(_some(planned for item in answer.items for planned in _planned(home, item)), answer.plan)


def may_go_on(home: Home) -> None:
    """Refuse to go on with a session after a warning sign.

    Raises
    ------
    RefusalError
        If the dose rules speak against it.
    """
    _granted(home, None, "resume")


def practice_sets(home: Home, practice: Practice, exercise: Exercise, item: PlanItem) -> Sets:
    """Return the sets of a single exercise: today's dose unless another one is asked for, never above its ceiling."""
    dose, most = item.dose, exercise.dose
    repetitions = dose.repetitions if practice.reps is None else min(practice.reps, most.ceiling_repetitions)
    hold_s = dose.hold_s if practice.hold_s is None else min(practice.hold_s, most.ceiling_hold_s)
    sides: tuple[Side, ...] = ("left", "right") if practice.side is None else (practice.side,)
    whole = practice.reps is None and practice.hold_s is None
    asked = replace(item, dose=replace(dose, repetitions=repetitions, hold_s=hold_s))
    sets = tuple(replace(one, sides=sides) for one in _planned(home, asked))
    return sets if whole else sets[:1]


def _tried_out(home: Home, practice: Practice) -> Sets:
    """Return a single exercise with its file's dose: the simulated person has no history."""
    exercise = exercise_of(home.catalogue, practice.exercise)
    usual = exercise.dose
    item = PlanItem(exercise.id, Dose(usual.repetitions, usual.hold_s, usual.sets), ())
    return practice_sets(home, practice, exercise, item)


def _granted(home: Home, hello: Hello | None, wish: Wish, exercise: str | None = None) -> Leave:
    """Return the answer of the dose rules if it is yes; where the journal cannot be read, nobody knows it."""
    pain = None if hello is None else hello.pain
    length = length_of(None if hello is None else hello.length) or "all"
    try:
        answer = programme_of(home).may(wish, exercise, pain, length)
    except JournalError as error:
        raise not_today(error.message) from None
    if not answer.begins(confirmed=hello is not None and hello.confirmed):
        against = answer.why[0] if answer.why else answer.confirm
        assert against is not None
        raise not_today(against.message, offers_of(answer, pain))
    return answer


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


def _some(sets: Iterator[PlannedSet]) -> Sets:
    found = tuple(sets)
    if not found:
        raise nothing_chosen()
    return found
