"""A person's silhouette, known in the square where the landmark network looked, and read wherever it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Silhouette:
    """How surely each pixel of a picture shows the person, 0 to 1; 0 outside of the square.

    It reads like an array of the picture's shape, but only the pixels that are asked for are worked out: the line of
    the back needs one in a hundred. ``numpy.asarray`` gives all of them.

    Attributes
    ----------
    square : ndarray, shape (size, size)
        What the network says, 0 to 1.
    to_square : ndarray, shape (2, 3)
        From (column, row, 1) of the picture to (column, row) of the square.
    shape : tuple of int
        Height and width of the picture.
    """

    square: NDArray[np.float32]
    to_square: NDArray[np.float64]
    shape: tuple[int, int]

    def __getitem__(self, place: tuple[NDArray[np.intp], NDArray[np.intp]]) -> NDArray[np.float32]:
        """Return the values at rows and columns, two arrays of one shape (rays, samples)."""
        row, column = place
        (xx, xy, x), (yx, yy, y) = self.to_square.tolist()
        across = (xx * column + (xy * row + x)).astype(np.float32)
        down = (yx * column + (yy * row + y)).astype(np.float32)
        return np.asarray(cv2.remap(self.square, across, down, cv2.INTER_LINEAR))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Return all values, shape (height, width)."""
        height, width = self.shape
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        whole = np.asarray(cv2.warpAffine(self.square, self.to_square, (width, height), flags=flags))
        return whole if dtype is None else whole.astype(dtype)
