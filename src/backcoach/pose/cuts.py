"""Notice that a video cuts to another scene, from thumbnails."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backcoach.pose.estimator import Picture

_THUMBNAIL = (24, 24)
_SAME_SCENE = 0.5
"""Correlation of two thumbnails. A person moving in front of a still camera leaves it above 0.8."""

_SEEN_CHANGE = 12.0
"""Mean grey levels; less is noise, darkness or a flat wall, where correlation says nothing."""


class CutDetector:
    """Compares each picture with the one before by the correlation of their grey thumbnails.

    Correlation ignores changes of brightness (a lamp, the camera's exposure). A cut within the same view of
    the same room is not noticed, nor does it need to be: the pose model finds the person again.
    """

    def __init__(self) -> None:
        self._before: NDArray[np.float32] | None = None

    def is_cut(self, picture: Picture) -> bool:
        """Return whether another scene begins with this picture."""
        # Every fourth pixel of the green channel is grey enough, and cheap.
        thumbnail = cv2.resize(picture[::4, ::4, 1], _THUMBNAIL, interpolation=cv2.INTER_AREA).astype(
            np.float32
        )
        before, self._before = self._before, thumbnail
        if before is None or float(np.abs(thumbnail - before).mean()) < _SEEN_CHANGE:
            return False
        a, b = thumbnail - thumbnail.mean(), before - before.mean()
        return float((a * b).sum()) < _SAME_SCENE * float(np.sqrt((a * a).sum() * (b * b).sum()))
