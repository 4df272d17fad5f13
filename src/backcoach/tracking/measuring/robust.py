"""Sums over many noisy values that one wild value cannot spoil."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TRIMMED = 0.15
"""Share of the values that is left out at each end: a fair price against the pose model's wild guesses."""


def trimmed_mean(values: Sequence[float]) -> float:
    """Return the mean without the least and the greatest values; NaN where there is none.

    Of independent noise it leaves about a fifth less than the median does.
    """
    ordered = sorted(value for value in values if value == value)
    cut = int(TRIMMED * len(ordered))
    kept = ordered[cut : len(ordered) - cut]
    return math.fsum(kept) / len(kept) if kept else math.nan


def trimmed_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the trimmed mean of each column of an array along its first axis."""
    cut = int(TRIMMED * len(values))
    kept = np.sort(values, axis=0)[cut : len(values) - cut]
    means: NDArray[np.float64] = kept.sum(0) / len(kept)
    return means
