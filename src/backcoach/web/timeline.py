"""A set as a picture: every repetition where it was, and the curve of the movement over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from backcoach.journal.session_values import SetRecord
from backcoach.journal.values import Signal
from backcoach.tracking.summary import Repetition

WIDTH, HEIGHT = 1000, 100
Look = Literal["clean", "fault", "unsure", "unfinished", "said"]


@dataclass(frozen=True)
class Bar:
    """One repetition: where it stands, 0 to `WIDTH`, and what it was."""

    x: float
    width: float
    look: Look


@dataclass(frozen=True)
class Timeline:
    """What is drawn of a set.

    Attributes
    ----------
    bars : tuple of Bar
    curve : str
        Data of an SVG path in a box of `WIDTH` by `HEIGHT`; empty where nothing was seen.
    length_s : float
        What the whole width stands for.
    """

    bars: tuple[Bar, ...]
    curve: str
    length_s: float

    @property
    def looks(self) -> tuple[Look, ...]:
        """What there is among the bars, in a fixed order: the legend."""
        order: tuple[Look, ...] = ("clean", "fault", "unsure", "unfinished", "said")
        return tuple(look for look in order if any(bar.look == look for bar in self.bars))


def timeline(record: SetRecord) -> Timeline | None:
    """Return the picture of a set; None if nothing was done in it."""
    repetitions = [r for r in record.done.repetitions if math.isfinite(r.start_s) and math.isfinite(r.end_s)]
    moments = [t for r in repetitions for t in (r.start_s, r.end_s)] + [t for t, _ in record.signal]
    if not repetitions or max(moments) <= min(moments):
        return None
    begin, end = min(moments), max(moments)
    scale = WIDTH / (end - begin)
    bars = tuple(
        Bar((r.start_s - begin) * scale, max(2.0, (r.end_s - r.start_s) * scale), look_of(r, record))
        for r in repetitions
    )
    return Timeline(bars, _curve(record.signal, begin, scale), end - begin)


def look_of(repetition: Repetition, record: SetRecord) -> Look:
    """Return how a repetition is drawn."""
    if repetition.index in record.self_reported_repetitions:
        return "said"
    if repetition.status != "counted":
        return "unsure" if repetition.status == "unsure" else "unfinished"
    return "fault" if repetition.faults else "clean"


def _curve(signal: Signal, begin: float, scale: float) -> str:
    """Return the curve as a path with gaps where it was not seen."""
    known = [value for _, value in signal if math.isfinite(value)]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    parts: list[str] = []
    pen = "M"
    for t, value in _thinned(signal):
        if not math.isfinite(value):
            pen = "M"
            continue
        y = HEIGHT - 6 - (value - low) / span * (HEIGHT - 12)
        parts.append(f"{pen}{(t - begin) * scale:.1f} {y:.1f}")
        pen = "L"
    return "".join(parts)


def _thinned(signal: Signal, most: int = 600) -> Sequence[tuple[float, float]]:
    """Return so many samples as can be told apart."""
    return signal[:: max(1, -(-len(signal) // most))]
