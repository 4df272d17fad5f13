"""Angles, distances and directions of points in space, given as three plain numbers (image points have z = 0).

Plain floats, not arrays: a frame needs some fifty of these small sums, and NumPy's overhead for each call would
cost ten times the arithmetic. For the same reason the angles and distances, of which a frame needs most, are written
out and make no lists on the way. NaN in, NaN out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Vector = Sequence[float]

NAN = math.nan
_DEG = 180 / math.pi
_UP = (0.0, -1.0, 0.0)


def subtract(a: Vector, b: Vector) -> list[float]:
    """Return the vector from b to a."""
    return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> list[float]:
    """Return the vector product."""
    return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]


def norm(a: Vector) -> float:
    """Return the length."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def scale(a: Vector, factor: float) -> list[float]:
    """Return the vector made longer or shorter."""
    return [a[0] * factor, a[1] * factor, a[2] * factor]


def unit(a: Vector) -> list[float]:
    """Return the vector of length 1; NaN for a vector of length 0."""
    length = norm(a)
    return scale(a, 1 / length) if length > 0 else [NAN, NAN, NAN]


def reject(a: Vector, axis: Vector) -> list[float]:
    """Return the part of a vector that is at right angles to an axis of length 1."""
    return subtract(a, scale(axis, dot(a, axis)))


def midpoint(a: Vector, b: Vector) -> list[float]:
    """Return the point half-way."""
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]


def compute_distance(a: Vector, b: Vector) -> float:
    """Return the distance of two points."""
    x, y, z = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    return math.sqrt(x * x + y * y + z * z)


def compute_angle_deg(a: Vector, b: Vector, c: Vector) -> float:
    """Return the interior angle at b, 0 to 180 degrees; NaN where two points coincide."""
    ux, uy, uz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
    vx, vy, vz = c[0] - b[0], c[1] - b[1], c[2] - b[2]
    lengths = math.sqrt((ux * ux + uy * uy + uz * uz) * (vx * vx + vy * vy + vz * vz))
    if not lengths > 0:
        return NAN
    return _arc_cosine_deg((ux * vx + uy * vy + uz * vz) / lengths)


def compute_angle_between_deg(u: Vector, v: Vector) -> float:
    """Return the angle between two vectors, 0 to 180 degrees; NaN where one has no length."""
    lengths = norm(u) * norm(v)
    if not lengths > 0:
        return NAN
    return _arc_cosine_deg(dot(u, v) / lengths)


def _arc_cosine_deg(cosine: float) -> float:
    """Return the angle of a cosine that rounding may have pushed past 1."""
    return _DEG * math.acos(cosine if -1.0 <= cosine <= 1.0 else math.copysign(1.0, cosine))


def compute_bend_deg(a: Vector, b: Vector, c: Vector, towards: Sequence[float]) -> float:
    """Return by how much b-c turns out of the direction a-b, -180 to 180 degrees, + to the side of ``towards``.

    Image points; ``towards`` is a direction in the picture.
    """
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
    turn = _DEG * math.atan2(ux * vy - uy * vx, ux * vx + uy * vy)
    return turn if ux * towards[1] - uy * towards[0] > 0 else -turn


def compute_elevation_deg(a: Vector, b: Vector) -> float:
    """Return the angle of the vector a to b above the horizontal, -90 to +90 degrees (y points down)."""
    return _DEG * math.atan2(a[1] - b[1], math.hypot(b[0] - a[0], b[2] - a[2]))


def compute_deviation(p: Vector, a: Vector, b: Vector) -> float:
    """Return the distance of p from the line a-b divided by the length of a-b, + towards the ceiling.

    Image points only. Positive where p lies above the line, whichever way a-b runs.
    """
    dx, dy = b[0] - a[0], b[1] - a[1]
    length_squared = dx * dx + dy * dy
    if not length_squared > 0:
        return NAN
    signed = (dx * (p[1] - a[1]) - dy * (p[0] - a[0])) / length_squared
    return -signed if dx > 0 else signed


def compute_lift(p: Vector, a: Vector, b: Vector) -> float:
    """Return how far p is above the point of the line a-b that is nearest to it, vertically; NaN if a is b."""
    line = subtract(b, a)
    length_squared = dot(line, line)
    if not length_squared > 0:
        return NAN
    share = dot(subtract(p, a), line) / length_squared
    return a[1] + share * line[1] - p[1]


def compute_chest_direction(
    left_shoulder: Vector, right_shoulder: Vector, left_hip: Vector, right_hip: Vector
) -> list[float]:
    """Return the unit vector out of the chest, in the (camera-parallel) axes of the world landmarks.

    The product of the person's right-to-left direction (shoulders and hips together) and the trunk direction.
    """
    ax, ay, az = left_shoulder
    bx, by, bz = right_shoulder
    cx, cy, cz = left_hip
    dx, dy, dz = right_hip
    across = ((ax + cx) / 2 - (bx + dx) / 2, (ay + cy) / 2 - (by + dy) / 2, (az + cz) / 2 - (bz + dz) / 2)
    trunk = ((ax + bx) / 2 - (cx + dx) / 2, (ay + by) / 2 - (cy + dy) / 2, (az + bz) / 2 - (cz + dz) / 2)
    return unit(cross(across, trunk))


def compute_roll_deg(left: Vector, right: Vector, trunk: Vector) -> float:
    """Return how far the right-to-left line is turned about the trunk's axis, -180 to 180 degrees.

    0 where the line is level; world coordinates. The trunk must not be vertical (NaN when it is).
    """
    axis = unit(trunk)
    up = reject(_UP, axis)
    if norm(up) < 0.2:
        return NAN
    up = unit(up)
    line = subtract(left, right)
    return _DEG * math.atan2(dot(line, up), dot(line, cross(axis, up)))


def compute_across(left: Vector, right: Vector, trunk: Vector) -> list[float]:
    """Return the unit vector from the person's left to the right, at right angles to the trunk."""
    return unit(reject(subtract(right, left), unit(trunk)))


def compute_sagitta(offsets: Sequence[float]) -> float:
    """Return the arch of a profile given by its offsets at evenly spaced stations; NaN where stations are missing.

    1.5 times the mean distance from the chord between the first and the last station: for an arc this is its
    greatest distance from the chord (area of a parabolic segment = 2/3 chord x sagitta), but unlike the greatest
    distance it does not jump when a back is hollow at one end and round at the other, and averages the noise.
    """
    # The mean distance from a straight chord: the mean of the offsets less the mean of its two ends.
    return 1.5 * (sum(offsets) / len(offsets) - (offsets[0] + offsets[-1]) / 2)
