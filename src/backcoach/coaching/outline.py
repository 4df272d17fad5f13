"""Where the body should be in the picture: the simulated person in the start position, seen by a good camera."""

from __future__ import annotations

import numpy as np

from backcoach.exercises.model import Exercise
from backcoach.mannequin import Body, Camera, Performance, pose_at
from backcoach.mannequin.ground import placed
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import joints
from backcoach.pose.frame import LANDMARKS, Array

MARGIN = 0.04
"""Part of the picture that stays free at its edges."""

HEIGHT_M, DISTANCE_M, TARGET_M = 0.8, 3.3, 0.72
"""A camera that sees somebody stand before they lie down: the floor is in the lower part of its picture."""

Points = dict[str, tuple[float, float]]


class TargetOutline:
    """The figure to fill, for pictures of any shape."""

    def __init__(self, exercise: Exercise) -> None:
        self._performance = Performance(exercise.id, figure=exercise.figure)
        self._known: dict[tuple[float, bool], Points] = {}

    def points(self, aspect: float, *, faces_left: bool = False) -> Points:
        """Return where each landmark should be, in image heights, in a picture of a given width / height."""
        key = (round(aspect, 2), faces_left)
        if key not in self._known:
            self._known[key] = self._projected(*key)
        return self._known[key]

    def _projected(self, aspect: float, mirrored: bool) -> Points:
        body = Body()
        camera = Camera(aspect=aspect, height_m=HEIGHT_M, distance_m=DISTANCE_M, target_m=TARGET_M)
        posture = pose_at(self._performance, 0.0)
        heading_deg = float(posture[AT["heading"]])
        posture[AT["heading"]] = 0.0
        points = joints(placed(posture[None], body, heading_deg, 0.0, 0.0), body)
        image = _fitted(camera.project(camera.seen_from(points))[0], aspect)
        if mirrored:
            image[:, 0] = aspect - image[:, 0]
        return {name: (x, y) for name, (x, y) in zip(LANDMARKS, image.round(4).tolist(), strict=True)}


def _fitted(image: Array, aspect: float) -> Array:
    """Return the points, made smaller about the middle of the picture where they would leave it."""
    middle = np.array([aspect / 2, 0.5])
    reach = float((np.abs(image - middle) / (middle * (1 - MARGIN))).max())
    return np.asarray(middle + (image - middle) / max(reach, 1.0))
