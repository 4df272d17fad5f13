"""The dose of one exercise for today, and the one rule that decided it.

The rules are asked in this order; the first that applies decides: fixed, start, red, gap, two ambers, not
reached, ceiling, reasons to stay, up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backcoach.exercises.schema import Exercise
from backcoach.plan.course import Course
from backcoach.plan.pain import Light
from backcoach.plan.rule_schema import Rules
from backcoach.plan.steps import Range
from backcoach.plan.values import Decision, Dose, ExerciseRecord, Profile
from backcoach.plan.wording import explain


@dataclass(frozen=True, slots=True)
class Choice:
    """What one exercise gets today.

    Attributes
    ----------
    new_ground_since : int or None
        Set where the step goes to new ground: the ordinal of the day from which the dose was the same. Of several such
        exercises the one that waited longest goes first.
    """

    decision: Decision
    new_ground_since: int | None = None


class _Latest:
    """The last time of one exercise, and what can be seen from there.

    Attributes
    ----------
    planned, dose : Dose
        What it was, and what that is within today's ceilings and ways.
    """

    def __init__(self, place: int, exercise: str, dose: Dose, course: Course, first: int) -> None:
        self.record = course.record(place, exercise)
        self.planned = self.record.dose
        self.dose = dose
        self.light = course.light_of(place, exercise)
        self.day = course.sessions[place].ordinal
        self.days = course.today - self.day
        self.course = course
        self._exercise = exercise
        self._first = first

    def run(self, most: int) -> list[int]:
        """Places of the latest times in a row at the same dose, the latest first; at most so many."""
        places: list[int] = []
        for place in self.course.places(self._exercise, self._first):
            if len(places) == most or self.record_at(place).dose != self.planned:
                break
            places.append(place)
        return places

    def within(self, days: int) -> list[tuple[int, ExerciseRecord]]:
        """Places and records of all times of the last days, the latest first."""
        return self.course.records(self._exercise, max(self._first, self.course.today - days))

    def record_at(self, place: int) -> ExerciseRecord:
        """The record of another time."""
        return self.course.record(place, self._exercise)

    def light_at(self, place: int) -> Light:
        """The light of another time."""
        return self.course.light_of(place, self._exercise)


class Prescriber:
    """Chooses the dose of one exercise.

    Parameters
    ----------
    exercise : Exercise
    reach : Range
        Between which doses it moves for this person.
    rules : Rules
    """

    def __init__(self, exercise: Exercise, reach: Range, rules: Rules) -> None:
        self.exercise = exercise
        self.reach = reach
        self.rules = rules
        self._said: dict[tuple[object, ...], Choice] = {}
        self._ups: dict[Dose, Dose | None] = {}

    def choose(self, course: Course, profile: Profile, recent_red: bool) -> Choice:
        """Choose today's dose; `recent_red` tells of a red session too short a time ago for any step up."""
        fixed = profile.fixed.get(self.exercise.id)
        if fixed is not None:
            return self._fixed(fixed)
        first = profile.doses_since.toordinal() if profile.doses_since else 0
        place = next(course.places(self.exercise.id, first), None)
        if place is None:
            return self._start(course)
        dose = self.reach.clip(course.record(place, self.exercise.id).dose)
        past = _Latest(place, self.exercise.id, dose, course, first)
        return self._down(past) or self._changed(past) or self._stay(past, recent_red) or self._earned(past)

    # --- fixed, start, changed from outside ---

    def _fixed(self, dose: Dose) -> Choice:
        capped = self.reach.capped(dose)
        return self._say("fixed", None, dose) if capped == dose else self._say("ceiling", dose, capped)

    def _start(self, course: Course) -> Choice:
        base = self.reach.base
        if self._sore(course):
            return self._say("red_down", base, self._cut(base) or base, pain=course.pain_now)
        return self._say("start", None, base)

    def _changed(self, past: _Latest) -> Choice | None:
        """A ceiling has come down, or a condition asks for another way."""
        if past.dose == past.planned:
            return None
        same_amount = replace(past.dose, variant=past.planned.variant) == past.planned
        return self._say("new_way" if same_amount else "ceiling", past.planned, past.dose)

    # --- down ---

    def _sore(self, course: Course) -> bool:
        return course.pain_now is not None and course.pain_now > self.rules.pain.amber_highest

    def _down(self, past: _Latest) -> Choice | None:
        down, dose = self.rules.down, past.dose
        if past.light.hurt or self._sore(past.course):
            why = {"pain": past.course.pain_now, "light": past.light.value}
            return self._lower("red_down", past, self._cut(dose), **why)
        if past.days > down.gap_days:
            return self._lower("gap_down", past, self.reach.down(dose, down.gap_share), days=past.days)
        if past.light is Light.AMBER and self._all_amber(past):
            smaller = self.reach.down(dose, down.amber_share)
            return self._lower("amber_down", past, smaller, sessions=down.amber_sessions)
        if self._too_much(past.record) and self._out_of_reach(past):
            smaller = self.reach.down(dose, down.amber_share)
            return self._lower("not_reached_down", past, smaller, done_share=past.record.done_share)
        return None

    def _cut(self, dose: Dose) -> Dose | None:
        red = self.rules.red
        easier = self.reach.easier(dose) if red.answer == "easier" else None
        return easier or self.reach.cut(dose, red.share)

    def _lower(self, rule: str, past: _Latest, smaller: Dose | None, **inputs: object) -> Choice:
        if smaller is None:
            return self._say("lowest", past.planned, past.dose, **inputs)
        return self._say(rule, past.planned, smaller, **inputs)

    def _all_amber(self, past: _Latest) -> bool:
        run = past.run(self.rules.down.amber_sessions)
        all_amber = all(past.light_at(place) is Light.AMBER for place in run)
        return all_amber and len(run) == self.rules.down.amber_sessions

    def _out_of_reach(self, past: _Latest) -> bool:
        """Twice in a row much less than the dose was done, and nothing else had ended it."""
        run = past.run(2)
        return len(run) == 2 and all(
            self._too_much(past.record_at(place)) and past.course.sessions[place].stopped_because is None
            for place in run
        )

    def _too_much(self, record: ExerciseRecord) -> bool:
        return record.done_share < self.rules.down.not_reached and record.stopped_because is None

    # --- stay ---

    def _stay(self, past: _Latest, recent_red: bool) -> Choice | None:
        """Reasons that today and the last time give."""
        dose, pain = past.dose, past.course.pain_now
        if past.light is Light.AMBER:
            return self._keep("amber_repeat", dose)
        if pain is not None and pain > self.rules.pain.green_highest:
            return self._keep("pain_today", dose, pain=pain)
        if recent_red:
            return self._keep("recent_red", dose, days=self.rules.up.no_red_days)
        if past.light is Light.UNKNOWN:
            return self._keep("not_reported", dose)
        return None

    # --- up ---

    def _earned(self, past: _Latest) -> Choice:
        """Nothing of today speaks against a step: whether it was earned, and which it is."""
        dose, up = past.dose, self.rules.up
        target = self._next(dose)
        if target is None:
            return self._keep("at_ceiling", dose)
        run = past.run(up.green_sessions)
        lights = [past.light_at(place) for place in run]
        if lights != [Light.GREEN] * up.green_sessions:
            green = next((i for i, light in enumerate(lights) if light is not Light.GREEN), len(lights))
            return self._keep("keep_going", dose, green=green, sessions=up.green_sessions)
        return (
            self._unfinished(past, run)
            or self._regained(past, target)
            or self._unproven(past, run)
            or self._new_ground(past, target)
        )

    def _next(self, dose: Dose) -> Dose | None:
        if dose not in self._ups:
            self._ups[dose] = self.reach.up(dose)
        return self._ups[dose]

    def _unfinished(self, past: _Latest, run: list[int]) -> Choice | None:
        """What the green sessions lacked for any step up."""
        up, dose = self.rules.up, past.dose
        for place in run:
            record, effort = past.record_at(place), past.course.sessions[place].effort
            if record.done_share < up.done_share:
                return self._keep("not_done", dose, percent=round(up.done_share * 100))
            if record.clean_share < up.clean_share:
                return self._keep("not_clean", dose, percent=round(up.clean_share * 100))
            if effort is None or effort > up.effort:
                return self._keep("effort_high", dose, effort=up.effort)
        return None

    def _unproven(self, past: _Latest, run: list[int]) -> Choice | None:
        """New ground asks for more: that somebody saw how it was done."""
        if not self.rules.up.unseen and any(math.isnan(past.record_at(place).clean_share) for place in run):
            return self._keep("not_seen", past.dose)
        return None

    def _regained(self, past: _Latest, target: Dose) -> Choice | None:
        known = list(self._known(past, target))
        regained = self.reach.regained(past.dose, target, known) if known else None
        sessions = self.rules.up.green_sessions
        return self._say("regain", past.dose, regained, sessions=sessions) if regained else None

    def _known(self, past: _Latest, target: Dose) -> Iterator[Dose]:
        """Comfortable doses of the last weeks that were at least `target`."""
        too_small = past.dose
        for place, record in past.within(self.rules.up.regain_days):
            if record.dose is too_small or record.dose == too_small:
                continue
            if not self.reach.covers(record.dose, target):
                too_small = record.dose
            elif record.done_share >= self.rules.up.done_share and past.light_at(place) is Light.GREEN:
                yield record.dose

    def _new_ground(self, past: _Latest, target: Dose) -> Choice:
        since = past.day
        for place, record in past.within(max(self.rules.up.regain_days, self.rules.up.days_between)):
            earlier = record.dose
            if earlier is not past.dose and earlier != past.dose:
                rose = self.reach.above(past.dose, earlier)
                if rose and past.course.today - since < self.rules.up.days_between:
                    return self._keep("week_not_over", past.dose, days=self.rules.up.days_between)
                break
            since = past.course.sessions[place].ordinal
        up = self._say("up", past.dose, target, sessions=self.rules.up.green_sessions)
        return replace(up, new_ground_since=since)

    # --- words ---

    def wait(self, choice: Choice) -> Choice:
        """Return the choice without its step: another exercise takes one today."""
        before = choice.decision.before
        assert before is not None
        return self._keep("one_at_a_time", before)

    def _keep(self, rule: str, dose: Dose, **inputs: object) -> Choice:
        return self._say(rule, dose, dose, **inputs)

    def _say(self, rule: str, before: Dose | None, after: Dose, **inputs: object) -> Choice:
        key = rule, before, after, *inputs.items()
        if key not in self._said:  # most days say what the day before said
            self._said[key] = Choice(explain(self.rules, rule, self.exercise, before, after, inputs))
        return self._said[key]
