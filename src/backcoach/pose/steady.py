"""Keep the region calm while a person is followed: the one-euro filter, with the pictures' true times."""

from __future__ import annotations

import math

import numpy as np

from backcoach.pose.frame import Array
from backcoach.pose.region import Region

MIN_CUTOFF_HZ = 0.01
"""Cutoff for points at rest."""

BETA = 10.0
"""How much the cutoff rises with the speed, which is measured in region sizes a second."""

SPEED_CUTOFF_HZ = 1.0
"""Cutoff for the speed itself."""


class OneEuroFilter:
    """A low pass that is slow at rest, so that nothing trembles, and fast in movement, so that nothing lags.

    As BlazePose has it for the two points that tell the next region (Casiez, Roussel and Vogel, *1 € Filter*,
    CHI 2012).
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self._time_s = math.nan
        self._raw: Array | None = None
        self._smooth: Array = np.zeros(0)
        self._speed: Array = np.zeros(0)

    def smooth(self, points_px: Array, time_s: float) -> Array:
        """Return where the points are.

        Parameters
        ----------
        points_px : ndarray, shape (2, 2)
            As for `Region.around`.
        time_s : float
            Later than in the call before, or the points are taken as they are.
        """
        if self._raw is None:
            self._speed = np.zeros_like(points_px)
            self._smooth = points_px
        elif time_s > self._time_s:
            elapsed_s = time_s - self._time_s
            size_px = 2 * math.hypot(*(points_px[1] - points_px[0]))
            speed = (points_px - self._raw) / (max(size_px, 1e-6) * elapsed_s)
            self._speed = self._speed + _weight(SPEED_CUTOFF_HZ, elapsed_s) * (speed - self._speed)
            cutoff_hz = MIN_CUTOFF_HZ + BETA * np.abs(self._speed)
            self._smooth = self._smooth + _weight(cutoff_hz, elapsed_s) * (points_px - self._smooth)
        self._raw, self._time_s = points_px, time_s
        return self._smooth

    def region(self, points_px: Array, time_s: float) -> Region:
        """Return the region that the smoothed points tell."""
        return Region.around(self.smooth(points_px, time_s))


def _weight(cutoff_hz: Array | float, elapsed_s: float) -> Array:
    """Weight of the new value in a first-order low pass, as the filter's authors discretise it."""
    return np.asarray(1 / (1 + 1 / (2 * math.pi * cutoff_hz * elapsed_s)))
