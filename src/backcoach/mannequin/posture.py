"""Postures as vectors of joint angles: from the exercise file's words to numbers, mirrored and mixed."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from backcoach.exercises.figure import ArmPose, FigurePose, HeadPose, LegPose, TrunkPose
from backcoach.pose.frame import Array

TRUNK = ("pitch", "roll", "twist", "curve", "head_lift", "head_turn")
LEG = ("hip", "out", "turn", "open", "knee", "point", "flat")
ARM = ("shoulder", "out", "turn", "elbow", "wrist")

PARAMS: tuple[str, ...] = (
    *TRUNK,
    *(f"{side}_leg_{angle}" for side in ("left", "right") for angle in LEG),
    *(f"{side}_arm_{angle}" for side in ("left", "right") for angle in ARM),
    "heading",
    "x_m",
    "y_m",
    "z_m",
)
"""The entries of a posture vector. The last four place it: heading in degrees, mid-hip in metres (y up)."""

AT: dict[str, int] = {name: i for i, name in enumerate(PARAMS)}
PLACE = slice(AT["x_m"], AT["z_m"] + 1)

_MIRROR = np.array(
    [
        AT[name.replace("left", "#").replace("right", "left").replace("#", "right")] for name in PARAMS
    ]
)  # fmt: skip
_SIGN = np.array([-1.0 if name in ("roll", "twist", "head_turn") else 1.0 for name in PARAMS])


def change(pose: FigurePose) -> Array:
    """Return a pose as a vector, shape (P,), with NaN for everything it does not name."""
    vector = np.full(len(PARAMS), np.nan)
    tables: list[tuple[str, TrunkPose | HeadPose | LegPose | ArmPose]] = [
        ("", pose.trunk),
        ("head_", pose.head),
    ]
    for side in ("left", "right"):
        tables += [(f"{side}_leg_", pose.legs), (f"{side}_leg_", getattr(pose, f"{side}_leg"))]
        tables += [(f"{side}_arm_", pose.arms), (f"{side}_arm_", getattr(pose, f"{side}_arm"))]
    for prefix, table in tables:
        for name, value in asdict(table).items():
            if value is not None:
                vector[AT[prefix + name]] = value
    return vector


def standing() -> Array:
    """Return the posture vector of a person who stands upright, arms hanging, shape (P,)."""
    vector = np.zeros(len(PARAMS))
    vector[AT["pitch"]] = 90.0
    for side in ("left", "right"):
        vector[AT[f"{side}_leg_flat"]] = 1.0
        vector[AT[f"{side}_arm_out"]] = 6.0
    return vector


def changed(posture: Array, pose: FigurePose) -> Array:
    """Return the posture with everything that the pose names replaced."""
    vector = change(pose)
    return np.where(np.isnan(vector), posture, vector)


def mirrored(posture: Array) -> Array:
    """Return the same posture with left and right exchanged; works on ``(..., P)``."""
    other_side: Array = posture[..., _MIRROR] * _SIGN
    return other_side


def nearest_turn(posture: Array, other: Array) -> Array:
    """Return the posture with roll and heading moved by whole turns to be nearest to the other's."""
    near: Array = posture.copy()
    for name in ("roll", "heading"):
        i = AT[name]
        near[i] += 360 * np.round((other[i] - near[i]) / 360)
    return near
