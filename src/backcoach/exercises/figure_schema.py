"""The shape of a figure in an exercise file: poses in joint angles that a physiotherapist can read.

All angles are in degrees and anatomical: 0 everywhere (trunk pitch 90) is a person who stands upright, arms hanging.
Bending forwards is positive; a knee or elbow of 0 is straight. The file is written for the *left* side; the right is
its mirror image.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backcoach.exercises.figure import (
    ArmPose,
    Contact,
    Figure,
    FigureEnd,
    FigureFault,
    FigurePose,
    HeadPose,
    LegPose,
    TrunkPose,
)
from backcoach.exercises.strict import FileTable

Degrees = Annotated[float, Field(ge=-360, le=360)]
Seconds = Annotated[float, Field(gt=0, le=120)]


class TrunkPoseTable(FileTable):
    """How the trunk lies in space and bends."""

    makes = TrunkPose

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


class HeadPoseTable(FileTable):
    """How the head is held against the trunk."""

    makes = HeadPose

    lift: Degrees | None = Field(
        default=None, description="Bent back (+) or forward (-) from the line of the trunk."
    )
    turn: Degrees | None = Field(default=None, description="Face turned to the left (+) or right (-).")


class LegPoseTable(FileTable):
    """One leg."""

    makes = LegPose

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


class ArmPoseTable(FileTable):
    """One arm."""

    makes = ArmPose

    shoulder: Degrees | None = Field(
        default=None, description="Arm raised forwards: 0 hanging, 90 forward, 180 overhead."
    )
    out: Degrees | None = Field(default=None, description="Arm moved away from the side.")
    turn: Degrees | None = Field(default=None, description="Upper arm turned inwards about its own axis.")
    elbow: Degrees | None = Field(default=None, description="Elbow flexion: 0 straight.")
    wrist: Degrees | None = Field(default=None, description="Hand bent back.")


class FigurePoseTable(FileTable):
    """A pose, or a change of one: what is not named stays as it is. ``left_`` and ``right_`` refine both."""

    makes = FigurePose

    trunk: TrunkPoseTable = TrunkPoseTable()
    head: HeadPoseTable = HeadPoseTable()
    legs: LegPoseTable = LegPoseTable()
    left_leg: LegPoseTable = LegPoseTable()
    right_leg: LegPoseTable = LegPoseTable()
    arms: ArmPoseTable = ArmPoseTable()
    left_arm: ArmPoseTable = ArmPoseTable()
    right_arm: ArmPoseTable = ArmPoseTable()


class FigureEndTable(FileTable):
    """A target position of the exercise."""

    makes = FigureEnd

    name: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="What the position is called."
    )
    pose: FigurePoseTable = Field(description="What is different from the start.")
    shown: FigurePoseTable = Field(
        default=FigurePoseTable(),
        description="What is different from that when it is shown as an example: it may go further than most people.",
    )


class FigureFaultTable(FileTable):
    """How a fault looks at strength 1, where it just reaches the fault threshold."""

    makes = FigureFault

    change: FigurePoseTable = Field(
        default=FigurePoseTable(), description="Added to the pose, times the strength."
    )
    start_change: FigurePoseTable = Field(
        default=FigurePoseTable(), description="Added to the start position only, times the strength."
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


class FigureTable(FileTable):
    """The motion of an exercise: start, targets, tempo, and how faults change them."""

    makes = Figure

    camera_deg: Degrees = Field(
        default=90.0,
        description="Where the camera stands, seen from above: 0 at the head, 90 at the side, 180 at the feet.",
    )
    shown_deg: Degrees | None = Field(
        default=None,
        description="From where the moving figure is shown, like camera_deg; without it as the camera.",
    )
    shown_tilt_deg: Annotated[float, Field(ge=0, le=80)] = Field(
        default=10.0, description="How far the view of the moving figure looks down."
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
    start: FigurePoseTable = Field(default=FigurePoseTable(), description="The start position.")
    ends: Annotated[tuple[FigureEndTable, ...], Field(max_length=4, strict=False)] = Field(
        default=(), description="The targets of one repetition, in order."
    )
    variants: dict[str, FigurePoseTable] = Field(
        default={},
        description="Other ways to do it, such as other places for the arms: what is different in the targets.",
    )
    faults: dict[str, FigureFaultTable] = Field(default={}, description="How each fault changes the motion.")
