"""When the simulated person raises a hand: once to make a pause, to show that it can, and once to go on."""

from __future__ import annotations

from enum import Enum, auto

from backcoach.coaching.screen import Screen
from backcoach.exercises.model import Exercise
from backcoach.tracking.summary import Side

AFTER_REPETITIONS = 2
"""So many repetitions of a set are shown first."""

PAUSE_S = 7.0
"""How long it rests, while it is told what the hand was for."""

LYING = ("supine", "side_lying")
"""In these positions of exercises it does so: lying, where no key can be reached."""


class _Step(Enum):
    TO_PAUSE = auto()
    PAUSING = auto()
    RESTING = auto()
    DONE = auto()


class Signals:
    """Decides when a hand is raised; each of both times once in a session.

    Attributes
    ----------
    resting : bool
        Whether the person has made a pause by hand, and rests.
    """

    def __init__(self, wanted: bool) -> None:
        self._step = _Step.TO_PAUSE if wanted else _Step.DONE
        self._rested_s = 0.0

    @property
    def resting(self) -> bool:
        """See the class."""
        return self._step is _Step.RESTING

    def due(self, exercise: Exercise | None, repetitions: int, screen: Screen, dt_s: float) -> bool:
        """Return whether a hand is to be raised now, between two repetitions or while nothing goes on."""
        if self._step is _Step.PAUSING:
            self._step = _Step.RESTING if screen.state == "paused" else _Step.DONE
        if self._step is _Step.RESTING:
            return self._rests_enough(screen, dt_s)
        if self._step is not _Step.TO_PAUSE or exercise is None or exercise.position not in LYING:
            return False
        if screen.state != "work" or screen.hand_means != "pause" or repetitions < AFTER_REPETITIONS:
            return False
        self._step = _Step.PAUSING
        return True

    def _rests_enough(self, screen: Screen, dt_s: float) -> bool:
        self._rested_s += dt_s
        if screen.state != "paused" or self._rested_s >= PAUSE_S:
            self._step = _Step.DONE
        return screen.hand_means == "resume" and self._step is _Step.DONE


def free_hand(exercise: Exercise | None, side: Side | None) -> Side:
    """Return the hand that can be raised: the upper one of somebody on the side."""
    return side or "left" if exercise is not None and exercise.position == "side_lying" else "left"
