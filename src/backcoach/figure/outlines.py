"""Smooth outlines with a given number of points, at all moments of a film at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely

from backcoach.pose.frame import Array

_QUARTER = 5
"""Points of a quarter circle in rounded corners; what is drawn is smoothed afterwards."""

_SLACK = 0.02
"""How exact rounded corners are, in parts of their width."""

_FINE = 4
_FINE_SMOOTH = 6
"""A limb's outline is smoothed with so many points for each of the final ones, so many times."""

_ROUNDNESS = 0.45
"""How much of its round end a limb keeps: the trunk is round itself."""

CAP = 10
"""Points of a limb's outline at its joint."""


def joined(pieces: Array, fillets: Array) -> Array:
    """Return one shape round all pieces of each moment, its inner corners rounded.

    Parameters
    ----------
    pieces : ndarray, shape (n, pieces, K, 2)
        Convex outlines.
    fillets : ndarray, shape (n,)
        How wide the corners are rounded.

    Returns
    -------
    ndarray of shapely.Polygon, shape (n,)
    """
    shapes = shapely.polygons(pieces)
    if shapes.shape[1] == 1:
        only: Array = shapes[:, 0]
        return only
    # What the rounding takes away anyway need not be computed: of a wide one most of all.
    slack = fillets * _SLACK
    union = shapely.simplify(shapely.union_all(shapes, axis=1), slack)
    wide = shapely.simplify(shapely.buffer(union, fillets, quad_segs=_QUARTER), slack)
    rounded = shapely.buffer(wide, -fillets, quad_segs=_QUARTER)
    # Of a shadow on a floor that is seen from its own height nothing is left.
    nothing = shapely.is_empty(rounded)
    rounded[nothing] = shapes[nothing, 0]
    for k in np.flatnonzero(shapely.get_type_id(rounded) != shapely.GeometryType.POLYGON):
        rounded[k] = max(rounded[k].geoms, key=lambda piece: piece.area)
    whole: Array = shapely.polygons(shapely.get_exterior_ring(rounded))
    return whole


def around(shapes: Array, count: int) -> Array:
    """Return the outlines of shapes as so many points, shape (n, count, 2)."""
    return _pairs(_smooth(_evenly_round(shapes, count)))


def from_joint(shapes: Array, joints: Array, radii: Array, count: int) -> tuple[Array, Array]:
    """Return limbs' outlines from one side of the joint round the limb and back.

    Parameters
    ----------
    shapes : ndarray of shapely.Polygon, shape (n,)
    joints : ndarray, shape (n, 2)
    radii : ndarray, shape (n,)
        What is nearer to the joint belongs to the trunk.
    count : int

    Returns
    -------
    outlines : ndarray, shape (n, count, 2)
    edges : ndarray, shape (n,)
        The part of each outline, from its first point on, that has a line.
    """
    fine = _smooth(_evenly_round(shapes, _FINE * count), _FINE_SMOOTH)
    middles = joints @ [1, 1j]
    lines, edges = zip(*(_cut(*limb, count) for limb in zip(fine, middles, radii, strict=True)), strict=True)
    return _pairs(np.array(lines)), np.array(edges)


def _cut(ring: Array, joint: complex, radius: float, count: int) -> tuple[Array, float]:
    """Return a closed line opened at its joint, where it has a flatter end, and the part that is not that end."""
    n = len(ring)
    ring = np.roll(ring, -int(np.abs(ring - joint).argmin()))
    outside = np.flatnonzero(np.abs(ring - joint) > radius)
    begin, stop = (int(outside[0]), int(outside[-1]) + 1) if len(outside) else (0, n)
    if stop - begin < n // 3:
        begin, stop = 0, n
    cap, limb = np.concatenate([ring[stop - 1 :], ring[: begin + 1]]), ring[begin:stop]
    straight = cap[0] + np.linspace(0, 1, CAP + 2)[1:-1] * (cap[-1] - cap[0])
    end = straight + _ROUNDNESS * (_evenly(cap, CAP + 2)[1:-1] - straight)
    lengths = [float(np.abs(np.diff(line)).sum()) for line in (limb, cap)]
    return np.concatenate([_evenly(limb, count - CAP), end]), lengths[0] / sum(lengths)


def aligned(outlines: Array) -> Array:
    """Return closed outlines, shape (n, count, 2), each begun where it fits the one before it best."""
    # The sum of squared distances is least where the correlation of both is greatest.
    waves = np.fft.fft(outlines @ [1, 1j])
    fits = np.fft.ifft(waves[1:] * waves[:-1].conj()).real
    shifts = np.concatenate([[0], np.cumsum(fits.argmax(1))])
    count = outlines.shape[1]
    order = (np.arange(count) + shifts[:, None]) % count
    begun: Array = np.take_along_axis(outlines, order[..., None], 1)
    return begun


def _evenly_round(shapes: Array, count: int) -> Array:
    """Return points at even distances round shapes as complex numbers, shape (n, count)."""
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    ends = np.searchsorted(owners, np.arange(len(shapes) + 1))
    line = points @ [1, 1j]
    return np.array([_evenly(line[a:b], count + 1)[:-1] for a, b in pairwise(ends)])


def _evenly(line: Array, count: int) -> Array:
    """Return points at even distances along a line of complex numbers, shape (count,)."""
    way = np.concatenate([[0.0], np.abs(np.diff(line)).cumsum()])
    points: Array = np.interp(np.arange(count) * (way[-1] / (count - 1)), way, line)
    return points


def _smooth(rings: Array, times: int = 1) -> Array:
    """Return closed lines, shape (n, count), without the small corners of what they were joined from."""
    for _ in range(times):
        rings = 0.5 * rings + 0.25 * (np.roll(rings, 1, axis=1) + np.roll(rings, -1, axis=1))
    return rings


def _pairs(points: Array) -> Array:
    """Return complex numbers as right and down in a last axis."""
    return np.stack([points.real, points.imag], -1)
