"""Pain over a period: day by day or week by week, and what changed from its start to its end."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean, median

from backcoach.journal.values import PainReport, PainWhen
from backcoach.plan.questionnaires import PAIN
from backcoach.reports.clinician.period import Period
from backcoach.reports.clinician.values import Trend

ASKED: tuple[PainWhen, ...] = ("before", "after", "next_morning")
DAILY_UP_TO = 35
"""In a longer period the chart shows weeks."""

END_DAYS = 7
LEAST_REPORTS = 3
"""So many at each end, or nothing is compared."""


def curves(reports: Sequence[PainReport], period: Period) -> dict[PainWhen, tuple[tuple[date, float], ...]]:
    """Return the mean pain of each day, or of each week, for each question."""
    by_week = period.days > DAILY_UP_TO
    found: dict[PainWhen, dict[date, list[int]]] = {when: defaultdict(list) for when in ASKED}
    for report in reports:
        if report.when in found:
            day = period.day_of(report.at)
            found[report.when][monday(day) if by_week else day].append(report.value)
    return {
        when: tuple((day, fmean(values)) for day, values in sorted(days.items()))
        for when, days in found.items()
        if days
    }


def trends(reports: Sequence[PainReport], period: Period) -> Iterator[Trend]:
    """Give what became of each question's answers; nothing for a question that was never answered."""
    for when in ASKED:
        told = [(period.day_of(r.at), r.value) for r in reports if r.when == when]
        if told:
            first, last = _ends(told)
            highest = max(value for _, value in told)
            yield Trend(when, len(told), first, last, highest, PAIN.is_real(first, last))


def _ends(told: Sequence[tuple[date, int]]) -> tuple[float, float]:
    """Return the medians of the first and last seven days with a report, where these do not overlap."""
    by_day: Mapping[date, list[int]] = defaultdict(list)
    for day, value in told:
        by_day[day].append(value)
    days = sorted(by_day)
    size = min(END_DAYS, len(days) // 2)
    first = [value for day in days[:size] for value in by_day[day]]
    last = [value for day in days[len(days) - size :] for value in by_day[day]] if size else []
    if min(len(first), len(last)) < LEAST_REPORTS:
        return math.nan, math.nan
    return float(median(first)), float(median(last))


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
