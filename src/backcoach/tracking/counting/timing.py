"""When exactly a target was reached and left: read from the repetition's own curve, not from fixed thresholds.

A threshold that suits everybody is crossed early by a person with a large range and late by one with a small
range. Once the target has been left, the repetition's own plateau is known, and the moments at which the signal
came near it and went away from it can be read off with hindsight.
"""

from __future__ import annotations

import bisect
import functools
import math
import operator
import statistics
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from backcoach.tracking.counting.movement import fit_movement
from backcoach.tracking.measuring.robust import trimmed_mean

LEFT = 0.1
"""Share of the way from rest to plateau above which rest counts as left."""

REACHED = 0.75
"""Share of the way above which the target counts as reached: people come to a hold gently, ..."""

KEPT = 0.87
"""... but leave it at once: below this share, on the way back, it counts as left."""

HOLD_REACHED, HOLD_KEPT = 0.87, 0.8
"""The same for a hold, which begins and ends anywhere: its way is that of the two seconds before and after it."""

HALF = 0.5
"""A curve that falls below this share of the way has turned back: it has to come there anew."""

BLUR_S = 0.1
"""The curve is smoothed with a bell of this half width; with hindsight smoothing costs no delay."""

CLEAR_SHARE = 0.04
"""A curve whose noise, smoothed, is at most this share of the way shows well when a target was reached and left."""

CALM_S = 0.2
"""What is looked at instead of a noisier one is smoothed with a bell of this half width."""

USUAL_S = 1.2
"""A movement of unknown length is looked for from about this length on."""

EDGE_SHARE = 0.25
"""This part of a stay at each end may belong to the way there and back, and is left out of its level."""

AROUND_S = 0.4
"""A movement is fitted from its expected duration and this much before its middle until as long after it."""

ROUNDING_S = 1e-6
"""A sample at the edge of a stretch is inside, whatever the rounding of times says."""

_REACH = 3.0
"""Farther from its middle than so many half widths the bell is as good as nothing."""

Sample = tuple[float, float]


class Way(NamedTuple):
    """When rest was left and the target reached, and how long the whole movement takes; NaN where not shown."""

    left_s: float
    reached_s: float
    duration_s: float


NO_WAY = Way(math.nan, math.nan, math.nan)


class Curve:
    """The signal of the running repetition, sample by sample.

    Parameters
    ----------
    blur_s : float
        The half width of the bell by which it is smoothed.
    """

    def __init__(self, blur_s: float = BLUR_S) -> None:
        self._blur_s = blur_s
        self._times_s: list[float] = []
        self._values: list[float] = []
        self._settled: list[float] = []

    def add(self, time_s: float, value: float) -> None:
        """Take in a sample; what is not seen is left out."""
        if value == value:
            self._times_s.append(time_s)
            self._values.append(value)

    def noise(self, start_s: float, end_s: float) -> float:
        """Return the standard deviation of noise in the smoothed values of a stretch; 0 where it is not known.

        Noise shows in how the values jump: by what is left when three in a row are not in line.
        """
        i, j = self._inside(start_s, end_s)
        if j - i < 3:
            return 0.0
        spread = float(np.diff(self._values[i:j], 2).std()) / math.sqrt(6)
        each_s = (self._times_s[j - 1] - self._times_s[i]) / (j - i - 1)
        return spread * math.sqrt(min(1.0, each_s / (2 * math.sqrt(math.pi) * self._blur_s)))

    def calmed(self, start_s: float, end_s: float, span: float) -> Curve:
        """Return the curve, smoothed more in a stretch in which its noise is a large part of a way of this span."""
        if not self.noise(start_s, end_s) > CLEAR_SHARE * abs(span):
            return self
        calm, (i, j) = Curve(CALM_S), self._inside(start_s - _REACH * CALM_S, end_s + _REACH * CALM_S)
        calm._times_s, calm._values = self._times_s[i:j], self._values[i:j]
        return calm

    @property
    def last(self) -> float:
        """The newest value; NaN if there is none."""
        return self._values[-1] if self._values else math.nan

    @property
    def last_s(self) -> float:
        """The time of the newest value; NaN if there is none."""
        return self._times_s[-1] if self._times_s else math.nan

    def is_settled(self, time_s: float) -> bool:
        """Whether what comes later changes no smoothed value until then; False for NaN."""
        return self.last_s - time_s > _REACH * self._blur_s + 2 * ROUNDING_S

    def drop_before(self, time_s: float) -> None:
        """Forget older samples."""
        first = bisect.bisect_left(self._times_s, time_s)
        if first:
            del self._times_s[:first], self._values[:first]
            self._settled = []

    def samples(self, start_s: float, end_s: float) -> list[Sample]:
        """Return (time, value) in ``[start_s, end_s]``."""
        i, j = self._inside(start_s, end_s)
        return list(zip(self._times_s[i:j], self._values[i:j], strict=True))

    def level(self, start_s: float, end_s: float) -> float:
        """Return the median value in a stretch; NaN if there is none."""
        i, j = self._inside(start_s, end_s)
        return statistics.median(self._values[i:j]) if i < j else math.nan

    def first_beyond_s(self, limit: float, direction: float, start_s: float, end_s: float) -> float:
        """Return when in a stretch the value was first beyond a limit; the stretch's end if it never was.

        Beyond is above for a ``direction`` greater than 0, below for a lesser one.
        """
        smooth = self._smoother()
        inside = range(*self._inside(start_s, end_s))
        first = next((k for k in inside if (smooth(k) - limit) * direction >= 0), None)
        return end_s if first is None else self._times_s[first]

    def last_beyond_s(self, limit: float, direction: float, start_s: float, end_s: float) -> float:
        """Return when in a stretch the value was last beyond a limit; the stretch's start if it never was."""
        smooth = self._smoother()
        inside = reversed(range(*self._inside(start_s, end_s)))
        last = next((k for k in inside if (smooth(k) - limit) * direction >= 0), None)
        return start_s if last is None else self._times_s[last]

    def level_away_from(self, start_s: float, end_s: float) -> float:
        """Return the level at rest in a stretch at whose end the movement has begun: farthest from that end.

        The median of the samples that lie more than half as far from the last one as the farthest one.
        """
        samples = self.samples(start_s, end_s)
        if not samples:
            return math.nan
        # Single noisy values that are farthest from a noisy last one are not those at rest.
        values = [value for _, value in samples]
        calm = self.calmed(start_s, end_s, max(values) - min(values))
        seen = values if calm is self else [value for _, value in calm._smooth_samples(start_s, end_s)]
        ways = [abs(value - seen[-1]) for value in seen]
        far = 0.5 * max(ways)
        return statistics.median(value for value, way in zip(values, ways, strict=True) if way >= far)

    def level_beyond(self, limit: float, direction: float, start_s: float, end_s: float) -> float:
        """Return how far the smoothed value went beyond a limit in a stretch; the limit itself if it did not.

        Beyond is above for a ``direction`` greater than 0, below for a lesser one.
        """
        values = [value for _, value in self._smooth_samples(start_s, end_s)]
        return max([limit, *values]) if direction > 0 else min([limit, *values])

    def farthest_from(self, rest: float, start_s: float, end_s: float) -> float:
        """Return the smoothed value in a stretch that is farthest from rest; NaN if there is none."""
        values = (value for _, value in self._smooth_samples(start_s, end_s))
        return max(values, key=lambda value: abs(value - rest), default=math.nan)

    def most_of(self, way: float, rest: float, start_s: float, end_s: float) -> float:
        """Return the greatest share of a way from rest that the smoothed value has done in a stretch; 0 if none."""
        shares = [(value - rest) / way for _, value in self._smooth_samples(start_s, end_s) if way]
        return max(shares, default=0.0)

    def farthest_stretch(self, rest: float, start_s: float, end_s: float) -> tuple[float, float] | None:
        """Return when most of the way to the farthest value was done, around that value; None if there is none."""
        ways = [(t, abs(value - rest)) for t, value in self._smooth_samples(start_s, end_s)]
        top_s, most = max(ways, key=operator.itemgetter(1), default=(math.nan, math.nan))
        if not most > 0:
            return None
        low = [t for t, way in ways if way < REACHED * most]
        first_s = max((t for t in low if t < top_s), default=start_s)
        return first_s, min((t for t in low if t > top_s), default=end_s)

    def plateau(self, reached_s: float, left_s: float) -> float:
        """Return the level in the middle of a stay in a target."""
        third = (left_s - reached_s) / 3
        middle = self.level(reached_s + third, left_s - third)
        return middle if middle == middle else self.level(reached_s, left_s)

    def mean_plateau(self, reached_s: float, left_s: float) -> float:
        """Return the mean level in the middle half of a stay: freer of noise than `plateau`."""
        edge_s = EDGE_SHARE * (left_s - reached_s)
        i, j = self._inside(reached_s + edge_s, left_s - edge_s)
        return trimmed_mean(self._values[i:j])

    def way_there(
        self, start_s: float, rest: float, plateau: float, latest_s: float, near: float = REACHED
    ) -> Way:
        """Return the way from rest to the target, in a stretch of time."""
        return _way(self._smooth_samples(start_s, latest_s), rest, plateau, near, last=True)

    def way_back(
        self, earliest_s: float, rest: float, plateau: float, end_s: float, kept: float = KEPT
    ) -> Way:
        """Return the way from the target to rest, as if time ran backwards: ``reached_s`` is when it was left."""
        return _way(self._smooth_samples(earliest_s, end_s)[::-1], rest, plateau, kept, last=False)

    def duration_s(self, way: Way, levels: tuple[float, float], earliest_s: float, latest_s: float) -> float:
        """Return how long a movement took, by fitting its whole course; what its two limits say if none fits.

        Parameters
        ----------
        way : Way
            What its limits say.
        levels : (float, float)
            Where it begins and ends.
        earliest_s, latest_s : float
            Where it must lie in between: the middles of the stays before and after it.
        """
        _, fitted_s = self._fit(way, levels, earliest_s, latest_s)
        return fitted_s if fitted_s == fitted_s else way.duration_s

    def passes_s(
        self, level: float, way: Way, levels: tuple[float, float], earliest_s: float, latest_s: float
    ) -> float:
        """Return when a movement passes a level, by fitting its whole course (see `duration_s`); NaN if none fits."""
        begin_s, fitted_s = self._fit(way, levels, earliest_s, latest_s)
        share = (level - levels[0]) / (levels[1] - levels[0])
        return begin_s + fitted_s * minimum_jerk_time(share)

    def _fit(
        self, way: Way, levels: tuple[float, float], earliest_s: float, latest_s: float
    ) -> tuple[float, float]:
        middle_s = self._half_way_s(way, levels, earliest_s, latest_s)
        guess_s = way.duration_s if way.duration_s == way.duration_s else USUAL_S
        reach_s = guess_s + AROUND_S
        samples = self.samples(max(earliest_s, middle_s - reach_s), min(latest_s, middle_s + reach_s))
        return fit_movement(samples, levels, middle_s)

    def _half_way_s(self, way: Way, levels: tuple[float, float], earliest_s: float, latest_s: float) -> float:
        """Return when half of a way was done; of several times the one next to where the target was near."""
        half = (levels[0] + levels[1]) / 2
        smooth = self._smooth_samples(earliest_s, latest_s)
        passed = [t1 for (_, a), (t1, b) in pairwise(smooth) if (a - half) * (b - half) <= 0]
        near_s = way.reached_s if way.reached_s == way.reached_s else (earliest_s + latest_s) / 2
        return min(passed, key=lambda t: abs(t - near_s), default=near_s)

    def _smooth_samples(self, start_s: float, end_s: float) -> list[Sample]:
        i, j = self._inside(start_s, end_s)
        return list(zip(self._times_s[i:j], map(self._smoother(), range(i, j)), strict=True))

    def _inside(self, start_s: float, end_s: float) -> tuple[int, int]:
        """Return the indices of the first sample in a stretch, and of the first one after it."""
        i = bisect.bisect_left(self._times_s, start_s - ROUNDING_S)
        return i, bisect.bisect_right(self._times_s, end_s + ROUNDING_S)

    def _smoother(self) -> Callable[[int], float]:
        """Return what gives the smoothed value of a sample; those whose surroundings are complete are kept."""
        settled, reach_s = self._settled, _REACH * self._blur_s + ROUNDING_S
        known = bisect.bisect_left(self._times_s, self.last_s - reach_s)
        settled += [self._blurred(k) for k in range(len(settled), known)]
        return lambda k: settled[k] if k < known else self._blurred(k)

    def _blurred(self, k: int) -> float:
        """Return the mean of a sample's surroundings, weighed by the bell."""
        times_s, at_s = self._times_s, self._times_s[k]
        i, j = self._inside(at_s - _REACH * self._blur_s, at_s + _REACH * self._blur_s)
        falls = -0.5 / self._blur_s**2
        weights = [math.exp(falls * (t - at_s) ** 2) for t in times_s[i:j]]
        weighed: float = sum(map(operator.mul, weights, self._values[i:j]))
        return weighed / sum(weights)


def _way(samples: list[Sample], rest: float, plateau: float, near: float, *, last: bool) -> Way:
    """Find where the curve first, or last, comes near the plateau from less than half way, and where it set out."""
    span = plateau - rest
    if not abs(span) > 0 or not samples:
        return NO_WAY
    shares = [(t, (value - rest) / span) for t, value in samples]
    left_s, (first_s, first_share) = math.nan, shares[0]
    found = NO_WAY
    coming = True
    for (t0, p0), (t1, p1) in pairwise(shares):
        coming = coming or p1 < HALF
        if p0 <= LEFT < p1:
            left_s = first_s = _when(t0, t1, p0, p1, LEFT)
            first_share = LEFT
        if coming and p1 >= near:
            reached_s = _when(t0, t1, p0, p1, near) if p0 < near else t0
            found = Way(left_s, reached_s, movement_duration_s(first_s, first_share, reached_s, near))
            coming = False
            if not last:
                break
    return found if found is not NO_WAY else Way(left_s, math.nan, math.nan)


def _when(t0: float, t1: float, p0: float, p1: float, level: float) -> float:
    return t0 + (t1 - t0) * (level - p0) / (p1 - p0)


@functools.lru_cache(maxsize=256)
def minimum_jerk_time(share: float) -> float:
    """Return after which part of its duration a smooth movement has covered a share of its way, 0 to 1.

    Voluntary movements follow a minimum-jerk course, x = 10 t^3 - 15 t^4 + 6 t^5 (Flash and Hogan, J. Neurosci.
    1985): they begin and end so gently that the eye, and a threshold, see only their middle part.
    """
    low, high = 0.0, 1.0
    for _ in range(30):
        t = (low + high) / 2
        if t**3 * (10 - 15 * t + 6 * t * t) < share:
            low = t
        else:
            high = t
    return (low + high) / 2


def movement_duration_s(first_s: float, first_share: float, second_s: float, second_share: float) -> float:
    """Return how long a smooth movement takes from stillness to stillness, given when it passed two shares.

    NaN where the first share is past the middle: too little of the movement is known.
    """
    if not first_share < 0.5:
        return math.nan
    part = minimum_jerk_time(second_share) - minimum_jerk_time(max(first_share, 0.0))
    return abs(second_s - first_s) / part
