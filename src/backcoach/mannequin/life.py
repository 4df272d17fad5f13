"""Life between exercises, other exercises included: what a tracker must not count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backcoach.exercises.figure import pose_of
from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import placed
from backcoach.mannequin.other_exercises import OTHER_EXERCISES, Change, Script
from backcoach.mannequin.passage import Path
from backcoach.mannequin.positions import position
from backcoach.mannequin.with_hands import AT_REST, WITH_HANDS
from backcoach.pose.frame import Array

_TO_MOUTH: Change = {"right_arm": {"shoulder": 55, "out": 12, "elbow": 132, "turn": 25}}
_CUP: Change = {"right_arm": {"shoulder": 25, "elbow": 85}}
_HEAD: Change = {"left_arm": {"shoulder": 110, "out": 20, "elbow": 135, "turn": 20}}
_OVERHEAD: Change = {"arms": {"shoulder": 168, "elbow": 8}}
_FACE: Change = {"right_arm": {"shoulder": 90, "elbow": 130, "turn": 30}}

KINDS: dict[str, Script] = {
    "stand_still": (("standing", {}, 0.5, 4.0),),
    "drink_standing": (
        ("standing", _CUP, 1.2, 1.0),
        ("standing", _TO_MOUTH, 1.0, 2.0),
        ("standing", _CUP, 1.0, 0.5),
    ),
    "stretch_standing": (
        ("standing", {}, 1.0, 0.5),
        ("standing", _OVERHEAD, 1.5, 1.5),
        ("standing", {}, 1.5, 0.5),
    ),
    "kneel": (("kneeling", {}, 1.0, 3.0),),
    "drink_kneeling": (("heel_sitting", _CUP, 1.2, 0.7), ("heel_sitting", _TO_MOUTH, 1.0, 2.5)),
    "scratch_sitting": (
        ("sitting", {}, 1.0, 1.0),
        ("sitting", _HEAD, 0.9, 0.3),
        ("sitting", {"left_arm": {**_HEAD["left_arm"], "elbow": 118}}, 0.3, 0.2),
    ),
    "sit": (("sitting", {}, 1.0, 4.0), ("sitting", {"trunk": {"pitch": 70}}, 1.5, 1.0)),
    "toes": (
        ("sitting", {}, 1.0, 0.5),
        ("sitting", {"legs": {"hip": 105}, "arms": {"shoulder": 85}}, 1.5, 1.0),
    ),
    "rest_on_back": (("supine", {}, 1.0, 5.0), ("supine", {"head": {"turn": 35}}, 1.0, 1.5)),
    "rub_face_on_back": (("supine_bent", {}, 1.0, 1.0), ("supine_bent", _FACE, 1.0, 2.0)),
    "bend_knees_on_back": (("supine", {}, 1.2, 1.0), ("supine_bent", {}, 1.2, 1.5)),
    "one_knee_on_back": (
        ("supine", {}, 1.2, 1.0),
        ("supine", {"left_leg": {"hip": 42, "knee": 92, "flat": 1}}, 1.2, 1.5),
    ),
    "hug_knees": (
        ("supine_bent", {}, 1.0, 0.8),
        ("supine", {"legs": {"hip": 118, "knee": 130}, "arms": {"shoulder": 45, "elbow": 50}}, 1.3, 2.0),
    ),
    "roll_over": (
        ("supine_bent", {}, 1.2, 0.6),
        ("on_right_side", {}, 1.6, 1.2),
        ("supine_bent", {}, 1.6, 0.6),
        ("on_left_side", {}, 1.6, 1.2),
    ),
    "rest_on_side": (
        ("on_right_side", {}, 1.0, 4.0),
        ("on_right_side", {"left_arm": {"shoulder": 90, "elbow": 30}}, 1.0, 1.5),
    ),
    "rest_on_all_fours": (("all_fours", {}, 1.0, 4.0), ("all_fours", {"head": {"lift": 30}}, 1.0, 1.5)),
    "look_for_something": (
        ("all_fours", {}, 1.0, 0.8),
        ("all_fours", {"head": {"lift": 25, "turn": 40}}, 0.8, 0.8),
        ("all_fours", {"head": {"lift": -30}, "left_arm": {"shoulder": 105, "elbow": 25}}, 0.9, 0.8),
    ),
    "crawl": (
        (
            "all_fours",
            {
                "left_leg": {"hip": 95, "knee": 98},
                "right_leg": {"hip": 66, "knee": 82},
                "left_arm": {"shoulder": 62},
                "right_arm": {"shoulder": 86},
            },
            0.8,
            0.05,
        ),
        (
            "all_fours",
            {
                "right_leg": {"hip": 95, "knee": 98},
                "left_leg": {"hip": 66, "knee": 82},
                "right_arm": {"shoulder": 62},
                "left_arm": {"shoulder": 86},
            },
            0.8,
            0.05,
        ),
    ),
    "sit_back_briefly": (
        ("all_fours", {}, 1.0, 1.5),
        (
            "heel_sitting",
            {"legs": {"hip": 135, "knee": 142}, "arms": {"shoulder": 140, "elbow": 10}},
            1.1,
            0.4,
        ),
    ),
    "lie_on_front": (("prone", {}, 1.0, 4.0), ("prone", {"head": {"lift": 20}}, 1.0, 1.0)),
    "half_push_up": (
        ("all_fours", {}, 1.0, 0.8),
        ("all_fours", {"arms": {"shoulder": 50, "elbow": 70}}, 1.0, 0.3),
    ),
    "get_up_and_lie_down": tuple(
        (name, {}, 1.3, stay_s)
        for name, stay_s in (
            ("supine", 1.5),
            ("supine_bent", 0.2),
            ("on_right_side", 0.3),
            ("all_fours", 0.3),
            ("kneeling", 0.2),
            ("half_kneeling", 0.1),
            ("standing", 1.5),
            ("half_kneeling", 0.1),
            ("kneeling", 0.2),
            ("all_fours", 0.3),
            ("on_left_side", 0.3),
            ("supine_bent", 0.2),
        )
    ),
    **OTHER_EXERCISES,
}
"""Position, what is different, seconds to get there and seconds to stay; repeated until the time is over."""

SCRIPTS: dict[str, Script] = {**KINDS, **WITH_HANDS, **AT_REST}
"""All that can be done between exercises; `life` takes of it what looks like an exercise."""


@dataclass(frozen=True, slots=True)
class Life:
    """Something that people do between exercises.

    Attributes
    ----------
    kind : str
        One of `SCRIPTS`.
    duration_s : float
        About how long.
    heading_deg : float
        Which way the person faces: 0 to the right of the picture, 90 away from the camera, 180 to the left.
    """

    kind: str
    duration_s: float = 8.0
    heading_deg: float = 0.0


def life_path(life: Life, body: Body, rng: np.random.Generator) -> Path:
    """Return the movement of a piece of life, with tempo and place of its own.

    Raises
    ------
    KeyError
        If the kind is unknown.
    """
    script = SCRIPTS[life.kind]
    x_m, z_m = rng.normal(0, 0.1, 2)
    knots: list[Array] = []
    moves: list[float] = []
    stays: list[float] = []
    clock = 0.0
    while clock < life.duration_s or len(knots) < len(script):
        name, more, move_s, stay_s = script[len(knots) % len(script)]
        pace = float(rng.uniform(0.8, 1.3))
        posture = position(name, body, pose_of(more))
        knots.append(placed(posture[None], body, life.heading_deg, x_m, z_m)[0])
        moves.append(move_s * pace)
        stays.append(stay_s * pace)
        clock += moves[-1] + stays[-1]
    return Path(knots, moves[1:], stays, body)


def life(duration_s: float, seed: int = 0) -> tuple[Life, ...]:
    """Return life between exercises, every kind in random order, confusing ones included.

    Parameters
    ----------
    duration_s : float
        About how long in all; getting from one to the next takes some seconds more.
    seed : int

    Returns
    -------
    tuple of Life
        One after the other.
    """
    rng = np.random.default_rng(seed)
    out: list[Life] = []
    clock = 0.0
    while clock < duration_s:
        for kind in rng.permutation(sorted(KINDS)):
            seconds = float(rng.uniform(6, 14))
            heading = float(rng.choice([0.0, 180.0]) + rng.normal(0, 12))
            out.append(Life(str(kind), seconds, heading))
            clock += seconds + 5
            if clock >= duration_s:
                break
    return tuple(out)
