"""Measures how good a camera's picture is: light, contrast, and whether the camera shakes.

Bars beside or above the picture of a camera of another shape are no part of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.picture import Picture

_WIDTH_PX = 96
"""The picture is judged at this width: a fraction of a millisecond, and noise averages out."""

_EVEN = 0.012
"""A row or column of the edge whose luminance spreads by less than this is a bar; a real picture has noise."""

_MIN_LEFT = 0.2
"""A picture of which less than this part would be left has no bars: it is even all over, as with a covered lens."""

_AROUND = 0.25
"""By this part of its size the person's box is widened on each side."""

_CERTAIN = 0.3
"""Below this peak of the phase correlation the two pictures have nothing in common to compare."""


Box = tuple[float, float, float, float]


class PictureMeter:
    """Measures one picture after the other of the same camera."""

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def measure(self, bgr: NDArray[np.uint8], person: Box | None = None) -> Picture:
        """Return what a picture of shape (height, width, 3) is like, compared with the one before.

        Parameters
        ----------
        person : tuple of four float, optional
            Left, top, right and bottom of the person, as parts of the picture's width and height.
        """
        import cv2

        height = max(8, round(_WIDTH_PX * bgr.shape[0] / bgr.shape[1]))
        small = cv2.resize(bgr, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
        grey: NDArray[np.float32] = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
        before, self._before = self._before, grey
        shake = 0.0 if before is None or before.shape != grey.shape else _shift(cv2, before, grey)
        lit = _about(grey, person) if person is not None else without_bars(grey)
        return Picture(float(lit.mean()), float(lit.std()), shake)


def without_bars(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a picture, shape (height, width), without even bars at its edges."""
    top, bottom = _inner(grey)
    left, right = _inner(grey[top:bottom].T)
    inside = grey[top:bottom, left:right]
    return inside if inside.size >= _MIN_LEFT * grey.size else grey


def _inner(grey: NDArray[np.float32]) -> tuple[int, int]:
    """Return the first row that is no bar, and the one after the last."""
    lively = np.flatnonzero(grey.std(1) > _EVEN)
    return (int(lively[0]), int(lively[-1]) + 1) if lively.size else (0, len(grey))


def _about(grey: NDArray[np.float32], person: Box) -> NDArray[np.float32]:
    """Return the part of a picture with the person and what is near, without bars."""
    left, top, right, bottom = person
    across, down = _AROUND * (right - left), _AROUND * (bottom - top)
    height, width = grey.shape
    rows = slice(max(0, int((top - down) * height)), max(1, int(np.ceil((bottom + down) * height))))
    columns = slice(max(0, int((left - across) * width)), max(1, int(np.ceil((right + across) * width))))
    part = grey[rows, columns]
    return without_bars(part) if part.size else without_bars(grey)


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
