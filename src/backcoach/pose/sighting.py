"""What the pose model says about one person in one picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.back_line import trunk_axis
from backcoach.pose.frame import Array
from backcoach.pose.outline import Mask
from backcoach.pose.region import Region

LOW_DEG = 50.0
"""A trunk that rises less than this lies, or is on all fours."""

LOW_COUNTS = 2.0
"""Somebody on the floor counts for so many people of the same size who kneel upright or stand beside them."""

_OUTLINE = 0.5


@dataclass(frozen=True, eq=False)
class Sighting:
    """One person; arrays as in `PoseFrame`.

    Attributes
    ----------
    mask : array-like, shape (height, width), or None
        The silhouette: how surely each pixel shows the person, 0 to 1. None where nobody asked for it.
    region : Region or None
        Where the landmark network looked.
    next_px : ndarray, shape (2, 2), or None
        The points that tell where to look in the next picture.
    """

    landmarks: Array
    world: Array
    visibility: Array
    mask: Mask | None = None
    region: Region | None = None
    next_px: Array | None = None

    @cached_property
    def outline(self) -> NDArray[np.bool_]:
        """Which pixels the silhouette covers, shape (height, width)."""
        if self.mask is None:
            raise ValueError("the silhouette of this person was not asked for")
        return np.asarray(self.mask) > _OUTLINE

    @cached_property
    def area(self) -> float:
        """Part of the picture that the silhouette covers, 0 to 1."""
        return float(np.count_nonzero(self.outline)) / self.outline.size

    @cached_property
    def is_low(self) -> bool:
        """Whether the trunk lies, or is on all fours."""
        along = trunk_axis(self.world)[1]
        return bool(abs(along[1]) < math.sin(math.radians(LOW_DEG)) * float(np.linalg.norm(along)))

    @cached_property
    def prominence(self) -> float:
        """How far this is the one who exercises: the area, times `LOW_COUNTS` when the trunk is low."""
        return self.area * (LOW_COUNTS if self.is_low else 1.0)

    @cached_property
    def centre(self) -> Array:
        """Mid-hip in image heights, shape (2,)."""
        return trunk_axis(self.landmarks[:, :2])[0]

    @cached_property
    def trunk_norm(self) -> float:
        """Trunk length in image heights."""
        return float(np.hypot(*trunk_axis(self.landmarks[:, :2])[1]))
