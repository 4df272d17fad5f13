"""Find people in a whole picture: BlazePose's detector, which looks at 224 x 224 pixels."""

from __future__ import annotations

import math

import cv2
import numpy as np

from backcoach.pose.estimator import Picture
from backcoach.pose.frame import Array
from backcoach.pose.network import Network
from backcoach.pose.region import Region

MIN_SCORE = 0.5
"""Least certainty that there is a person."""

SAME_PERSON = 0.3
"""Boxes whose intersection is more than this part of their union show one person."""

_INPUT_PX = 224
_GRIDS = ((28, 2), (14, 2), (7, 6))
"""Cells in a row, and anchors in each cell's middle; all anchors have the size of the picture."""
_LARGEST_LOGIT = 100.0
_ZERO_BORDER = cv2.BORDER_CONSTANT
_REGION_POINTS = slice(4, 8)  # of a box: the middle of the hips, and the point that tells size and direction
_NEARLY_SQUARE = 1.2
_NEAR = 0.2  # of a region's side: somebody found twice


def _anchors() -> Array:
    grids = []
    for cells, anchors in _GRIDS:
        middles = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(middles, middles)
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), anchors, axis=0))
    return np.concatenate(grids)


_ANCHORS = _anchors()


class Detector:
    """Finds people; without memory.

    Parameters
    ----------
    network : Network
        ``pose_detection.tflite``.
    """

    def __init__(self, network: Network) -> None:
        self._network = network

    def find(self, picture: Picture) -> list[Region]:
        """Return where there are people in an RGB picture, the surest first. Of several, small ones are missed."""
        height, width = picture.shape[:2]
        return self._find(picture, Region(width / 2, height / 2, max(width, height), 0.0))

    def find_all(self, picture: Picture) -> list[Region]:
        """Return where there are people, those first whom the whole picture shows, then those seen from nearer.

        Squares as high as the picture is (or as wide, upright) overlap by half, so that everybody is whole in one.
        """
        found = self.find(picture)
        for square in squares(picture.shape[1], picture.shape[0]):
            for region in self._find(picture, square):
                if not any(_is_near(region, other) for other in found):
                    found.append(region)
        return found

    def _find(self, picture: Picture, square: Region) -> list[Region]:
        pixels = square.cut(picture, _INPUT_PX, _ZERO_BORDER)
        values = pixels.astype(np.float32) * np.float32(2 / 255)
        np.subtract(values, np.float32(1), out=self._network.input(0)[0])
        self._network.run()
        logits = np.clip(self._network.output(1)[0, :, 0].astype(np.float64), -_LARGEST_LOGIT, _LARGEST_LOGIT)
        scores = 1 / (1 + np.exp(-logits))
        sure = np.flatnonzero(scores >= MIN_SCORE)
        order = sure[np.argsort(-scores[sure], kind="stable")]
        boxes = _decoded(self._network.output(0)[0, order].astype(np.float64), _ANCHORS[order])
        merged = merge_overlapping(scores[order], boxes)
        return [Region.around(square.in_picture(box[_REGION_POINTS].reshape(2, 2))) for box in merged]


def squares(width_px: int, height_px: int) -> list[Region]:
    """Return squares that overlap by half at least and together cover a picture; none for one that is nearly square."""
    side, length = sorted((width_px, height_px))
    if length < _NEARLY_SQUARE * side:
        return []
    middles = np.linspace(side / 2, length - side / 2, 1 + math.ceil((length - side) / (side / 2)))
    across = side / 2
    places = [(m, across) if width_px > height_px else (across, m) for m in middles.tolist()]
    return [Region(x, y, float(side), 0.0) for x, y in places]


def _is_near(a: Region, b: Region) -> bool:
    return math.hypot(a.x_px - b.x_px, a.y_px - b.y_px) < _NEAR * max(a.side_px, b.side_px)


def _decoded(raw: Array, anchors: Array) -> Array:
    """Corners and key points, 0 to 1: x and y of left upper, right lower, middle of the hips, top, two more."""
    values = raw / _INPUT_PX
    centre, half = values[:, :2] + anchors, values[:, 2:4] / 2
    points = (values[:, 4:].reshape(len(raw), 4, 2) + anchors[:, None]).reshape(len(raw), 8)
    return np.hstack([centre - half, centre + half, points])


def merge_overlapping(scores: Array, boxes: Array) -> list[Array]:
    """Weighted non-maximum suppression: what overlaps the surest box is averaged with it, and so on with the rest.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        Descending.
    boxes : ndarray, shape (n, 4 + k)
        Left, top, right, bottom, and whatever is averaged with them.

    Returns
    -------
    list of ndarray, shape (4 + k,)
        The mean box of each group, weighted with the scores; the group of the surest box first.
    """
    merged: list[Array] = []
    while len(scores):
        same = _overlap(boxes[0], boxes) > SAME_PERSON
        same[0] = True
        merged.append(np.average(boxes[same], axis=0, weights=scores[same]))
        scores, boxes = scores[~same], boxes[~same]
    return merged


def _overlap(box: Array, boxes: Array) -> Array:
    """Intersection over union of one box with many."""
    common = np.minimum(box[2:4], boxes[:, 2:4]) - np.maximum(box[:2], boxes[:, :2])
    intersection = np.maximum(common, 0).prod(axis=1)
    areas = np.maximum(boxes[:, 2:4] - boxes[:, :2], 0).prod(axis=1)
    union = np.maximum(box[2:4] - box[:2], 0).prod() + areas - intersection
    return np.asarray(intersection / np.maximum(union, 1e-12))
