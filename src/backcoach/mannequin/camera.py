"""Where the camera stands, and what it makes of points in the room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backcoach.pose.frame import Array

HALF_VIEW = 0.70
"""Tangent of half the field of view along the longer edge of the picture: 70 degrees, a usual webcam or phone."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera on a stand.

    Attributes
    ----------
    yaw_deg : float
        How far it stands beside the recommended view, turned about the person.
    height_m, distance_m : float
        Height above the floor, horizontal distance from the middle of the scene.
    fps : float
        Frames a second.
    aspect : float
        Width of the picture divided by its height.
    tilt_deg : float or None
        Looking down; None: towards ``target_m`` above the middle.
    target_m : float
        Height of the point it looks at.
    """

    yaw_deg: float = 0.0
    height_m: float = 0.65
    distance_m: float = 2.8
    fps: float = 30.0
    aspect: float = 16 / 9
    tilt_deg: float | None = None
    target_m: float = 0.35

    def axes(self) -> Array:
        """Return the camera's right, down and forward directions in the room as rows, shape (3, 3).

        Returns
        -------
        ndarray, shape (3, 3)
            Unit vectors.
        """
        yaw = np.radians(self.yaw_deg)
        down_deg = self.tilt_deg
        tilt = (
            np.arctan2(self.height_m - self.target_m, self.distance_m)
            if down_deg is None
            else np.radians(down_deg)
        )
        level = np.array([-np.sin(yaw), 0.0, -np.cos(yaw)])
        forward = level * np.cos(tilt) - np.array([0.0, np.sin(tilt), 0.0])
        right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
        return np.stack([right, np.cross(forward, right), forward])

    def place(self) -> Array:
        """Return where the camera is in the room, in metres, shape (3,).

        Returns
        -------
        ndarray, shape (3,)
            In metres.
        """
        yaw = np.radians(self.yaw_deg)
        return np.array([np.sin(yaw) * self.distance_m, self.height_m, np.cos(yaw) * self.distance_m])

    @property
    def focal(self) -> float:
        """Focal length in image heights."""
        return max(1.0, self.aspect) / 2 / HALF_VIEW

    def seen_from(self, points: Array) -> Array:
        """Return room points in the camera's axes: right, down, away, in metres; shape (..., 3).

        Parameters
        ----------
        points : ndarray, shape (..., 3)
            Places in the room, in metres.

        Returns
        -------
        ndarray, shape (..., 3)
            In metres.
        """
        relative: Array = (points - self.place()) @ self.axes().T
        return relative

    def project(self, relative: Array) -> Array:
        """Return the image places of points in the camera's axes, in image heights, shape (..., 2).

        Parameters
        ----------
        relative : ndarray, shape (..., 3)
            As `seen_from` gives them, in metres.

        Returns
        -------
        ndarray, shape (..., 2)
            x to the right and y down, in image heights.
        """
        depth = np.maximum(relative[..., 2:], 0.2)
        centre = np.array([self.aspect / 2, 0.5])
        places: Array = centre + self.focal * relative[..., :2] / depth
        return places
