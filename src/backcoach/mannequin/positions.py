"""Positions in which people are found on and off the mat, and which lead to which."""

from __future__ import annotations

from collections import deque
from functools import lru_cache

import numpy as np

from backcoach.exercises.figure import FigurePose, pose_of
from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import settled
from backcoach.mannequin.other_exercises import BEGUN_FROM, OTHER_POSITIONS, Position
from backcoach.mannequin.posture import AT, changed, standing
from backcoach.pose.frame import Array

_KNEELING = {"point": 85.0, "flat": 0.0}
_LYING = {"point": 35.0, "flat": 0.0}
_ARMS_DOWN = {"shoulder": 0.0, "out": 14.0, "elbow": 8.0}

POSITIONS: dict[str, Position] = {
    "standing": (("soles",), {}),
    "half_kneeling": (
        ("right_knee",),
        {"left_leg": {"hip": 88, "knee": 92}, "right_leg": {"hip": 0, "knee": 88, "point": 0, "flat": 0}},
    ),
    "kneeling": (("knees", "ankles"), {"legs": {"hip": 4, "knee": 90, **_KNEELING}}),
    "heel_sitting": (
        ("knees", "ankles"),
        {
            "trunk": {"curve": 0.03},
            "legs": {"hip": 68, "knee": 150, **_KNEELING},
            "arms": {"shoulder": 25, "elbow": 30},
        },
    ),
    "all_fours": (
        ("knees", "hands"),
        {
            "trunk": {"pitch": 11},
            "legs": {"hip": 79, "knee": 90, **_KNEELING},
            "arms": {"shoulder": 73, "elbow": 12, "out": 2, "wrist": 80},
        },
    ),
    "prone": (
        ("shoulders", "knees"),
        {
            "trunk": {"pitch": 0},
            "legs": {"hip": 0, "knee": 4, "point": 75, "flat": 0},
            "arms": {"shoulder": 160, "out": 25, "elbow": 60, "turn": -60},
        },
    ),
    "supine": (
        ("shoulders", "hips"),
        {"trunk": {"pitch": 0, "roll": 180}, "legs": {"hip": 2, "knee": 6, **_LYING}, "arms": _ARMS_DOWN},
    ),
    "supine_bent": (
        ("shoulders", "hips"),
        {"trunk": {"pitch": 0, "roll": 180}, "legs": {"hip": 42, "knee": 92, "flat": 1}, "arms": _ARMS_DOWN},
    ),
    "on_right_side": (
        ("right_hip", "right_shoulder"),
        {
            "trunk": {"pitch": 0, "roll": 90},
            "left_leg": {"hip": 42, "out": -22, "knee": 60, **_LYING},
            "right_leg": {"hip": 25, "out": 0, "knee": 45, **_LYING},
            "left_arm": {"shoulder": 50, "elbow": 70},
            "right_arm": {"shoulder": 150, "elbow": 110, "turn": 90},
        },
    ),
    "on_left_side": (
        ("left_hip", "left_shoulder"),
        {
            "trunk": {"pitch": 0, "roll": -90},
            "right_leg": {"hip": 42, "out": -22, "knee": 60, **_LYING},
            "left_leg": {"hip": 25, "out": 0, "knee": 45, **_LYING},
            "right_arm": {"shoulder": 50, "elbow": 70},
            "left_arm": {"shoulder": 150, "elbow": 110, "turn": 90},
        },
    ),
    "sitting": (
        ("hips", "ankles"),
        {
            "trunk": {"pitch": 82, "curve": 0.03},
            "legs": {"hip": 72, "knee": 30, "point": 20, "flat": 0},
            "arms": {"shoulder": -25, "out": 10, "elbow": 10},
        },
    ),
    **OTHER_POSITIONS,
}
"""What each position rests on, and how it differs from standing (degrees)."""

_LEADS_TO: dict[str, tuple[str, ...]] = {
    "standing": ("half_kneeling",),
    "half_kneeling": ("standing", "kneeling"),
    "kneeling": ("half_kneeling", "all_fours", "heel_sitting"),
    "heel_sitting": ("kneeling", "all_fours"),
    "all_fours": ("kneeling", "heel_sitting", "prone", "on_right_side", "on_left_side"),
    "prone": ("all_fours",),
    "on_right_side": ("all_fours", "supine_bent"),
    "on_left_side": ("all_fours", "supine_bent"),
    "supine_bent": ("on_right_side", "on_left_side", "supine", "sitting"),
    "supine": ("supine_bent",),
    "sitting": ("supine_bent",),
}

_OTHERS: dict[str, tuple[str, ...]] = {
    name: tuple(other for pair in BEGUN_FROM.items() for other, one in (pair, pair[::-1]) if one == name)
    for name in POSITIONS
}
"""The ways into the positions of other exercises, and out of them."""


@lru_cache(maxsize=512)
def position(name: str, body: Body, more: FigurePose | None = None) -> Array:
    """Return a settled posture, heading 0, shape (P,), with further changes.

    Raises
    ------
    KeyError
        If the position is unknown.
    """
    rests_on, words = POSITIONS[name]
    posture = changed(standing(), pose_of(words))
    if more is not None:
        posture = changed(posture, more)
    on_floor: Array = settled(posture[None], body, rests_on)[0]
    on_floor.flags.writeable = False
    return on_floor


def nearest(posture: Array) -> str:
    """Return the name of the position that a posture is most like."""
    pitch, roll = posture[AT["pitch"]], (posture[AT["roll"]] + 180) % 360 - 180
    hip = (posture[AT["left_leg_hip"]] + posture[AT["right_leg_hip"]]) / 2
    knee = (posture[AT["left_leg_knee"]] + posture[AT["right_leg_knee"]]) / 2
    if pitch > 50:
        if knee > 120:
            return "heel_sitting"
        return "kneeling" if knee > 60 else "sitting" if hip > 50 else "standing"
    if abs(roll) < 45:
        return "all_fours" if hip > 25 else "prone"
    if abs(roll) > 135:
        return "supine_bent" if knee > 40 else "supine"
    return "on_right_side" if roll > 0 else "on_left_side"


def way(first: str, last: str) -> tuple[str, ...]:
    """Return the positions between two positions, without them."""
    queue, came = deque([first]), {first: first}
    while queue:
        here = queue.popleft()
        for then in (*_LEADS_TO.get(here, ()), *_OTHERS[here]):
            if then not in came:
                came[then] = here
                queue.append(then)
    path = [last]
    while path[-1] != first:
        path.append(came[path[-1]])
    return tuple(reversed(path[1:-1]))


def turn_between(first: Array, last: Array) -> float:
    """Return the angle between two headings, 0 to 180 degrees."""
    return float(np.abs((last[AT["heading"]] - first[AT["heading"]] + 180) % 360 - 180))
