"""Pain over a period: day by day or week by week, and what changed from its start to its end."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import fmean, median
from typing import TYPE_CHECKING

from backcoach.days import monday
from backcoach.journal.values import PainWhen
from backcoach.plan.questionnaires import PAIN
from backcoach.reports.clinician.period import Period
from backcoach.reports.clinician.values import Trend

if TYPE_CHECKING:
    from backcoach.journal import Journal

ASKED: tuple[PainWhen, ...] = ("before", "after", "next_morning")
DAILY_UP_TO = 35
"""In a longer period the chart shows weeks."""

Told = Mapping[PainWhen, Sequence[tuple[date, int]]]
"""The answers to each question: the day in the person's calendar, and how much it hurt."""

END_DAYS = 7
MIN_REPORTS = 3
"""So many at each end, or nothing is compared."""


def answers_to(journal: Journal, profile_id: str, period: Period) -> Told:
    """Return the days and values of each question's answers, in the order in which they came."""
    told: dict[PainWhen, list[tuple[date, int]]] = {when: [] for when in ASKED}
    for at, value, when in journal.pain.course(profile_id, since=period.since, until=period.until):
        if when in told:
            told[when].append((period.day_of(at), value))
    return {when: answers for when, answers in told.items() if answers}


def curves(told: Told, period: Period) -> dict[PainWhen, tuple[tuple[date, float], ...]]:
    """Return the mean pain of each day, or of each week, for each question."""
    return {when: tuple(_means(answers, by_week=period.days > DAILY_UP_TO)) for when, answers in told.items()}


def _means(answers: Sequence[tuple[date, int]], *, by_week: bool) -> Iterator[tuple[date, float]]:
    found: dict[date, list[int]] = defaultdict(list)
    for day, value in answers:
        found[monday(day) if by_week else day].append(value)
    for day, values in sorted(found.items()):
        yield day, fmean(values)


def trends(told: Told) -> Iterator[Trend]:
    """Give what became of each question's answers; nothing for a question that was never answered."""
    for when, answers in told.items():
        first, last = _ends(answers)
        highest = max(value for _, value in answers)
        yield Trend(when, len(answers), first, last, highest, PAIN.is_real(first, last))


def _ends(told: Sequence[tuple[date, int]]) -> tuple[float, float]:
    """Return the medians of the first and last seven days with a report, where these do not overlap."""
    by_day: Mapping[date, list[int]] = defaultdict(list)
    for day, value in told:
        by_day[day].append(value)
    days = sorted(by_day)
    size = min(END_DAYS, len(days) // 2)
    first = [value for day in days[:size] for value in by_day[day]]
    last = [value for day in days[len(days) - size :] for value in by_day[day]] if size else []
    if min(len(first), len(last)) < MIN_REPORTS:
        return math.nan, math.nan
    return float(median(first)), float(median(last))
