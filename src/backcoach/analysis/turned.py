"""Was the camera on its side? Asked only when nothing was found in the picture as it stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.pose.upright import TURNS_DEG, turn_pose
from backcoach.tracking import Recognizer, Tracker

_SHOULDERS, _WRISTS, _HIPS = (
    [INDEX[f"left_{part}"], INDEX[f"right_{part}"]] for part in ("shoulder", "wrist", "hip")
)

HANDS_UP_TRUNKS = 0.3
"""Hands that are usually so far above the shoulders hang towards the floor: down is elsewhere (own)."""

MAX_FRAMES = 9_000
"""Five minutes at 30 frames a second, some 20 MB, tell how a camera stood."""


class TurnedView:
    """Keeps the beginning of a source, to be understood again in every other direction.

    A picture does not show where down is: an upside-down dead bug looks like somebody on all fours. So what is found is
    offered, never counted.

    Parameters
    ----------
    make_tracker : callable
        Returns what understands the poses, as for the picture as it stands.
    exercises : mapping
        Exercises by their ids, for their names.
    turned_deg : int
        How far the picture was turned already.
    """

    def __init__(
        self,
        make_tracker: Callable[[], Tracker | Recognizer],
        exercises: Mapping[str, Exercise],
        turned_deg: int = 0,
    ) -> None:
        self._make_tracker = make_tracker
        self._exercises = exercises
        self._turned_deg = turned_deg
        self._frames: list[PoseFrame] = []

    def watch(self, frame: PoseFrame) -> None:
        """Take the next frame."""
        if len(self._frames) < MAX_FRAMES:
            self._frames.append(frame)

    def note(self) -> str | None:
        """Return what another direction would show, and how to have it counted; None when it shows nothing."""
        counted, turn = max(map(self._counted, TURNS_DEG[1:]), key=lambda pair: pair[0].total())
        if not counted:
            return None
        whole_turn = (self._turned_deg + turn) % 360
        shown = ", ".join(f"{self._exercises[name].name} {count} x" for name, count in counted.most_common())
        return (
            f"nothing was found as the picture stands; turned by {whole_turn} degrees it shows {shown}: "
            f"if the camera was on its side, analyse it again with --turn {whole_turn}"
        )

    def _counted(self, turn: int) -> tuple[Counter[str], int]:
        tracker = self._make_tracker()
        frames = [turn_pose(frame, turn) for frame in self._frames]
        if _hands_hang_upwards(frames):
            return Counter(), turn
        for frame in frames:
            tracker.feed(frame)
        counts: Counter[str] = Counter()
        for exercise_set in tracker.finish().sets:
            counts[exercise_set.exercise] += exercise_set.counted
        return +counts, turn


def _hands_hang_upwards(frames: Sequence[PoseFrame]) -> bool:
    """Whether the hands are above the shoulders for most of the time, as in no exercise on the floor."""
    rises = [_rise_of_hands(frame) for frame in frames if frame.seen]
    return bool(rises) and median(rises) > HANDS_UP_TRUNKS


def _rise_of_hands(frame: PoseFrame) -> float:
    shoulders, wrists, hips = (
        frame.landmarks[rows, :2].mean(axis=0) for rows in (_SHOULDERS, _WRISTS, _HIPS)
    )
    return float((shoulders[1] - wrists[1]) / max(math.dist(shoulders, hips), 1e-9))
