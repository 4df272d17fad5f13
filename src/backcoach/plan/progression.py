"""The dose of one exercise for today, and the one rule that decided it.

The rules are asked in this order; the first that applies decides: fixed, start, red, gap, two ambers, not
reached, ceiling, reasons to stay, up.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from backcoach.exercises.schema import Exercise
from backcoach.plan.chronicle import Times
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
    first : int
        No time before this ordinal day counts.
    """

    __slots__ = ("course", "days", "dose", "first", "light", "planned", "record", "times")

    def __init__(self, times: Times, course: Course, first: int, reach: Range) -> None:
        self.times = times
        self.course = course
        self.first = first
        self.record = times.records[-1]
        self.planned = self.record.dose
        self.dose = reach.clip(self.planned)
        self.light = course.light_of(times.places[-1], self.record)
        self.days = course.today - times.days[-1]

    def run(self, most: int) -> range:
        """The latest times in a row at the same dose, the latest first; at most so many."""
        times, end = self.times, len(self.times.days)
        begin = max(times.begins[-1], end - most)
        if times.days[begin] < self.first:
            begin = bisect_left(times.days, self.first)
        return range(end - 1, begin - 1, -1)

    def earliest(self, days: int) -> int:
        """The earliest time of the last days."""
        return bisect_left(self.times.days, max(self.first, self.course.today - days))

    def light_at(self, time: int) -> Light:
        """The light of another time."""
        return self.course.light_of(self.times.places[time], self.times.records[time])

    def effort_at(self, time: int) -> int | None:
        """The effort of the session of another time."""
        return self.course.sessions[self.times.places[time]].effort


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
        self._said_last: dict[str, Choice] = {}
        self._ups: dict[Dose, Dose | None] = {}

    def choose(self, course: Course, profile: Profile, recent_red: bool) -> Choice:
        """Choose today's dose; `recent_red` tells of a red session too short a time ago for any step up."""
        fixed = profile.fixed.get(self.exercise.id)
        if fixed is not None:
            return self._fixed(fixed)
        first = profile.doses_since.toordinal() if profile.doses_since else 0
        times = course.times(self.exercise.id)
        if times is None or times.days[-1] < first:
            return self._start(course)
        past = _Latest(times, course, first, self.reach)
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
        if past.dose is past.planned or past.dose == past.planned:
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
        all_amber = all(past.light_at(time) is Light.AMBER for time in run)
        return all_amber and len(run) == self.rules.down.amber_sessions

    def _out_of_reach(self, past: _Latest) -> bool:
        """Twice in a row much less than the dose was done, and nothing else had ended it."""
        run, times = past.run(2), past.times
        return len(run) == 2 and all(
            self._too_much(times.records[time])
            and past.course.sessions[times.places[time]].stopped_because is None
            for time in run
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
        lights = [past.light_at(time) for time in run]
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

    def _unfinished(self, past: _Latest, run: range) -> Choice | None:
        """What the green sessions lacked for any step up."""
        up, dose = self.rules.up, past.dose
        for time in run:
            record, effort = past.times.records[time], past.effort_at(time)
            if record.done_share < up.done_share:
                return self._keep("not_done", dose, percent=round(up.done_share * 100))
            if record.clean_share < up.clean_share:
                return self._keep("not_clean", dose, percent=round(up.clean_share * 100))
            if effort is None or effort > up.effort:
                return self._keep("effort_high", dose, effort=up.effort)
        return None

    def _unproven(self, past: _Latest, run: range) -> Choice | None:
        """New ground asks for more: that somebody saw how it was done."""
        if not self.rules.up.unseen and any(math.isnan(past.times.records[t].clean_share) for t in run):
            return self._keep("not_seen", past.dose)
        return None

    def _regained(self, past: _Latest, target: Dose) -> Choice | None:
        known = list(self._known(past, target))
        regained = self.reach.regained(past.dose, target, known) if known else None
        sessions = self.rules.up.green_sessions
        return self._say("regain", past.dose, regained, sessions=sessions) if regained else None

    def _known(self, past: _Latest, target: Dose) -> Iterator[Dose]:
        """Comfortable doses of the last weeks that were at least `target`, run by run."""
        begins, records = past.times.begins, past.times.records
        earliest = past.earliest(self.rules.up.regain_days)
        for number in range(len(begins) - 1, 0, -1):
            begin, end = begins[number - 1], begins[number]
            if end <= earliest:
                return
            dose = records[begin].dose
            run = range(max(begin, earliest), end)
            if dose != past.dose and self.reach.covers(dose, target) and self._comfortable(past, run):
                yield dose

    def _comfortable(self, past: _Latest, run: range) -> bool:
        """Whether one time of a run was done, and green."""
        least, records = self.rules.up.done_share, past.times.records
        return any(records[t].done_share >= least and past.light_at(t) is Light.GREEN for t in run)

    def _new_ground(self, past: _Latest, target: Dose) -> Choice:
        up, times = self.rules.up, past.times
        begin, earliest = times.begins[-1], past.earliest(max(up.regain_days, up.days_between))
        since = times.days[min(max(begin, earliest), len(times.days) - 1)]
        if earliest < begin and past.course.today - since < up.days_between:
            rose = self.reach.above(past.dose, times.records[begin - 1].dose)
            if rose:
                return self._keep("week_not_over", past.dose, days=up.days_between)
        choice = self._say("up", past.dose, target, sessions=up.green_sessions)
        return replace(choice, new_ground_since=since)

    # --- words ---

    def wait(self, choice: Choice) -> Choice:
        """Return the choice without its step: another exercise takes one today."""
        before = choice.decision.before
        assert before is not None
        return self._keep("one_at_a_time", before)

    def _keep(self, rule: str, dose: Dose, **inputs: object) -> Choice:
        return self._say(rule, dose, dose, **inputs)

    def _say(self, rule: str, before: Dose | None, after: Dose, **inputs: object) -> Choice:
        last = self._said_last.get(rule)  # most days say what the day before said
        if last is None or not _says(last.decision, before, after, inputs):
            key = rule, before, after, *inputs.items()
            if key not in self._said:
                self._said[key] = Choice(explain(self.rules, rule, self.exercise, before, after, inputs))
            last = self._said_last[rule] = self._said[key]
        return last


def _says(decision: Decision, before: Dose | None, after: Dose, inputs: Mapping[str, object]) -> bool:
    """Whether a decision is about the very same doses; equal ones are found in another, slower way."""
    return decision.before is before and decision.after is after and decision.inputs == inputs
