"""From joint angles to landmarks in the room: forward kinematics for many moments at once.

The room: x ahead (towards the head of a person who lies or kneels with heading 0), y up, z to the right of a person
who faces down or ahead. Metres. With heading 0 a camera on the +z side sees the head on the right of the picture.
"""

from __future__ import annotations

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.posture import AT
from backcoach.pose.frame import INDEX, LANDMARKS, Array

FLOOR_PARTS: dict[str, str] = {
    "shoulder": "shoulder",
    "hip": "hip",
    "knee": "knee",
    "ankle": "ankle",
    "elbow": "elbow",
    "wrist": "wrist",
    "index": "hand",
    "heel": "heel",
    "foot_index": "toe",
}
"""Landmarks that may touch the floor, and the thickness that keeps them above it."""


def axes(posture: Array, roll_deg: Array) -> tuple[Array, Array, Array]:
    """Return the unit vectors to the head, to the chest and to the left of a trunk part.

    Parameters
    ----------
    posture : ndarray, shape (n, P)
    roll_deg : ndarray, shape (n,)

    Returns
    -------
    tuple of three ndarray, each of shape (n, 3)
    """
    pitch, roll = np.radians(posture[:, AT["pitch"]]), np.radians(roll_deg)
    zero = np.zeros_like(pitch)
    head = np.stack([np.cos(pitch), np.sin(pitch), zero], -1)
    front = np.stack([np.sin(pitch), -np.cos(pitch), zero], -1)
    left = np.stack([zero, zero, zero - 1], -1)
    c, s = np.cos(roll)[:, None], np.sin(roll)[:, None]
    chest, side = front * c + left * s, left * c - front * s
    h = posture[:, AT["heading"]]
    return turned(head, h), turned(chest, h), turned(side, h)


def turned(vectors: Array, heading_deg: Array) -> Array:
    """Return vectors turned about the vertical by the heading."""
    h = np.radians(heading_deg)
    c, s = np.cos(h), np.sin(h)
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.stack([x * c + z * s, y, z * c - x * s], -1)


def joints(posture: Array, body: Body) -> Array:
    """Return all landmarks in the room.

    Parameters
    ----------
    posture : ndarray, shape (n, P)
        Posture vectors, see `backcoach.mannequin.posture.PARAMS`.
    body : Body

    Returns
    -------
    ndarray, shape (n, 33, 3)
        Metres, in BlazePose's order.
    """
    out = np.empty((len(posture), len(LANDMARKS), 3))
    mid_hip = posture[:, AT["x_m"] : AT["z_m"] + 1]
    roll = posture[:, AT["roll"]]
    trunk = axes(posture, roll)
    pelvis = axes(posture, roll + posture[:, AT["twist"]])
    mid_shoulder = mid_hip + trunk[0] * body.trunk_m
    for side, sign in (("left", 1.0), ("right", -1.0)):
        hip = mid_hip + pelvis[2] * (sign * body.hip_width_m / 2)
        shoulder = mid_shoulder + trunk[2] * (sign * body.shoulder_width_m / 2)
        _leg(out, posture, body, side, hip, (pelvis[0], pelvis[1], pelvis[2] * sign))
        _arm(out, posture, body, side, shoulder, (trunk[0], trunk[1], trunk[2] * sign))
    _head(out, posture, body, mid_shoulder, trunk)
    return out


Frame = tuple[Array, Array, Array]


def _limb(frame: Frame, flex: Array, out: Array, turn: Array) -> Frame:
    """Return direction, bending direction and outward direction of an upper limb segment.

    The bending direction is the way the lower segment goes when the joint flexes at turn 0 for an arm; a leg takes
    the opposite.
    """
    head, chest, outward = frame
    f, a, r = (np.radians(angle)[:, None] for angle in (flex, out, turn))
    plane = chest * np.sin(f) - head * np.cos(f)
    ahead = head * np.sin(f) + chest * np.cos(f)
    along = plane * np.cos(a) + outward * np.sin(a)
    side = outward * np.cos(a) - plane * np.sin(a)
    return along, ahead * np.cos(r) - side * np.sin(r), side * np.cos(r) + ahead * np.sin(r)


def _angles(posture: Array, prefix: str, *names: str) -> list[Array]:
    return [posture[:, AT[prefix + name]] for name in names]


def _leg(out: Array, posture: Array, body: Body, side: str, hip: Array, frame: Frame) -> None:
    flex, outwards, turn, opened, bend, point, flat = _angles(
        posture, f"{side}_leg_", "hip", "out", "turn", "open", "knee", "point", "flat"
    )
    thigh, ahead, _ = _limb(frame, flex, outwards, -turn)
    k = np.radians(bend)[:, None]
    shank = thigh * np.cos(k) - ahead * np.sin(k)
    knee = hip + thigh * body.thigh_m
    ankle = knee + shank * body.shank_m
    sign = 1.0 if side == "left" else -1.0
    knee = ankle_turned(hip, knee, ankle, -opened * sign)
    front = ahead * np.cos(k) + thigh * np.sin(k)
    heel, toe = _foot(body, ankle, shank, front, point, flat)
    for name, place in (("hip", hip), ("knee", knee), ("ankle", ankle), ("heel", heel), ("foot_index", toe)):
        out[:, INDEX[f"{side}_{name}"]] = place


def ankle_turned(hip: Array, knee: Array, ankle: Array, angle_deg: Array) -> Array:
    """Return the knee after the bent leg was turned about the line from hip to ankle (Rodrigues' formula)."""
    axis = ankle - hip
    axis = axis / np.linalg.norm(axis, axis=-1, keepdims=True)
    a = np.radians(angle_deg)[:, None]
    v = knee - hip
    along = np.sum(v * axis, -1, keepdims=True) * axis
    turned_knee: Array = hip + along + (v - along) * np.cos(a) + np.cross(axis, v) * np.sin(a)
    return turned_knee


def _foot(
    body: Body, ankle: Array, shank: Array, front: Array, point: Array, flat: Array
) -> tuple[Array, Array]:
    """Return heel and ball of the foot; a flat foot is level and only lifts its heel."""
    p, w = np.radians(point)[:, None], flat[:, None]
    free = front * np.cos(p) + shank * np.sin(p)
    free_down = shank * np.cos(p) - front * np.sin(p)
    up = np.array([0.0, 1.0, 0.0])
    level = _unit(front * [1, 0, 1] + 1e-9)
    along = _unit(free * (1 - w) + (level * np.cos(p) - up * np.sin(p)) * w)
    down = _unit(free_down * (1 - w) + (-up * np.cos(p) - level * np.sin(p)) * w)
    sole = body.radius_m("ankle") * 1.15
    toe = ankle + along * body.foot_m + down * (sole - 0.2 * body.radius_m("toe"))
    heel = ankle - along * (0.3 * body.foot_m) + down * (sole - 0.2 * body.radius_m("toe"))
    return heel, _above_floor(toe, body.radius_m("toe"))


def _arm(out: Array, posture: Array, body: Body, side: str, shoulder: Array, frame: Frame) -> None:
    flex, outwards, turn, bend, extension = _angles(
        posture, f"{side}_arm_", "shoulder", "out", "turn", "elbow", "wrist"
    )
    upper, ahead, outside = _limb(frame, flex, outwards, turn)
    e, w = np.radians(bend)[:, None], np.radians(extension)[:, None]
    fore = upper * np.cos(e) + ahead * np.sin(e)
    across = ahead * np.cos(e) - upper * np.sin(e)
    hand = fore * np.cos(w) + across * np.sin(w)
    elbow = shoulder + upper * body.upper_arm_m
    wrist = elbow + fore * body.forearm_m
    floor = body.radius_m("hand")
    out[:, INDEX[f"{side}_shoulder"]] = shoulder
    out[:, INDEX[f"{side}_elbow"]] = elbow
    out[:, INDEX[f"{side}_wrist"]] = wrist
    for finger, reach, spread in (("pinky", 0.9, 0.022), ("index", 1.0, -0.012), ("thumb", 0.6, -0.028)):
        tip = wrist + hand * (body.hand_m * reach) + outside * (spread * body.height_m)
        out[:, INDEX[f"{side}_{finger}"]] = _above_floor(tip, floor)


HEAD: dict[str, tuple[float, float, float]] = {
    "ear": (0.0, 0.0, 0.040),
    "eye_inner": (0.012, 0.058, 0.010),
    "eye": (0.012, 0.056, 0.018),
    "eye_outer": (0.012, 0.052, 0.026),
    "mouth": (-0.028, 0.056, 0.014),
}
"""Places on the head as parts of the height from the point between the ears: to the crown, to the face, outwards."""

NECK = 0.105
"""From between the shoulders to between the ears, as a part of the height."""


def _head(out: Array, posture: Array, body: Body, mid_shoulder: Array, trunk: Frame) -> None:
    lift = np.radians(posture[:, AT["head_lift"]])[:, None]
    turn = np.radians(posture[:, AT["head_turn"]])[:, None]
    crown = trunk[0] * np.cos(lift) - trunk[1] * np.sin(lift)
    straight = trunk[1] * np.cos(lift) + trunk[0] * np.sin(lift)
    face = straight * np.cos(turn) + trunk[2] * np.sin(turn)
    left = trunk[2] * np.cos(turn) - straight * np.sin(turn)
    size = body.height_m
    middle = mid_shoulder + crown * (NECK * size)
    out[:, INDEX["nose"]] = middle + face * (0.075 * size) - crown * (0.008 * size)
    for name, (up, ahead, outwards) in HEAD.items():
        for side, sign in (("left", 1.0), ("right", -1.0)):
            landmark = f"mouth_{side}" if name == "mouth" else f"{side}_{name}"
            offset = crown * up + face * ahead + left * (sign * outwards)
            out[:, INDEX[landmark]] = middle + offset * size


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _above_floor(points: Array, height_m: float) -> Array:
    """Hands and toes give way to the floor."""
    points = points.copy()
    near = points[..., 1] < height_m
    points[..., 1] = np.where(near, height_m, points[..., 1])
    return points
