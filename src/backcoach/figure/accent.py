"""What is to be seen at first sight: the limb that moves, the way it goes, which side is far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import ARM, AT, LEG
from backcoach.mannequin.sight import back_profile
from backcoach.mannequin.skeleton import axes, joints
from backcoach.pose.frame import INDEX, Array

_MOVES_DEG = 18.0
_MORE_THAN_TWIN = 1.5
FAR_M = {"leg": 0.14, "arm": 0.22}
"""A limb is the far one when its joint is this much farther away than its twin's: where they lie behind each other."""

_TIPS = {"arm": "wrist", "leg": "ankle"}
_MIN_WAY_M = 0.03
_STEPS = 25


def moving_limbs(motion: Motion) -> frozenset[str]:
    """Return the limbs that do something else than their twins: ``left_leg``, ``right_arm``, ..."""
    stroke = motion.strokes[0]
    start = motion.start(stroke.side)
    found = set()
    for end in motion.ends(stroke.side, {}):
        change = np.abs(end - start)
        for limb, angles in (("leg", LEG), ("arm", ARM)):
            moved = {
                side: max(
                    float(change[AT[f"{side}_{limb}_{angle}"]])
                    for angle in angles
                    if angle not in ("flat", "point")
                )
                for side in ("left", "right")
            }
            found |= {
                f"{side}_{limb}"
                for side, twin in (("left", "right"), ("right", "left"))
                if moved[side] > max(_MOVES_DEG, _MORE_THAN_TWIN * moved[twin])
            }
    return frozenset(found)


@dataclass(frozen=True)
class Way:
    """The way of a part that moves.

    Attributes
    ----------
    line : ndarray, shape (n, 2 or 3)
        From the start to the target.
    on_trunk : bool
        Whether the body itself would hide it.
    """

    line: Array
    on_trunk: bool


def ways(motion: Motion, moving: frozenset[str]) -> list[Way]:
    """Return the ways of what moves, in the settled room, each of shape (n, 3): drawn as the range to be covered.

    Of every moving limb the part that travels most; without one the hips, or the middle of the back.
    """
    parts = np.linspace(0, 1, _STEPS)
    found: list[Way] = []
    for target in range(len(motion.figure.ends)):
        postures = motion.on_the_way(target, parts)
        postures[:, AT["heading"]] += motion.shown_heading_deg
        points = joints(postures, motion.body)
        if moving:
            found += [Way(_farthest(points, limb), on_trunk=False) for limb in sorted(moving)]
        else:
            trunk = max((_hips(points), _back(postures, points, motion.body)), key=_length)
            hands = _hands(points)
            on_trunk = _length(trunk) >= _length(hands) or _length(trunk) > _MIN_WAY_M
            found.append(Way(trunk if on_trunk else hands, on_trunk))
    return [way for way in found if _length(way.line) > _MIN_WAY_M]


def far_groups(depths: Mapping[str, float]) -> frozenset[str]:
    """Return the limbs that are on the side away from the viewer."""
    return frozenset(
        f"{side}_{limb}"
        for limb in ("arm", "leg")
        for side, twin in (("left", "right"), ("right", "left"))
        if depths[f"{side}_{limb}"] > depths[f"{twin}_{limb}"] + FAR_M[limb]
    )


def _farthest(points: Array, limb: str) -> Array:
    side, _, kind = limb.partition("_")
    candidates = [
        points[:, INDEX[f"{side}_{name}"]]
        for name in (("ankle", "knee") if kind == "leg" else ("wrist", "elbow"))
    ]
    return max(candidates, key=_length)


def _hips(points: Array) -> Array:
    middle: Array = points[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(1)
    return middle


def _hands(points: Array) -> Array:
    wrist: Array = points[:, INDEX["left_wrist"]]
    return wrist


def _back(postures: Array, points: Array, body: Body) -> Array:
    """Return the way of the middle of the back."""
    middle = points[:, [INDEX[f"{s}_{p}"] for s in ("left", "right") for p in ("hip", "shoulder")]].mean(1)
    profile = back_profile(postures[:, AT["curve"]], body)
    out = profile[:, profile.shape[1] // 2, None] * body.trunk_m
    _, chest, _ = axes(postures, postures[:, AT["roll"]])
    back: Array = middle - chest * out
    return back


def _length(way: Array) -> float:
    return float(np.linalg.norm(np.diff(way, axis=0), axis=-1).sum())
