"""Charts over time as SVG that needs no script and no inline style: classes for the page, titles for each point.

Drawn here and not by a plotting library: such a library is larger than all pages together, and wants inline styles,
which the pages' content policy forbids.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

WIDTH, HEIGHT = 560, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 28

MANY = 120
"""From so many points on they would hide their line: they are drawn smaller."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a day; ``words`` is what is said about it."""

    day: date
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """Points in the order of their days; ``kind`` is the style sheet's name of the look: left, right, main, dots."""

    name: str
    points: Sequence[Point]
    kind: str = "main"
    joined: bool = True
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """What is usual: for each day a lowest and a highest value."""

    name: str
    days: Sequence[tuple[date, float, float]] = ()


@dataclass(frozen=True, slots=True)
class Axes:
    """What is shown: days from ``first`` to ``last``, values from ``low`` to ``high``, and how both are written."""

    first: date
    last: date
    low: float
    high: float
    write_day: Callable[[date], str]
    write_value: Callable[[float], str]
    ticks: Sequence[float] = field(default=())

    def x(self, day: date) -> float:
        """Return the place of a day."""
        span = max((self.last - self.first).days, 1)
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / span

    def y(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(share, 0.0), 1.0))


def chart(title: str, axes: Axes, series: Iterable[Series], band: Band | None = None) -> str:
    """Return a chart as an ``<svg>`` element.

    Parameters
    ----------
    title : str
        What it shows, for those who cannot see it; the values belong into a table beside it.
    axes : Axes
    series : iterable of Series
        Points that are not numbers are left out, and the line is broken there.
    band : Band, optional
        Drawn behind.
    """
    inside = [*_grid(axes), *(_band(axes, band) if band else ())]
    for one in series:
        inside += _series(axes, one)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        + "".join(inside)
        + "</svg>"
    )


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round values between two values, both ends rounded outwards; steps of 1, 2 or 5 times a power of ten."""
    span = max(high - low, 1e-9)
    power = 10 ** math.floor(math.log10(span / most))
    step = next(k * power for k in (1, 2, 5, 10) if span / (k * power) <= most)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def _grid(axes: Axes) -> Iterable[str]:
    for value in axes.ticks:
        y = axes.y(value)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        words = escape(axes.write_value(value))
        yield f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{words}</text>'
    for part, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        day = date.fromordinal(round(axes.first.toordinal() + part * (axes.last - axes.first).days))
        words = escape(axes.write_day(day))
        yield f'<text class="tick" x="{axes.x(day):.1f}" y="{HEIGHT - 8}" text-anchor="{anchor}">{words}</text>'


def _band(axes: Axes, band: Band) -> Iterable[str]:
    if len(band.days) < 2:
        return
    upper = [f"{axes.x(day):.1f} {axes.y(high):.1f}" for day, _, high in band.days]
    lower = [f"{axes.x(day):.1f} {axes.y(low):.1f}" for day, low, _ in reversed(band.days)]
    yield f'<path class="band" d="M{"L".join([*upper, *lower])}Z"><title>{escape(band.name)}</title></path>'


def _series(axes: Axes, series: Series) -> list[str]:
    many = len(series.points) >= MANY
    kind, radius = (f"{series.kind} many", 1.8) if many else (series.kind, 3.5)
    out = [f'<path class="line {kind}" d="{d}"/>' for d in _lines(axes, series)] if series.joined else []
    for point in series.points:
        if point.value == point.value:
            x, y = axes.x(point.day), axes.y(point.value)
            out.append(
                f'<circle class="dot {kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}">'
                f"<title>{escape(point.words)}</title></circle>"
            )
    return out


def _lines(axes: Axes, series: Series) -> Iterable[str]:
    """Give the line in its unbroken pieces."""
    piece: list[tuple[float, float]] = []
    for point in [*series.points, None]:
        if point is not None and point.value == point.value:
            piece.append((axes.x(point.day), axes.y(point.value)))
            continue
        if len(piece) > 1:
            yield _path(piece, series.steps)
        piece = []


def _path(points: Sequence[tuple[float, float]], steps: bool) -> str:
    x, y = points[0]
    words = [f"M{x:.1f} {y:.1f}"]
    for x, y in points[1:]:
        words.append(f"H{x:.1f}V{y:.1f}" if steps else f"L{x:.1f} {y:.1f}")
    return "".join(words)
