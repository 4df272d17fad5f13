"""The line of the back, from the outline of the silhouette: a skeleton of 33 landmarks has no spine.

From stations on the line between mid-hip and mid-shoulder, rays run at right angles to the trunk, on
the back's side, to where they leave the silhouette. The side comes from the chest's direction in the model's
three-dimensional landmarks, helped by the way knees bend and the face looks, and voted on over time: single
frames in which the model swaps left and right do not flip it.
"""

from __future__ import annotations

import math

import numpy as np

from backcoach.pose.frame import BACK_STATIONS, INDEX, Array
from backcoach.pose.outline import Mask, bridged, hidden_by_arm, outline_offsets, without_bulges

SMOOTHING_S = 0.08
"""Time constant of the smoothed outline: a tenth of the fastest movement of the back that is asked for."""

VOTE_S = 0.5
"""Time constant of the vote on the back's side: longer than a left-right swap, shorter than a turn."""

GAP_S = 0.5
"""After so long without a person, nothing of before is believed."""

MIN_FACING = 0.4
"""Below this, the person is seen from the front or the back, and the outline is not the back."""

_STATIONS: Array = np.linspace(0.0, 1.0, BACK_STATIONS)
_MIN_TRUNK = 0.02  # image heights

_SHOULDERS = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
_KNEES = [INDEX["left_knee"], INDEX["right_knee"]]
_EARS = [INDEX["left_ear"], INDEX["right_ear"]]


class BackLineTracer:
    """Traces the back through the frames of one person; causal, whatever the frame rate."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the person: after a cut, or when another one is followed."""
        self._time_s = -math.inf
        self._outline_s = -math.inf
        self._facing = math.nan
        self._offsets = np.full(BACK_STATIONS, np.nan)

    def trace(self, time_s: float, landmarks: Array, world: Array, mask: Mask | None) -> Array:
        """Return the back line of one frame.

        Parameters
        ----------
        time_s : float
            Later than in the call before.
        landmarks : ndarray, shape (33, 3)
            In image heights, as in `PoseFrame`.
        world : ndarray, shape (33, 3)
            In metres.
        mask : array-like, shape (height, width), or None
            The person's silhouette, 0 to 1. Without one the back is taken to lie as far off the trunk as before.

        Returns
        -------
        ndarray, shape (BACK_STATIONS, 2)
            In image heights; NaN where an arm hides the back, where it leaves the picture or is not found,
            and everywhere while the person is seen from the front or the back.
        """
        elapsed_s = time_s - self._time_s
        if elapsed_s > GAP_S:
            self.reset()
        self._time_s = time_s
        points = landmarks[:, :2]
        hip, trunk = trunk_axis(points)
        length = math.hypot(*trunk)
        if not length > _MIN_TRUNK:
            return np.full((BACK_STATIONS, 2), np.nan)
        self._vote(facing(points, world), elapsed_s)
        if not abs(self._facing) >= MIN_FACING:
            self._offsets[:] = np.nan
            return np.full((BACK_STATIONS, 2), np.nan)
        back: Array = _right_angle(trunk) * (-math.copysign(1.0, self._facing) / length)
        stations: Array = hip + _STATIONS[:, None] * trunk
        if mask is not None:
            offsets = outline_offsets(mask, stations, back, length)
            hidden = hidden_by_arm(stations + offsets[:, None] * back, points, length)
            self._smooth(time_s, bridged(without_bulges(np.where(hidden, np.nan, offsets / length))))
        return np.asarray(stations + (self._offsets * length)[:, None] * back)

    def _smooth(self, time_s: float, offsets: Array) -> None:
        """Take what an outline shows, in trunk lengths."""
        step = _weight(time_s - self._outline_s, SMOOTHING_S) * (offsets - self._offsets)
        self._offsets = np.where(np.isnan(step), offsets, self._offsets + step)
        self._outline_s = time_s

    def _vote(self, facing_now: float, elapsed_s: float) -> None:
        if math.isnan(self._facing):
            self._facing = facing_now
        elif not math.isnan(facing_now):
            self._facing += _weight(elapsed_s, VOTE_S) * (facing_now - self._facing)


def trunk_axis(points: Array) -> tuple[Array, Array]:
    """Return the mid-hip and the vector from there to the mid-shoulder; works for (33, 2) and (33, 3)."""
    hip = _middle(points, _HIPS)
    return hip, _middle(points, _SHOULDERS) - hip


def facing(points: Array, world: Array) -> float:
    """Return where the chest points in the image, across the trunk.

    Parameters
    ----------
    points : ndarray, shape (33, 2)
        Landmarks in image heights.
    world : ndarray, shape (33, 3)
        Landmarks in metres.

    Returns
    -------
    float
        -1 to 1: +1 when the chest points straight along the trunk's vector turned by +90 degrees (x to y) in
        the image, -1 when it points the other way, near 0 when it points to the camera or away from it.
    """
    hip, trunk = trunk_axis(points)
    across = _right_angle(trunk) / math.hypot(*trunk)
    to_left = world[_SHOULDERS[0]] - world[_SHOULDERS[1]] + world[_HIPS[0]] - world[_HIPS[1]]
    chest = _cross(to_left, trunk_axis(world)[1])
    chest_across = float(chest[:2] @ across) / (math.hypot(*chest) or math.nan)
    knees = _sine(_middle(points, _KNEES) - hip, across)
    face = _sine(points[INDEX["nose"]] - _middle(points, _EARS), across)
    return 0.65 * chest_across + 0.35 * max(-1.0, min(1.0, knees + 0.5 * face))


def _weight(elapsed_s: float, time_constant_s: float) -> float:
    """Weight of the new value in a first-order low pass."""
    return -math.expm1(-elapsed_s / time_constant_s)


def _sine(vector: Array, across: Array) -> float:
    """Sine of the angle between the trunk and a vector; 0 when that is not known."""
    sine = float(vector @ across) / (math.hypot(*vector) or math.nan)
    return 0.0 if math.isnan(sine) else sine


def _middle(points: Array, pair: list[int]) -> Array:
    return np.asarray(0.5 * (points[pair[0]] + points[pair[1]]))


def _cross(a: Array, b: Array) -> Array:
    """Cross product: ``numpy.cross`` takes ten times as long for single vectors."""
    return a[[1, 2, 0]] * b[[2, 0, 1]] - a[[2, 0, 1]] * b[[1, 2, 0]]


def _right_angle(vector: Array) -> Array:
    return np.array([-vector[1], vector[0]])
