"""Find the landmarks and the silhouette of the person in a region: BlazePose's landmark network (full).

The network is cut in two: the part that makes the landmarks, and the branch that makes the silhouette from two of its
inner tensors. So the silhouette costs a quarter more only where it is wanted; both give what the whole network gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backcoach.pose.cutting import cut_out
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import LANDMARKS, Array
from backcoach.pose.network import Network, Tensor
from backcoach.pose.region import Region
from backcoach.pose.silhouette import Silhouette

MIN_PRESENCE = 0.5
"""Least certainty that there is a person in the region."""

_INPUT_PX = 256
_POINTS = 39
"""33 landmarks, two points that tell the next region, and four that nobody uses."""
_NEXT_REGION = slice(33, 35)
_HEAT_KERNEL = 9
_REACH = np.arange(_HEAT_KERNEL) - _HEAT_KERNEL // 2
_MIN_HEAT = 0.5

# Tensors of the file: the picture; landmarks, presence, heat maps, metres; what the silhouette is made from; it.
_PICTURE, _READING, _INNER, _SILHOUETTE = [0], [337, 342, 298, 339], [206, 279], [297]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network says of the person in a region.

    Attributes
    ----------
    region : Region
        Where it looked.
    points_px : ndarray, shape (33, 3)
        x and y in the picture's pixels; depth in pixels, negative towards the camera.
    world : ndarray, shape (33, 3)
        In metres from the middle of the hips, axes as the picture's.
    visibility : ndarray, shape (33,)
        0 to 1.
    presence : float
        How surely there is somebody, 0 to 1.
    next_px : ndarray, shape (2, 2)
        The points that tell the region of the next picture.
    """

    region: Region
    points_px: Array
    world: Array
    visibility: Array
    presence: float
    next_px: Array


class LandmarkReader:
    """Reads landmarks, and the silhouette when it is asked for; without memory of pictures before.

    Parameters
    ----------
    content : bytes
        ``pose_landmark_full.tflite``.
    """

    def __init__(self, content: bytes) -> None:
        self._landmarks = Network(cut_out(content, _PICTURE, _READING + _INNER))
        self._silhouette = Network(cut_out(content, _INNER, _SILHOUETTE))

    def read(self, picture: Picture, region: Region) -> Reading:
        """Return what is seen in a region of an RGB picture."""
        square = region.cut(picture, _INPUT_PX, cv2.BORDER_REPLICATE)
        np.multiply(square, np.float32(1 / 255), out=self._landmarks.input(0)[0])
        self._landmarks.run()
        raw, presence, heat, world = (self._landmarks.output(i) for i in range(len(_READING)))
        table = raw.reshape(_POINTS, 5).astype(np.float64)
        points = refined(table[:, :2] / _INPUT_PX, heat[0])
        return Reading(
            region=region,
            points_px=_points_px(region, points, table[:, 2])[: len(LANDMARKS)],
            world=_turned(region, world.reshape(_POINTS, 3).astype(np.float64))[: len(LANDMARKS)],
            visibility=_sigmoid(table[: len(LANDMARKS), 3]),
            presence=float(presence[0, 0]),
            next_px=region.in_picture(points[_NEXT_REGION]),
        )

    def silhouette(self, picture: Picture, region: Region) -> Silhouette:
        """Return the silhouette in the region that was read last, as large as its picture."""
        inner = len(_INNER)
        for i in range(inner):
            self._silhouette.input(i)[:] = self._landmarks.output(len(_READING) + i)
        self._silhouette.run()
        height, width = picture.shape[:2]
        sure = 1 / (1 + cv2.exp(-self._silhouette.output(0)[0, :, :, 0]))
        return region.spread(sure, width, height)


def refined(points: Array, heat: Tensor) -> Array:
    """Move points to the centre of the warm spot around them, where one is warm enough.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        0 to 1 in the region.
    heat : ndarray, shape (rows, columns, n)
        Logits of where each point is.

    Returns
    -------
    ndarray, shape (n, 2)
        The mean place of the `_HEAT_KERNEL` x `_HEAT_KERNEL` cells around each point, weighted with their
        sigmoid; unchanged where none of them reaches `_MIN_HEAT`.
    """
    rows, columns, count = heat.shape
    cell = (points * (columns, rows)).astype(np.intp)
    column, row = cell[:, :1] + _REACH, cell[:, 1:] + _REACH
    column_in, row_in = column.clip(0, columns - 1), row.clip(0, rows - 1)
    spot = _sigmoid(heat[row_in[:, :, None], column_in[:, None, :], np.arange(count)[:, None, None]])
    spot *= (row_in == row)[:, :, None]
    spot *= (column_in == column)[:, None, :]
    across, down = spot.sum(axis=1), spot.sum(axis=2)
    in_square = ((points >= 0) & (points < 1)).all(axis=1)
    warm = in_square & (spot.reshape(count, -1).max(axis=1) >= _MIN_HEAT)
    weight = np.where(warm, across.sum(axis=1), 1)
    x, y = (across * column).sum(axis=1) / weight, (down * row).sum(axis=1) / weight
    place = np.stack([x / columns, y / rows], axis=1)
    return np.where(warm[:, None], place, points)


def _points_px(region: Region, points: Array, depth: Array) -> Array:
    return np.hstack([region.in_picture(points), (depth * (region.side_px / _INPUT_PX))[:, None]])


def _turned(region: Region, world: Array) -> Array:
    return np.hstack([world[:, :2] @ region.turn().T, world[:, 2:]])


def _sigmoid(logits: Array | Tensor) -> Array:
    # Written so that nothing overflows.
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * logits), np.float64)
