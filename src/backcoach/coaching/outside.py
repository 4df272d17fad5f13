"""Which parts of the body are not in the picture while somebody is in position: nothing is said about them then."""

from __future__ import annotations

from backcoach.coaching.cues import landmarks_of
from backcoach.coaching.placement import PARTS, is_inside, part_name
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.texts import Message

ENOUGH_S = 1.5
"""So long somebody must have been in position before it is known."""

MOSTLY = 0.6
"""A part that is outside in this share of the time is not judged."""


class Outside:
    """Keeps count of what is outside, for one set.

    Parameters
    ----------
    exercise : Exercise
        With the faults that are to be judged.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._joints = {
            joint: part for part, joints in PARTS.items() for joint in joints if joint in _used(exercise)
        }
        self._out = dict.fromkeys(self._joints, 0)
        self._frames = 0
        self._first_s: float | None = None
        self._last_s = 0.0

    @property
    def known(self) -> bool:
        """Whether enough was seen to tell."""
        return self._first_s is not None and self._last_s - self._first_s >= ENOUGH_S

    def see(self, frame: PoseFrame) -> None:
        """Take in a frame of somebody who is in position."""
        if not frame.seen or self.known:
            return
        self._first_s = frame.time_s if self._first_s is None else self._first_s
        self._last_s = frame.time_s
        self._frames += 1
        for joint in self._out:
            names = [joint] if joint == "nose" else [f"left_{joint}", f"right_{joint}"]
            self._out[joint] += not any(is_inside(frame, INDEX[name]) for name in names)

    def parts(self) -> tuple[Message, ...]:
        """Return the parts that are outside, as a person calls them."""
        return tuple(
            part_name(part) for part in dict.fromkeys(self._joints[joint] for joint in self._missing())
        )

    def faults(self) -> frozenset[str]:
        """Return the faults that are measured at what is outside."""
        missing = self._missing()
        return frozenset(
            fault.id
            for fault in self._exercise.faults
            if fault.feature and missing & _joints_of(landmarks_of(self._exercise, fault.feature))
        )

    def _missing(self) -> set[str]:
        return {joint for joint, out in self._out.items() if out >= MOSTLY * max(1, self._frames)}


def _used(exercise: Exercise) -> set[str]:
    features = [fault.feature for fault in exercise.faults if fault.feature]
    return {joint for feature in features for joint in _joints_of(landmarks_of(exercise, feature))}


def _joints_of(names: tuple[str, ...]) -> set[str]:
    return {name.removeprefix("left_").removeprefix("right_") for name in names}
