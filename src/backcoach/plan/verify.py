"""Whether a plan keeps the rules: asked anew, in the plainest way, by none of the code that makes plans.

A `Checker` reads the same history as the planner did and says which rule a plan breaks. It is used on simulated years
and in tests, and knows the limits that no rule file may pass rather than the file's own, where those are stricter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import DayPlan, PlanItem
from backcoach.plan.rule_model import Rules
from backcoach.plan.values import Dose, ExerciseRecord, History, Profile
from backcoach.plan.witness import Witness

WEEK = 7


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks."""

    rule: str
    day: date
    exercise: str | None
    found: str


class Step(NamedTuple):
    """From one dose to another."""

    before: Dose
    after: Dose

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Checker:
    """Checks plan after plan of one life; it remembers the past in its own way, so that checking stays quick.

    Parameters
    ----------
    rules : Rules
    exercises : mapping
        By id; their ceilings are the limit of everything.
    """

    def __init__(self, rules: Rules, exercises: Mapping[str, Exercise]) -> None:
        self.rules = rules
        self.most = {name: _ceiling(exercise) for name, exercise in exercises.items()}
        self.usual = {
            name: frozenset((None, *(variant.id for variant in exercise.easier[:1])))
            for name, exercise in exercises.items()
        }
        self.ladders = rules.ladders
        self.gap_days = rules.down.gap_days
        self.tiers = {question.id: question.tier for question in rules.screening.questions}
        self._past = Witness(rules)
        self._fine: dict[str, Dose] = {}

    def violations(
        self, plan: DayPlan, history: History, profile: Profile, pain_now: int | None
    ) -> Iterator[Violation]:
        """Find every rule that a plan breaks; see `violations`."""
        self._past.look(history, plan.day.toordinal(), pain_now)
        look = _Look(self, plan, self._past, profile, pain_now)
        fixed, planned = profile.fixed, self._past.planned
        if plan.allowed:
            yield from _should_not_exercise(look)
        for item in plan.items:
            name, dose = item.exercise, item.dose
            if dose is not self._fine.get(name):
                if _too_high(dose, self.most[name]):
                    yield look.says("ceiling", dose, name)
                else:
                    self._fine[name] = dose
            if name in fixed:
                if dose != fixed[name]:
                    yield look.says("fixed", dose, name)
            elif name in planned:
                place, record = planned[name][-1]
                if look.moved(dose, place, record):
                    yield from _moves(look, item, place, record)
        risen = [item.decisions[0].rule for item in plan.items].count("up")
        if risen > self.rules.up.steps_a_day:
            yield look.says("one_at_a_time", risen)


def violations(
    plan: DayPlan,
    history: History,
    profile: Profile,
    pain_now: int | None,
    rules: Rules,
    exercises: Mapping[str, Exercise],
) -> Iterator[Violation]:
    """Find every rule that a plan breaks.

    Parameters
    ----------
    plan : DayPlan
        Made from all that follows.
    history, profile, pain_now, rules, exercises
        See `backcoach.plan.plan_day`.
    """
    return Checker(rules, exercises).violations(plan, history, profile, pain_now)


class _Look:
    """One look back: what was there when the plan was made."""

    __slots__ = ("checker", "gap_before", "pain_now", "past", "plan", "profile", "reds", "sore")

    def __init__(
        self, checker: Checker, plan: DayPlan, past: Witness, profile: Profile, pain_now: int | None
    ) -> None:
        self.checker = checker
        self.plan = plan
        self.past = past
        self.profile = profile
        self.pain_now = pain_now
        self.sore = pain_now is not None and pain_now > checker.rules.pain.amber_highest
        self.reds = past.reds_within(WEEK - 1)
        self.gap_before = past.first_within(checker.gap_days)

    def moved(self, dose: Dose, place: int, record: ExerciseRecord) -> bool:
        """Whether a dose is not that of the last time, or should not be."""
        if dose is not record.dose and dose != record.dose:
            return True
        return self.sore or place < self.gap_before or self.past.color(place, record.pain_during) == "red"

    def says(self, rule: str, found: object, exercise: str | None = None) -> Violation:
        return Violation(rule, self.plan.day, exercise, str(found))


def _should_not_exercise(look: _Look) -> Iterator[Violation]:
    past, red = look.past, look.checker.rules.red
    # Of one day the last answers count, as in the plan; what only adds an agreement answers nothing.
    known = sorted((s for s in look.profile.screenings if s.day <= look.plan.day), key=lambda s: s.day)
    answered = [place for place, screening in enumerate(known) if not screening.adds]
    latest = known[answered[-1]] if answered else None
    if latest is None:
        yield look.says("screening_first", "allowed")
        return
    asked = latest.day.toordinal()
    if past.today - asked >= 28:
        yield look.says("screening_due", f"{past.today - asked} days")
    tiers = [look.checker.tiers[answer] for answer in latest.yes]
    if "A" in tiers:
        yield look.says("emergency", sorted(latest.yes))
    if "B" in tiers and not any(screening.agreed for screening in known[answered[-1] :]):
        yield look.says("ask_professional", sorted(latest.yes))
    if not look.reds:
        return
    last_red = past.days[look.reds[-1]]
    if len(look.reds) >= red.reds and past.today - last_red <= red.pause_days:
        yield look.says("pause", f"{len(look.reds)} reds")
    if asked < last_red or (asked == last_red and not past.told(look.reds[-1], latest.after)):
        yield look.says("screening_after_red", "allowed")


def _ceiling(exercise: Exercise) -> Dose:
    most = exercise.dose
    return Dose(most.ceiling_repetitions, most.ceiling_hold_s, most.ceiling_sets)


def _too_high(dose: Dose, most: Dose) -> bool:
    return dose.repetitions > most.repetitions or dose.hold_s > most.hold_s or dose.sets > most.sets


def _moves(look: _Look, item: PlanItem, place: int, record: ExerciseRecord) -> Iterator[Violation]:
    name, dose, rule = item.exercise, item.dose, item.decisions[0].rule
    before, hurt = record.dose, look.past.color(place, record.pain_during) == "red"
    if rule in ("new_way", "ceiling") or _another_way(item, before, look.checker.usual[name]):
        return  # the person's conditions or the ceilings have changed, not the rules' mind
    smaller = _is_lower(dose, before)
    if (look.sore or hurt) and not (smaller or rule == "lowest"):
        yield look.says("red_down", Step(before, dose), name)
    if place < look.gap_before and not (smaller or rule == "lowest"):
        yield look.says("gap_down", Step(before, dose), name)
    if _variables(dose, before, name in look.checker.ladders) > 1:
        yield look.says("one_variable", Step(before, dose), name)
    if dose != before and not smaller:
        yield from _unearned(look, item, before)


def _another_way(item: PlanItem, before: Dose, usual: frozenset[str | None]) -> bool:
    """Whether a condition that was not there, or is there no longer, decides how the exercise is done."""
    swaps = {caution.swap for caution in item.cautions if caution.swap}
    return before.variant not in (swaps or usual)


def _unearned(look: _Look, item: PlanItem, before: Dose) -> Iterator[Violation]:
    name, moved = item.exercise, Step(before, item.dose)
    if look.reds:
        yield look.says("up_after_red", moved, name)
    if look.pain_now is not None and look.pain_now > look.checker.rules.pain.green_highest:
        yield look.says("up_when_sore", look.pain_now, name)
    last_two = look.past.planned[name][-2:][::-1]
    if len(last_two) < 2:
        yield look.says("two_green", "one session", name)
    for place, record in last_two:
        light, effort = look.past.color(place, record.pain_during), look.past.sessions[place].effort
        if light != "green" or record.dose != before:
            yield look.says("two_green", f"{light} at {record.dose}", name)
        if record.clean_share < 0.8:
            yield look.says("clean", record.clean_share, name)
        if effort is None or effort > 4:
            yield look.says("effort", effort, name)
    yield from _new_ground(look, item, before)


def _new_ground(look: _Look, item: PlanItem, before: Dose) -> Iterator[Violation]:
    """Find steps that are too large or too soon, on ground that was not walked in the last weeks."""
    name, dose, moved = item.exercise, item.dose, Step(before, item.dose)
    ladders = look.checker.ladders
    if name in ladders:
        yield from _rungs(look, name, dose, before)
    recent = _doses_within(look.past, name, look.checker.rules.up.regain_days)
    if any(_was_more(d, dose, ladders.get(name, ())) for d in recent if d != before):
        return
    if name not in ladders and dose.repetitions > max(before.repetitions + 1, before.repetitions * 1.1):
        yield look.says("ten_percent", moved, name)
    if any(math.isnan(record.clean_share) for _, record in look.past.planned[name][-2:]):
        yield look.says("not_seen", moved, name)
    if any(_is_lower(earlier, before) for earlier in _doses_within(look.past, name, WEEK - 1)):
        yield look.says("week_not_over", moved, name)


def _doses_within(past: Witness, exercise: str, days: int) -> Iterator[Dose]:
    """Doses of an exercise in the last days, whether it was planned for the day or not."""
    first, dose = past.first_within(days), None
    for place, record in reversed(past.done[exercise]):
        if place < first:
            return
        if record.dose is not dose:
            dose = record.dose
            yield dose


def _was_more(did: Dose, dose: Dose, ladder: Sequence[tuple[int, float]]) -> bool:
    """Whether a dose of the last weeks was at least today's: higher on the ladder, or nothing of it less."""
    if not ladder:
        return did.repetitions >= dose.repetitions and did.hold_s >= dose.hold_s
    rungs = [(d.repetitions, d.hold_s) for d in (did, dose)]
    if all(rung in ladder for rung in rungs):
        return ladder.index(rungs[0]) >= ladder.index(rungs[1])
    return did.hold_s >= dose.hold_s and did.work_s >= dose.work_s


def _rungs(look: _Look, name: str, dose: Dose, before: Dose) -> Iterator[Violation]:
    """Find steps that leave out a rung. From beside the ladder, the first rung with nothing less and more in all."""
    ladder = look.checker.ladders[name]
    here, there = (before.repetitions, before.hold_s), (dose.repetitions, dose.hold_s)
    if here in ladder:
        next_rungs = ladder[ladder.index(here) + 1 :]
    else:
        next_rungs = tuple(r for r in ladder if r[1] >= here[1] and r[0] * r[1] > here[0] * here[1])
    if there not in (here, *next_rungs[:1]):
        yield look.says("ladder", Step(before, dose), name)


def _is_lower(dose: Dose, before: Dose) -> bool:
    """Whether nothing is more, or the hold is shorter, or the way is easier."""
    if dose.variant != before.variant:
        return before.variant is None
    if dose.hold_s != before.hold_s:
        return dose.hold_s < before.hold_s
    return dose.repetitions < before.repetitions


def _variables(dose: Dose, before: Dose, ladder: bool) -> int:
    repetitions, hold = dose.repetitions != before.repetitions, dose.hold_s != before.hold_s
    amount = int(repetitions or hold) if ladder else repetitions + hold
    return amount + (dose.sets != before.sets) + (dose.variant != before.variant)
