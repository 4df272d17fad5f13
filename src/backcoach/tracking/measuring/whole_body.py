"""How far the whole body is on its way from one posture to another: far less noisy than any single angle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.frame import BACK_STATIONS, LANDMARKS, PoseFrame
from backcoach.tracking.measuring.features import BACK_MARGIN, GUESSED
from backcoach.tracking.measuring.observation import TRUNK
from backcoach.tracking.measuring.robust import trimmed_means
from backcoach.tracking.measuring.smoothing import Array

MIN_LENGTH = 1e-9
"""A trunk shorter than this, in any unit, is none: the pose is of a program that knows no such unit."""

STILL_TRUNKS = 0.02
"""Noise of a coordinate, in trunk lengths, below which it is not weighed more: it may be still by chance."""

_BLOCK = 48
"""So many rows are multiplied at once."""

POINTS = 5 * len(LANDMARKS)
"""So many coordinates of a shape are points: x, y, z in space and x, y in the picture of each landmark."""

KNOWN_SHARE = 0.5
"""A frame that shows less of what tells the two postures apart tells nothing."""


class Bodies(NamedTuple):
    """What some frames show of a body, unsmoothed, frame by frame; or a mean posture, as if it were one frame.

    Attributes
    ----------
    points : ndarray, shape (n, 165)
        Of each landmark x, y, z in metres, then x, y in image heights.
    visibility : ndarray, shape (n, 33)
    backs : ndarray, shape (n, stations)
        The offsets of the back line, in trunk lengths.
    shapes : ndarray, shape (n, 165 and some)
        What tells postures apart: the points about their middle, and the back line without its ends and without its
        tilt, which is that of two noisy landmarks; 0 where not known.
    known : ndarray, shape as shapes
        1 where known, 0 where not: of the back line only where it is whole.
    """

    points: Array
    visibility: Array
    backs: Array
    shapes: Array
    known: Array

    def pick(self, rows: slice | NDArray[np.intp]) -> Bodies:
        """Return some of the frames."""
        points, visibility, backs, shapes, known = self
        return Bodies(points[rows], visibility[rows], backs[rows], shapes[rows], known[rows])

    def mean(self) -> Bodies:
        """Return the mean posture, free of wild guesses; of the back what at least half of the frames show."""
        known = np.isfinite(self.backs)
        counts = known.sum(0)
        sums = np.where(known, self.backs, 0.0).sum(0)
        back = np.where(2 * counts >= len(known), sums / np.maximum(counts, 1), np.nan)
        visibility = self.visibility.sum(0) / len(known)
        return _bodies(trimmed_means(self.points)[None], visibility[None], back[None])

    def moved_to(self, points: Array) -> Bodies:
        """Return a mean posture with other points, shape (165,)."""
        return _bodies(points[None], self.visibility, self.backs)


def gather(frames: Sequence[PoseFrame], backs: Sequence[list[float]]) -> Bodies:
    """Return the bodies of some frames, given with the offsets of their back lines."""
    shape = (len(frames), len(LANDMARKS), 3)
    world = np.concatenate([frame.world for frame in frames]).reshape(shape)
    image = np.concatenate([frame.landmarks for frame in frames]).reshape(shape)
    visibility = np.concatenate([frame.visibility for frame in frames]).reshape(shape[:2])
    points = np.concatenate([world, image[:, :, :2]], 2).reshape(-1, POINTS)
    return _bodies(points, visibility, np.array(backs))


def compute_shares(bodies: Bodies, zero: Bodies, one: Bodies, *, of_back: bool = False) -> Array:
    """Return how far each body is on the way from one posture (0) to another (1), shape (n,); NaN: not shown.

    Parameters
    ----------
    bodies : Bodies
    zero, one : Bodies
        The mean postures at the beginning and at the end of the way.
    of_back : bool
        By the back line alone: by all of it, where its sagitta hangs on the two ends of its chord.

    Notes
    -----
    A matched filter: each coordinate counts by its part in the difference of the two postures, divided by its own
    noise, which shows in how it jumps from frame to frame. Of all weighted sums this one has the least noise.
    """
    way = ((one.shapes - zero.shapes) * one.known * zero.known)[0]
    sight = np.minimum(zero.visibility, one.visibility)[0]
    seen = np.ones_like(way)
    seen[:POINTS] = 0.0 if of_back else np.repeat(np.where(sight >= GUESSED, sight, 0.0), 5)
    weights = seen * way / (_variances(bodies) + (STILL_TRUNKS * _trunks(zero)) ** 2)
    done = _product(bodies.shapes, weights) - _product(bodies.known, weights * zero.shapes[0])
    whole = _product(bodies.known, weights * way)
    enough = whole > KNOWN_SHARE * max(whole.max(initial=0.0), 1e-9)
    shares: Array = np.where(enough, done / np.where(enough, whole, 1.0), np.nan)
    return shares


def compute_distances(bodies: Bodies, posture: Bodies) -> Array:
    """Return each body's mean squared distance from a posture, over the points, in trunk lengths, shape (n,)."""
    point, counts = posture.shapes[0], posture.known[0].copy()
    counts[POINTS:] = 0.0
    weights = counts / _trunks(posture) ** 2
    # (a - b)^2 = a^2 - 2ab + b^2: sums over products, without a table of differences.
    squares = _product(bodies.shapes**2, weights) - _product(bodies.shapes, 2 * weights * point)
    distances: Array = (squares + _product(bodies.known, weights * point**2)) / _product(bodies.known, counts)
    return distances


def compute_noise(bodies: Bodies) -> float:
    """Return the noise of the points from frame to frame, as a standard deviation in trunk lengths."""
    in_trunks = _variances(bodies) / _trunks(bodies.pick(slice(0, 1))) ** 2
    return math.sqrt(float(in_trunks[:POINTS].mean()))


def fit_ends(bodies: Bodies, shares: Array) -> tuple[Array, Array]:
    """Return the points at 0 and at 1 on the straight lines of least squares through those of some bodies.

    Parameters
    ----------
    bodies : Bodies
    shares : ndarray, shape (n,)
        How far each is on its way; not all the same.
    """
    middle = shares.mean()
    apart = shares - middle
    slopes = _product(bodies.points.T, apart) / (apart @ apart)
    zero: Array = bodies.points.mean(0) - middle * slopes
    return zero, zero + slopes


def _variances(bodies: Bodies) -> Array:
    """Return the noise of each coordinate, as a variance: what is left when three in a row are not in line."""
    shapes, known = bodies.shapes, bodies.known
    bends = shapes[:-2] - 2 * shapes[1:-1] + shapes[2:]
    valid = known[:-2] * known[1:-1] * known[2:]
    variances: Array = np.einsum("ij,ij,ij->j", bends, bends, valid) / 6 / np.maximum(valid.sum(0), 1)
    return variances


def _trunks(posture: Bodies) -> Array:
    """Return the trunk length in the unit of each coordinate of a shape; NaN where it has none."""
    lengths = np.ones(posture.shapes.shape[1])
    by_landmark = lengths[:POINTS].reshape(-1, 5)
    left_shoulder, right_shoulder, left_hip, right_hip = posture.points.reshape(-1, 5)[list(TRUNK)]
    x, y, z, u, v = ((left_shoulder + right_shoulder - left_hip - right_hip) / 2).tolist()
    for columns, length in ((slice(3), math.hypot(x, y, z)), (slice(3, None), math.hypot(u, v))):
        by_landmark[:, columns] = length if length > MIN_LENGTH else math.nan
    return lengths


def _bodies(points: Array, visibility: Array, backs: Array) -> Bodies:
    seen = np.isfinite(points)
    sums, counts = _product(np.where(seen, points, 0.0), _BY_AXIS), _product(seen, _BY_AXIS)
    about_middle = points - _product(sums / np.maximum(counts, 1.0), _BY_AXIS.T)
    shapes = np.concatenate([about_middle, _product(backs[:, BACK_MARGIN:-BACK_MARGIN], _LEVEL)], 1)
    known = np.isfinite(shapes)
    return Bodies(points, visibility, backs, np.where(known, shapes, 0.0), known.astype(float))


def _product(table: NDArray[Any], other: Array) -> Array:
    """Return the matrix product, made in blocks of rows.

    A larger product is shared out to all processors. Where others are busy on them too, it then takes milliseconds
    instead of microseconds, and its last digits depend on how many there are.
    """
    if len(table) <= _BLOCK:
        return np.asarray(table @ other)
    return np.concatenate([table[i : i + _BLOCK] @ other for i in range(0, len(table), _BLOCK)])


def _levelling(stations: int) -> Array:
    """Return the matrix that takes mean and tilt from a line of so many points."""
    tilt = np.stack([np.ones(stations), np.linspace(-1, 1, stations)], 1)
    matrix: Array = np.eye(stations) - np.linalg.pinv(tilt).T @ tilt.T
    return matrix


_BY_AXIS = np.tile(np.eye(5), (len(LANDMARKS), 1))
"""Sums the points of a frame axis by axis, and its transpose spreads a value for each axis over the points."""

_LEVEL = _levelling(BACK_STATIONS - 2 * BACK_MARGIN)
