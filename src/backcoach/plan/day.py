"""Today's plan from the past: the one function that everything else uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from backcoach.exercises.model import Caution, Exercise
from backcoach.plan import schedule, screening
from backcoach.plan.answers import DayPlan, Decision, Length, PlanItem
from backcoach.plan.chronicle import Chronicle
from backcoach.plan.course import Course
from backcoach.plan.length import chosen, dose_lasts_s, waited
from backcoach.plan.progression import Prescriber
from backcoach.plan.rule_model import Rules
from backcoach.plan.standing import Choice
from backcoach.plan.steps import Range
from backcoach.plan.values import Dose, History, Profile
from backcoach.plan.wording import speak, variant_name
from backcoach.texts import Message

Number = TypeVar("Number", int, float)


class Catalogue(Protocol):
    """Anything that knows exercises by their id, such as `backcoach.exercises.catalogue.Catalogue` or a dict."""

    def __getitem__(self, exercise_id: str, /) -> Exercise:
        """Return the exercise."""


class PlannedItem(Protocol):
    """An exercise of a routine and its dose, such as `backcoach.exercises.routine.RoutineItem`."""

    @property
    def exercise(self) -> str: ...  # noqa: D102
    @property
    def repetitions(self) -> int: ...  # noqa: D102
    @property
    def hold_s(self) -> float: ...  # noqa: D102
    @property
    def sets(self) -> int: ...  # noqa: D102
    @property
    def variant(self) -> str | None: ...  # noqa: D102


def plan_day(
    history: History,
    profile: Profile,
    rules: Rules,
    routine: Sequence[PlannedItem],
    catalogue: Catalogue,
    today: date,
    *,
    pain_now: int | None = None,
    minutes_up: float | None = None,
    confirmed: bool = False,
    length: Length = "all",
    rest: float = 1.0,
) -> DayPlan:
    """Plan today: whether to exercise, what, how much, and why.

    The same arguments always give the same plan. Nothing is remembered between calls: today's dose follows from the
    doses in the history.

    Parameters
    ----------
    history : History
        All sessions; those dated after `today` are left out, with a warning.
    profile : Profile
        What is known about the person.
    rules : Rules
        The rule file in force, from `backcoach.plan.rule_file.load_rules`.
    routine : sequence
        The items of a routine (`Routine.items`), each exercise once: order, and doses to begin with.
    catalogue : mapping
        Exercises by id.
    today : date
    pain_now : int, optional
        Answer to "How is your back right now?", 0 to 10.
    minutes_up : float, optional
        Minutes since getting up, where that is known.
    confirmed : bool
        The person wants a further routine today all the same.
    length : "all", "gentle" or int
        How long the person wants to exercise; an int is minutes. See `backcoach.plan.length`.
    rest : float
        How long rests are, as a part of the exercises' own.

    Returns
    -------
    DayPlan
        Doses with the rule that decided each, and why.

    Raises
    ------
    ValueError
        If the routine names an exercise twice, or `pain_now` is not on the scale.
    """
    return Planner(rules, routine, catalogue).plan(
        history,
        profile,
        today,
        pain_now=pain_now,
        minutes_up=minutes_up,
        confirmed=confirmed,
        length=length,
        rest=rest,
    )


class Planner:
    """`plan_day` for one rule file and one routine, for many days.

    It answers as `plan_day` does, and sooner the more a history shares with the one before. Not for several threads.

    Parameters
    ----------
    rules, routine, catalogue
        See `plan_day`.
    """

    def __init__(self, rules: Rules, routine: Sequence[PlannedItem], catalogue: Catalogue) -> None:
        self.rules = rules
        self.exercises = {item.exercise: catalogue[item.exercise] for item in routine}
        if len(self.exercises) < len(routine):
            raise ValueError("the routine names an exercise twice")
        self._in_order = tuple(self.exercises.values())
        self.bases = {
            item.exercise: Dose(item.repetitions, item.hold_s, item.sets, item.variant) for item in routine
        }
        self._positions_by_conditions: dict[frozenset[str], list[_Position]] = {}
        self._positions: Sequence[_Position] = ()
        self._profile: Profile | None = None
        self._chronicle = Chronicle(rules)
        self._questions = screening.Questions(rules)

    def plan(
        self,
        history: History,
        profile: Profile,
        today: date,
        *,
        pain_now: int | None = None,
        minutes_up: float | None = None,
        confirmed: bool = False,
        length: Length = "all",
        rest: float = 1.0,
    ) -> DayPlan:
        """Plan one day; see `plan_day`.

        Parameters
        ----------
        history : History
            All sessions.
        profile : Profile
            What is known about the person.
        today : date
            The day that is planned.
        pain_now : int, optional
            0 to 10.
        minutes_up : float, optional
            Minutes since getting up.
        confirmed : bool
            The person wants a further routine today all the same.
        length : "all", "gentle" or int
            An int is minutes.
        rest : float
            How long rests are, as a part of the exercises' own.

        Returns
        -------
        DayPlan
            The same as of `plan_day`.
        """
        if pain_now is not None and not 0 <= pain_now <= 10:
            raise ValueError(f"pain_now is {pain_now}; it is 0 to 10")
        course = Course(history, today, pain_now, self.rules, self._chronicle)
        items, left_out = self._items(course, profile, length, rest)
        asked = self._questions.asked(profile.screenings, today)
        blocks = tuple(screening.blocks(course, profile.age, asked, self.rules))
        due = bool(blocks) and any(block.rule in SCREENING for block in blocks)
        if not confirmed and self._had_enough(course):
            blocks = (*blocks, speak(self.rules, "second_routine", "confirm"))
        notes = (
            *schedule.future_sessions(course, self.rules),
            *schedule.weekly_volume(course, items, self.rules),
            *schedule.early_morning(minutes_up, self._in_order, self.rules),
            *schedule.rest_day(today, profile, self.rules),
            *self._shortened(length, items, left_out),
        )
        return DayPlan(today, items, blocks, notes, due, length, left_out)

    def _shortened(
        self, length: Length, items: Sequence[PlanItem], left_out: Sequence[PlanItem]
    ) -> Iterator[Decision]:
        """Say what is left out today, and when it comes."""
        if not left_out:
            return
        named, others = (
            tuple(Message(self.exercises[item.exercise].name) for item in part) for part in (items, left_out)
        )
        if length == "gentle":
            yield speak(self.rules, "gentle_start", "hint", exercises=named, others=others)
        else:
            yield speak(self.rules, "left_out", "hint", exercises=others)

    def _had_enough(self, course: Course) -> bool:
        if not course.entries or course.entries[-1].day != course.today:
            return False
        load = self.rules.load
        return schedule.routines_today(course, len(self.exercises), load) >= load.routines_a_day

    def _items(
        self, course: Course, profile: Profile, length: Length, rest: float
    ) -> tuple[tuple[PlanItem, ...], tuple[PlanItem, ...]]:
        """Return the exercises of today in their order, and those that are left out."""
        if profile is not self._profile:
            self._profile, conditions = profile, self._questions.conditions(profile)
            self._positions = self._positions_for(conditions)
        positions = self._positions
        choices = [position.prescriber.choose(course, profile) for position in positions]
        today = self._chosen(course, choices, length, rest)
        self._one_at_a_time(choices, positions, today)
        items = {choice.item.exercise: choice.item for choice in choices}
        left_out = tuple([item for name, item in items.items() if name not in today])
        return tuple([items[name] for name in today]), left_out

    def _chosen(
        self, course: Course, choices: Sequence[Choice], length: Length, rest: float
    ) -> Sequence[str]:
        """Return the exercises for which there is time today."""
        names = list(self.exercises)
        if length == "all":
            return names
        rules = self.rules
        waiting = waited(names, [entry.session for entry in course.entries], rules.done.partly)
        lasts_s = {
            choice.item.exercise: dose_lasts_s(self.exercises[choice.item.exercise], choice.item.dose, rest)
            for choice in choices
        }
        return chosen(names, lasts_s, length, waiting, rules.length)

    def _one_at_a_time(
        self, choices: list[Choice], positions: Sequence[_Position], today: Sequence[str]
    ) -> None:
        """Let only `steps_a_day` exercises go to new ground: those of today that waited longest."""
        since = [
            (choice.item.exercise not in today, choice.new_ground_since, i)
            for i, choice in enumerate(choices)
            if choice.new_ground_since is not None
        ]
        if len(since) < 2:
            return
        for *_, i in sorted(since)[self.rules.up.steps_a_day :]:
            choices[i] = positions[i].prescriber.wait(choices[i])

    def _positions_for(self, conditions: frozenset[str]) -> Sequence[_Position]:
        known = self._positions_by_conditions
        if conditions not in known:
            known[conditions] = [
                _Position(exercise, self.bases[name], conditions, self.rules)
                for name, exercise in self.exercises.items()
            ]
        return known[conditions]


SCREENING = frozenset({"screening_first", "screening_due", "screening_after_red", "pause", "stopped"})
"""Rules that ask for the questions to be answered."""


class _Position:
    """One exercise for one person: cautions, the way it is done, and who chooses its dose."""

    def __init__(self, exercise: Exercise, base: Dose, conditions: frozenset[str], rules: Rules) -> None:
        self.exercise = exercise
        self.rules = rules
        self.cautions = tuple(c for c in exercise.cautions if c.condition in conditions)
        self.swap = next((c for c in self.cautions if c.swap is not None), None)
        self.prescriber = Prescriber(exercise, _reach(exercise, base, self.swap, rules), rules, self.present)

    def present(self, decision: Decision) -> PlanItem:
        """Return the exercise of today with everything that is to be said about it."""
        assert decision.after is not None
        decisions = (decision, *self.caution_decision)
        return PlanItem(self.exercise.id, decision.after, decisions, self.cautions, self._offers(decision))

    @cached_property
    def caution_decision(self) -> tuple[Decision, ...]:
        """Why the exercise is done in another way, if it is."""
        if self.swap is None or self.swap.swap is None:
            return ()
        way = Message(variant_name(self.exercise, self.swap.swap))
        decision = speak(
            self.rules,
            "caution",
            "hint",
            exercise=Message(self.exercise.name),
            variant=way,
            condition=self.swap.condition,
        )
        return (replace(decision, exercise=self.exercise.id),)

    def _offers(self, decision: Decision) -> tuple[str, ...]:
        if decision.rule != "at_ceiling" or self.cautions:
            return ()
        return tuple(variant.id for variant in self.exercise.harder)


def _variants(exercise: Exercise, base: Dose, swap: Caution | None) -> tuple[str | None, ...]:
    """Return the way it is done, and the first easier one of the file, where the way is not an easier one already."""
    if swap is not None:
        return (swap.swap,)
    easier = tuple(variant.id for variant in exercise.easier)
    return (base.variant,) if base.variant in easier else (base.variant, *easier[:1])


def _reach(exercise: Exercise, base: Dose, swap: Caution | None, rules: Rules) -> Range:
    dose, lower = exercise.dose, rules.ceilings.get(exercise.id)
    most = Dose(
        _least(dose.ceiling_repetitions, lower.repetitions if lower else None),
        _least(dose.ceiling_hold_s, lower.hold_s if lower else None),
        _least(dose.ceiling_sets, lower.sets if lower else None),
    )
    variants = _variants(exercise, base, swap)
    ladder = rules.ladders.get(exercise.id, ())
    return Range(
        base=Dose(
            min(base.repetitions, most.repetitions),
            min(base.hold_s, most.hold_s),
            min(base.sets, most.sets),
            variants[0],
        ),
        most=most,
        variants=variants,
        step_repetitions=dose.step_repetitions,
        step_hold_s=dose.step_hold_s,
        ladder=tuple(r for r in ladder if r[0] <= most.repetitions and r[1] <= most.hold_s),
        weekly_increase=rules.up.weekly_increase,
        regain_share=rules.up.regain_share,
        least_share=rules.down.least_share,
    )


def _least(own: Number, lower: Number | None) -> Number:
    return own if lower is None else min(own, lower)
