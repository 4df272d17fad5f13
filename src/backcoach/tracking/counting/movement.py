"""Fits the course of a voluntary movement to a noisy curve: when it began, and how long it took."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from backcoach.tracking.measuring.smoothing import Array

ROUNDS = 8
FEWEST = 6
"""With fewer samples four numbers cannot be fitted."""

LEVELS_SHARE = 0.3
"""The levels that are known beforehand weigh like this share of the samples."""

FOUND_S = 1e-7
"""A refinement of less than this ends the search."""

SHORTEST_S, LONGEST_S = 0.15, 12.0
DURATIONS_S = tuple(0.3 * 1.35**i for i in range(10))
SHIFTS_S = (-0.45, -0.3, -0.15, 0.0, 0.15, 0.3, 0.45)
"""Durations, and middles around the one that is given, that are tried before the best of them is refined."""


def fit_movement(
    samples: Sequence[tuple[float, float]], levels: tuple[float, float], middle_s: float
) -> tuple[float, float]:
    """Return when the movement from one level to another begins in a stretch of samples, and how long it takes.

    Parameters
    ----------
    samples : sequence of (time in s, value)
        One movement with some of the rest before and of the stay after it.
    levels : (float, float)
        Where the movement begins and ends, as far as is known; they weigh like a part of the samples, since a
        movement may not have come to its end yet.
    middle_s : float
        About when half of the way is done.

    Returns
    -------
    begin_s, duration_s : float
        From stillness to stillness; NaN where no movement fits.

    Notes
    -----
    Least squares (Gauss-Newton) of both levels, the beginning and the duration of a minimum-jerk course (Flash and
    Hogan, J. Neurosci. 1985). All samples take part, so noise weighs far less than on two crossings of a limit.
    """
    if len(samples) < FEWEST or not math.isfinite(middle_s + sum(levels)):
        return math.nan, math.nan
    times_s, values = np.array(samples).T
    begin_s, duration_s = _best_try(times_s, values, levels, middle_s)
    return _refined(times_s, values, levels, begin_s, duration_s)


def _best_try(
    times_s: Array, values: Array, levels: tuple[float, float], middle_s: float
) -> tuple[float, float]:
    """Return the beginning and the duration, of those that are tried, that leave least."""
    tries = [(middle_s + shift - t / 2, t) for t in DURATIONS_S for shift in SHIFTS_S]
    begins_s, durations_s = np.array(tries).T[:, :, None]
    course = _course(np.clip((times_s - begins_s) / durations_s, 0.0, 1.0))
    left = ((values - levels[0] - (levels[1] - levels[0]) * course) ** 2).sum(1)
    return tries[int(left.argmin())]


def _course(part: Array) -> Array:
    return part * part * part * (10 - 15 * part + 6 * part * part)


def _refined(
    times_s: Array, values: Array, levels: tuple[float, float], begin_s: float, duration_s: float
) -> tuple[float, float]:
    """Return beginning and duration that leave least; those tried where the refinement runs away."""
    tried, tried_s, level, span = (begin_s, duration_s), duration_s, levels[0], levels[1] - levels[0]
    weight = math.sqrt(LEVELS_SHARE * len(values))
    design, rest = np.zeros((len(values) + 2, 4)), np.empty(len(values) + 2)
    design[:-2, 0], design[-2:, 0], design[-1, 1] = 1.0, weight, weight
    for _ in range(ROUNDS):
        part = np.clip((times_s - begin_s) / duration_s, 0.0, 1.0)
        course = _course(part)
        slope = -30 * (part * (1 - part)) ** 2 * span / duration_s
        design[:-2, 1], design[:-2, 2], design[:-2, 3] = course, slope, slope * part
        rest[:-2] = values - level - span * course
        rest[-2:] = weight * (levels[0] - level), weight * (levels[1] - level - span)
        change = np.linalg.lstsq(design, rest, rcond=None)[0].tolist()
        level, span = level + change[0], span + change[1]
        most_s = 0.3 * duration_s
        begin_s += min(most_s, max(-most_s, change[2]))
        duration_s += min(most_s, max(-most_s, change[3]))
        if not SHORTEST_S < duration_s < LONGEST_S:
            return tried
        if abs(change[2]) + abs(change[3]) < FOUND_S:
            break
    return (begin_s, duration_s) if 0.5 < duration_s / tried_s < 2 else tried
