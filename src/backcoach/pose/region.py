"""The square around a person, turned so that the body is upright: where the landmark network looks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backcoach.pose.estimator import Picture
from backcoach.pose.frame import Array
from backcoach.pose.silhouette import Silhouette

SIZE_TO_DISTANCE = 2 * 1.25
"""Side of the square to the distance of the two points that tell it: the circle around the body, and a quarter more."""

_SAME_PLACE = 0.1  # of the larger side
_SAME_SIZE = 1.25
_SAME_ANGLE = 0.35


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square.

    Attributes
    ----------
    x_px, y_px : float
        Its middle.
    side_px : float
        Its side.
    angle : float
        Radians, clockwise in the picture: 0 for somebody upright.
    """

    x_px: float
    y_px: float
    side_px: float
    angle: float

    @classmethod
    def around(cls, points_px: Array) -> Region:
        """Return the square that two points tell: the middle of the hips, and how far and where upwards.

        Parameters
        ----------
        points_px : ndarray, shape (2, 2)
            In pixels.
        """
        (x, y), (top_x, top_y) = points_px.tolist()
        angle = math.pi / 2 - math.atan2(y - top_y, top_x - x)
        return cls(x, y, SIZE_TO_DISTANCE * math.hypot(top_x - x, top_y - y), angle)

    def cut(self, picture: Picture, size_px: int, border: int) -> Picture:
        """Return what the square shows, upright, ``size_px`` wide and high.

        Parameters
        ----------
        picture : ndarray, shape (height, width, 3)
            Any picture.
        size_px : int
            What the network takes.
        border : int
            OpenCV's way of filling what lies outside of the picture.
        """
        # As BlazePose was trained and MediaPipe cuts it: an affine cut costs half as much, but the network amplifies
        # its roundings so far that a fault of a labelled clip began 0.2 s later.
        size = (size_px, size_px)
        matrix = self._to_square(size_px)
        return np.asarray(
            cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=border)
        )

    def in_picture(self, points: Array) -> Array:
        """Return points of the square, 0 to 1 from its left upper corner, in pixels of the picture; shape (n, 2)."""
        return np.asarray((points - 0.5) @ self.turn().T * self.side_px + (self.x_px, self.y_px))

    def turn(self) -> Array:
        """Return the matrix that turns vectors of the square into those of the picture, shape (2, 2)."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return np.array([[cos, -sin], [sin, cos]])

    def spread(self, mask: NDArray[np.float32], width: int, height: int) -> Silhouette:
        """Return a mask of the square as one of the whole picture, 0 outside of the square."""
        to_square = self.turn().T * (mask.shape[0] / self.side_px)
        shift = mask.shape[0] / 2 - to_square @ (self.x_px, self.y_px)
        return Silhouette(mask, np.hstack([to_square, shift[:, None]]), (height, width))

    def is_about(self, other: Region) -> bool:
        """Whether two squares can only show one person: in one place, of one size, turned alike."""
        small, large = sorted((self.side_px, other.side_px))
        off_px = math.hypot(self.x_px - other.x_px, self.y_px - other.y_px)
        turned = math.remainder(self.angle - other.angle, math.tau)
        return off_px < _SAME_PLACE * large and large < _SAME_SIZE * small and abs(turned) < _SAME_ANGLE

    def _to_square(self, size_px: int) -> NDArray[np.float64]:
        corners = self.in_picture(np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])).astype(
            np.float32
        )
        square = np.array([[0, size_px], [0, 0], [size_px, 0], [size_px, size_px]], np.float32)
        return np.asarray(cv2.getPerspectiveTransform(corners, square))
