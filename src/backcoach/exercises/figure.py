"""The motion of an exercise's figure as data: poses in joint angles that a physiotherapist can read.

All angles are in degrees and anatomical: 0 everywhere (trunk pitch 90) is a person who stands upright, arms hanging.
Bending forwards is positive; a knee or elbow of 0 is straight. The file is written for the *left* side; the right is
its mirror image.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Degrees = Annotated[float, Field(ge=-360, le=360)]
Seconds = Annotated[float, Field(gt=0, le=120)]
Contact = Literal[
    "shoulders", "hips", "knees", "ankles", "toes", "soles", "hands", "elbows",
    "left_shoulder", "left_hip", "left_knee", "left_ankle", "left_toe", "left_sole", "left_hand", "left_elbow",
    "right_shoulder", "right_hip", "right_knee", "right_ankle", "right_toe", "right_sole", "right_hand", "right_elbow",
]  # fmt: skip
"""A part of the body that can lie or stand on the floor; the plural means the middle of both."""


class Table(BaseModel):
    """A table in which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class TrunkPose(Table):
    """How the trunk lies in space and bends."""

    pitch: Degrees | None = Field(
        default=None, description="Rise from hips to shoulders: 90 upright, 0 level."
    )
    roll: Degrees | None = Field(
        default=None,
        description="Turn about the long axis: 0 chest forward or down, 180 on the back, 90 on the right side.",
    )
    twist: Degrees | None = Field(
        default=None, description="Turn of the pelvis against the shoulders, like roll."
    )
    curve: Annotated[float, Field(ge=-0.5, le=0.5)] | None = Field(
        default=None, description="Curve of the back as a part of the trunk's length: + rounded, - hollow."
    )


class HeadPose(Table):
    """How the head is held against the trunk."""

    lift: Degrees | None = Field(
        default=None, description="Bent back (+) or forward (-) from the line of the trunk."
    )
    turn: Degrees | None = Field(default=None, description="Face turned to the left (+) or right (-).")


class LegPose(Table):
    """One leg."""

    hip: Degrees | None = Field(
        default=None, description="Hip flexion: 0 straight, 90 thigh at right angles to the trunk."
    )
    out: Degrees | None = Field(default=None, description="Thigh moved away from the middle.")
    turn: Degrees | None = Field(default=None, description="Thigh turned outwards about its own axis.")
    open: Degrees | None = Field(
        default=None, description="Bent leg turned outwards about the line from hip to ankle."
    )
    knee: Degrees | None = Field(default=None, description="Knee flexion: 0 straight.")
    point: Degrees | None = Field(
        default=None,
        description="Foot pointed: 0 at right angles to the shank, 90 in line; with a flat foot, heel lift.",
    )
    flat: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="1 if the sole is level."
    )


class ArmPose(Table):
    """One arm."""

    shoulder: Degrees | None = Field(
        default=None, description="Arm raised forwards: 0 hanging, 90 forward, 180 overhead."
    )
    out: Degrees | None = Field(default=None, description="Arm moved away from the side.")
    turn: Degrees | None = Field(default=None, description="Upper arm turned inwards about its own axis.")
    elbow: Degrees | None = Field(default=None, description="Elbow flexion: 0 straight.")
    wrist: Degrees | None = Field(default=None, description="Hand bent back.")


class FigurePose(Table):
    """A pose, or a change of one: what is not named stays as it is. ``left_`` and ``right_`` refine both."""

    trunk: TrunkPose = TrunkPose()
    head: HeadPose = HeadPose()
    legs: LegPose = LegPose()
    left_leg: LegPose = LegPose()
    right_leg: LegPose = LegPose()
    arms: ArmPose = ArmPose()
    left_arm: ArmPose = ArmPose()
    right_arm: ArmPose = ArmPose()


class FigureEnd(Table):
    """A target position of the exercise."""

    name: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="What the position is called."
    )
    pose: FigurePose = Field(description="What is different from the start.")
    shown: FigurePose = Field(
        default=FigurePose(),
        description="What is different from that when it is shown as an example: it may go further than most people.",
    )


class FigureFault(Table):
    """How a fault looks at strength 1, where it just reaches the fault threshold."""

    change: FigurePose = Field(default=FigurePose(), description="Added to the pose, times the strength.")
    start_change: FigurePose = Field(
        default=FigurePose(), description="Added to the start position only, times the strength."
    )
    fixed: bool = Field(default=False, description="Whether every strength looks like strength 1.")
    rests_on: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=2, strict=False)] | None = Field(
        default=None, description="What stands on the floor instead, where the fault changes that."
    )
    when: Literal["end", "always", "between"] = Field(
        default="end", description="Where the change is added: in the target, always, or between repetitions."
    )
    swing_s: Seconds | None = Field(
        default=None, description="The change swings to and fro with this period."
    )
    grows_s: Seconds | None = Field(
        default=None, description="The change grows; after this time in the target it is full."
    )
    range: Annotated[float, Field(gt=0, le=1)] | None = Field(
        default=None, description="The part of the movement that is done at strength 1."
    )
    move_s: Seconds | None = Field(
        default=None, description="Seconds to the target at strength 1; less when stronger."
    )
    back_s: Seconds | None = Field(
        default=None, description="Seconds back at strength 1; less when stronger."
    )
    hold_part: Annotated[float, Field(gt=0, le=1)] | None = Field(
        default=None, description="The part of the hold at strength 1; less when stronger."
    )
    uncounted_from: Annotated[float, Field(ge=0)] | None = Field(
        default=None, description="From this strength on the repetition does not count."
    )

    @property
    def in_time(self) -> bool:
        """Whether only a moving figure can show it: it is a matter of tempo."""
        return any(value is not None for value in (self.move_s, self.back_s, self.hold_part, self.swing_s))


class Figure(Table):
    """The motion of an exercise: start, targets, tempo, and how faults change them."""

    camera_deg: Degrees = Field(
        default=90,
        description="Where the camera stands, seen from above: 0 at the head, 90 at the side, 180 at the feet.",
    )
    shown_deg: Degrees | None = Field(
        default=None,
        description="From where the moving figure is shown, like camera_deg; without it as the camera.",
    )
    shown_tilt_deg: Annotated[float, Field(ge=0, le=80)] = Field(
        default=10, description="How far the view of the moving figure looks down."
    )
    sided: bool = Field(default=False, description="Whether the right side is done too, mirrored.")
    turns_round: bool = Field(
        default=False, description="For the right side the whole person turns, to face the camera again."
    )
    rests_on: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=2, strict=False)] = Field(
        default=("soles",), description="What stands or lies on the floor; the first stays in place."
    )
    move_s: Seconds = Field(default=2.0, description="Seconds from the start to the target.")
    back_s: Seconds | None = Field(default=None, description="Seconds back; without it as long as move_s.")
    hold_s: Annotated[float, Field(ge=0, le=300)] = Field(default=1.0, description="Seconds in the target.")
    pause_s: Annotated[float, Field(ge=0, le=60)] = Field(
        default=1.0, description="Seconds at the start between repetitions."
    )
    change_s: Annotated[float, Field(ge=0, le=60)] = Field(
        default=0.0, description="The least seconds between repetitions of different sides."
    )
    start: FigurePose = Field(default=FigurePose(), description="The start position.")
    ends: Annotated[tuple[FigureEnd, ...], Field(max_length=4, strict=False)] = Field(
        default=(), description="The targets of one repetition, in order."
    )
    variants: dict[str, FigurePose] = Field(
        default={},
        description="Other ways to do it, such as other places for the arms: what is different in the targets.",
    )
    faults: dict[str, FigureFault] = Field(default={}, description="How each fault changes the motion.")
