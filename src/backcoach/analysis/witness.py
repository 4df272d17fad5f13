"""What can be said about a recorded source as material: how much of it there is, and who is in it."""

from __future__ import annotations

import math
from statistics import median

from backcoach.pose.frame import PoseFrame
from backcoach.pose.size import SMALLEST_NORM_PER_M, body_scale

RARELY_SHARE = 0.03
"""What is seen in a smaller share of the pictures is taken for a slip of the model."""

MEASURED_EVERY_S = 0.2
"""A person's size does not change from one frame to the next."""

_USUAL_INTERVAL_S = 1 / 30


class Witness:
    """Watches all frames of one source and remembers what a careful reader has to be told."""

    def __init__(self, *, still: bool) -> None:
        self.still = still
        self.frames = 0
        self.people_max = 0
        self._seen = 0
        self._crowded = 0
        self._scales: list[float] = []
        self._measured_s = math.nan
        self._first_s = self._last_s = math.nan

    def watch(self, frame: PoseFrame) -> None:
        """Take note of the next frame."""
        if self.frames == 0:
            self._first_s = frame.time_s
        self._last_s = frame.time_s
        self.frames += 1
        self.people_max = max(self.people_max, frame.people)
        self._crowded += frame.people > 1
        if frame.seen:
            self._seen += 1
            if not frame.time_s - self._measured_s < MEASURED_EVERY_S:
                self._measured_s = frame.time_s
                self._scales.append(body_scale(frame))

    @property
    def duration_s(self) -> float:
        """Seconds from the first frame to the end of the last; 0 for a still picture."""
        if self.still or self.frames == 0:
            return 0.0
        shown_s = self._last_s - self._first_s
        return shown_s + (shown_s / (self.frames - 1) if self.frames > 1 else _USUAL_INTERVAL_S)

    @property
    def error(self) -> str | None:
        """Why the result cannot be relied on: nothing to see, nobody, or too small; None when it can."""
        if self.frames == 0:
            return "it holds no picture"
        if self._seen < max(1.0, RARELY_SHARE * self.frames):
            return "no person was seen in it: the whole body has to be in the picture, in good light"
        scales = [s for s in self._scales if math.isfinite(s)]
        if scales and median(scales) < SMALLEST_NORM_PER_M:
            return (
                f"the person is too small in the picture (a metre of body fills {median(scales):.0%} of its "
                f"longer side, {SMALLEST_NORM_PER_M:.0%} are needed): film from closer"
            )
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """What does not spoil the result, but has to be said."""
        if self._crowded and self._crowded >= RARELY_SHARE * self.frames:
            share = self._crowded / self.frames
            return (
                f"several people (up to {self.people_max}) are in {share:.0%} of the pictures: "
                "the largest, steady one was followed",
            )
        return ()
