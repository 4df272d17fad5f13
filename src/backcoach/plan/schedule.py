"""Days and weeks: not too much at once, no bending first thing in the morning, rest without a bad conscience."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import Decision, PlanItem
from backcoach.plan.course import Course
from backcoach.plan.done import COUNTS, amount_of_day
from backcoach.plan.rule_model import LoadRules, Rules
from backcoach.plan.values import History, Profile
from backcoach.plan.volume import WEEK
from backcoach.plan.wording import speak
from backcoach.texts import Message

ROUNDING_S = 1e-3
"""Sums of shares of seconds are not exact; exactly twice the usual week is no more than twice."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks (Monday to Sunday) with at least the planned days. Nothing is ever lost by resting.

    Attributes
    ----------
    weeks : int
        In a row. Weeks in which something hurt neither count nor break it; the running week only counts.
    total : int
        Ever.
    this_week, planned : int
        Days with a session in the running week, and planned days of a week.
    """

    weeks: int
    total: int
    this_week: int
    planned: int


def routines_today(course: Course, exercises: int, load: LoadRules) -> int:
    """Count the sessions of today in which at least `full_routine` of the exercises were done."""
    count = 0
    for entry in reversed(course.entries):
        if entry.day != course.today:
            break
        done = sum(record.done_share >= 0.5 for record in entry.session.exercises)
        count += done > 0 and done >= exercises * load.full_routine
    return count


def weekly_volume(course: Course, items: Sequence[PlanItem], rules: Rules) -> Iterator[Decision]:
    """Warn when this week, with today's routine, comes to more than so many times the usual week."""
    load = rules.load
    weeks = course.weeks_s(load.usual_weeks + 1)
    before = sorted(filter(None, weeks[1:]))
    if len(before) < 2:
        return
    usual = before[(len(before) - 1) // 2]
    this_week = weeks[0] + sum([item.dose.work_s for item in items])
    if this_week > load.warn_times_usual * usual + ROUNDING_S:
        yield speak(rules, "weekly_volume", "warning", times=round(this_week / usual, 1))


def early_morning(
    minutes_up: float | None, exercises: Sequence[Exercise], rules: Rules
) -> Iterator[Decision]:
    """Hint at exercises that their files advise against early in the morning (Snook et al., Spine 1998)."""
    load = rules.load
    if not load.morning_hint or minutes_up is None or not 0 <= minutes_up < load.morning_minutes:
        return
    bending = tuple(
        Message(exercise.name)
        for exercise in exercises
        if any(caution.condition == "early_morning" for caution in exercise.cautions)
    )
    if bending:
        yield speak(rules, "early_morning", "hint", exercises=bending, minutes=load.morning_minutes)


def weekly_streak(history: History, profile: Profile, rules: Rules, today: date) -> Streak:
    """Count the weeks with at least the planned days; see `Streak`.

    Parameters
    ----------
    history : History
        All sessions.
    profile : Profile
        With the planned days.
    rules : Rules
        They say what counts as done.
    today : date
        Weeks up to this day.

    Returns
    -------
    Streak
        0 weeks where there is none.
    """
    course = Course(history, today, None, rules)
    days: defaultdict[int, set[int]] = defaultdict(set)
    for day, entries in groupby(course.entries, key=lambda entry: entry.day):
        if amount_of_day([entry.session.work for entry in entries], rules.done) in COUNTS:
            days[_week(day)].add(day)
    hurting = {_week(day) for day in course.hurting()}
    planned = max(len(profile.weekdays), 1)
    reached = {week for week, done in days.items() if len(done) >= planned}
    now = _week(course.today)
    return Streak(_in_a_row(reached, hurting, now), len(reached), len(days[now]), planned)


def _in_a_row(reached: set[int], hurting: set[int], now: int) -> int:
    row, week = int(now in reached), now - 1
    while week in reached or week in hurting:
        row += week in reached
        week -= 1
    return row


def _week(ordinal: int) -> int:
    """The week of a day, Monday to Sunday, as a running number (day 1 was a Monday)."""
    return (ordinal - 1) // WEEK


def rest_day(today: date, profile: Profile, rules: Rules) -> Iterator[Decision]:
    """Hint that today is a planned day of rest."""
    if profile.weekdays and today.weekday() not in profile.weekdays:
        yield speak(rules, "rest_day", "hint")


def future_sessions(course: Course, rules: Rules) -> Iterator[Decision]:
    """Warn of sessions that are dated after today."""
    if course.future:
        latest = course.future[-1].day
        yield speak(rules, "future_sessions", "warning", count=len(course.future), day=latest)
