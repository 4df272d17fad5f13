"""What a raised hand means in a session: the one thing that makes sense now."""

from __future__ import annotations

from collections.abc import Collection

from backcoach.coaching.actions import Press
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.hand import HandWatcher

MEANINGS: tuple[Press, ...] = ("resume", "pause")
"""The first of these that is possible is meant."""


class ByHand:
    """Watches for the raised hand, and knows what it would do.

    Parameters
    ----------
    wanted : bool
        Whether the person wants it.
    """

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._watcher = HandWatcher()

    def meaning(self, state: str, actions: Collection[Press], exercise: Exercise) -> Press | None:
        """Return what a raised hand does now; None where it does nothing.

        Whoever is asked what hurts is not sent on by a hand that is stretched up for help.
        """
        if not self._wanted or exercise.hand == "none":
            return None
        possible = ("yes",) if state == "hurt" else MEANINGS
        return next((press for press in possible if press in actions), None)

    def see(self, frame: PoseFrame, exercise: Exercise) -> bool:
        """Take in a frame; return True once, when a hand has been held up for long enough."""
        return self._wanted and self._watcher.see(frame, exercise.hand)

    def progress(self, time_s: float) -> float:
        """Return how far the hold is, 0 to 1."""
        return self._watcher.progress(time_s)
