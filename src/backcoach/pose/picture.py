"""How good a camera's picture is, whoever is in it: light, contrast, and whether the camera shakes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WIDTH_PX = 96
"""The picture is judged at this width: a fraction of a millisecond, and noise averages out."""

_CERTAIN = 0.3
"""Below this peak of the phase correlation the two pictures have nothing in common to compare."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is like.

    Attributes
    ----------
    brightness : float
        Mean luminance, 0 black to 1 white.
    contrast : float
        Standard deviation of the luminance, 0 to 0.5.
    shake : float
        How far the whole picture moved since the last one, as a part of its width; 0 for the first.
    """

    brightness: float
    contrast: float
    shake: float = 0.0


class PictureMeter:
    """Measures one picture after the other of the same camera."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def measure(self, bgr: NDArray[np.uint8]) -> Picture:
        """Return what a picture of shape (height, width, 3) is like, compared with the one before."""
        import cv2

        height = max(8, round(_WIDTH_PX * bgr.shape[0] / bgr.shape[1]))
        small = cv2.resize(bgr, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
        grey: NDArray[np.float32] = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
        before, self._before = self._before, grey
        shake = 0.0 if before is None or before.shape != grey.shape else _shift(cv2, before, grey)
        return Picture(float(grey.mean()), float(grey.std()), shake)


def _shift(cv2: Any, before: NDArray[np.float32], now: NDArray[np.float32]) -> float:
    """Return how far the picture as a whole moved: the peak of the phase correlation (Kuglin and Hines, 1975)."""
    (dx, dy), peak = cv2.phaseCorrelate(before, now, _window(now.shape))
    return float(np.hypot(dx, dy)) / _WIDTH_PX if peak >= _CERTAIN else 0.0


@lru_cache(maxsize=4)
def _window(shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return the weights that let a picture fade out towards its edges."""
    import cv2

    window: NDArray[np.float32] = cv2.createHanningWindow((shape[1], shape[0]), cv2.CV_32F)
    return window
