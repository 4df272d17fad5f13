"""How long somebody has not moved at all, whatever the exercise; and when that is worth a question."""

from __future__ import annotations

import math

import numpy as np

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import INDEX, Array, PoseFrame

JOINTS = np.array(
    [INDEX["nose"]]
    + [
        INDEX[f"{side}_{joint}"]
        for side in ("left", "right")
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    ]
)

BACK = np.array([3, 6, 9])
"""Stations of the back line: a back that rounds and sinks moves hardly any joint."""

PLACES = len(JOINTS) + len(BACK)

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


class Stillness:
    """Watches the body, and remembers when it moved last."""

    def __init__(self) -> None:
        self._place: Array = np.full((PLACES, 2), np.nan)
        self._anchor = self._place.copy()
        self._seen_s: Array = np.zeros(PLACES)
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
        settled = (self._seen_s >= SETTLED_S)[:, None]
        self._anchor = np.where(np.isnan(self._anchor) & settled, self._place, self._anchor)
        known = self._place[~np.isnan(self._place[:, 0])]
        if len(known):
            self._extent = max(self._extent, float(np.hypot(*np.ptp(known, axis=0))))
        away = np.hypot(*(self._place - self._anchor).T)
        moved = bool((away > MOVED * self._extent).any())
        if moved or self._moved_s is None:
            self.stir(frame.time_s)
        return moved

    def _average(self, frame: PoseFrame, dt_s: float) -> None:
        """Bring the place of each joint that is seen, and of the back, nearer to where it is now."""
        joints = np.where(frame.visibility[JOINTS, None] >= SEEN, frame.landmarks[JOINTS, :2], np.nan)
        points = np.concatenate([joints, frame.back_line[BACK]])
        self._seen_s += dt_s * ~np.isnan(points[:, 0])
        nearer = self._place + (1 - math.exp(-dt_s / SMOOTH_S)) * (points - self._place)
        self._place = np.where(np.isnan(nearer), np.where(np.isnan(points), self._place, points), nearer)

    def stir(self, time_s: float) -> None:
        """Count from here: something moves, or need not move."""
        self._moved_s = time_s
        self._anchor = np.where((self._seen_s >= SETTLED_S)[:, None], self._place, np.nan)

    @property
    def lasts_s(self) -> float:
        """For how long nothing has moved; 0 as long as nobody was seen."""
        return 0.0 if self._moved_s is None or self._last_s is None else self._last_s - self._moved_s


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
