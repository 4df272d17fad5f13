"""The person as filled shapes, far to near: what still and moving pictures are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.posture import AT
from backcoach.mannequin.sight import back_profile
from backcoach.mannequin.skeleton import axes, joints
from backcoach.pose.frame import BACK_STATIONS, INDEX, Array

_ROUND = 9
"""Points of half a circle."""

# From, to, half the thickness there and there as parts of the body height, and what it wears.
_LIMBS: tuple[tuple[str, str, float, float, str], ...] = (
    ("shoulder", "elbow", 0.030, 0.023, "shirt"),
    ("elbow", "wrist", 0.022, 0.015, "skin"),
    ("wrist", "index", 0.016, 0.011, "skin"),
    ("hip", "knee", 0.050, 0.033, "trousers"),
    ("knee", "ankle", 0.034, 0.022, "trousers"),
    ("heel", "foot_index", 0.017, 0.012, "shoe"),
    ("ankle", "heel", 0.021, 0.016, "shoe"),
    ("ankle", "foot_index", 0.019, 0.012, "shoe"),
)


@dataclass(frozen=True)
class Shape:
    """One filled shape.

    Attributes
    ----------
    name : str
        The same for the same part of the body in every posture.
    wears : str
        What gives it its colour.
    far : bool
        Whether it belongs to the limb on the far side.
    depth_m : float
        Away from the viewer.
    outline : ndarray, shape (n, 2)
        Right and down, in metres; n depends on the part only.
    edge_m : float
        Width of a line round it in the same colour.
    """

    name: str
    wears: str
    far: bool
    depth_m: float
    outline: Array
    edge_m: float = 0.0


def shapes_of(posture: Array, body: Body, tilt_deg: float) -> list[Shape]:
    """Return the shapes of a posture, shape (P,), the far ones first, seen by a far camera that looks down a little."""
    points = seen(joints(posture[None], body)[0], tilt_deg)
    shapes = [*_limbs(points, body), *_trunk(posture, points, body, tilt_deg), *_head(points, body)]
    return sorted(shapes, key=lambda shape: -shape.depth_m)


def seen(points: Array, tilt_deg: float) -> Array:
    """Return room points as right, down, away from a far camera on the +z side."""
    t = np.radians(tilt_deg)
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    down = -y * np.cos(t) + z * np.sin(t)
    return np.stack([x, down, -z * np.cos(t) - y * np.sin(t)], -1)


def _limbs(points: Array, body: Body) -> list[Shape]:
    shapes = []
    hips = {side: points[INDEX[f"{side}_hip"], 2] for side in ("left", "right")}
    thick = body.height_m * (0.6 + 0.4 * body.build)
    for side, other in (("left", "right"), ("right", "left")):
        far = bool(hips[side] > hips[other] + 0.05)
        for first, second, r1, r2, wears in _LIMBS:
            a, b = points[INDEX[f"{side}_{first}"]], points[INDEX[f"{side}_{second}"]]
            outline = capsule(a, b, r1 * thick, r2 * thick)
            shapes.append(Shape(f"{side}_{first}_{second}", wears, far, float(a[2] + b[2]) / 2, outline))
    return shapes


def _trunk(posture: Array, points: Array, body: Body, tilt_deg: float) -> list[Shape]:
    """Return the trunk: elliptic slices along the bent spine, seen as an outline; and the seat."""
    u = np.linspace(0, 1, BACK_STATIONS)
    twist = posture[AT["roll"]] + posture[AT["twist"]] * (1 - u)
    head, chest, left = (seen(v, tilt_deg) for v in axes(np.repeat(posture[None], BACK_STATIONS, 0), twist))
    hip, shoulder = _middle(points, "hip"), _middle(points, "shoulder")
    back = back_profile(posture[None, AT["curve"]], body)[0] * body.trunk_m * 0.8
    rounding = back - back_profile(np.zeros(1), body)[0] * body.trunk_m * 0.8
    front = (0.20 * (0.7 + 0.3 * body.build)) * body.trunk_m - rounding
    half = np.interp(u, [0, 0.35, 0.85, 1], [0.66, 0.58, 0.62, 0.5]) * body.shoulder_width_m * 0.9
    line = hip + u[:, None] * (shoulder - hip)
    across = np.stack([-head[:, 1], head[:, 0]], -1)
    across /= np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-9)
    middle = np.sum(chest[:, :2] * across, -1) * (front - back) / 2
    reach = np.hypot(
        np.sum(chest[:, :2] * across, -1) * (front + back) / 2, np.sum(left[:, :2] * across, -1) * half
    )
    edges = [line[:, :2] + ((middle + sign * reach)[:, None]) * across for sign in (1, -1)]
    outline = np.concatenate([edges[0], edges[1][::-1]])
    depth = float(line[:, 2].mean())
    seat = circle(line[0, :2] + middle[0] * across[0], float(reach[0]) * 0.92)
    return [
        Shape("seat", "trousers", False, depth + 1e-6, seat),
        Shape("trunk", "shirt", False, depth, outline, edge_m=0.05),
    ]


def _head(points: Array, body: Body) -> list[Shape]:
    ears = (points[INDEX["left_ear"]] + points[INDEX["right_ear"]]) / 2
    nose, neck = points[INDEX["nose"]], _middle(points, "shoulder")
    size = body.height_m
    face = nose - ears
    centre = ears + face * 0.15
    crown = ears + (ears - neck) * 0.28 - face * 0.25
    parts = [
        ("neck", "skin", capsule(neck, ears, 0.030 * size, 0.028 * size)),
        ("hair", "hair", capsule(crown, ears - face * 0.22, 0.052 * size, 0.046 * size)),
        ("face", "skin", capsule(centre, centre + face * 0.25, 0.054 * size, 0.046 * size)),
        ("nose", "skin", capsule(centre + face * 0.5, nose, 0.016 * size, 0.010 * size)),
    ]
    faces_away = face[2] > 0.3 * float(np.linalg.norm(face))
    if faces_away:
        parts[1], parts[2] = parts[2], parts[1]
    depth = float(ears[2])
    return [
        Shape(name, wears, False, depth - k * 1e-6, outline) for k, (name, wears, outline) in enumerate(parts)
    ]


def capsule(a: Array, b: Array, r1: float, r2: float) -> Array:
    """Return the outline of two circles and what lies between them, shape (2 * 9, 2)."""
    along = b[:2] - a[:2]
    length = float(np.linalg.norm(along))
    unit = along / length if length > 1e-6 else np.array([1.0, 0.0])
    lean = np.arccos(np.clip((r1 - r2) / max(length, 1e-6), -0.99, 0.99))
    heading = np.arctan2(unit[1], unit[0])
    near_b = heading + np.linspace(-lean, lean, _ROUND)
    near_a = heading + np.linspace(lean, 2 * np.pi - lean, _ROUND)
    return np.concatenate([_arc(b[:2], r2, near_b), _arc(a[:2], r1, near_a)])


def circle(centre: Array, radius_m: float) -> Array:
    """Return the outline of a circle, shape (2 * 9, 2)."""
    return _arc(centre[:2], radius_m, np.linspace(0, 2 * np.pi, 2 * _ROUND, endpoint=False))


def _arc(centre: Array, radius_m: float, angles: Array) -> Array:
    arc: Array = centre + radius_m * np.stack([np.cos(angles), np.sin(angles)], -1)
    return arc


def _middle(points: Array, part: str) -> Array:
    middle: Array = (points[INDEX[f"left_{part}"]] + points[INDEX[f"right_{part}"]]) / 2
    return middle
