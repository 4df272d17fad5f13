"""What a camera makes of the body: which landmarks it can see, and the outline of the back."""

from __future__ import annotations

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.camera import Camera
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import axes
from backcoach.pose.frame import BACK_STATIONS, INDEX, LANDMARKS, Array

CAPSULES: tuple[tuple[str, str, float], ...] = (
    *((f"{s}_shoulder", f"{s}_elbow", 0.028) for s in ("left", "right")),
    *((f"{s}_elbow", f"{s}_wrist", 0.022) for s in ("left", "right")),
    *((f"{s}_hip", f"{s}_knee", 0.044) for s in ("left", "right")),
    *((f"{s}_knee", f"{s}_ankle", 0.030) for s in ("left", "right")),
    *((f"{s}_shoulder", f"{s}_hip", 0.060) for s in ("left", "right")),
    ("left_shoulder", "right_hip", 0.055),
)
"""Parts that hide what is behind them: two ends, half the thickness as a part of the body height."""

_HIDEABLE = [i for i, name in enumerate(LANDMARKS) if "shoulder" not in name and "hip" not in name]
_HIDDEN = {"elbow": 0.28, "wrist": 0.36, "knee": 0.25, "ankle": 0.30, "heel": 0.30, "foot_index": 0.30}
"""How visible BlazePose calls a landmark that is hidden (side views of real people); face and fingers 0.35."""

PROFILE = np.array(
    [0.315, 0.325, 0.320, 0.298, 0.292, 0.290, 0.290, 0.296, 0.304, 0.308, 0.318, 0.312, 0.290]
)
"""The back's distance from the line of the landmarks for a neutral back, in trunk lengths (one real person)."""

FACE = 11
"""The first landmarks are on the face."""

_U = np.linspace(0.0, 1.0, BACK_STATIONS)


def sagitta(profile: Array) -> Array:
    """Return the curve of a back: 1.5 times the mean signed distance of stations 1 to 11 from their own chord."""
    inner, u = profile[..., 1:-1], _U[1:-1]
    part = (u - u[0]) / (u[-1] - u[0])
    chord = inner[..., :1] + (inner[..., -1:] - inner[..., :1]) * part
    curve: Array = 1.5 * np.mean(inner - chord, axis=-1)
    return curve


_PARABOLA = 4 * _U * (1 - _U)
_BUMP = _PARABOLA / sagitta(_PARABOLA)
_FLAT = PROFILE - sagitta(PROFILE) * _BUMP


def back_profile(curve: Array, body: Body) -> Array:
    """Return the back's distances behind the landmark line in trunk lengths, shape (n, BACK_STATIONS).

    ``curve`` is the profile's sagitta in trunk lengths.
    """
    profile: Array = _FLAT * (0.75 + 0.25 * body.build) + np.asarray(curve)[:, None] * _BUMP
    return profile


def back_outline(posture: Array, points: Array, body: Body, camera: Camera) -> tuple[Array, Array]:
    """Return the true outline of the back in the image, and how squarely it is seen.

    Parameters
    ----------
    posture : ndarray, shape (n, P)
    points : ndarray, shape (n, 33, 3)
        Landmarks in the room.

    Returns
    -------
    outline : ndarray, shape (n, BACK_STATIONS, 2)
        In image heights.
    squareness : ndarray, shape (n,)
        1 where the back is seen in profile, 0 where it faces the camera or is turned away from it.
    """
    head, chest, _ = axes(posture, posture[:, AT["roll"]] + posture[:, AT["twist"]] / 2)
    hip, shoulder = _middle(points, "hip"), _middle(points, "shoulder")
    forward = camera.axes()[2]
    across = np.cross(head, forward)
    across /= np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-9)
    towards = np.sum(across * chest, -1, keepdims=True)
    across = np.where(towards > 0, -across, across)
    squareness = np.abs(towards[:, 0])
    depth = back_profile(posture[:, AT["curve"]], body) * body.trunk_m * squareness[:, None]
    width = (0.5 * body.shoulder_width_m) * np.sqrt(1 - np.minimum(squareness, 1) ** 2)
    line = hip[:, None] + _U[:, None] * (shoulder - hip)[:, None]
    reach = np.hypot(depth, width[:, None])
    down = np.maximum(-across[:, 1], 0.0)
    room = np.where(down > 0.3, 1, np.inf)[:, None] * line[..., 1] / np.maximum(down, 0.3)[:, None]
    reach = np.minimum(reach, np.maximum(room, 0.02))
    outline = line + reach[..., None] * across[:, None]
    return camera.project(camera.seen_from(outline)), squareness


def lay_stations(outline: Array, trunk: Array) -> Array:
    """Return where rays at right angles to a (noisy) trunk line meet the true outline.

    Parameters
    ----------
    outline : ndarray, shape (n, BACK_STATIONS, 2)
    trunk : ndarray, shape (n, 2, 2)
        Mid-hip and mid-shoulder as they were seen.

    Returns
    -------
    ndarray, shape (n, BACK_STATIONS, 2)
    """
    hip = trunk[:, :1]
    along = trunk[:, 1] - trunk[:, 0]
    length = np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-9)
    unit = along / length
    normal = np.stack([-unit[:, 1], unit[:, 0]], -1)
    u = np.sum((outline - hip) * unit[:, None], -1) / length
    off = np.sum((outline - hip) * normal[:, None], -1)
    laid = np.stack([_interpolated(row_u, row_off) for row_u, row_off in zip(u, off, strict=True)])
    stations: Array = hip + (_U * length)[..., None] * unit[:, None] + laid[..., None] * normal[:, None]
    return stations


def _interpolated(u: Array, off: Array) -> Array:
    order = np.argsort(u)
    return np.interp(_U, u[order], off[order])


def visibility(relative: Array, image: Array, body: Body, camera: Camera, facing_away: Array) -> Array:
    """Return how visible each landmark is, without the estimator's whims, shape (n, 33).

    Parameters
    ----------
    relative : ndarray, shape (n, 33, 3)
        Landmarks in the camera's axes, metres.
    image : ndarray, shape (n, 33, 2)
        Landmarks in image heights.
    facing_away : ndarray, shape (n,)
        How much the face looks away from the camera, -1 to 1.
    """
    seen = np.full(image.shape[:2], 0.98)
    covered = _covered(relative, image, body, camera)
    far = _far_side(relative, image)
    for column, i in enumerate(_HIDEABLE):
        name = LANDMARKS[i]
        hidden = _HIDDEN.get(name.partition("_")[2], 0.35)
        clear = 0.97 - 0.2 * far[:, 0 if "left" in name else 1]
        seen[:, i] = clear + (hidden - clear) * covered[:, column]
    seen[:, :FACE] -= 0.35 * np.clip(facing_away, 0, 1)[:, None]
    outside = np.maximum.reduce(
        [-image[..., 0], image[..., 0] - camera.aspect, -image[..., 1], image[..., 1] - 1]
    )
    visible: Array = seen / (1 + np.exp(np.clip(outside / 0.015 - 1, -50, 50)))
    return visible


def _covered(relative: Array, image: Array, body: Body, camera: Camera) -> Array:
    """Return how much a nearer part of the body covers each landmark that can be hidden, 0 to 1."""
    point, depth = image[:, _HIDEABLE], relative[:, _HIDEABLE, 2]
    covered = np.zeros(point.shape[:2])
    for first, second, share in CAPSULES:
        a, b = INDEX[first], INDEX[second]
        start, line = image[:, a, None], (image[:, b] - image[:, a])[:, None]
        part = np.sum((point - start) * line, -1) / np.maximum(np.sum(line**2, -1), 1e-9)
        part = np.clip(part, 0, 1)
        gap = np.linalg.norm(point - start - part[..., None] * line, axis=-1)
        at = relative[:, a, None, 2] + part * (relative[:, b] - relative[:, a])[:, None, 2]
        radius = share * body.height_m * (0.6 + 0.4 * body.build) * camera.focal / np.maximum(at, 0.3)
        over = np.clip(1.6 - gap / radius, 0, 1)
        behind = np.clip((depth - at) / body.height_m / 0.04 - 0.8, 0, 1)
        own = np.array([i in (a, b) for i in _HIDEABLE])
        covered = np.maximum(covered, over * behind * ~own)
    return covered


def _far_side(relative: Array, image: Array) -> Array:
    """Return how much the left and the right side are the far one in a side view, 0 to 1, shape (n, 2)."""
    across = [
        relative[:, INDEX[f"left_{part}"], 2] - relative[:, INDEX[f"right_{part}"], 2]
        for part in ("hip", "shoulder")
    ]
    behind = np.clip(np.mean(across, axis=0) / 0.25, -1, 1)
    return np.stack([np.maximum(behind, 0), np.maximum(-behind, 0)], -1)


def _middle(points: Array, part: str) -> Array:
    middle: Array = (points[:, INDEX[f"left_{part}"]] + points[:, INDEX[f"right_{part}"]]) / 2
    return middle
