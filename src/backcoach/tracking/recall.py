"""Remembers the frames of the running repetition: with hindsight they are averaged before anything is measured."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence

import numpy as np

from backcoach.pose.frame import PoseFrame
from backcoach.tracking import geometry as geo
from backcoach.tracking.observation import Observation
from backcoach.tracking.robust import trimmed_means
from backcoach.tracking.smoothing import Array
from backcoach.tracking.summary import Side
from backcoach.tracking.timing import Sample
from backcoach.tracking.whole_body import STILL_TRUNKS, compute_distances, compute_shares

KEPT_S = 120.0
"""So much of a long hold is remembered."""

MOST = 160
"""A mean of more frames than this is no better, and takes its time: of more, every second, third ... is taken."""

FEWEST = 3
"""A mean of fewer frames is none."""

FARTHEST, REST_SHARE = 0.1, 0.25
"""At rest: at most this share of the way nearer to the target than the tenth of the frames farthest from it."""

LAST_S = 1.0
"""The rest before a movement is looked for in the last second before it; ..."""

ALIKE = 1.4
"""... earlier frames count as rest, too, if they are hardly farther from its mean than its own frames."""

_FLAT = np.array([1.0, 1.0, 0.0])


class Recall:
    """The frames of the running repetition and of a few seconds before it, as they came."""

    def __init__(self) -> None:
        self._times_s: list[float] = []
        self._frames: list[PoseFrame] = []
        self._backs: list[list[float]] = []

    def add(self, seen: Observation) -> None:
        """Take in an observation of somebody."""
        if seen.frame is None:
            return
        self._times_s.append(seen.time_s)
        self._frames.append(seen.frame)
        self._backs.append(seen.raw_back)
        if seen.time_s - self._times_s[0] > 2 * KEPT_S:
            self.drop_before(seen.time_s - KEPT_S)

    def drop_before(self, time_s: float) -> None:
        """Forget older frames."""
        first = bisect.bisect_left(self._times_s, time_s)
        if first:
            del self._times_s[:first], self._frames[:first], self._backs[:first]

    def mean_posture(
        self, start_s: float, end_s: float, near: Side, upper: Side, away_from: Observation | None = None
    ) -> Observation | None:
        """Return the mean of all landmarks in ``[start_s, end_s)`` as an observation; None of too few frames.

        What is measured on it is freer of noise than the mean of what is measured on each frame: an angle near 180
        degrees, or a short distance, is pushed one way by noise, and that remains in the mean of many.
        ``away_from``: a posture to which the person may be on the way; only what is farthest from it is taken.
        """
        chosen = self._chosen(start_s, end_s)
        if len(chosen) < FEWEST:
            return None
        if away_from is not None:
            return self._mean(self._at_rest(chosen, near, upper, away_from), near, upper)
        return self._mean(chosen, near, upper)

    def _at_rest(self, chosen: Sequence[int], near: Side, upper: Side, target: Observation) -> list[int]:
        """Return the frames like those just before the end that are farthest from the target."""
        last_s = self._times_s[chosen[-1]] - LAST_S
        late = [i for i in chosen if self._times_s[i] >= last_s]
        if len(late) < FEWEST:
            return list(chosen)
        frames = [self._frames[i] for i in late]
        shares = compute_shares(frames, [self._backs[i] for i in late], self._mean(late, near, upper), target)
        limit = np.nanquantile(shares, FARTHEST) + REST_SHARE
        calm = [i for i, share in zip(late, shares.tolist(), strict=True) if not share > limit]
        rest = self._mean(calm, near, upper)
        usual = float(np.median(compute_distances([self._frames[i] for i in calm], rest)))
        distances = compute_distances([self._frames[i] for i in chosen], rest).tolist()
        alike = [
            i for i, d in zip(chosen, distances, strict=True) if d <= ALIKE * max(usual, STILL_TRUNKS**2)
        ]
        return sorted({*calm, *alike})

    def _mean(self, chosen: Sequence[int], near: Side, upper: Side) -> Observation:
        frames = [self._frames[i] for i in chosen]
        mean = Observation(self._times_s[chosen[0]], near, upper, fresh=False)
        landmarks = trimmed_means(np.stack([frame.landmarks for frame in frames])) * _FLAT
        world = trimmed_means(np.stack([frame.world for frame in frames]))
        mean.seen = True
        mean.image, mean.world = landmarks.tolist(), world.tolist()
        mean.visibility = np.mean([frame.visibility for frame in frames], axis=0).tolist()
        mean.back = mean.raw_back = _mean_back([self._backs[i] for i in chosen])
        mean.trunk = geo.norm(mean.trunk_vector(mean.image))
        mean.world_trunk = geo.norm(mean.trunk_vector(mean.world))
        return mean

    def course(self, start_s: float, end_s: float, rest: Observation, target: Observation) -> list[Sample]:
        """Return how far the whole body is on the way from one posture (0) to another (1), frame by frame."""
        first, last = (bisect.bisect_left(self._times_s, t) for t in (start_s, end_s))
        if last <= first:
            return []
        shares = compute_shares(self._frames[first:last], self._backs[first:last], rest, target).tolist()
        return [
            (t, share) for t, share in zip(self._times_s[first:last], shares, strict=True) if share == share
        ]

    def _chosen(self, start_s: float, end_s: float) -> range:
        first, last = (bisect.bisect_left(self._times_s, t) for t in (start_s, end_s))
        return range(first, last, 1 + max(last - first, 0) // MOST)


def _mean_back(backs: Sequence[list[float]]) -> list[float]:
    """Return the mean of each station over the frames that show it; NaN where less than half of them do."""
    table: Array = np.array(backs)
    known = np.isfinite(table)
    sums = np.where(known, table, 0.0).sum(0)
    counts = known.sum(0)
    return [
        s / c if 2 * c >= len(backs) else math.nan
        for s, c in zip(sums.tolist(), counts.tolist(), strict=True)
    ]
