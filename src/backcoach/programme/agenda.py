"""What is to be done in a session: one exercise on request, or today's routine as the dose rules have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from backcoach.coaching.free.limits import Limits
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.model import Exercise
from backcoach.exercises.routine import load_routine
from backcoach.journal.errors import JournalError
from backcoach.plan import DayPlan, Dose, Leave, Wish
from backcoach.plan.answers import PlanItem
from backcoach.plan.length import length_of
from backcoach.programme.errors import NothingChosenError, NotTodayError
from backcoach.programme.free import limits_of
from backcoach.programme.kept_plan import exercise_of
from backcoach.programme.preferences import Preferences
from backcoach.programme.today import Programme
from backcoach.tracking.summary import Side

Sets = tuple[PlannedSet, ...]
Open = Callable[[], Programme]
"""Reads the person's programme, which may fail."""


class Practice(Protocol):
    """A single exercise on request; what is None is as today's dose has it."""

    @property
    def exercise(self) -> str:
        """Its id."""

    @property
    def reps(self) -> int | None:
        """Repetitions."""

    @property
    def hold_s(self) -> float | None:
        """Seconds of each hold."""

    @property
    def side(self) -> Side | None:
        """The only side."""


class Asked(Protocol):
    """What a person asks for."""

    @property
    def practice(self) -> Practice | None:
        """A single exercise; None: the routine."""

    @property
    def pain(self) -> int | None:
        """How the back is right now, 0 to 10; None: not said."""

    @property
    def length(self) -> str | None:
        """How long the routine is to be; None: all of it."""

    @property
    def confirmed(self) -> bool:
        """Whether the person wants it although the rules ask to think about it."""


@dataclass(frozen=True)
class Agenda:
    """What a session is to do.

    Attributes
    ----------
    plan : DayPlan or None
        What the dose rules say of today's routine; None where they were not asked for it.
    limits : Limits or None
        What is left out and done with care, in a session without a plan; None where there is one.
    """

    sets: Sets
    plan: DayPlan | None = None
    limits: Limits | None = None


def agenda_for(asked: Asked, catalogue: Catalogue, programme: Open) -> Agenda:
    """Return what a person asks for, with today's doses.

    Raises
    ------
    UnusableExerciseError
        If there is no such exercise.
    NothingChosenError
        If none is switched on.
    NotTodayError
        If the dose rules speak against exercise now, or the journal cannot be read.
    """
    if asked.practice is not None:
        exercise = exercise_of(catalogue, asked.practice.exercise)
        answer, rest = _granted(programme, asked, "practice", exercise.id)
        return Agenda(practice_sets(asked.practice, exercise, answer.items[0], rest))
    answer, rest = _granted(programme, asked, "routine")
    sets = _some(
        planned
        for item in answer.items
        for planned in _planned(item, exercise_of(catalogue, item.exercise), rest)
    )
    return Agenda(sets, answer.plan)


def free_agenda(asked: Asked, programme: Open) -> Agenda:
    """Return what a session without a plan has to mind.

    Raises
    ------
    NotTodayError
        If the dose rules speak against exercise now, or the journal cannot be read.
    """
    _granted(programme, asked, "free")
    return Agenda((), limits=limits_of(programme(), asked.pain))


def agenda_without_history(practice: Practice | None, catalogue: Catalogue, chosen: Preferences) -> Agenda:
    """Return what the simulated person does, who has no history: usual doses, and no rule is asked.

    Raises
    ------
    UnusableExerciseError, NothingChosenError
        As for `agenda_for`.
    """
    if practice is None:
        return Agenda(_usual_routine(catalogue, chosen))
    exercise = exercise_of(catalogue, practice.exercise)
    usual = exercise.dose
    item = PlanItem(exercise.id, Dose(usual.repetitions, usual.hold_s, usual.sets), ())
    return Agenda(practice_sets(practice, exercise, item, chosen.rest))


def limits_now(programme: Open) -> Limits:
    """Return what a session without a plan has to mind that goes on.

    Raises
    ------
    NotTodayError
        If the dose rules speak against it, or the journal cannot be read.
    """
    _granted(programme, None, "resume")
    return limits_of(programme())


def may_go_on(programme: Open) -> None:
    """Refuse to go on with a session after a warning sign.

    Raises
    ------
    NotTodayError
        If the dose rules speak against it, or the journal cannot be read.
    """
    _granted(programme, None, "resume")


def practice_sets(practice: Practice, exercise: Exercise, item: PlanItem, rest: float) -> Sets:
    """Return the sets of a single exercise: today's dose unless another one is asked for, never above its ceiling."""
    dose, most = item.dose, exercise.dose
    repetitions = dose.repetitions if practice.reps is None else min(practice.reps, most.ceiling_repetitions)
    hold_s = dose.hold_s if practice.hold_s is None else min(practice.hold_s, most.ceiling_hold_s)
    sides: tuple[Side, ...] = ("left", "right") if practice.side is None else (practice.side,)
    whole = practice.reps is None and practice.hold_s is None
    asked = replace(item, dose=replace(dose, repetitions=repetitions, hold_s=hold_s))
    sets = tuple(replace(one, sides=sides) for one in _planned(asked, exercise, rest))
    return sets if whole else sets[:1]


def _granted(
    programme: Open, asked: Asked | None, wish: Wish, exercise: str | None = None
) -> tuple[Leave, float]:
    """Return the answer of the dose rules if it is yes, and how long the person rests, as a part of the usual.

    Where the journal cannot be read, nobody knows the answer.
    """
    pain = None if asked is None else asked.pain
    length = length_of(None if asked is None else asked.length) or "all"
    try:
        opened = programme()
        answer = opened.may(wish, exercise, pain, length)
    except JournalError as error:
        raise NotTodayError(error.message) from None
    if not answer.begins(confirmed=asked is not None and asked.confirmed):
        against = answer.why[0] if answer.why else answer.confirm
        assert against is not None
        raise NotTodayError(against.message, answer)
    return answer, opened.preferences.rest


def _planned(item: PlanItem, exercise: Exercise, rest: float) -> Iterator[PlannedSet]:
    planned = PlannedSet(
        exercise,
        item.dose.repetitions,
        hold_s=item.dose.hold_s,
        variant=item.dose.variant,
        faults_off=item.faults_off,
        advice=tuple(caution.advice for caution in item.cautions),
        rest_s=rest * exercise.dose.rest_s,
    )
    yield from (planned for _ in range(item.dose.sets))


def _usual_routine(catalogue: Catalogue, chosen: Preferences) -> Sets:
    choices = [choice for choice in chosen.choices(load_routine(catalogue=catalogue)) if choice.on]
    return _some(
        PlannedSet(exercise, choice.repetitions, choice.hold_s, rest_s=chosen.rest * exercise.dose.rest_s)
        for choice in choices
        for exercise in [exercise_of(catalogue, choice.exercise)]
        for _ in range(choice.sets)
    )


def _some(sets: Iterator[PlannedSet]) -> Sets:
    found = tuple(sets)
    if not found:
        raise NothingChosenError
    return found
