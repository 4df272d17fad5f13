"""What to say to somebody in whom nothing is recognised."""

from __future__ import annotations

from collections.abc import Sequence

from backcoach.coaching.free import words
from backcoach.coaching.placement import PlacementCheck
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message
from backcoach.tracking.summary import Unclear

LOOK_FROM_S = 15.0
"""From then on it is looked for what is wrong with the picture."""

HELP_AFTER_S = (25.0, 70.0)
"""Nothing was recognised for this long."""


class Help:
    """Waits for something to be recognised, and finds out why nothing is.

    Parameters
    ----------
    exercises : sequence of Exercise
        Those that may be recognised.
    time_s : float
        Since when it waits.

    Attributes
    ----------
    words : Message or None
        What was said last.
    """

    def __init__(self, exercises: Sequence[Exercise], time_s: float) -> None:
        self._exercises = exercises
        self.since_s = time_s
        self._check = PlacementCheck(exercises[0]) if exercises else None
        self._advice: Message | None = None
        self._given = 0
        self._told: set[str] = set()
        self._unclear: Message | None = None
        self.words: Message | None = None

    def see(self, frame: PoseFrame, picture: Picture | None, unclear: Sequence[Unclear]) -> None:
        """Look for what is wrong."""
        if self._check is not None and frame.time_s - self.since_s >= LOOK_FROM_S:
            self._advice = self._check.see(frame, picture).advice_but_view
        for one in unclear:
            if one.end_s >= self.since_s and one.text not in self._told:
                self._told.add(one.text)
                self._unclear = Message(one.text)

    def due(self, time_s: float) -> Message | None:
        """Return what is to be said now, once; None mostly."""
        unclear, self._unclear = self._unclear, None
        if unclear is not None:
            self.words = unclear
            return unclear
        if self._given >= len(HELP_AFTER_S) or time_s - self.since_s < HELP_AFTER_S[self._given]:
            return None
        self._given += 1
        self.words = self._advice or self._general()
        return self.words

    def line(self, *, in_position: bool) -> Message:
        """Return what is shown meanwhile."""
        if self.words is not None:
            return self.words
        if in_position:
            return message("I am watching. After the first repetition I know what it is.")
        return words.START

    def _general(self) -> Message:
        if self._given == 1:
            return words.unknown(self._exercises)
        return message("Turn so that I see you from the side, with your whole body in the picture.")
