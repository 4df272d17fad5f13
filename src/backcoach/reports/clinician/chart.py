"""The course of pain as a small drawing of lines, marks and words: told apart by shape, not by colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backcoach.journal.values import PainWhen
from backcoach.reports.clinician.period import Period
from backcoach.texts import Message, message

Point = tuple[float, float]
Shape = Literal["dot", "ring", "square"]

WIDTH_MM, HEIGHT_MM = 180.0, 46.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 9.0, 2.0, 7.0, 6.0
LETTER_MM = 2.7
RADII_MM: dict[Shape, float] = {"dot": 0.7, "ring": 1.2, "square": 0.8}
"""A ring is wide enough to be seen around a dot at the same place."""
MAX_DAYS_NAMED = 6
GRID_GREY = 0.75
BLACK = 0.0

ASKED: dict[PainWhen, tuple[Message, Shape, tuple[float, ...]]] = {
    "before": (message("Before"), "dot", ()),
    "after": (message("After"), "ring", (2.0, 1.0)),
    "next_morning": (message("Next morning"), "square", (0.5, 1.0)),
}
"""What a question is called, its marks, and its line: dashes and gaps in mm."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Straight lines from point to point; grey is 0 for black to 1 for white."""

    points: tuple[Point, ...]
    width: float
    dashes: tuple[float, ...] = ()
    grey: float = BLACK


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark around a point."""

    at: Point
    shape: Shape


@dataclass(frozen=True, slots=True)
class Label:
    """Words; ``at`` is their baseline's beginning, middle or end."""

    at: Point
    text: Message | date | int
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in mm, from the upper left corner."""

    parts: tuple[Stroke | Mark | Label, ...]
    width: float = WIDTH_MM
    height: float = HEIGHT_MM


def pain_chart(curves: Mapping[PainWhen, tuple[tuple[date, float], ...]], period: Period) -> Drawing:
    """Draw pain, 0 to 10, over the period."""
    parts = [*_grid(), *_days(period), *_legend(curves)]
    marks: list[Mark] = []
    for when, curve in curves.items():
        _, shape, dashes = ASKED[when]
        points = tuple((_x(max(day, period.first), period), _y(value)) for day, value in curve)
        if len(points) > 1:
            parts.append(Stroke(points, 0.35, dashes))
        marks += [Mark(point, shape) for point in points]
    marks.sort(key=lambda mark: -RADII_MM[mark.shape])
    return Drawing((*parts, *marks))


def _grid() -> Iterator[Stroke | Label]:
    for value in range(0, 11, 2):
        y = _y(value)
        yield Stroke(((_LEFT, y), (WIDTH_MM - _RIGHT, y)), 0.35 if value == 0 else 0.15, grey=GRID_GREY)
        yield Label((_LEFT - 2, y + LETTER_MM / 3), value, "end")


def _days(period: Period) -> Iterator[Label]:
    number = min(MAX_DAYS_NAMED, period.days)
    for i in range(number):
        share = i / (number - 1) if number > 1 else 0.0
        day = period.first + timedelta(days=round(share * (period.days - 1)))
        anchor: Literal["start", "middle", "end"] = "middle"
        if i in (0, number - 1):
            anchor = "start" if i == 0 else "end"
        yield Label((_x(day, period), HEIGHT_MM - 1), day, anchor)


def _legend(curves: Mapping[PainWhen, object]) -> Iterator[Stroke | Mark | Label]:
    x = _LEFT
    for when in curves:
        name, shape, dashes = ASKED[when]
        yield Stroke(((x, 2.5), (x + 8, 2.5)), 0.35, dashes)
        yield Mark((x + 4, 2.5), shape)
        yield Label((x + 10, 2.5 + LETTER_MM / 3), name)
        x += 48


def _x(day: date, period: Period) -> float:
    share = (day - period.first).days / max(1, period.days - 1)
    return _LEFT + 1 + share * (WIDTH_MM - _LEFT - _RIGHT - 2)


def _y(value: float) -> float:
    return _TOP + (1 - value / 10) * (HEIGHT_MM - _TOP - _BOTTOM)
