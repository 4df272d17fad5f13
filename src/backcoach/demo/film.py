"""A movement worked out beforehand, frame by frame, so that playing it costs nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backcoach.mannequin import Body, Camera, Noise
from backcoach.mannequin.simulate import photographed
from backcoach.pose.frame import Array, PoseFrame

CAMERA = Camera(height_m=0.8, distance_m=3.3, target_m=0.72)
"""Far enough to see somebody who stands."""

FPS = 30.0
"""Moments in between are interpolated."""


class Look(NamedTuple):
    """The person at one moment: the placed posture, shape (P,), and what a camera makes of it (see `PoseFrame`)."""

    posture: Array
    landmarks: Array
    world: Array
    visibility: Array
    back_line: Array

    def towards(self, other: Look, part: float) -> Look:
        """Return a look on the way to another one, ``part`` 0 to 1."""
        return Look(*(a + part * (b - a) for a, b in zip(self, other, strict=True)))

    def frame(self, time_s: float) -> PoseFrame:
        """Return it as a pose frame."""
        return PoseFrame(
            time_s, self.landmarks, self.world, self.visibility, self.back_line, aspect=CAMERA.aspect
        )


class Film:
    """Looks at even distances in time.

    Parameters
    ----------
    postures : ndarray, shape (n, P)
        Placed, `FPS` of them in a second.
    body : Body
    """

    def __init__(self, postures: Array, body: Body) -> None:
        times_s = np.arange(len(postures)) / FPS
        rng = np.random.default_rng(0)
        frames = photographed(times_s, postures, body, CAMERA, Noise(visibility=0.0), rng)
        self._postures = postures
        self._frames = frames

    def at(self, time_s: float) -> Look:
        """Return the look at a time; before the beginning and after the end it stands still."""
        at = min(max(time_s * FPS, 0.0), len(self._frames) - 1.0)
        before = int(at)
        look = self._look(before)
        return look if at == before else look.towards(self._look(before + 1), at - before)

    def _look(self, i: int) -> Look:
        frame = self._frames[i]
        return Look(self._postures[i], frame.landmarks, frame.world, frame.visibility, frame.back_line)


def grid(duration_s: float) -> Array:
    """Return the times of a film of this length, its end included; shape (n,)."""
    return np.minimum(np.arange(int(np.ceil(duration_s * FPS)) + 1) / FPS, duration_s)
