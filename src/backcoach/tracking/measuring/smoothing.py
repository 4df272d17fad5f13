"""Causal smoothing that does not depend on the frame rate."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def blend(dt_s: float, time_constant_s: float) -> float:
    """Return the weight of the newest value in an exponential average, 0 to 1."""
    return 1.0 - math.exp(-dt_s / time_constant_s) if time_constant_s > 0 else 1.0


class OneEuroFilter:
    """Smooths an array over time: strongly at rest, little in fast movement (Casiez et al., CHI 2012).

    Parameters
    ----------
    min_cutoff_hz : float
        Cut-off frequency at rest.
    beta : float
        How much the cut-off grows with speed, in Hz per (unit / s).
    speed_cutoff_hz : float
        Cut-off frequency of the speed estimate.

    Notes
    -----
    NaN entries are filled by the last value once there is one; the caller masks them by visibility.
    """

    def __init__(self, min_cutoff_hz: float, beta: float, speed_cutoff_hz: float = 1.0) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._speed_constant_s = 1 / (2 * math.pi * speed_cutoff_hz)
        self._value: Array | None = None
        self._speed: Array | None = None

    def reset(self) -> None:
        """Forget everything."""
        self._value = self._speed = None

    def __call__(self, value: Array, dt_s: float) -> Array:
        """Return the smoothed value, ``dt_s`` seconds after the one before."""
        before, speed = self._value, self._speed
        if before is None or speed is None:
            self._value, self._speed = value.copy(), np.zeros_like(value)
            return self._value
        change = value - before
        if math.isnan(np.vdot(change, change)):
            value, change = _filled(value, before)
        newest = blend(dt_s, self._speed_constant_s)
        speed *= 1.0 - newest
        speed += change * (newest / dt_s)
        # The weight of the value before, exp(-2 pi dt (min_cutoff + beta |speed|)), made in one array.
        weight = np.abs(speed)
        weight *= -2 * math.pi * dt_s * self._beta
        weight += -2 * math.pi * dt_s * self._min_cutoff_hz
        np.exp(weight, out=weight)
        self._value = value - weight * change
        return self._value


def _filled(value: Array, before: Array) -> tuple[Array, Array]:
    """Put the value before where none is known, and the other way round; return also the change, 0 for both."""
    before = np.where(np.isnan(before), value, before)
    change: Array = np.nan_to_num(value - before, nan=0.0)
    return before + change, change
