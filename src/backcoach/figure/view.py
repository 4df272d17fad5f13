"""From the room to the picture: a far viewer, or a camera near by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backcoach.mannequin.camera import Camera
from backcoach.pose.frame import Array

DIRECTIONS = 20
"""Points of the outline of one ellipse."""

_ANGLES = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
_WAYS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])


@dataclass(frozen=True)
class FarView:
    """A viewer far away on the +z side of the room who looks down by ``tilt_deg``; the picture is in metres."""

    tilt_deg: float = 8.0

    def axes(self) -> Array:
        """Return right, down and away in the room as rows."""
        t = np.radians(self.tilt_deg)
        return np.array([[1.0, 0, 0], [0, -np.cos(t), np.sin(t)], [0, -np.sin(t), -np.cos(t)]])

    def place(self, points: Array) -> tuple[Array, Array]:
        """Return points as right, down, away, and the size of a metre there."""
        seen: Array = points @ self.axes().T
        return seen, np.ones(seen.shape[:-1])


@dataclass(frozen=True)
class NearView:
    """A camera's picture, in picture heights; away stays in metres."""

    camera: Camera

    def axes(self) -> Array:
        """Return right, down and away in the room as rows."""
        return self.camera.axes()

    def place(self, points: Array) -> tuple[Array, Array]:
        """Return points as right, down, away, and the size of a metre there."""
        relative = self.camera.seen_from(points)
        size = self.camera.focal / np.maximum(relative[..., 2], 0.2)
        return np.concatenate([self.camera.project(relative), relative[..., 2:]], -1), size


View = FarView | NearView


@dataclass(frozen=True)
class Ellipses:
    """Ellipsoids as they are seen, at one moment or at several.

    Attributes
    ----------
    middles : ndarray, shape (..., n, 3)
        Right, down, away.
    axes : ndarray, shape (..., n, 3, 3)
        Half axes as columns; right and down in the picture's unit, away in metres.
    """

    middles: Array
    axes: Array

    def at(self, moment: int) -> Ellipses:
        """Return those of one moment."""
        return Ellipses(self.middles[moment], self.axes[moment])

    def some(self, which: slice) -> Ellipses:
        """Return some of them, at all moments."""
        return Ellipses(self.middles[..., which, :], self.axes[..., which, :, :])

    @cached_property
    def inverse(self) -> Array:
        """The inverse of the half axes: what makes each a ball of radius 1."""
        return _inverse(self.axes)

    def outlines(self) -> tuple[Array, Array]:
        """Return the outermost points in `DIRECTIONS` directions, (..., n, K, 2), and how far out they are."""
        flat = self.axes[..., :2, :]
        spread = np.swapaxes(flat, -1, -2) @ _WAYS
        reach = np.maximum(np.linalg.norm(spread, axis=-2), 1e-9)
        points = np.swapaxes(flat @ spread / reach[..., None, :], -1, -2) + self.middles[..., None, :2]
        return points, reach + self.middles[..., :2] @ _WAYS

    def front(self, points: Array) -> Array:
        """Return how far away the nearest surface is at points, (..., m, 2); infinite beside all of them."""
        # A point p + t * away lies on the ellipsoid where |inverse (p + t * away - middle)| = 1.
        inverse = self.inverse
        off = points[..., :, None, :] - self.middles[..., None, :, :2]
        a, b = np.einsum("...nij,...mnj->...mni", inverse[..., :2], off), inverse[..., None, :, :, 2]
        aa, ab, bb = (a * a).sum(-1), (a * b).sum(-1), (b * b).sum(-1)
        inside = ab**2 - bb * (aa - 1)
        away = (-ab - np.sqrt(np.maximum(inside, 0))) / bb + self.middles[..., None, :, 2]
        nearest: Array = np.where(inside > 0, away, np.inf).min(-1)
        return nearest


def together(several: Sequence[Ellipses]) -> Ellipses:
    """Return all ellipses as one."""
    return Ellipses(
        np.concatenate([one.middles for one in several], -2),
        np.concatenate([one.axes for one in several], -3),
    )


def _inverse(matrices: Array) -> Array:
    """Return the inverse of 3 x 3 matrices: for so small ones quicker than by elimination."""
    a, b, c = (matrices[..., k] for k in range(3))
    rows = np.stack([cross(b, c), cross(c, a), cross(a, b)], -2)
    inverse: Array = rows / np.sum(a * rows[..., 0, :], -1)[..., None, None]
    return inverse


def cross(a: Array, b: Array) -> Array:
    """Return the vectors at right angles to two, shape (..., 3): NumPy's own takes four times as long."""
    (ax, ay, az), (bx, by, bz) = np.moveaxis(a, -1, 0), np.moveaxis(b, -1, 0)
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], -1)


def seen_by(view: View, ellipsoids: Sequence[tuple[Array, Array]]) -> Ellipses:
    """Return ellipsoids of the room, each with middles (..., 3) and half axes (..., 3, 3), as the view shows them."""
    middles, sizes = view.place(np.stack([middle for middle, _ in ellipsoids], -2))
    turned = view.axes() @ np.stack([axes for _, axes in ellipsoids], -3)
    turned[..., :2, :] *= sizes[..., None, None]
    return Ellipses(middles, turned)


def skin(ellipses: Ellipses, counts: Sequence[int]) -> Array:
    """Return the convex outlines of each ellipse with the next one of its chain, shape (..., pieces, K, 2).

    Parameters
    ----------
    counts : sequence of int
        How many ellipses each chain has.
    """
    points, reach = ellipses.outlines()
    ends = np.cumsum(counts)
    pairs = [
        (i, min(i + 1, end - 1))
        for count, end in zip(counts, ends.tolist(), strict=True)
        for i in range(end - count, max(end - 1, end - count + 1))
    ]
    first, second = np.array(pairs).T
    farther = reach[..., first, :] > reach[..., second, :]
    outlines: Array = np.where(farther[..., None], points[..., first, :, :], points[..., second, :, :])
    return outlines
