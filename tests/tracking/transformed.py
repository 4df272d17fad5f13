"""The same person, moved, made larger, mirrored, seen worse, or looked at at other times."""

from dataclasses import replace

import numpy as np

from backcoach.pose.frame import INDEX, LANDMARKS, PoseFrame


def _partner(name: str) -> str:
    for one, other in (("left", "right"), ("right", "left")):
        if one in name:
            return name.replace(one, other)
    return name


OTHER_SIDE = [INDEX[_partner(name)] for name in LANDMARKS]


def shifted_in_time(frame: PoseFrame, by_s: float) -> PoseFrame:
    return replace(frame, time_s=frame.time_s + by_s)


def moved(frame: PoseFrame, right: float, down: float, factor: float) -> PoseFrame:
    """Move and scale the person in the picture; in metres everybody has their own height already."""
    landmarks = frame.landmarks * factor + (right, down, 0.0)
    return replace(frame, landmarks=landmarks, back_line=frame.back_line * factor + (right, down))


def taller(frame: PoseFrame, factor: float) -> PoseFrame:
    """Make the person another size in metres, with the picture unchanged."""
    return replace(frame, world=frame.world * factor)


def hidden(frame: PoseFrame, joints: tuple[str, ...], visibility: float = 0.1) -> PoseFrame:
    """Hide joints on both sides."""
    seen = frame.visibility.copy()
    for joint in joints:
        for side in ("left", "right"):
            seen[INDEX[f"{side}_{joint}"]] = min(visibility, seen[INDEX[f"{side}_{joint}"]])
    return replace(frame, visibility=seen)


def damaged(frame: PoseFrame, rng: np.random.Generator, share: float) -> PoseFrame:
    """Take landmarks away, as NaN and as invisible, each in another place; and a part of the back line."""
    landmarks, world = frame.landmarks.copy(), frame.world.copy()
    visibility, back = frame.visibility.copy(), frame.back_line.copy()
    gone = rng.random(len(LANDMARKS)) < share
    landmarks[gone] = world[gone] = np.nan
    visibility[gone] = 0.0
    visibility[rng.random(len(LANDMARKS)) < share] = 0.0
    back[rng.random(len(back)) < share] = np.nan
    return replace(frame, landmarks=landmarks, world=world, visibility=visibility, back_line=back)
