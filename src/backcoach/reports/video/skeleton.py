"""The person's skeleton and back line over a picture: the near side strong, the far side faint."""

from __future__ import annotations

from collections.abc import Collection

import cv2
import numpy as np
from numpy.typing import NDArray

from backcoach.exercises.model import Exercise, Feature
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.tracking import State
from backcoach.tracking.summary import Side

BONE, FAR_BONE, BACK, FAULTY, SHADOW = (
    (245, 247, 250),
    (176, 186, 196),
    (79, 209, 165),
    (255, 107, 87),
    (16, 24, 32),
)
HIDDEN = 0.3
"""Landmarks that are less visible than this are guesses: they are not drawn."""

_LIMBS = (
    ("ear", "shoulder"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot_index"),
)
_JOINTS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")

Bone = tuple[str, str]


def draw_person(
    picture: Picture, frame: PoseFrame, thickness_px: float, faulty: Collection[tuple[Side, Bone]] = ()
) -> None:
    """Draw skeleton and back line in place.

    Parameters
    ----------
    picture : ndarray, shape (height, width, 3)
        Changed in place.
    frame : PoseFrame
        Its landmarks are scaled to the picture's height.
    thickness_px : float
        Thickness of a bone of the near side.
    faulty : collection of (side, bone)
        Bones to mark.
    """
    if not frame.seen:
        return
    near = find_near_side(frame)
    far: Side = "right" if near == "left" else "left"
    veil = picture.copy()
    _draw_side(veil, frame, far, FAR_BONE, thickness_px * 0.6)
    cv2.addWeighted(veil, 0.6, picture, 0.4, 0, dst=picture)
    _draw_back_line(picture, frame, thickness_px * 0.9)
    _draw_side(picture, frame, near, BONE, thickness_px)
    for side, bone in faulty:
        _draw_bone(picture, frame, side, bone, FAULTY, thickness_px * 1.5)


def find_near_side(frame: PoseFrame) -> Side:
    """Return the side that is seen better."""
    seen = {s: sum(frame.visibility[INDEX[f"{s}_{j}"]] for j in _JOINTS) for s in ("left", "right")}
    return "left" if seen["left"] >= seen["right"] else "right"


def find_faulty_bones(exercise: Exercise, state: State, near: Side) -> set[tuple[Side, Bone]]:
    """Return the bones that the shown faults are about, as far as a fault is about bones."""
    bones: set[tuple[Side, Bone]] = set()
    for fault in exercise.faults:
        if fault.id in state.faults and fault.feature is not None:
            feature = exercise.features[fault.feature]
            joints = {
                point.removeprefix("left_").removeprefix("right_").removeprefix("mid_")
                for point in feature.points
            }
            side = _side_meant(feature, state.side or near, near)
            bones |= {(side, bone) for bone in _LIMBS if joints.issuperset(bone)}
    return bones


def _side_meant(feature: Feature, moving: Side, near: Side) -> Side:
    side = moving if feature.side in ("moving", "resting", "upper", "lower") else near
    flip = (feature.side in ("resting", "lower", "far")) != feature.opposite
    return side if not flip else "right" if side == "left" else "left"


def _draw_side(
    picture: Picture, frame: PoseFrame, side: Side, colour: tuple[int, int, int], width: float
) -> None:
    for bone in _LIMBS:
        _draw_bone(picture, frame, side, bone, colour, width)
    for joint in _JOINTS[1:]:
        point = _pixel(picture, frame, f"{side}_{joint}")
        if point is not None:
            cv2.circle(picture, point, round(width * 1.1), SHADOW, -1, cv2.LINE_AA)
            cv2.circle(picture, point, max(1, round(width * 0.75)), colour, -1, cv2.LINE_AA)


def _draw_bone(
    picture: Picture, frame: PoseFrame, side: Side, bone: Bone, colour: tuple[int, int, int], width: float
) -> None:
    ends = [_pixel(picture, frame, f"{side}_{joint}") for joint in bone]
    if ends[0] is None or ends[1] is None:
        return
    cv2.line(picture, ends[0], ends[1], SHADOW, max(1, round(width * 1.5)), cv2.LINE_AA)
    cv2.line(picture, ends[0], ends[1], colour, max(1, round(width)), cv2.LINE_AA)


def _draw_back_line(picture: Picture, frame: PoseFrame, width: float) -> None:
    seen = np.isfinite(frame.back_line).all(axis=1)
    points: NDArray[np.float64] = frame.back_line * picture.shape[0]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], seen, [False]))))
    for begin, end in edges.reshape(-1, 2):
        line = np.rint(points[begin:end]).astype(np.int32)
        cv2.polylines(picture, [line], False, SHADOW, max(1, round(width * 1.6)), cv2.LINE_AA)
        cv2.polylines(picture, [line], False, BACK, max(1, round(width)), cv2.LINE_AA)


def _pixel(picture: Picture, frame: PoseFrame, landmark: str) -> tuple[int, int] | None:
    index = INDEX[landmark]
    x, y = frame.landmarks[index, :2] * picture.shape[0]
    if frame.visibility[index] < HIDDEN or not (np.isfinite(x) and np.isfinite(y)):
        return None
    return round(float(x)), round(float(y))
