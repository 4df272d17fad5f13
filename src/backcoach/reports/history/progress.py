"""How it went over weeks and months: values for charts and tables, read from the journal. No drawing here."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from backcoach.days import day_of, midnight, monday
from backcoach.exercises.model import Exercise
from backcoach.journal.values import PlannedDose, Progress
from backcoach.journal.work import clean_share
from backcoach.plan.questionnaires import PAIN
from backcoach.programme.kept_plan import dose_in
from backcoach.texts import Message, message

if TYPE_CHECKING:
    from backcoach.journal import Journal

Period = Literal["quarter", "year", "all"]
WEEKS: dict[str, int] = {"quarter": 13, "year": 53}
MAX_MONTHS = 144
USUAL_DAYS = 28
RANGE_UNITS = {
    "sagitta": message("% of the trunk's length"),
    "lift": message("% of the trunk's length"),
    "progress": message("% of the way"),
    "crossing": message("% of the thigh"),
    "distance": message("% of the thigh"),
}
"""What a range of motion is counted in, by the kind of the exercise's signal; degrees otherwise."""
COMPARED_DAYS = 14


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at: days from ``first`` to before ``after``, and the edges of its weeks or months."""

    period: Period
    first: date
    after: date
    edges: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class PainDay:
    """The worst pain of a day, and where the usual lies: the middle half of the last four weeks, NaN at first."""

    day: date
    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class PainTrend:
    """Pain over a span; ``first`` and ``last`` are medians of its first and last two weeks, NaN if unknown.

    Attributes
    ----------
    days : tuple of PainDay
        Where everything is shown, one for each week, on its Monday: of ten years, days could not be told apart.
    """

    days: tuple[PainDay, ...] = ()
    first: float = math.nan
    last: float = math.nan

    @property
    def is_real(self) -> bool:
        """Whether the difference is more than usual day-to-day variation."""
        return PAIN.is_real(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One exercise on one side in one week or month.

    Attributes
    ----------
    clean : float
        Share of the seen repetitions without a fault; NaN where none was seen.
    """

    day: date
    side: str | None
    counted: int
    unsure: int
    said: int
    clean: float
    range: float
    longest_hold_s: float


@dataclass(frozen=True, slots=True)
class DoseStep:
    """A dose of an exercise from a day on, and why it changed, in a sentence; empty where nobody said why."""

    day: date
    repetitions: int
    hold_s: float
    sets: int
    why: str = ""


def range_unit(exercise: Exercise) -> Message | None:
    """Return what an exercise's range of motion is counted in; None: degrees."""
    return RANGE_UNITS.get(exercise.features[exercise.repetition.signal].kind)


def span_of(period: Period, now: datetime, begun: date | None) -> Span:
    """Return the span of a period that ends with the present week or month.

    Parameters
    ----------
    now : datetime
        In the person's own time zone.
    begun : date or None
        The day of the first session.
    """
    if period == "all" and begun is not None:
        months = list(_months(max(begun, now.date() - timedelta(days=31 * MAX_MONTHS)), now.date()))
        return Span(period, months[0], months[-1], tuple(midnight(day) for day in months))
    weeks = WEEKS.get(period, WEEKS["quarter"])
    days = [monday(now.date()) + timedelta(weeks=k) for k in range(1 - weeks, 2)]
    return Span(period, days[0], days[-1], tuple(midnight(day) for day in days))


def pain_trend(journal: Journal, profile_id: str, span: Span) -> PainTrend:
    """Return the pain of each day on which it was told, pain during an exercise included."""
    before = span.edges[0] - timedelta(days=USUAL_DAYS)
    worst: dict[date, int] = {}
    for at, value, _ in journal.pain.course(profile_id, since=before):
        day = day_of(at)
        worst[day] = max(worst.get(day, 0), value)
    days = sorted(worst)
    shown = [day for day in days if span.first <= day < span.after]
    drawn = _by_week(shown, worst) if span.period == "all" else {day: worst[day] for day in shown}
    return PainTrend(
        tuple(PainDay(day, value, *_usual(_before(day, days, worst))) for day, value in drawn.items()),
        _median(worst[d] for d in shown if shown and d < shown[0] + timedelta(days=COMPARED_DAYS)),
        _median(worst[d] for d in shown if shown and d > shown[-1] - timedelta(days=COMPARED_DAYS))
        if shown and shown[-1] - shown[0] >= timedelta(days=2 * COMPARED_DAYS)
        else math.nan,
    )


def stretches(rows: Iterable[Progress]) -> dict[str, list[Stretch]]:
    """Return the weeks or months of each exercise, by identifier, in the order of time."""
    found: dict[str, list[Stretch]] = {}
    for row in rows:
        found.setdefault(row.exercise, []).append(
            Stretch(
                day_of(row.since),
                row.side,
                row.counted,
                row.unsure,
                row.self_reported_count,
                clean_share(row.counted, row.clean, row.self_reported_count),
                row.range,
                row.longest_hold_s,
            )
        )
    return found


def dose_steps(sets: Sequence[PlannedDose], why: dict[tuple[str, date], str]) -> dict[str, list[DoseStep]]:
    """Return, for each exercise, the days on which its planned dose was another than before.

    Parameters
    ----------
    sets : sequence of PlannedDose
        Oldest first.
    why : dict
        Sentence of the rule that decided about an exercise on a day.
    """
    steps: dict[str, list[DoseStep]] = {}
    for one in sets:
        day = day_of(one.started_at)
        dose = dose_in(one.planned)
        known = steps.setdefault(one.exercise, [])
        if dose and (
            not known or (known[-1].repetitions, known[-1].hold_s) != (dose.repetitions, dose.hold_s)
        ):
            known.append(DoseStep(day, dose.repetitions, dose.hold_s, 1, why.get((one.exercise, day), "")))
    return {exercise: found for exercise, found in steps.items() if found}


def _by_week(days: Iterable[date], worst: Mapping[date, int]) -> dict[date, int]:
    """Return the worst of each week, by its Monday."""
    weeks: dict[date, int] = {}
    for day in days:
        first = monday(day)
        weeks[first] = max(weeks.get(first, 0), worst[day])
    return weeks


def _before(day: date, days: Sequence[date], worst: Mapping[date, int]) -> list[int]:
    """Return the values of the weeks before a day."""
    first, after = bisect_left(days, day - timedelta(days=USUAL_DAYS)), bisect_left(days, day)
    return [worst[one] for one in days[first:after]]


def _usual(values: Sequence[int]) -> tuple[float, float]:
    """Return the middle half of some days' values; NaN of fewer than five."""
    if len(values) < 5:
        return math.nan, math.nan
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def _median(values: Iterable[int]) -> float:
    known = list(values)
    return float(statistics.median(known)) if known else math.nan


def _months(first: date, last: date) -> Iterator[date]:
    """Give the first days of the months from that of ``first`` to the one after ``last``."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)
    yield day
