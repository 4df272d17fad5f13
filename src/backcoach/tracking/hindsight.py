"""Measures a repetition that is over on mean postures: what single noisy frames cannot show."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from typing import NamedTuple

from backcoach.tracking.conditions import Read
from backcoach.tracking.drift import STEP_S
from backcoach.tracking.observation import Observation, Reading
from backcoach.tracking.readings import Readings
from backcoach.tracking.recall import Recall
from backcoach.tracking.repetitions import Outcome, Stretch
from backcoach.tracking.timing import Curve

EDGE_SHARE, EDGE_S = 0.1, 0.5
"""The first and the last part of a stay still belong to the way there and back, and are left out of its mean: so much
of it, but at most so many seconds."""

SETTLED_S = 1.0
"""A drift is looked for from this long after the beginning of a stay."""


class Stay(NamedTuple):
    """A stay in a phase that is over, from where it was seen, and how to measure its mean posture."""

    phase: str
    start_s: float
    end_s: float
    view: tuple[str, ...]
    read: Read


class Hindsight:
    """Remembers the running repetition, and measures it when it is over."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._recall = Recall()

    def add(self, seen: Observation) -> None:
        """Take in an observation."""
        self._recall.add(seen)

    def drop_before(self, time_s: float) -> None:
        """Forget what was seen earlier."""
        self._recall.drop_before(time_s)

    def stays(self, outcome: Outcome, rest_since_s: float) -> Iterator[Stay]:
        """Give the stays in the targets of a repetition, compared with the rest since ``rest_since_s`` before it."""
        for phase, start_s, end_s in outcome.stays:
            edge_s = min(EDGE_SHARE * (end_s - start_s), EDGE_S)
            span = (start_s + edge_s, end_s - edge_s)
            mean = self._mean(*span)
            if mean is not None:
                start = self._rest((rest_since_s, outcome.repetition.start_s), mean)
                yield Stay(phase, start_s, end_s, mean.view, functools.partial(self._read, mean, start, span))

    def course(self, before: Stretch, after: Stretch, over: Stretch) -> Curve | None:
        """Return how far the body is from the mean posture of one stretch (0) to that of another (1), over a third."""
        begin, end = self._mean(*before), self._mean(*after)
        if begin is None or end is None:
            return None
        begin, end = self._rest(before, end) or begin, self._rest(after, begin) or end
        course = Curve()
        for time_s, share in self._recall.course(*over, begin, end):
            course.add(time_s, share)
        return course

    def _rest(self, stretch: Stretch, target: Observation) -> Observation | None:
        """Return the mean posture of a stretch without its part in which the way to another posture has begun."""
        return self._recall.mean_posture(*stretch, self._readings.near, self._readings.upper_side, target)

    def _mean(self, start_s: float, end_s: float) -> Observation | None:
        return self._recall.mean_posture(start_s, end_s, self._readings.near, self._readings.upper_side)

    def _read(self, seen: Observation, start: Observation | None, span: Stretch, name: str) -> Reading:
        if self._readings.is_trend(name):
            since_s = span[0] + SETTLED_S - EDGE_S
            begins_s = [since_s + STEP_S * i for i in range(math.floor((span[1] - since_s) / STEP_S))]
            postures = [self._mean(begin_s, begin_s + STEP_S) for begin_s in begins_s]
            return self._readings.measure_drift(name, [p for p in postures if p is not None])
        return self._readings.measure(name, seen, start)
