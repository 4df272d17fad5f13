"""Exercises that are none of the seven, but look like one of them for a moment: nothing of them is counted."""

from __future__ import annotations

Change = dict[str, dict[str, float]]
"""How a posture differs from another one, in the words of exercise files, in degrees."""

Script = tuple[tuple[str, Change, float, float], ...]
"""Position, what is different, seconds to get there and seconds to stay."""

Position = tuple[tuple[str, ...], Change]
"""What it rests on, and how it differs from standing."""

_KNEELING = {"knee": 90.0, "point": 85.0, "flat": 0.0}
_HANDS_DOWN = {"shoulder": 73.0, "elbow": 12.0, "out": 2.0, "wrist": 80.0}
_ON_THE_BACK = {"pitch": 0.0, "roll": 180.0}
_TOES_FLAT = {"point": 75.0, "flat": 0.0}
_TABLE_TOP: Change = {"legs": {"hip": 90, "knee": 90, "point": 20}, "arms": {"shoulder": 90, "elbow": 4}}

OTHER_POSITIONS: dict[str, Position] = {
    "sphinx": (
        ("elbows", "knees"),
        {
            "trunk": {"pitch": 29},
            "head": {"lift": 15},
            "legs": {"hip": -24, "knee": 4, **_TOES_FLAT},
            "arms": {"shoulder": 61, "elbow": 90},
        },
    ),
    "sphinx_on_toes": (
        ("elbows", "knees"),
        {
            "trunk": {"pitch": 29},
            "legs": {"hip": -24, "knee": 20, "point": 0, "flat": 0},
            "arms": {"shoulder": 61, "elbow": 90},
        },
    ),
    "cobra": (
        ("hands", "knees"),
        {
            "trunk": {"pitch": 46, "curve": -0.05},
            "head": {"lift": 20},
            "legs": {"hip": -41, "knee": 4, **_TOES_FLAT},
            "arms": {"shoulder": 42, "elbow": 22, "wrist": 70},
        },
    ),
    "downward_dog": (
        ("hands", "soles"),
        {
            "trunk": {"pitch": -42},
            "head": {"lift": -10},
            "legs": {"hip": 98, "knee": 6, "point": 15, "flat": 1},
            "arms": {"shoulder": 172, "elbow": 5, "wrist": 45},
        },
    ),
    "on_the_bench": (
        ("soles",),
        {
            "trunk": {"pitch": 31, "roll": 180},
            "legs": {"hip": 66, "knee": 112, "flat": 1},
            "arms": {"shoulder": 8, "out": 20, "elbow": 15},
        },
    ),
    "happy_baby": (
        ("shoulders", "hips"),
        {
            "trunk": _ON_THE_BACK,
            "legs": {"hip": 122, "knee": 92, "out": 32, "point": 0, "flat": 0},
            "arms": {"shoulder": 95, "out": 18, "elbow": 12},
        },
    ),
    "side_plank": (
        ("right_elbow", "right_ankle"),
        {
            "trunk": {"pitch": 14, "roll": 90},
            "legs": {"hip": 2, "knee": 3, "point": 10, "flat": 0},
            "right_arm": {"shoulder": 0, "out": 82, "elbow": 90},
            "left_arm": {"shoulder": 0, "out": 4, "elbow": 10},
        },
    ),
    "threaded": (
        ("knees", "right_shoulder"),
        {
            "trunk": {"pitch": -34, "roll": 48, "twist": -48},
            "head": {"lift": 12},
            "legs": {"hip": 122, **_KNEELING},
            "right_arm": {"shoulder": 92, "out": -48, "elbow": 4},
            "left_arm": {"shoulder": 140, "out": 10, "elbow": 40, "wrist": 30},
        },
    ),
    "left_leg_kicked": (
        ("right_knee", "hands"),
        {
            "trunk": {"pitch": 11},
            "left_leg": {"hip": 2, "knee": 90, "point": 20, "flat": 0},
            "right_leg": {"hip": 79, **_KNEELING},
            "arms": _HANDS_DOWN,
        },
    ),
    "right_leg_kicked": (
        ("left_knee", "hands"),
        {
            "trunk": {"pitch": 11},
            "right_leg": {"hip": 2, "knee": 90, "point": 20, "flat": 0},
            "left_leg": {"hip": 79, **_KNEELING},
            "arms": _HANDS_DOWN,
        },
    ),
    "opened": (
        ("knees", "left_hand"),
        {
            "trunk": {"pitch": 11, "roll": -50, "twist": 50},
            "legs": {"hip": 79, **_KNEELING},
            "left_arm": {**_HANDS_DOWN, "out": 40},
            "right_arm": {"shoulder": 60, "out": 95, "elbow": 5},
        },
    ),
}

BEGUN_FROM: dict[str, str] = {
    "sphinx": "prone",
    "sphinx_on_toes": "prone",
    "cobra": "prone",
    "downward_dog": "all_fours",
    "on_the_bench": "sitting",
    "happy_baby": "supine_bent",
    "side_plank": "on_right_side",
    "threaded": "all_fours",
    "opened": "all_fours",
    "left_leg_kicked": "all_fours",
    "right_leg_kicked": "all_fours",
}
"""The position that leads into each of `OTHER_POSITIONS`, and out of it."""

OTHER_EXERCISES: dict[str, Script] = {
    "thread_the_needle": (
        ("all_fours", {}, 1.2, 1.0),
        ("opened", {}, 1.6, 0.8),
        ("threaded", {}, 2.0, 4.0),
        ("opened", {}, 2.0, 0.5),
    ),
    "sphinx": (("prone", {}, 1.2, 0.8), ("sphinx", {}, 1.5, 5.0)),
    "sphinx_on_toes": (("prone", {}, 1.2, 0.8), ("sphinx_on_toes", {}, 1.5, 5.0)),
    "cobra": (("prone", {}, 1.5, 1.0), ("cobra", {}, 1.8, 3.0)),
    "downward_dog": (
        ("all_fours", {}, 1.2, 0.8),
        ("downward_dog", {}, 1.8, 3.0),
        ("downward_dog", {"left_leg": {"hip": 108, "knee": 30, "point": 40}}, 0.9, 0.4),
        ("downward_dog", {"right_leg": {"hip": 108, "knee": 30, "point": 40}}, 0.9, 0.4),
    ),
    "dead_bug": (
        ("supine", _TABLE_TOP, 1.2, 0.6),
        (
            "supine",
            {**_TABLE_TOP, "left_leg": {"hip": 14, "knee": 8}, "right_arm": {"shoulder": 164}},
            1.6,
            0.5,
        ),
        ("supine", _TABLE_TOP, 1.6, 0.4),
        (
            "supine",
            {**_TABLE_TOP, "right_leg": {"hip": 14, "knee": 8}, "left_arm": {"shoulder": 164}},
            1.6,
            0.5,
        ),
    ),
    "donkey_kick": (
        ("all_fours", {}, 1.0, 0.5),
        ("left_leg_kicked", {}, 1.3, 0.5),
        ("all_fours", {}, 1.3, 0.4),
        ("right_leg_kicked", {}, 1.3, 0.5),
    ),
    "hip_thrust": (
        ("on_the_bench", {}, 1.2, 0.6),
        ("on_the_bench", {"trunk": {"pitch": 0}, "legs": {"hip": 0, "knee": 90}}, 1.3, 0.8),
    ),
    "happy_baby": (
        ("happy_baby", {}, 1.5, 2.0),
        ("happy_baby", {"trunk": {"roll": 168}}, 1.2, 0.5),
        ("happy_baby", {"trunk": {"roll": 192}}, 1.6, 0.5),
    ),
    "side_plank": (
        ("on_right_side", {}, 1.2, 0.8),
        ("side_plank", {}, 1.8, 4.0),
        ("side_plank", {"left_arm": {"out": 90}}, 1.2, 1.0),
    ),
}
"""Repeated until the time is over, as the rest of life."""
