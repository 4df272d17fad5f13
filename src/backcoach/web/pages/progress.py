"""Progress: weeks, pain, each exercise and its dose over time, as charts and as tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.days import day_of
from backcoach.journal.days import days_done
from backcoach.plan.done import COUNTS
from backcoach.plan.rule_file import what_counts_as_done
from backcoach.reports.history.charts import Axes, Band, Point, Series, chart, nice_ticks
from backcoach.reports.history.progress import (
    DoseStep,
    PainTrend,
    Period,
    Span,
    Stretch,
    dose_steps,
    pain_trend,
    range_unit,
    span_of,
    stretches,
)
from backcoach.texts import Message, message
from backcoach.texts.catalogue import Translator, translator
from backcoach.web.house import House, house_of
from backcoach.web.render import language_of, render

PERIODS: dict[Period, Message] = {
    "quarter": message("Three months"),
    "year": message("A year"),
    "all": message("Everything"),
}
SIDES: dict[str | None, Message] = {
    "left": message("left"),
    "right": message("right"),
    None: message("both sides"),
}
KINDS = {"left": "left", "right": "right", None: "main"}
DAYS: dict[str, Message] = {
    "done": message("done"),
    "begun": message("begun"),
    "later": message("to come"),
    "before": message("before you began"),
    "planned": message("planned, not done"),
    "free": message("day of rest"),
}
"""What a day of the calendar was, and how it is called."""


@dataclass(frozen=True)
class Figure:
    """A chart, its legend, and the same as a table."""

    title: Message
    svg: str
    head: tuple[Message, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True)
class Cell:
    """One day of the calendar, and which of `DAYS` it was."""

    day: date
    kind: str


@dataclass(frozen=True)
class ExerciseView:
    """One exercise: its charts."""

    id: str
    name: str
    figures: tuple[Figure, ...]


class Charts:
    """Draws for one span in one language."""

    def __init__(self, span: Span, texts: Translator) -> None:
        self._span = span
        self._t = texts
        self._written: dict[date, str] = {}
        self._sides = {side: texts.translate(name) for side, name in SIDES.items()}

    def percent(self, share: float) -> str:
        """Write a share as the language does."""
        return self._t.percent(share)

    def pain(self, trend: PainTrend) -> Figure:
        """Return the chart of pain, with the usual behind it."""
        points = [
            Point(one.day, one.value, f"{self._day(one.day)}: {self._t.number(one.value)}")
            for one in trend.days
        ]
        band = [(one.day, one.low, one.high) for one in trend.days if one.low == one.low]
        axes = self._axes(0, 10, self._t.number, (0, 2, 4, 6, 8, 10))
        usual = message("Usual in the four weeks before")
        weekly = self._span.period == "all"
        title = (
            message("Worst pain of each week, 0 to 10")
            if weekly
            else message("Worst pain of each day, 0 to 10")
        )
        svg = chart(
            self._t.translate(title), axes, [Series("", points)], Band(self._t.translate(usual), band)
        )
        rows = tuple(
            (
                self._day(one.day),
                self._t.number(one.value),
                f"{self._t.number(one.low)} \N{EN DASH} {self._t.number(one.high)}"
                if one.low == one.low
                else "",
            )
            for one in reversed(trend.days)
        )
        head = (message("Week from") if weekly else message("Day"), message("Worst pain"), message("Usual"))
        return Figure(title, svg, head, rows, (("main", message("Worst pain")), ("band", usual)))

    def sided(
        self,
        title: Message,
        found: Sequence[Stretch],
        value: Callable[[Stretch], float],
        write: Callable[[float], str],
        top: float = 0.0,
    ) -> Figure | None:
        """Return a chart with a line for each side; None where nothing is known."""
        known = [one for one in found if math.isfinite(value(one))]
        if not known:
            return None
        ticks = nice_ticks(0, max(top, *(value(one) for one in known), 1e-6))
        sides = sorted({one.side for one in known}, key=str)
        series = [
            Series(
                str(side), [self._point(one, value, write) for one in known if one.side == side], KINDS[side]
            )
            for side in sides
        ]
        axes = self._axes(0, ticks[-1], write, ticks)
        rows = tuple(
            (self._day(one.day), self._sides[one.side], write(value(one))) for one in reversed(known)
        )
        head = (message("From"), message("Side"), title)
        legend = tuple((KINDS[side], SIDES[side]) for side in sides if side is not None)
        return Figure(title, chart(self._t.translate(title), axes, series), head, rows, legend)

    def dose(self, steps: Sequence[DoseStep]) -> Figure | None:
        """Return the chart of the dose, with the reason of each change."""
        held = any(step.hold_s for step in steps)
        shown = [s for s in steps if self._span.first <= s.day < self._span.after]
        if not shown:
            return None
        value = (lambda s: s.hold_s) if held else (lambda s: float(s.repetitions))
        last = self._span.after - timedelta(days=1)
        points = [
            Point(s.day, value(s), f"{self._day(s.day)}: {self._dose(s)} {s.why}".strip()) for s in shown
        ]
        ends = [*points, Point(last, points[-1].value, points[-1].words)]
        ticks = nice_ticks(0, max(p.value for p in points))
        title = message("Dose: seconds held") if held else message("Dose: repetitions")
        axes = self._axes(0, ticks[-1], self._t.number, ticks)
        series = [Series("", ends, "dose", steps=True)]
        rows = tuple((self._day(s.day), self._dose(s), s.why) for s in reversed(shown))
        head = (message("From"), message("Dose"), message("Why"))
        return Figure(title, chart(self._t.translate(title), axes, series), head, rows)

    def _dose(self, step: DoseStep) -> str:
        if step.hold_s:
            return self._t.translate(
                message("{count} times, {seconds} s each", count=step.repetitions, seconds=step.hold_s)
            )
        return self._t.translate(message("{count} times", count=step.repetitions))

    def _point(self, one: Stretch, value: Callable[[Stretch], float], write: Callable[[float], str]) -> Point:
        words = f"{self._day(one.day)}, {self._sides[one.side]}: {write(value(one))}"
        return Point(one.day, value(one), words)

    def _axes(self, low: float, high: float, write: Callable[[float], str], ticks: Sequence[float]) -> Axes:
        last = self._span.after - timedelta(days=1)
        return Axes(self._span.first, last, low, high, self._day, write, ticks)

    def _day(self, day: date) -> str:
        """Write a day; each day is written once for all charts, because that takes long."""
        if day not in self._written:
            self._written[day] = self._t.date(day, "medium")
        return self._written[day]


def progress(request: Request) -> Response:
    """Show how it went: three months, a year, or everything."""
    house = house_of(request)
    wish = request.query_params.get("period", "quarter")
    period = cast("Period", wish if wish in get_args(Period) else "quarter")
    now, me = house.now(), house.profile.id
    begun = _begun(house)
    span = span_of(period, now, begun if period == "all" else None)
    words = translator(language_of(request))
    charts = Charts(span, words)
    trend = pain_trend(house.journal, me, span)
    weeks = list(_calendar(house, span, now, begun)) if period != "all" and begun else []
    return render(
        request,
        "progress.html",
        page="history",
        period=period,
        periods=PERIODS,
        weeks=weeks,
        days=DAYS,
        months=list(_months([day for day, _ in weeks], words)),
        trend=trend,
        pain=charts.pain(trend) if trend.days else None,
        exercises=list(_exercises(house, span, charts)),
    )


def _begun(house: House) -> date | None:
    begun_at = house.journal.sessions.first_at(house.profile.id)
    return day_of(begun_at) if begun_at else None


def _calendar(house: House, span: Span, now: datetime, begun: date) -> Iterator[tuple[date, list[Cell]]]:
    """Give each week's Monday and days; nothing was missed on days before the person began."""
    found = house.journal.sessions.work(house.profile.id, since=span.edges[0])
    amounts = days_done(found, what_counts_as_done())
    weekdays = house.preferences.weekdays

    def kind(day: date) -> str:
        if day in amounts:
            return "done" if amounts[day] in COUNTS else "begun"
        if day > now.date():
            return "later"
        if day < begun:
            return "before"
        return "planned" if day.weekday() in weekdays else "free"

    monday = span.first
    while monday < span.after:
        days = [monday + timedelta(days=k) for k in range(7)]
        yield monday, [Cell(day, kind(day)) for day in days]
        monday += timedelta(weeks=1)


def _months(mondays: Sequence[date], words: Translator) -> Iterator[tuple[str, int]]:
    """Give each month's short name and how many of the weeks begin in it."""
    for _, days in groupby(mondays, key=lambda day: (day.year, day.month)):
        first, *others = days
        yield words.date(first, "LLL"), 1 + len(others)


def _exercises(house: House, span: Span, charts: Charts) -> Iterator[ExerciseView]:
    found = stretches(house.journal.exercises.progress(house.profile.id, span.edges))
    doses = _doses(house, span) if span.period != "all" else {}
    order = {exercise: k for k, exercise in enumerate(house.catalogue)}
    for exercise in sorted(found, key=lambda e: order.get(e, len(order))):
        known = house.catalogue[exercise] if exercise in house.catalogue else None  # noqa: SIM401
        figures = _figures(found[exercise], doses.get(exercise, []), charts, _unit(house, exercise))
        yield ExerciseView(
            exercise, known.name if known else exercise, tuple(f for f in figures if f is not None)
        )


def _doses(house: House, span: Span) -> dict[str, list[DoseStep]]:
    sets = house.journal.plans.doses(house.profile.id, since=span.edges[0])
    return dose_steps(sets, _reasons(house, span))


def _reasons(house: House, span: Span) -> dict[tuple[str, date], str]:
    decisions = house.journal.plans.decisions(house.profile.id, since=span.edges[0])
    return {(d.exercise, day_of(d.at)): d.sentence for d in decisions if d.exercise}


def _unit(house: House, exercise: str) -> Message | None:
    if exercise not in house.catalogue:
        return None
    return range_unit(house.catalogue[exercise])


def _figures(
    found: Sequence[Stretch], doses: Sequence[DoseStep], charts: Charts, unit: Message | None
) -> Iterator[Figure | None]:
    yield charts.dose(doses)
    yield charts.sided(
        message("Share of clean repetitions"), found, lambda one: one.clean, charts.percent, 1.0
    )
    if any(one.longest_hold_s >= 1 for one in found):
        title = message("Longest hold, seconds")
        yield charts.sided(title, found, lambda one: one.longest_hold_s or math.nan, "{:.0f}".format)
    if unit is None:
        title = message("Range of motion, degrees")
        yield charts.sided(title, found, lambda one: one.range, "{:.0f}".format)
    else:
        title = message("Range of motion, {unit}", unit=unit)
        yield charts.sided(title, found, lambda one: 100 * one.range, "{:.0f}".format)


routes = [Route("/progress", progress)]
