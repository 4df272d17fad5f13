"""What people do with their hands between exercises, none of it a sign; and positions to raise a hand in."""

from __future__ import annotations

from backcoach.mannequin.other_exercises import Change, Script

_GLASSES: Change = {"right_arm": {"shoulder": 72, "out": 12, "elbow": 138, "turn": 15}}
_AT_HEAD: Change = {"left_arm": {"shoulder": 110, "out": 20, "elbow": 135, "turn": 20}}
_ON_HEAD: Change = {"right_arm": {"shoulder": 150, "out": 35, "elbow": 118, "turn": 40}}
_BOTTLE: Change = {"head": {"lift": 28}, "right_arm": {"shoulder": 82, "out": 14, "elbow": 118, "turn": 20}}
_TELEPHONE: Change = {"right_arm": {"shoulder": 45, "out": 25, "elbow": 145, "turn": 25}}
_HANDS_DOWN = {"shoulder": 73.0, "elbow": 12.0, "out": 2.0, "wrist": 80.0}
_BEHIND_HEAD: Change = {"arms": {"shoulder": 150, "out": 45, "elbow": 135, "turn": 40}}
_ARMS_LONG: Change = {"arms": {"shoulder": 168, "out": 8, "elbow": 10}}

WITH_HANDS: dict[str, Script] = {
    "glasses_standing": (("standing", {}, 1.0, 0.5), ("standing", _GLASSES, 0.8, 1.5)),
    "glasses_sitting": (("sitting", {}, 1.0, 0.5), ("sitting", _GLASSES, 0.8, 1.5)),
    "glasses_kneeling": (("kneeling", {}, 1.0, 0.5), ("kneeling", _GLASSES, 0.8, 1.5)),
    "scratch_long": (("heel_sitting", {}, 1.0, 0.5), ("heel_sitting", _AT_HEAD, 0.9, 3.0)),
    "hand_on_head": (("standing", {}, 1.0, 0.5), ("standing", _ON_HEAD, 1.0, 2.5)),
    "bottle_standing": (("standing", {}, 1.0, 0.5), ("standing", _BOTTLE, 1.0, 3.0)),
    "bottle_kneeling": (("heel_sitting", {}, 1.0, 0.5), ("heel_sitting", _BOTTLE, 1.0, 3.0)),
    "telephone_sitting": (("sitting", {}, 1.0, 0.5), ("sitting", _TELEPHONE, 1.0, 5.0)),
    "stretch_kneeling": (
        ("kneeling", {}, 1.0, 0.5),
        ("kneeling", {"arms": {"shoulder": 172, "elbow": 6}}, 1.4, 2.5),
    ),
    "stretch_sitting": (
        ("sitting", {"trunk": {"pitch": 90}}, 1.0, 0.5),
        ("sitting", {"trunk": {"pitch": 90}, "arms": {"shoulder": 172, "elbow": 6}}, 1.4, 2.5),
    ),
    "shoulders_back": (
        ("standing", {}, 1.0, 0.5),
        ("standing", {"arms": {"shoulder": 60, "out": 85, "elbow": 90}}, 1.2, 2.0),
    ),
    "stretch_triceps": (
        ("standing", {}, 1.0, 0.5),
        (
            "standing",
            {
                "right_arm": {"shoulder": 172, "elbow": 138},
                "left_arm": {"shoulder": 165, "out": -25, "elbow": 95},
            },
            1.4,
            2.5,
        ),
    ),
    "reach_up_briefly": (
        ("standing", {}, 1.0, 1.0),
        ("standing", {"right_arm": {"shoulder": 160, "elbow": 12}}, 0.7, 0.2),
    ),
    "wave": (
        ("standing", {}, 1.0, 1.0),
        ("standing", {"right_arm": {"shoulder": 90, "out": 70, "elbow": 95, "turn": 80}}, 0.6, 0.1),
        ("standing", {"right_arm": {"shoulder": 90, "out": 70, "elbow": 60, "turn": 80}}, 0.3, 0.0),
        ("standing", {"right_arm": {"shoulder": 90, "out": 70, "elbow": 110, "turn": 80}}, 0.3, 0.0),
        ("standing", {"right_arm": {"shoulder": 90, "out": 70, "elbow": 60, "turn": 80}}, 0.3, 0.0),
    ),
    "arm_circles": (
        ("standing", {"arms": {"shoulder": 60, "elbow": 5}}, 0.5, 0.0),
        ("standing", {"arms": {"shoulder": 175, "elbow": 5}}, 0.6, 0.0),
        ("standing", {"arms": {"shoulder": 90, "out": 85, "elbow": 5}}, 0.5, 0.0),
    ),
    "hands_behind_head_on_back": (("supine_bent", {}, 1.2, 0.5), ("supine_bent", _BEHIND_HEAD, 1.5, 5.0)),
    "arms_long_on_back": (("supine", {}, 1.2, 0.5), ("supine", _ARMS_LONG, 1.5, 3.0)),
    "read_on_back": (
        ("supine_bent", {}, 1.2, 0.5),
        ("supine_bent", {"arms": {"shoulder": 75, "elbow": 55}}, 1.2, 5.0),
    ),
    "telephone_on_back": (
        ("supine_bent", {}, 1.2, 0.5),
        ("supine_bent", {"right_arm": {"shoulder": 35, "out": 25, "elbow": 110, "turn": 10}}, 1.2, 4.0),
    ),
    "hand_on_forehead_on_back": (
        ("supine", {}, 1.2, 0.5),
        ("supine", {"left_arm": {"shoulder": 115, "out": 30, "elbow": 132, "turn": 30}}, 1.2, 4.0),
    ),
    "toss_arm_on_back": (
        ("supine", {}, 1.2, 1.0),
        ("supine", {"left_arm": {"shoulder": 172, "out": 10, "elbow": 10}}, 1.3, 3.0),
    ),
    "open_book": (
        ("on_right_side", {"left_arm": {"shoulder": 90, "out": 0, "elbow": 8, "turn": 0}}, 1.2, 0.8),
        ("on_right_side", {"left_arm": {"shoulder": 90, "out": 165, "elbow": 8, "turn": 0}}, 3.0, 1.5),
    ),
    "wipe_face_on_all_fours": (
        ("all_fours", {}, 1.2, 0.8),
        (
            "all_fours",
            {"left_arm": _HANDS_DOWN, "right_arm": {"shoulder": 92, "out": 4, "elbow": 132, "wrist": 0}},
            0.7,
            2.0,
        ),
    ),
    "scratch_on_all_fours": (
        ("all_fours", {}, 1.2, 0.8),
        (
            "all_fours",
            {
                "left_arm": _HANDS_DOWN,
                "right_arm": {"shoulder": 98, "out": 22, "elbow": 140, "wrist": 0, "turn": 25},
            },
            0.7,
            1.0,
        ),
        (
            "all_fours",
            {
                "left_arm": _HANDS_DOWN,
                "right_arm": {"shoulder": 102, "out": 22, "elbow": 128, "wrist": 0, "turn": 25},
            },
            0.2,
            0.2,
        ),
    ),
    "one_arm_forward": (
        ("all_fours", {}, 1.2, 0.8),
        (
            "all_fours",
            {"left_arm": _HANDS_DOWN, "right_arm": {"shoulder": 166, "elbow": 8, "wrist": 0}},
            1.3,
            4.0,
        ),
    ),
    "head_on_hands_on_front": (("prone", {"arms": {"shoulder": 140, "out": 45, "elbow": 118}}, 1.5, 4.0),),
}
"""Scripts as those of `backcoach.mannequin.life.KINDS`: none of them is a sign."""

POSITIONS = (
    "standing",
    "kneeling",
    "heel_sitting",
    "half_kneeling",
    "sitting",
    "supine",
    "supine_bent",
    "on_right_side",
    "on_left_side",
    "all_fours",
)
"""In these a hand can be raised."""

AT_REST: dict[str, Script] = {f"rest_{name}": ((name, {}, 0.2, 2.0),) for name in POSITIONS}
"""Nothing but a position, to raise a hand in."""
