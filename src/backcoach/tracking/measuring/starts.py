"""What the start of a repetition looked like: the rest before it, where the signal was farthest from where it went."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backcoach.exercises.model import Feature
from backcoach.tracking.measuring.features import Meter, Speedometer
from backcoach.tracking.measuring.observation import SIDES, Observation
from backcoach.tracking.measuring.robust import trimmed_mean
from backcoach.tracking.summary import Side

START_WINDOW_S = 3.0
"""The start of a repetition is looked for in this long before it."""


class _Resting(NamedTuple):
    """One moment in the start position."""

    time_s: float
    signal: float
    values: list[float]


class Starts:
    """The values at the start of a repetition of all features that compare with it, on either side."""

    def __init__(self, features: Mapping[str, Feature], meters: Mapping[str, Meter | Speedometer]) -> None:
        self._features = features
        self._compared = [
            (name, side, meter)
            for name, meter in meters.items()
            if features[name].relative in ("start", "first")
            for side in meter.sides
        ]
        self._values: dict[tuple[str, Side], float] = {}
        self._resting: deque[_Resting] = deque()

    @property
    def needed(self) -> bool:
        """Whether any feature compares with the start."""
        return bool(self._compared)

    def value(self, name: str, side: Side) -> float:
        """Return what a feature was at the start; NaN where that is not known."""
        return self._values.get((name, side), math.nan)

    def rest(self, seen: Observation, signal: float) -> None:
        """Take in a moment in the start position."""
        values = [meter.read(seen, side).value for _, side, meter in self._compared]
        self._resting.append(_Resting(seen.time_s, signal, values))
        while seen.time_s - self._resting[0].time_s > START_WINDOW_S:
            self._resting.popleft()

    def begin(self, signal: float) -> None:
        """Note the start of a repetition, whose signal is by now another."""
        for (name, side, meter), value in zip(self._compared, self._at_rest(signal), strict=True):
            again = self._features[name].relative == "start" or (name, side) not in self._values
            if value == value and again:
                for same in SIDES if len(meter.sides) == 1 else (side,):
                    self._values[name, same] = value
        self._resting.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._resting.clear()

    def _at_rest(self, signal: float) -> list[float]:
        """Return the mean of each value at rest: where the signal was farthest from what it has moved to."""
        away = [abs(sample.signal - signal) for sample in self._resting]
        far = 0.5 * max((d for d in away if d == d), default=0.0)
        rest = [sample.values for sample, d in zip(self._resting, away, strict=True) if d >= far]
        if not rest:
            return [math.nan] * len(self._compared)
        columns = zip(self._compared, zip(*rest, strict=True), strict=True)
        return [mean_of(column, self._features[name].kind) for (name, _, _), column in columns]


def mean_of(values: Sequence[float], kind: str) -> float:
    """Return the mean; of turns as seen from one of them, for half a turn is both 180 and -180 degrees."""
    if kind != "roll":
        return trimmed_mean(values)
    origin = next((value for value in values if value == value), math.nan)
    return origin + trimmed_mean([difference(value, origin, kind) for value in values])


def difference(value: float, start: float, kind: str) -> float:
    """Return value - start; turns are taken the short way round."""
    change = value - start
    return (change + 180.0) % 360.0 - 180.0 if kind == "roll" else change
