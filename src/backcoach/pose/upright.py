"""How a picture, or a pose that was seen in it, has to be turned to stand upright."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import av
import cv2
import numpy as np
from av.sidedata.sidedata import Type

from backcoach.pose.estimator import Picture
from backcoach.pose.frame import Array, PoseFrame

TURNS_DEG = (0, 90, 180, 270)
"""What a picture can be turned by, clockwise."""

_CV_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class Orientation(NamedTuple):
    """What a file asks of whoever shows its pictures."""

    clockwise_deg: int
    """How far to turn a stored picture: one of `TURNS_DEG`."""
    mirrored: bool
    """Whether to exchange left and right as well, as front cameras ask for."""


def stored_orientation(frame: av.VideoFrame) -> Orientation:
    """Return what the display matrix of a decoded frame asks for.

    A mirrored picture shows the person's left hand as their right one. The sensor saw the true sides, so the turn is
    what remains of the matrix without its mirror.
    """
    data = frame.side_data.get(Type.DISPLAYMATRIX)
    if data is None:
        return Orientation(0, mirrored=False)
    # Rows of three 16.16 numbers: (x, y) is shown at (a x + c y, b x + d y), y down.
    matrix = np.frombuffer(bytes(data), np.int32, count=9).reshape(3, 3).astype(float)
    (a, b), (c, d) = matrix[:2, :2].tolist()
    mirrored = a * d - b * c < 0
    degrees = math.degrees(math.atan2(b, -a if mirrored else a))
    return Orientation(round(degrees / 90) * 90 % 360, mirrored)


def turn_picture(picture: Picture, clockwise_deg: int) -> Picture:
    """Return the picture turned clockwise by one of `TURNS_DEG`."""
    turn = _CV_TURNS.get(clockwise_deg % 360)
    return picture if turn is None else np.asarray(cv2.rotate(picture, turn), dtype=np.uint8)


def turn_pose(frame: PoseFrame, clockwise_deg: int) -> PoseFrame:
    """Return the pose as it would have been seen in the picture turned clockwise by one of `TURNS_DEG`."""
    for _ in range(clockwise_deg % 360 // 90):
        frame = _quarter_turn(frame)
    return frame


def _quarter_turn(frame: PoseFrame) -> PoseFrame:
    """What was up is right: (x, y) goes to (1 - y, x), in heights of a picture that is now ``aspect`` as high."""
    depth = frame.landmarks[:, 2:] / frame.aspect
    return replace(
        frame,
        landmarks=np.hstack((_turned_points(frame.landmarks, frame.aspect), depth)),
        world=np.stack((-frame.world[:, 1], frame.world[:, 0], frame.world[:, 2]), axis=1),
        back_line=_turned_points(frame.back_line, frame.aspect),
        aspect=1 / frame.aspect,
    )


def _turned_points(points: Array, aspect: float) -> Array:
    turned: Array = np.stack((1 - points[:, 1], points[:, 0]), axis=1) / aspect
    return turned
