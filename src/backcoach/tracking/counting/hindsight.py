"""Measures a repetition that is over on mean postures: what single noisy frames cannot show."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from typing import NamedTuple

from backcoach.exercises.model import Exercise
from backcoach.tracking.counting.moves import Stretch
from backcoach.tracking.counting.recall import Posture, Recall
from backcoach.tracking.counting.repetitions import Outcome
from backcoach.tracking.counting.returning import find_return, has_stopped
from backcoach.tracking.counting.timing import CALM_S, Curve
from backcoach.tracking.measuring.conditions import Read
from backcoach.tracking.measuring.drift import STEP_S
from backcoach.tracking.measuring.observation import Observation, Reading
from backcoach.tracking.measuring.readings import Readings
from backcoach.tracking.summary import Repetition

EDGE_SHARE, EDGE_S = 0.1, 0.5
"""The first and the last part of a stay still belong to the way there and back, and are left out of its mean: so much
of it, but at most so many seconds."""

SETTLED_S = 1.0
"""A drift is looked for from this long after the beginning of a stay."""

RETURN_S = 2.0
"""So long after a repetition has the person time to come back; later movements have nothing to do with it."""

LOOK_S = 0.8
"""So long after a repetition it is looked whether the person has come back: earlier they may still be coming; ..."""

LOOK_AGAIN_S = 0.2
"""... and if they are, again after this."""


UNCLEAR_TRUNKS = 0.005
"""A mean posture whose coordinates may be wrong by more than this, in trunk lengths, is not clearly seen."""

Pair = tuple[Posture, Posture]


class Stay(NamedTuple):
    """A stay in a phase that is over, from where it was seen, and how to measure its mean posture.

    ``since_s``: where the phase is held, faults told in it since then belong to this stay, or to no stay at all.
    """

    phase: str
    start_s: float
    end_s: float
    view: tuple[str, ...]
    read: Read
    since_s: float = math.inf


class Hindsight:
    """Remembers the running repetition, and measures it when it is over."""

    def __init__(self, exercise: Exercise, readings: Readings) -> None:
        self._exercise, self._readings = exercise, readings
        self._first: Posture | None = None
        self._target: Posture | None = None
        comes_back = any(feature.relative == "first" for feature in exercise.features.values())
        self._start = exercise.phases[0].name if comes_back else None
        self._moves = [phase.name for phase in exercise.phases if phase.kind == "move"]
        self._way_back: Stretch | None = None
        self._look_s = math.inf
        self._is_by_back = exercise.features[exercise.repetition.signal].kind == "sagitta"
        self._recall = Recall()

    def add(self, seen: Observation) -> None:
        """Take in an observation."""
        self._recall.add(seen)

    def drop_before(self, time_s: float) -> None:
        """Forget what was seen earlier."""
        self._recall.drop_before(time_s)

    def stays(self, outcome: Outcome, rest_since_s: float) -> Iterator[Stay]:
        """Give the stays in the targets of a repetition, compared with the rest since ``rest_since_s`` before it."""
        for k, (phase, start_s, end_s) in enumerate(outcome.stays):
            edge_s = min(EDGE_SHARE * (end_s - start_s), EDGE_S)
            span = (start_s + edge_s, end_s - edge_s)
            mean = self._mean(*span)
            if mean is not None:
                start = self._rest((rest_since_s, outcome.repetition.start_s), mean)
                if outcome.repetition.status != "unfinished":
                    self._first, self._target = self._first or start, mean
                way_s = outcome.durations_s.get(self._moves[k], math.nan) if self._moves else math.nan
                both = self._on_line(phase, start, mean, (rest_since_s, outcome.repetition.end_s))
                read = functools.partial(self._read, mean, start, both, span, way_s)
                held = self._exercise.phase(phase).hold
                since_s = outcome.repetition.start_s if held else math.inf
                yield Stay(phase, start_s, end_s, mean.view, read, since_s)

    def _on_line(self, phase: str, start: Posture | None, target: Posture, whole: Stretch) -> Pair | None:
        """Return rest and target as all frames of a repetition show them, if the target is not held and seen badly.

        A target through which the person only passes shows in few frames, but the way there and back leads to it.
        """
        held = self._exercise.phase(phase).hold or len(self._moves) != 2
        if start is None or held:
            return None
        if max(self._recall.error(start), self._recall.error(target)) < UNCLEAR_TRUNKS:
            return None
        return self._recall.ends_of_way(*whole, start, target)

    def leave(self) -> None:
        """Forget how the first repetition began: the person has left the position."""
        self._first = self._target = None

    def wait_for_return(self, done: Repetition) -> None:
        """Note a repetition after which the person should be back where the first one began."""
        if self._start is not None:
            self._way_back, self._look_s = (done.release_s, done.end_s), done.end_s + LOOK_S

    def returned(self, now_s: float, *, over: bool) -> Stay | None:
        """Return the rest after a repetition, for how far it is from the rest before the first one.

        Measured along the way that the whole body has gone to the target and back, where it was nearest to rest.

        Parameters
        ----------
        now_s : float
            Until when the rest is known.
        over : bool
            Whether the rest is over. Otherwise it is looked at once, as soon as the person has stopped.
        """
        if self._way_back is None or not (over or now_s >= self._look_s):
            return None
        release_s, end_s = self._way_back
        self._look_s = now_s + LOOK_AGAIN_S
        if over:
            self._way_back = None
        if self._first is None or self._target is None or self._start is None:
            return None
        course = self._recall.course(release_s, min(now_s, end_s + RETURN_S), self._first, self._target)
        if not over and not has_stopped(course):
            return None
        self._look_s = math.inf
        found = find_return(course)
        if found is None:
            return None
        read = functools.partial(self._read_return, self._first, self._target, found.share)
        return Stay(self._start, min(found.since_s, end_s), now_s, self._target.view, read)

    def _read_return(self, first: Posture, target: Posture, share: float, name: str) -> Reading:
        way, confidence = self._readings.measure_way(name, first, target)
        return Reading(share * way, confidence)

    def course(
        self, before: Stretch, after: Stretch, over: Stretch, *, of_back: bool = False
    ) -> Curve | None:
        """Return how far the body is from the mean posture of one stretch (0) to that of another (1), over a third.

        ``of_back``: how far its back line is, where the repetition is measured by the back line; else None.
        """
        if of_back and not self._is_by_back:
            return None
        begin, end = self._mean(*before), self._mean(*after)
        if begin is None or end is None:
            return None
        begin, end = self._rest(before, end) or begin, self._rest(after, begin) or end
        course = Curve(CALM_S) if of_back else Curve()
        for time_s, share in self._recall.course(*over, begin, end, of_back=of_back):
            course.add(time_s, share)
        return course

    def _rest(self, stretch: Stretch, target: Posture) -> Posture | None:
        """Return the mean posture of a stretch without its part in which the way to another posture has begun."""
        return self._recall.mean_posture(
            *stretch, self._readings.sides.by_sight(), self._readings.sides.by_height(), target
        )

    def _mean(self, start_s: float, end_s: float) -> Posture | None:
        return self._recall.mean_posture(
            start_s, end_s, self._readings.sides.by_sight(), self._readings.sides.by_height()
        )

    def _read(
        self,
        seen: Posture,
        start: Posture | None,
        both: Pair | None,
        span: Stretch,
        way_s: float,
        name: str,
    ) -> Reading:
        if start is not None and self._readings.is_turning(name):
            return self._readings.measure_turn(name, seen, start, way_s)
        if self._readings.is_trend(name):
            since_s = span[0] + SETTLED_S - EDGE_S
            begins_s = [since_s + STEP_S * i for i in range(math.floor((span[1] - since_s) / STEP_S))]
            postures = [self._mean(begin_s, begin_s + STEP_S) for begin_s in begins_s]
            return self._readings.measure_drift(name, [p for p in postures if p is not None])
        if both is not None and self._readings.is_since_start(name):
            return self._readings.measure(name, both[1], both[0])
        return self._readings.measure(name, seen, start)
