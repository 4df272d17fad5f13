"""How much a value drifts over a long stay: a line is fitted to means, so that noise weighs little."""

from __future__ import annotations

import math
from collections.abc import Sequence

STEP_S = 0.5
"""A drift is fitted to the mean postures of pieces of a stay of this length."""

LONG = 1.5
"""A drift is fitted over this many of its windows where the stay is long enough: noise falls with the power 1.5."""

SURE_ERRORS = 2.0
"""A drift of less than so many standard errors may be chance, and is none."""

Point = tuple[float, float]


def strongest_drift(points: Sequence[Point], window_s: float) -> float:
    """Return how much a value changes in ``window_s`` where it changes most; 0 where that may be chance.

    Parameters
    ----------
    points : sequence of (time in s, value)
    window_s : float

    Returns
    -------
    float
        Slope of the line of least squares times ``window_s``; NaN where the points span less than the window.
    """
    known = [point for point in points if point[1] == point[1]]
    total_s = known[-1][0] - known[0][0] if known else 0.0
    if total_s < 0.9 * window_s or len(known) < 4:
        return math.nan
    span_s = min(LONG * window_s, total_s)
    best = 0.0
    for i, (start_s, _) in enumerate(known):
        piece = [point for point in known[i:] if point[0] <= start_s + span_s + STEP_S / 2]
        if piece[-1][0] - start_s < 0.9 * span_s or len(piece) < 4:
            break
        slope, error = _line(piece)
        if abs(slope) > max(abs(best), SURE_ERRORS * error):
            best = slope
    return best * window_s


def _line(points: Sequence[Point]) -> tuple[float, float]:
    """Return the slope of the line of least squares and its standard error."""
    n = len(points)
    middle_s, mean = sum(t for t, _ in points) / n, sum(v for _, v in points) / n
    spread = sum((t - middle_s) ** 2 for t, _ in points)
    slope = sum((t - middle_s) * (v - mean) for t, v in points) / spread
    left = sum((v - mean - slope * (t - middle_s)) ** 2 for t, v in points)
    return slope, math.sqrt(left / (n - 2) / spread)
