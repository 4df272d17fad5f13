"""The dose of one exercise for today, and the one rule that decided it.

The rules are asked in this order; the first that applies decides: fixed, start, red, gap, two ambers, not
reached, ceiling, reasons to stay, up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from backcoach.exercises.schema import Exercise
from backcoach.plan.chronicle import Times
from backcoach.plan.course import Course
from backcoach.plan.pain import AMBER, GREEN, RED, STOP, UNKNOWN, Light
from backcoach.plan.rule_schema import Rules
from backcoach.plan.standing import Choice, Speaker, Standing
from backcoach.plan.steps import Range
from backcoach.plan.values import Decision, Dose, ExerciseRecord, PlanItem, Profile


class Prescriber:
    """Chooses the dose of one exercise.

    Parameters
    ----------
    exercise : Exercise
    reach : Range
        Between which doses it moves for this person.
    rules : Rules
    present : callable
        Makes the exercise of today from what was decided.
    """

    def __init__(
        self, exercise: Exercise, reach: Range, rules: Rules, present: Callable[[Decision], PlanItem]
    ) -> None:
        self.reach = reach
        self.rules = rules
        # What is asked every day for every exercise; a value of the rule file is slower to come by.
        self._name = exercise.id
        self._green_highest, self._gap_days = rules.pain.green_highest, rules.down.gap_days
        self._not_reached, self._green_sessions = rules.down.not_reached, rules.up.green_sessions
        self._done_share, self._regain_days = rules.up.done_share, rules.up.regain_days
        self._speaker = Speaker(exercise, rules, present)
        self._standings: dict[Dose, Standing] = {}
        self._latest = self._standing(reach.base)
        self._first = self._speaker.choice("start", None, reach.base)
        self._fixed: dict[Dose, Choice] = {}

    def choose(self, course: Course, profile: Profile) -> Choice:
        """Choose today's dose."""
        if self._name in profile.fixed:
            return self._prescribed(profile.fixed[self._name])
        times = course.times(self._name, profile.doses_since)
        if times is None:
            return self._start(course)
        record = times.records[-1]
        if record.dose is not self._latest.planned:  # most days are at the dose of the day before
            self._latest = self._standing(record.dose)
        here, light = self._latest, times.entries[-1].light_of(record)
        return (
            self._down(course, times, here, light)
            or here.changed
            or self._stay(course, here, light)
            or self._earned(course, times, here)
        )

    def wait(self, choice: Choice) -> Choice:
        """Return the choice without its step: another exercise takes one today."""
        before = choice.item.decisions[0].before
        assert before is not None
        return self._standing(before).keep("one_at_a_time")

    def _standing(self, dose: Dose) -> Standing:
        standing = self._standings.get(dose)
        if standing is None:
            standing = self._standings[dose] = Standing(dose, self.reach, self.rules, self._speaker)
        return standing

    # --- fixed, start ---

    def _prescribed(self, dose: Dose) -> Choice:
        if dose not in self._fixed:
            capped = self.reach.capped(dose)
            rule, before = ("fixed", None) if capped == dose else ("ceiling", dose)
            self._fixed[dose] = self._speaker.choice(rule, before, capped)
        return self._fixed[dose]

    def _start(self, course: Course) -> Choice:
        if not course.sore:
            return self._first
        base = self._standing(self.reach.base)
        return base.move("red_down", base.after_red or base.dose, ("pain", course.pain_now))

    # --- down ---

    def _down(self, course: Course, times: Times, here: Standing, light: Light) -> Choice | None:
        if course.sore or light is RED or light is STOP:
            inputs = ("pain", course.pain_now), ("light", light.value)
            return here.lower("red_down", here.after_red, *inputs)
        days = course.today - times.days[-1]
        if days > self._gap_days:
            return here.lower("gap_down", here.after_gap, ("days", days))
        if light is AMBER and self._all_amber(times):
            sessions = self.rules.down.amber_sessions
            return here.lower("amber_down", here.after_amber, ("sessions", sessions))
        done_share = times.records[-1].done_share
        if done_share < self._not_reached and self._out_of_reach(times):
            return here.lower("not_reached_down", here.after_amber, ("done_share", done_share))
        return None

    def _all_amber(self, times: Times) -> bool:
        sessions = self.rules.down.amber_sessions
        run = times.run(sessions)
        return len(run) == sessions and all(times.light(time) is AMBER for time in run)

    def _out_of_reach(self, times: Times) -> bool:
        """Twice in a row much less than the dose was done, and nothing else had ended it."""
        run = times.run(2)
        return len(run) == 2 and all(
            self._too_much(times.records[time]) and times.entries[time].session.stopped_because is None
            for time in run
        )

    def _too_much(self, record: ExerciseRecord) -> bool:
        return record.done_share < self._not_reached and record.stopped_because is None

    # --- stay ---

    def _stay(self, course: Course, here: Standing, light: Light) -> Choice | None:
        """Reasons that today and the last time give."""
        pain = course.pain_now
        if light is AMBER:
            return here.keep("amber_repeat")
        if pain is not None and pain > self._green_highest:
            return here.keep("pain_today", ("pain", pain))
        if course.recent_red:
            return here.keep("recent_red", ("days", self.rules.up.no_red_days))
        if light is UNKNOWN:
            return here.keep("not_reported")
        return None

    # --- up ---

    def _earned(self, course: Course, times: Times, here: Standing) -> Choice:
        """Nothing of today speaks against a step: whether it was earned, and which it is."""
        needed = self._green_sessions
        if here.target is None:
            return here.keep("at_ceiling")
        run = times.run(needed)
        green = self._green(times, run)
        if green < needed:
            return here.keep("keep_going", ("green", green), ("sessions", needed))
        return (
            self._unfinished(times, here, run)
            or self._regained(course, times, here, here.target)
            or self._unproven(times, here, run)
            or self._new_ground(course, times, here, here.target)
        )

    @staticmethod
    def _green(times: Times, run: range) -> int:
        """How many of the times were green, in a row from the latest."""
        for number, time in enumerate(run):
            if times.light(time) is not GREEN:
                return number
        return len(run)

    def _unfinished(self, times: Times, here: Standing, run: range) -> Choice | None:
        """What the green sessions lacked for any step up."""
        up = self.rules.up
        for time in run:
            record, effort = times.records[time], times.entries[time].session.effort
            if record.done_share < up.done_share:
                return here.keep("not_done", ("percent", round(up.done_share * 100)))
            if record.clean_share < up.clean_share:
                return here.keep("not_clean", ("percent", round(up.clean_share * 100)))
            if effort is None or effort > up.effort:
                return here.keep("effort_high", ("effort", up.effort))
        return None

    def _unproven(self, times: Times, here: Standing, run: range) -> Choice | None:
        """New ground asks for more: that somebody saw how it was done."""
        if not self.rules.up.unseen and any(math.isnan(times.records[time].clean_share) for time in run):
            return here.keep("not_seen")
        return None

    def _regained(self, course: Course, times: Times, here: Standing, target: Dose) -> Choice | None:
        known = list(self._known(course, times, here))
        if not known:
            return None
        regained = self.reach.regained(here.dose, target, known)
        return here.move("regain", regained, ("sessions", self._green_sessions))

    def _known(self, course: Course, times: Times, here: Standing) -> Iterator[Dose]:
        """Comfortable doses of the last weeks that were at least the target, run by run."""
        begins, records = times.begins, times.records
        earliest = times.first_since(course.today - self._regain_days)
        for number in range(len(begins) - 1, 0, -1):
            begin, end = begins[number - 1], begins[number]
            if end <= earliest:
                return
            dose = records[begin].dose
            if here.covered(dose) and self._comfortable(times, max(begin, earliest), end):
                yield dose

    def _comfortable(self, times: Times, begin: int, end: int) -> bool:
        """Whether one time of a run was done, and green."""
        least, records = self._done_share, times.records
        return any(
            records[time].done_share >= least and times.light(time) is GREEN for time in range(begin, end)
        )

    def _new_ground(self, course: Course, times: Times, here: Standing, target: Dose) -> Choice:
        up = self.rules.up
        begin = times.begins[-1]
        earliest = times.first_since(course.today - max(up.regain_days, up.days_between))
        since = times.days[min(max(begin, earliest), len(times.days) - 1)]
        if earliest < begin and course.today - since < up.days_between and self._rose(course, times, here):
            return here.keep("week_not_over", ("days", up.days_between))
        choice = here.move("up", target, ("sessions", up.green_sessions))
        return Choice(choice.item, new_ground_since=since)

    def _rose(self, course: Course, times: Times, here: Standing) -> bool:
        """Whether something is more than it was just before the present dose, or in the days that have to pass."""
        begin = times.begins[-1]
        week = times.first_since(course.today - self.rules.up.days_between)
        earlier = times.records[min(week, begin - 1) : begin]
        return any(self.reach.exceeds(here.dose, record.dose) for record in earlier)
