"""Remembers the frames of the running repetition: with hindsight they are averaged before anything is measured."""

from __future__ import annotations

import bisect
import math
import statistics

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.frame import PoseFrame
from backcoach.tracking.counting.timing import Sample
from backcoach.tracking.measuring import geometry as geo
from backcoach.tracking.measuring.observation import Observation
from backcoach.tracking.measuring.smoothing import Array
from backcoach.tracking.measuring.whole_body import (
    STILL_TRUNKS,
    Bodies,
    compute_distances,
    compute_noise,
    compute_shares,
    fit_ends,
    gather,
)
from backcoach.tracking.summary import Side

KEPT_S = 120.0
"""So much of a long hold is remembered."""

MAX_SAMPLES = 160
"""A mean of more frames than this is no better, and takes its time: of more, every second, third ... is taken."""

FEWEST = 3
"""A mean of fewer frames is none."""

FARTHEST, REST_SHARE = 0.1, 0.25
"""At rest: at most this share of the way nearer to the target than the tenth of the frames farthest from it."""

LAST_S = 1.0
"""The rest before a movement is looked for in the last second before it; ..."""

ALIKE = 1.4
"""... earlier frames count as rest, too, if they are hardly farther from its mean than its own frames."""


class Posture(Observation):
    """A mean posture, to be measured like what is seen at one moment.

    Attributes
    ----------
    body : Bodies
        The same, to be compared with the frames.
    span : (float, float)
        The stretch of time in which it was seen, in seconds.
    frames : int
        Of so many frames it is the mean.
    """

    __slots__ = ("body", "frames", "span")

    def __init__(
        self, body: Bodies, time_s: float, near: Side, upper: Side, span: tuple[float, float], frames: int
    ) -> None:
        super().__init__(time_s, near, upper, fresh=False)
        self.seen, self.body, self.span, self.frames = True, body, span, frames
        points = body.points.reshape(-1, 5).tolist()
        self.world = [point[:3] for point in points]
        self.image = [[*point[3:], 0.0] for point in points]
        self.visibility = body.visibility[0].tolist()
        self.back = self.raw_back = body.backs[0].tolist()
        self.trunk = geo.norm(self.trunk_vector(self.image))
        self.world_trunk = geo.norm(self.trunk_vector(self.world))

    def moved_to(self, points: Array) -> Posture:
        """Return the same with other points, shape (165,)."""
        body = self.body.moved_to(points)
        return Posture(body, self.time_s, self.near, self.upper, self.span, self.frames)


class Recall:
    """The frames of the running repetition and of a few seconds before it, as they came.

    What is asked for is kept until another frame comes: once a repetition is over, much is asked for several times.
    """

    def __init__(self) -> None:
        self._times_s: list[float] = []
        self._frames: list[PoseFrame] = []
        self._backs: list[list[float]] = []
        self._all: Bodies | None = None
        self._means: dict[tuple[object, ...], Posture | None] = {}

    def add(self, seen: Observation) -> None:
        """Take in an observation of somebody."""
        if seen.frame is None:
            return
        self._times_s.append(seen.time_s)
        self._frames.append(seen.frame)
        self._backs.append(seen.raw_back)
        self._forget_answers()
        if seen.time_s - self._times_s[0] > 2 * KEPT_S:
            self.drop_before(seen.time_s - KEPT_S)

    def drop_before(self, time_s: float) -> None:
        """Forget older frames."""
        first = bisect.bisect_left(self._times_s, time_s)
        if first:
            del self._times_s[:first], self._frames[:first], self._backs[:first]
            self._forget_answers()

    def mean_posture(
        self, start_s: float, end_s: float, near: Side, upper: Side, away_from: Posture | None = None
    ) -> Posture | None:
        """Return the mean of all landmarks in ``[start_s, end_s)``; None of too few frames.

        What is measured on it is freer of noise than the mean of what is measured on each frame: an angle near 180
        degrees, or a short distance, is pushed one way by noise, and that remains in the mean of many.
        ``away_from``: a posture to which the person may be on the way; only what is farthest from it is taken.
        """
        asked = (start_s, end_s, near, upper, away_from)
        if asked not in self._means:
            self._means[asked] = self._mean_posture(*asked)
        return self._means[asked]

    def error(self, posture: Posture) -> float:
        """Return how far noise may have moved each coordinate of a mean posture: a standard error in trunk lengths."""
        return compute_noise(self._bodies.pick(self._some_of(*posture.span))) / math.sqrt(posture.frames)

    def course(
        self, start_s: float, end_s: float, rest: Posture, target: Posture, *, of_back: bool = False
    ) -> list[Sample]:
        """Return how far the whole body, or its back line, is on the way from one posture (0) to another (1)."""
        first, last = (bisect.bisect_left(self._times_s, t) for t in (start_s, end_s))
        if last <= first:
            return []
        bodies = self._bodies.pick(slice(first, last))
        shares = compute_shares(bodies, rest.body, target.body, of_back=of_back).tolist()
        return [
            (t, share) for t, share in zip(self._times_s[first:last], shares, strict=True) if share == share
        ]

    def ends_of_way(
        self, start_s: float, end_s: float, rest: Posture, target: Posture
    ) -> tuple[Posture, Posture] | None:
        """Return the postures at rest and in the target to which all frames of a stretch point; None of too few."""
        chosen = self._some_of(start_s, end_s)
        if chosen.stop - chosen.start < FEWEST:
            return None
        bodies = self._bodies.pick(chosen)
        shares = compute_shares(bodies, rest.body, target.body)
        known = np.isfinite(shares)
        if known.sum() < FEWEST or not np.ptp(shares[known]) > 0.5:
            return None
        zero, one = fit_ends(bodies.pick(np.flatnonzero(known)), shares[known])
        return rest.moved_to(zero), target.moved_to(one)

    def _some_of(self, start_s: float, end_s: float) -> slice:
        """Return which of the frames in ``[start_s, end_s)`` are looked at."""
        first, last = (bisect.bisect_left(self._times_s, t) for t in (start_s, end_s))
        return slice(first, last, 1 + (last - first) // MAX_SAMPLES)

    def _forget_answers(self) -> None:
        self._all, self._means = None, {}

    @property
    def _bodies(self) -> Bodies:
        if self._all is None:
            self._all = gather(self._frames, self._backs)
        return self._all

    def _mean_posture(
        self, start_s: float, end_s: float, near: Side, upper: Side, away_from: Posture | None
    ) -> Posture | None:
        chosen = self._some_of(start_s, end_s)
        if chosen.stop - chosen.start < FEWEST:
            return None
        bodies, times_s = self._bodies.pick(chosen), self._times_s[chosen]
        rows = np.arange(len(times_s))
        if away_from is not None:
            late = rows[bisect.bisect_left(times_s, times_s[-1] - LAST_S) :]
            rows = _rows_at_rest(bodies, late, away_from.body) if len(late) >= FEWEST else rows
            bodies = bodies.pick(rows)
        return Posture(bodies.mean(), times_s[rows[0]], near, upper, (start_s, end_s), len(rows))


def _rows_at_rest(bodies: Bodies, late: NDArray[np.intp], target: Bodies) -> NDArray[np.intp]:
    """Return the rows of bodies like those of the late ones that are farthest from the target."""
    latest = bodies.pick(slice(late[0], None))
    shares = compute_shares(latest, latest.mean(), target)
    calm = late[~(shares > _low(shares.tolist()) + REST_SHARE)]
    distances = compute_distances(bodies, bodies.pick(calm).mean())
    usual = max(statistics.median(distances[calm].tolist()), STILL_TRUNKS**2)
    alike = distances <= ALIKE * usual
    alike[calm] = True
    return np.flatnonzero(alike)


def _low(values: list[float]) -> float:
    """Return the value below which the farthest share lies, between the two next to it; NaN where none is known."""
    known = sorted(value for value in values if value == value)
    if not known:
        return math.nan
    part, below = math.modf(FARTHEST * (len(known) - 1))
    low, high = known[int(below)], known[min(int(below) + 1, len(known) - 1)]
    return low + part * (high - low)
