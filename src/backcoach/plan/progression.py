"""The dose of one exercise for today, and the one rule that decided it.

The rules are asked in this order; the first that applies decides: fixed, start, red, gap, two ambers, not
reached, ceiling, reasons to stay, up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import Decision, PlanItem
from backcoach.plan.chronicle import Time, Times
from backcoach.plan.course import Course, Reason
from backcoach.plan.pain import AMBER, GREEN, Light
from backcoach.plan.rule_model import Rules, UpRules
from backcoach.plan.standing import Choice, Speaker, Standing
from backcoach.plan.steps import Range
from backcoach.plan.values import Dose, ExerciseRecord, Profile

AT_CEILING, NOT_SEEN, ONE_AT_A_TIME = Reason("at_ceiling"), Reason("not_seen"), Reason("one_at_a_time")


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
        self._gap_days, self._not_reached = rules.down.gap_days, rules.down.not_reached
        self._ambers = rules.down.amber_sessions
        self._green_sessions, self._regain_days = rules.up.green_sessions, rules.up.regain_days
        self._done_share, self._clean_share = rules.up.done_share, rules.up.clean_share
        self._effort, self._unseen, self._days_between = (
            rules.up.effort,
            rules.up.unseen,
            rules.up.days_between,
        )
        self._says = _Reasons(rules.up)
        self._speaker = Speaker(exercise, rules, present)
        self._standings: dict[Dose, Standing] = {}
        self._latest = self._standing(reach.base)
        self._first = self._speaker.choice(Reason("start"), None, reach.base)
        self._fixed: dict[Dose, Choice] = {}

    def choose(self, course: Course, profile: Profile) -> Choice:
        """Choose today's dose."""
        if self._name in profile.fixed:
            return self._prescribed(profile.fixed[self._name])
        times = course.times(self._name, profile.doses_since)
        if times is None:
            return self._start(course)
        entry, record = times.all[-1]
        if record.dose is not self._latest.planned:  # most days are at the dose of the day before
            self._latest = self._standing(record.dose)
        here, light = self._latest, entry.light_of(record)
        down, stay = course.verdict(light)
        if down is not None:
            return here.lower(down, here.after_red)
        return (
            self._down(course, times, here, light)
            or here.changed
            or (self._earned(course, times, here) if stay is None else here.keep(stay))
        )

    def wait(self, choice: Choice) -> Choice:
        """Return the choice without its step: another exercise takes one today."""
        before = choice.item.decisions[0].before
        assert before is not None
        return self._standing(before).keep(ONE_AT_A_TIME)

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
            self._fixed[dose] = self._speaker.choice(Reason(rule), before, capped)
        return self._fixed[dose]

    def _start(self, course: Course) -> Choice:
        if not course.sore:
            return self._first
        base = self._standing(self.reach.base)
        return base.move(Reason("red_down", (("pain", course.pain_now),)), base.after_red or base.dose)

    # --- down ---

    def _down(self, course: Course, times: Times, here: Standing, light: Light) -> Choice | None:
        days = course.today - times.days[-1]
        if days > self._gap_days:
            return here.lower(Reason("gap_down", (("days", days),)), here.after_gap)
        if light is AMBER and self._all_amber(times):
            return here.lower(Reason("amber_down", (("sessions", self._ambers),)), here.after_amber)
        done_share = times.all[-1][1].done_share
        if done_share < self._not_reached and self._out_of_reach(times):
            return here.lower(Reason("not_reached_down", (("done_share", done_share),)), here.after_amber)
        return None

    def _all_amber(self, times: Times) -> bool:
        lights = [entry.light_of(record) for entry, record in times.run(self._ambers)]
        return lights == [AMBER] * self._ambers

    def _out_of_reach(self, times: Times) -> bool:
        """Twice in a row much less than the dose was done, and nothing else had ended it."""
        run = times.run(2)
        return len(run) == 2 and all(
            self._too_much(record) and entry.session.stopped_because is None for entry, record in run
        )

    def _too_much(self, record: ExerciseRecord) -> bool:
        return record.done_share < self._not_reached and record.stopped_because is None

    # --- up ---

    def _earned(self, course: Course, times: Times, here: Standing) -> Choice:
        """Nothing of today speaks against a step: whether it was earned, and which it is."""
        if here.target is None:
            return here.keep(AT_CEILING)
        run = times.run(self._green_sessions)
        green = _green(run)
        if green < self._green_sessions:
            return here.keep(self._says.keep_going[green])
        lacking = self._lacking(run)
        if lacking is not None:
            return here.keep(lacking)
        known = self._known(course, times, here.target)
        if known:
            return here.regain(self._says.regain, known)
        if not self._unseen and any(math.isnan(record.clean_share) for _, record in run):
            return here.keep(NOT_SEEN)  # new ground asks for more: that somebody saw how it was done
        return self._new_ground(course, times, here, here.target)

    def _lacking(self, run: Sequence[Time]) -> Reason | None:
        """What the green sessions lacked for any step up."""
        for entry, record in run:
            if record.done_share < self._done_share:
                return self._says.not_done
            if record.clean_share < self._clean_share:
                return self._says.not_clean
            effort = entry.session.effort
            if effort is None or effort > self._effort:
                return self._says.effort_high
        return None

    def _known(self, course: Course, times: Times, target: Dose) -> list[Dose]:
        """Comfortable doses of the last weeks that were at least the target, run by run."""
        earliest = times.first_since(course.today - self._regain_days)
        known: list[Dose] = []
        end = times.begins[-1]
        for begin in times.begins[-2::-1]:
            if end <= earliest:
                break
            dose = times.all[begin][1].dose
            if self.reach.covers(dose, target):
                for entry, record in times.all[max(begin, earliest) : end]:
                    if record.done_share >= self._done_share and entry.light_of(record) is GREEN:
                        known.append(dose)
                        break
            end = begin
        return known

    def _new_ground(self, course: Course, times: Times, here: Standing, target: Dose) -> Choice:
        between = self._days_between
        begin = times.begins[-1]
        earliest = times.first_since(course.today - max(self._regain_days, between))
        since = times.days[min(max(begin, earliest), len(times.days) - 1)]
        if earliest < begin and course.today - since < between and self._rose(course, times, here):
            return here.keep(self._says.week_not_over)
        return Choice(here.move(self._says.up, target).item, new_ground_since=since)

    def _rose(self, course: Course, times: Times, here: Standing) -> bool:
        """Whether something is more than it was just before the present dose, or in the days that have to pass."""
        begin = times.begins[-1]
        week = times.first_since(course.today - self._days_between)
        earlier = times.all[min(week, begin - 1) : begin]
        return any(self.reach.exceeds(here.dose, record.dose) for _, record in earlier)


def _green(run: Sequence[Time]) -> int:
    """How many of the times were green, in a row from the latest."""
    for number, (entry, record) in enumerate(run):
        if entry.light_of(record) is not GREEN:
            return number
    return len(run)


class _Reasons:
    """What the rules about steps up look at in the rule file."""

    def __init__(self, up: UpRules) -> None:
        needed = ("sessions", up.green_sessions)
        self.keep_going = [
            Reason("keep_going", (("green", green), needed)) for green in range(up.green_sessions)
        ]
        self.not_done = Reason("not_done", (("percent", round(up.done_share * 100)),))
        self.not_clean = Reason("not_clean", (("percent", round(up.clean_share * 100)),))
        self.effort_high = Reason("effort_high", (("effort", up.effort),))
        self.regain, self.up = Reason("regain", (needed,)), Reason("up", (needed,))
        self.week_not_over = Reason("week_not_over", (("days", up.days_between),))
