"""Setting the body down on the floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.posture import AT, PLACE
from backcoach.mannequin.skeleton import FLOOR_PARTS, joints, turned
from backcoach.pose.frame import INDEX, Array

_LANDMARK = {
    "shoulder": ("shoulder", "shoulder"),
    "hip": ("hip", "hip"),
    "knee": ("knee", "knee"),
    "ankle": ("ankle", "ankle"),
    "toe": ("foot_index", "toe"),
    "sole": ("ankle", "ankle"),
    "hand": ("wrist", "wrist"),
    "elbow": ("elbow", "elbow"),
}
_ALOFT_M = 10.0


def settled(postures: Array, body: Body, rests_on: Sequence[str], mirror: bool = False) -> Array:
    """Return the postures set down so that the named parts touch the floor.

    The body is tilted as a whole until both parts touch, then moved so that the first part stands still. The angles
    between its segments stay what they are.

    Parameters
    ----------
    postures : ndarray, shape (n, P)
        With heading 0; their place is ignored.
    body : Body
    rests_on : sequence of str
        One or two parts, see `backcoach.exercises.figure.Contact`.
    mirror : bool
        Whether the postures are mirrored, so that left means right.

    Returns
    -------
    ndarray, shape (n, P)
    """
    out: Array = postures.copy()
    out[:, PLACE] = [0.0, _ALOFT_M, 0.0]
    contacts = [_swapped(part) if mirror else part for part in rests_on]
    points = joints(out, body)
    (first, first_m), *others = (_contact(points, out, body, part) for part in contacts)
    if others:
        second, second_m = others[0]
        ahead, up = (second - first)[:, 0], (second - first)[:, 1]
        slope = np.arcsin(np.clip((second_m - first_m) / np.hypot(ahead, up), -1, 1))
        wanted = np.where(ahead >= 0, slope, np.pi - slope)
        tilt = np.degrees(wanted - np.arctan2(up, ahead))
        out[:, AT["pitch"]] += (tilt + 180) % 360 - 180
        first, first_m = _contact(joints(out, body), out, body, contacts[0])
    out[:, AT["x_m"]] = first[0, 0] - first[:, 0]
    out[:, AT["y_m"]] = _ALOFT_M - first[:, 1] + first_m
    return out


def placed(postures: Array, body: Body, heading_deg: float, x_m: float = 0.0, z_m: float = 0.0) -> Array:
    """Return settled postures turned to a heading, the middle of the first one's trunk above ``x_m``, ``z_m``."""
    out: Array = postures.copy()
    out[:, AT["heading"]] += heading_deg
    out[:, PLACE] = turned(out[:, PLACE], np.full(len(out), heading_deg))
    points = joints(out[:1], body)[0]
    middle = points[[INDEX[f"{s}_{p}"] for s in ("left", "right") for p in ("hip", "shoulder")]].mean(0)
    out[:, AT["x_m"]] += x_m - middle[0]
    out[:, AT["z_m"]] += z_m - middle[2]
    return out


def clearance(postures: Array, body: Body) -> Array:
    """Return the height of the lowest part above the floor in metres, shape (n,); negative below."""
    points = joints(postures, body)
    lowest = np.full(len(postures), np.inf)
    for landmark, part in FLOOR_PARTS.items():
        for side in ("left", "right"):
            height = points[:, INDEX[f"{side}_{landmark}"], 1] - body.radius_m(part)
            lowest = np.minimum(lowest, height)
    head = points[:, [INDEX["left_ear"], INDEX["right_ear"]], 1].mean(1) - body.radius_m("head")
    return np.asarray(np.minimum(lowest, head))


def _contact(points: Array, postures: Array, body: Body, part: str) -> tuple[Array, Array]:
    """Return where a part is, shape (n, 3), and how high it must be to touch the floor, shape (n,)."""
    side, _, name = part.rpartition("_")
    sides = [side] if side else ["left", "right"]
    landmark, thickness = _LANDMARK[name if side else name.removesuffix("s")]
    place = np.mean([points[:, INDEX[f"{s}_{landmark}"]] for s in sides], axis=0)
    height = np.full(len(postures), body.radius_m(thickness))
    if name.startswith("sole"):
        lift = np.radians(np.mean([postures[:, AT[f"{s}_leg_point"]] for s in sides], axis=0))
        height = 1.15 * height + body.foot_m * np.sin(np.maximum(lift, 0))
    return place, height


def _swapped(part: str) -> str:
    return part.replace("left", "#").replace("right", "left").replace("#", "right")
