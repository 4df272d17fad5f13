"""Notices that somebody who had paused is back: in position again, or in the picture again. Nothing of it counts."""

from __future__ import annotations

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.tracker import Tracker

PAUSE_S = 20.0
"""Whoever pauses in position, and stays, is not asked sooner."""

BACK_S = 3.0
"""Somebody is back when they have been in position, or in the picture, for this long."""

GONE_S = 5.0
"""Somebody has gone when they have not been in the picture, or in position, for this long."""


class Returning:
    """Watches during a pause.

    Parameters
    ----------
    exercise : Exercise
        Whose position it is.
    time_s : float
        When the pause began.
    """

    def __init__(self, exercise: Exercise, time_s: float) -> None:
        self._tracker = Tracker(exercise)
        self._began_s = time_s
        self._seen = _Stay(time_s)
        self._in_position = _Stay(time_s)
        self._asked = False

    def see(self, frame: PoseFrame) -> None:
        """Take in a frame."""
        self._tracker.feed(frame)
        gone = self._seen.take(frame.time_s, there=frame.seen)
        left = self._in_position.take(frame.time_s, there=self._tracker.in_position)
        self._asked = self._asked and not (gone or left)

    def asks(self, time_s: float) -> bool:
        """Whether to ask now; once for each time that the person comes back."""
        waited = time_s - self._began_s >= PAUSE_S and self._in_position.lasts_s >= BACK_S
        came = self._seen.was_gone and self._seen.lasts_s >= BACK_S
        if self._asked or not (waited or came):
            return False
        self._asked, self._seen.was_gone = True, False
        return True


class _Stay:
    """For how long somebody has been somewhere, whatever a frame or two say."""

    def __init__(self, time_s: float) -> None:
        self._last_s = time_s
        self._since_s: float | None = None
        self.was_gone = False
        self.lasts_s = 0.0

    def take(self, time_s: float, *, there: bool) -> bool:
        """Note whether they are there; return whether they have gone just now."""
        if there:
            self._since_s = time_s if self._since_s is None else self._since_s
            self._last_s, self.lasts_s = time_s, time_s - self._since_s
            return False
        if time_s - self._last_s < GONE_S or (self.was_gone and self._since_s is None):
            return False
        self._since_s, self.was_gone, self.lasts_s = None, True, 0.0
        return True
