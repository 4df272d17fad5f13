"""How long somebody has not moved at all, whatever the exercise; and when that is worth a question."""

from __future__ import annotations

import math
from collections.abc import Iterator

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import INDEX, PoseFrame

JOINTS = [
    INDEX["nose"],
    *(
        INDEX[f"{side}_{joint}"]
        for side in ("left", "right")
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    ),
]

BACK = (3, 6, 9)
"""Stations of the back line: a back that rounds and sinks moves hardly any joint."""

SEEN = 0.5
"""A joint that is seen less clearly does not count: a guess wanders."""

SMOOTH_S = 1.0
"""Over about so long each joint's place is averaged: neither a shaking picture nor breathing is a movement."""

SETTLED_S = 2.0
"""A joint has to be seen for this long before its place is known well enough to say that it has moved."""

MOVED = 0.05
"""A joint has moved when it is this part of the body's extent away from where it was: 8 cm of somebody who lies."""

MIDWAY_S = 10.0
"""Nothing moves for this long, and the hold besides, in the middle of a repetition."""

DROPPED_S = 6.0
"""Nothing moves for this long after somebody came out of a repetition or a hold that nobody asked to end."""

REST_S = 30.0
"""Nothing moves for this long between two repetitions, or in a position that is held."""


class _Place:
    """Where a joint is, on average, in image heights, and where it was when the body moved last; NaN: not known."""

    __slots__ = ("anchor_x", "anchor_y", "seen_s", "x", "y")

    def __init__(self) -> None:
        self.x = self.y = self.anchor_x = self.anchor_y = math.nan
        self.seen_s = 0.0

    @property
    def is_settled(self) -> bool:
        """Whether it is known well enough to say that it has moved."""
        return self.seen_s >= SETTLED_S

    def go_towards(self, x: float, y: float, weight: float) -> None:
        """Bring it nearer to where the joint is now."""
        if self.x == self.x:
            x, y = self.x + weight * (x - self.x), self.y + weight * (y - self.y)
        self.x, self.y = x, y
        if self.anchor_x != self.anchor_x and self.is_settled:
            self.anchor_x, self.anchor_y = x, y

    def has_moved(self, most: float) -> bool:
        """Whether it is farther than this from where it was."""
        x, y = self.x - self.anchor_x, self.y - self.anchor_y
        return x * x + y * y > most * most

    def settle(self) -> None:
        """Let it be known from here, if it is known well enough."""
        settled = self.is_settled
        self.anchor_x, self.anchor_y = (self.x, self.y) if settled else (math.nan, math.nan)


class Stillness:
    """Watches the body, and remembers when it moved last."""

    def __init__(self) -> None:
        self._places = [_Place() for _ in (*JOINTS, *BACK)]
        self._extent = 0.0
        self._last_s: float | None = None
        self._moved_s: float | None = None

    def see(self, frame: PoseFrame) -> bool:
        """Take in a frame; return whether the body has moved."""
        if not frame.seen:
            return False
        dt_s = 0.0 if self._last_s is None else frame.time_s - self._last_s
        self._last_s = frame.time_s
        self._average(frame, dt_s)
        if known := [place for place in self._places if place.x == place.x]:
            xs, ys = [place.x for place in known], [place.y for place in known]
            self._extent = max(self._extent, math.hypot(max(xs) - min(xs), max(ys) - min(ys)))
        most = MOVED * self._extent
        moved = any(place.has_moved(most) for place in known)
        if moved or self._moved_s is None:
            self.stir(frame.time_s)
        return moved

    def _average(self, frame: PoseFrame, dt_s: float) -> None:
        """Bring the place of each joint that is seen, and of the back, nearer to where it is now."""
        weight = 1 - math.exp(-dt_s / SMOOTH_S)
        for place, (x, y) in zip(self._places, _points(frame), strict=True):
            if x == x:
                place.seen_s += dt_s
                place.go_towards(x, y, weight)

    def stir(self, time_s: float) -> None:
        """Count from here: something moves, or need not move."""
        self._moved_s = time_s
        for place in self._places:
            place.settle()

    @property
    def lasts_s(self) -> float:
        """For how long nothing has moved; 0 as long as nobody was seen."""
        return 0.0 if self._moved_s is None or self._last_s is None else self._last_s - self._moved_s


def _points(frame: PoseFrame) -> Iterator[tuple[float, float]]:
    """Give where each joint and station is; NaN where it is not seen."""
    landmarks, visibility = frame.landmarks.tolist(), frame.visibility.tolist()
    for joint in JOINTS:
        x, y, _ = landmarks[joint]
        yield (x, y) if visibility[joint] >= SEEN else (math.nan, math.nan)
    back = frame.back_line.tolist()
    for station in BACK:
        x, y = back[station]
        yield x, y


class Standstill:
    """Notices when somebody stops in the middle of a set, so that it is worth a question; once until they move again.

    Parameters
    ----------
    exercise : Exercise
    hold_s : float
        The dose of one hold; 0 where nothing is held.
    """

    def __init__(self, exercise: Exercise, hold_s: float) -> None:
        self._is_hold = exercise.repetition.kind == "hold"
        self._midway_s = MIDWAY_S + hold_s
        self._stillness = Stillness()
        self._dropped = self._asked = False
        self._midway_since_s: float | None = None
        self._last_s = 0.0

    def see(self, frame: PoseFrame, *, running: bool, busy: bool) -> None:
        """Take in a frame.

        Parameters
        ----------
        running : bool
            Whether a repetition is under way.
        busy : bool
            Whether the exercise goes on: a target is reached, or the clock of a hold runs.
        """
        moved = self._stillness.see(frame)
        if busy:
            self._stillness.stir(frame.time_s)
        self._asked = self._asked and not (moved or busy)
        self._last_s = frame.time_s
        if not running:
            self._midway_since_s = None
        elif self._midway_since_s is None:
            self._midway_since_s = frame.time_s

    def drop(self) -> None:
        """Note that the person came out of a repetition or a hold that nobody asked to end."""
        self._dropped = True

    def asks(self, *, in_position: bool) -> bool:
        """Whether to ask now."""
        self._dropped = self._dropped and not in_position
        if self._asked or self._stillness.lasts_s < self._most_s:
            return False
        self._asked = True
        return True

    @property
    def _most_s(self) -> float:
        """For how long nothing may move as things are."""
        if self._dropped:
            return DROPPED_S
        midway_s = 0.0 if self._midway_since_s is None else self._last_s - self._midway_since_s
        return self._midway_s if midway_s >= self._midway_s and not self._is_hold else REST_S
