"""What the pose model says about one person in one picture, and the model itself behind a small door."""

from __future__ import annotations

import math
import os
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backcoach.pose.back_line import trunk_axis
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import Array
from backcoach.pose.lean_import import plotting_left_out
from backcoach.pose.outline import Mask
from backcoach.pose.quiet import native_chatter_hidden

LOW_DEG = 50.0
"""A trunk that rises less than this lies, or is on all fours."""

LOW_COUNTS = 2.0
"""Somebody on the floor counts for so many people of the same size who kneel upright or stand beside them."""

_OUTLINE = 0.5
_MOST_TRIES = 3


@dataclass(frozen=True, eq=False)
class Sighting:
    """One person; arrays as in `PoseFrame`, and the silhouette.

    Attributes
    ----------
    mask : ndarray, shape (height, width)
        How surely each pixel shows the person, 0 to 1.
    """

    landmarks: Array
    world: Array
    visibility: Array
    mask: Mask

    @cached_property
    def area(self) -> float:
        """Part of the picture that the silhouette covers, 0 to 1."""
        return float(np.count_nonzero(self.mask > _OUTLINE)) / self.mask.size

    @cached_property
    def prominence(self) -> float:
        """How far this is the one who exercises: the area, times `LOW_COUNTS` when the trunk is low."""
        along = trunk_axis(self.world)[1]
        is_low = abs(along[1]) < math.sin(math.radians(LOW_DEG)) * float(np.linalg.norm(along))
        return self.area * (LOW_COUNTS if is_low else 1.0)

    @cached_property
    def centre(self) -> Array:
        """Mid-hip in image heights, shape (2,)."""
        return trunk_axis(self.landmarks[:, :2])[0]

    @cached_property
    def trunk_norm(self) -> float:
        """Trunk length in image heights."""
        return float(np.hypot(*trunk_axis(self.landmarks[:, :2])[1]))


class PoseGraph:
    """BlazePose (MediaPipe 0.10.21, full model) without its own smoothing, which assumes 30 frames a second.

    Parameters
    ----------
    still : bool
        True looks for a person in each picture anew; False follows the one found before.
    """

    def __init__(self, *, still: bool) -> None:
        os.environ.setdefault("GLOG_minloglevel", "3")
        with native_chatter_hidden():
            with plotting_left_out():
                from mediapipe.python.solutions.pose import Pose

            self._pose: Any = Pose(
                static_image_mode=still,
                model_complexity=1,
                enable_segmentation=True,
                smooth_landmarks=False,
                smooth_segmentation=False,
            )
            # The graph opens in threads of its own; this waits for it, and for what it has to say.
            self._pose.process(np.zeros((64, 64, 3), np.uint8))
        self._quiet = False

    def see(self, picture: Picture) -> Sighting | None:
        """Return the person found in an RGB picture."""
        with nullcontext() if self._quiet else native_chatter_hidden():
            result = self._pose.process(np.ascontiguousarray(picture))
        if result.pose_landmarks is None or result.segmentation_mask is None:
            return None
        self._quiet = True
        height, width = picture.shape[:2]
        aspect = width / height
        image = _table(result.pose_landmarks.landmark)
        return Sighting(
            landmarks=image[:, :3] * (aspect, 1.0, aspect),
            world=_table(result.pose_world_landmarks.landmark)[:, :3],
            visibility=np.clip(image[:, 3], 0.0, 1.0),
            mask=result.segmentation_mask,
        )

    def forget(self) -> None:
        """Look for a person anew in the next picture."""
        # A picture without anybody loses the person at a tenth of the cost of starting the graph again.
        empty = np.zeros((64, 64, 3), np.uint8)
        for _ in range(_MOST_TRIES):
            if self.see(empty) is None:
                return
        self._pose.reset()

    def close(self) -> None:
        """Free the model; harmless when repeated."""
        pose, self._pose = self._pose, None
        if pose is not None:
            pose.close()


def _table(landmarks: Any) -> Array:
    return np.array([(p.x, p.y, p.z, p.visibility) for p in landmarks], dtype=np.float64)
