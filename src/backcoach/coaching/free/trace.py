"""What a tracker saw while sets were not yet known: kept until it is clear to which set it belongs."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from backcoach.coaching.round import SIGNAL_EVERY_S
from backcoach.exercises.model import Exercise
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.summary import Tracking
from backcoach.tracking.tracker import Tracker


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: the signal, how clearly what is needed was seen, and how long that stood for."""

    time_s: float
    value: float
    confidence: float
    lasted_s: float


class Trace:
    """Samples the signal of one exercise and how clearly it is seen, at most ten times a second."""

    def __init__(self, exercise: Exercise) -> None:
        self._signal = exercise.repetition.signal
        self._needed = exercise.repetition.sure or (self._signal,)
        self._samples: deque[Sample] = deque()
        self._last_s: float | None = None

    def take(self, tracker: Tracker, time_s: float) -> None:
        """Look at the tracker after a frame."""
        if self._last_s is not None and time_s - self._last_s < SIGNAL_EVERY_S - 1e-6:
            return
        lasted_s = 0.0 if self._last_s is None else time_s - self._last_s
        confidence = min(tracker.read(name).confidence for name in self._needed)
        self._samples.append(Sample(time_s, tracker.read(self._signal).value, confidence, lasted_s))
        self._last_s = time_s

    def pause(self) -> None:
        """Nothing is looked at for a while: that time was neither seen nor lost."""
        self._last_s = None

    def drop_before(self, time_s: float) -> None:
        """Forget what belongs to no set any more."""
        while self._samples and self._samples[0].time_s < time_s:
            self._samples.popleft()

    def tracking(self, start_s: float, end_s: float) -> Tracking:
        """Return how much was seen from one moment to another."""
        seen_s = unsure_s = lost_s = 0.0
        for one in self._between(start_s, end_s):
            if one.confidence >= SURE:
                seen_s += one.lasted_s
            elif one.confidence > 0:
                unsure_s += one.lasted_s
            else:
                lost_s += one.lasted_s
        return Tracking(seen_s, unsure_s, lost_s)

    def signal(self, start_s: float, end_s: float) -> tuple[tuple[float, float], ...]:
        """Return the curve from one moment to another, (time_s, value)."""
        known = (one for one in self._between(start_s, end_s) if not math.isnan(one.value))
        return tuple((one.time_s, round(one.value, 4)) for one in known)

    def _between(self, start_s: float, end_s: float) -> list[Sample]:
        return [one for one in self._samples if start_s <= one.time_s <= end_s]
