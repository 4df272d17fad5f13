"""The clock of a hold: what it reads, the last three seconds aloud, and when the dose is reached."""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.exercises.model import Exercise
from backcoach.tracking.state import State

ALOUD = (3, 2, 1)
"""The last seconds, counted down."""

MIN_S = 4.0
"""Shorter holds are not counted down: there would be no time to say anything else."""

BREATHE_EVERY_S = 10.0
BREATHE_BEFORE_END_S = 5.0


def held_s(exercise: Exercise, state: State) -> float:
    """Return the seconds on the clock: of the whole hold, or of the present stay in a target that is held."""
    if exercise.repetition.kind == "hold":
        return state.hold_s
    if state.target is None or not exercise.phase(state.target).hold:
        return 0.0
    return state.stay_s


@dataclass
class HoldClock:
    """Follows one hold after the other.

    Parameters
    ----------
    planned_s : float
        The dose; 0 where nothing is held.
    """

    planned_s: float
    _left: int = ALOUD[0] + 1
    _breaths: int = 0
    _target: str | None = None
    reached: bool = False

    def follow(self, clock_s: float, target: str | None = None) -> list[int]:
        """Take in the clock; return the seconds left to be said now, 0 when the dose is reached."""
        if clock_s <= 0 or target != self._target:
            self._left, self._breaths, self.reached = ALOUD[0] + 1, 0, False
            self._target = target
        if self.planned_s <= 0 or clock_s <= 0 or self.reached:
            return []
        left_s = self.planned_s - clock_s
        if left_s <= 0:
            self.reached = True
            return [0]
        if self.planned_s < MIN_S:
            return []
        due = [n for n in ALOUD if n < self._left and left_s <= n]
        if not due:
            return []
        self._left = due[-1]
        return [self._left]

    def breathe(self, clock_s: float) -> bool:
        """Whether it is time to remind of breathing, every ten seconds of a long hold."""
        due = int(clock_s // BREATHE_EVERY_S)
        if due <= self._breaths or self.planned_s - clock_s < BREATHE_BEFORE_END_S:
            return False
        self._breaths = due
        return True
