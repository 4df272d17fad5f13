"""The motion of an exercise's figure: poses in joint angles that a physiotherapist can read.

All angles are in degrees and anatomical: 0 everywhere (trunk pitch 90) is a person who stands upright, arms hanging.
Bending forwards is positive; a knee or elbow of 0 is straight. The figure is given for the *left* side; the right is
its mirror image. What each key of a file means is said once, in `backcoach.exercises.figure_schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Contact = Literal[
    "shoulders", "hips", "knees", "ankles", "toes", "soles", "hands", "elbows",
    "left_shoulder", "left_hip", "left_knee", "left_ankle", "left_toe", "left_sole", "left_hand", "left_elbow",
    "right_shoulder", "right_hip", "right_knee", "right_ankle", "right_toe", "right_sole", "right_hand", "right_elbow",
]  # fmt: skip
"""A part of the body that can lie or stand on the floor; the plural means the middle of both."""


@dataclass(frozen=True, slots=True)
class TrunkPose:
    """How the trunk lies in space and bends; None: as it is."""

    pitch: float | None = None
    roll: float | None = None
    twist: float | None = None
    curve: float | None = None


@dataclass(frozen=True, slots=True)
class HeadPose:
    """How the head is held against the trunk; None: as it is."""

    lift: float | None = None
    turn: float | None = None


@dataclass(frozen=True, slots=True)
class LegPose:
    """One leg; None: as it is."""

    hip: float | None = None
    out: float | None = None
    turn: float | None = None
    open: float | None = None
    knee: float | None = None
    point: float | None = None
    flat: float | None = None


@dataclass(frozen=True, slots=True)
class ArmPose:
    """One arm; None: as it is."""

    shoulder: float | None = None
    out: float | None = None
    turn: float | None = None
    elbow: float | None = None
    wrist: float | None = None


@dataclass(frozen=True, slots=True)
class FigurePose:
    """A pose, or a change of one: what is not named stays as it is. ``left_`` and ``right_`` refine both."""

    trunk: TrunkPose = TrunkPose()
    head: HeadPose = HeadPose()
    legs: LegPose = LegPose()
    left_leg: LegPose = LegPose()
    right_leg: LegPose = LegPose()
    arms: ArmPose = ArmPose()
    left_arm: ArmPose = ArmPose()
    right_arm: ArmPose = ArmPose()


_AS_IT_IS = FigurePose()


def pose_of(words: Mapping[str, Mapping[str, float]]) -> FigurePose:
    """Return a pose in the words of exercise files: ``{"trunk": {"pitch": 70}}``.

    Raises
    ------
    KeyError, TypeError
        If a part of the body, or an angle of it, has another name.
    """
    parts = {part: type(getattr(_AS_IT_IS, part)) for part in FigurePose.__slots__}
    return FigurePose(**{name: parts[name](**angles) for name, angles in words.items()})


@dataclass(frozen=True, slots=True)
class FigureEnd:
    """A target position of the exercise: what is different from the start, and more so when shown as an example."""

    name: str
    pose: FigurePose
    shown: FigurePose = FigurePose()


@dataclass(frozen=True, slots=True)
class FigureFault:
    """How a fault looks at strength 1, where it just reaches the fault threshold."""

    change: FigurePose = FigurePose()
    start_change: FigurePose = FigurePose()
    fixed: bool = False
    rests_on: tuple[Contact, ...] | None = None
    when: Literal["end", "always", "between"] = "end"
    swing_s: float | None = None
    grows_s: float | None = None
    range: float | None = None
    move_s: float | None = None
    back_s: float | None = None
    hold_part: float | None = None
    uncounted_from: float | None = None

    @property
    def in_time(self) -> bool:
        """Whether only a moving figure can show it: it is a matter of tempo."""
        return any(value is not None for value in (self.move_s, self.back_s, self.hold_part, self.swing_s))


@dataclass(frozen=True, slots=True)
class Figure:
    """The motion of an exercise: start, targets, tempo, and how faults change them."""

    camera_deg: float = 90.0
    shown_deg: float | None = None
    shown_tilt_deg: float = 10.0
    sided: bool = False
    turns_round: bool = False
    rests_on: tuple[Contact, ...] = ("soles",)
    move_s: float = 2.0
    back_s: float | None = None
    hold_s: float = 1.0
    pause_s: float = 1.0
    change_s: float = 0.0
    start: FigurePose = FigurePose()
    ends: tuple[FigureEnd, ...] = ()
    variants: dict[str, FigurePose] = field(default_factory=dict)
    faults: dict[str, FigureFault] = field(default_factory=dict)
