"""The raised hand: seen in the landmarks, held for a moment, and taken back by letting it sink.

Whoever stands, sits, kneels, or lies on the back or the side stretches one arm up. Whoever is on hands and knees
holds one hand to the ear, elbow out, while the other one carries. None of the exercises contains either; an exercise
that does says so in its file (`Gesture`). Everything is measured in trunk lengths in the axes of the camera, so it
needs no setting.
"""

from __future__ import annotations

import math
from collections import deque

from backcoach.exercises.model import Gesture
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.measuring.hands import (
    ELBOW_BELOW,
    RAISED_ON_AVERAGE,
    ROWS,
    SIDES,
    SLACK,
    Hands,
    Way,
    is_far_from_raised,
)
from backcoach.tracking.measuring.smoothing import Array, blend
from backcoach.tracking.summary import Side

HOLD_S = 1.2
"""So long a hand is held up before it means something."""

SMOOTH_S = 0.07
"""Time constant of the smoothing. What is smoothed comes this much late, and so a hold began this much earlier."""

BRIDGE_S = 0.3
"""A hand that is not seen up for no longer than this has stayed up."""

GAP_S = 0.6
"""After this long without a person everything begins anew."""

STILL_S = 0.8
"""Over this last part of the hold the hand keeps still: an arm that sweeps past, as in an open book, is no sign."""

STILL_TRUNKS = 0.45
"""How far a still hand may stray in any direction, noise included: about 22 cm. Waving strays further."""


class HandWatcher:
    """Watches for a raised hand, frame by frame, by the frames' own times.

    It needs no calibration and no exercise, and works whether a tracker follows the frames or not.
    """

    def __init__(self) -> None:
        self._points: Array | None = None
        self._visibility: Array | None = None
        self._frame_s = -math.inf
        self._step_s = 0.0
        self._side: Side | None = None
        self._way: Way = "up"
        self._since_s = self._last_s = -math.inf
        self._spent = False
        self._path: deque[tuple[float, ...]] = deque()

    def see(self, frame: PoseFrame, gesture: Gesture = "raise") -> bool:
        """Take in a frame.

        Parameters
        ----------
        frame : PoseFrame
            In the order of time; one that is not later than the one before is ignored.
        gesture : {"raise", "ear", "none"}
            What counts as a raised hand now; see `backcoach.exercises.model.Exercise.hand`.

        Returns
        -------
        bool
            True once, when a hand has been held up for `HOLD_S`. The next time it has to come down first.
        """
        if frame.time_s <= self._frame_s:
            return False
        if gesture == "none":
            self._side, self._spent = None, False
            return False
        body = self._smoothed(frame)
        self._step_s = min(frame.time_s - self._frame_s, BRIDGE_S)
        self._frame_s = frame.time_s
        up = self._find(body, gesture) if body is not None else False
        if up and body is not None:
            self._note(body, frame.time_s)
            return self._fires(frame.time_s)
        if self._side is not None and frame.time_s - self._last_s > BRIDGE_S:
            self._let_go(body)
        return False

    def progress(self, time_s: float) -> float:
        """Return how far a hold is at a time, 0 to 1: 1 once it has meant something, while the hand is still up."""
        if self._side is None or time_s - self._last_s > BRIDGE_S:
            return 0.0
        return 1.0 if self._spent else min(0.99, max(0.0, (self._last_s - self._since_s) / HOLD_S))

    # --- the hold -----------------------------------------------------------------------------------------------

    def _find(self, body: Hands, gesture: Gesture) -> bool:
        """Return whether a hand is up, or still up."""
        if self._side is not None:
            return body.way(self._side, gesture, SLACK) == self._way
        for side in SIDES:
            way = body.way(side, gesture, 0.0)
            if way is not None:
                self._side, self._way = side, way
                # Somewhere between the frame before and this one.
                self._since_s = body.time_s - self._step_s / 2 - SMOOTH_S
                self._path.clear()
                return True
        return False

    def _note(self, body: Hands, time_s: float) -> None:
        self._last_s = time_s
        path, side = self._path, self._side or "left"
        height, stretch = body.height(side, self._way), body.stretch(side, self._way)
        path.append((time_s, height, stretch, *body.hand(side)))
        while path[0][0] < time_s - STILL_S:
            path.popleft()

    def _fires(self, time_s: float) -> bool:
        if self._spent or time_s - self._since_s < HOLD_S - 1e-9 or not self._is_settled():
            return False
        self._spent = True
        return True

    def _is_settled(self) -> bool:
        """Whether the hand has kept still, and was really up and stretched, over the last part of the hold."""
        _, heights, stretches, *axes = zip(*self._path, strict=True)
        if max(max(axis) - min(axis) for axis in axes) > STILL_TRUNKS:
            return False
        least = RAISED_ON_AVERAGE if self._way == "up" else -ELBOW_BELOW
        height, stretch = float(sum(heights)) / len(heights), float(sum(stretches))
        return height >= least and stretch >= 0.0

    def _let_go(self, body: Hands | None) -> None:
        """The hand is not up any more; one that has meant something has to be seen down before it is free again."""
        if self._spent and (body is None or not body.is_down(self._side or "left", self._way)):
            return
        self._side = None
        self._spent = False

    # --- what is seen -------------------------------------------------------------------------------------------

    def _smoothed(self, frame: PoseFrame) -> Hands | None:
        """Return the person's arms and trunk, smoothed; None where they are not seen."""
        if not frame.seen:
            return None
        points = frame.world.take(ROWS, axis=0)
        if self._side is None and is_far_from_raised(points.tolist()):
            self._points = None
            return None
        visibility = frame.visibility.take(ROWS)
        dt_s = frame.time_s - self._frame_s
        if self._points is None or self._visibility is None or dt_s > GAP_S:
            self._points, self._visibility = points, visibility
        else:
            newest = blend(dt_s, SMOOTH_S)
            self._points = self._points + newest * (points - self._points)
            self._visibility = self._visibility + newest * (visibility - self._visibility)
        if math.isnan(float(self._points.sum())):
            self._points = None
            return None
        return Hands(frame.time_s, self._points.tolist(), self._visibility.tolist())
