"""Which mistake the simulated person makes in an exercise, and when it listens."""

from __future__ import annotations

import numpy as np

from backcoach.coaching.screen import Screen
from backcoach.exercises.model import Exercise, Fault

STRENGTH = 1.6
"""How strongly it shows, 1 being just at the fault's threshold: plain to see."""

REACTION_S = 0.7
"""From hearing a cue to beginning to correct."""

CORRECTING_S = 0.9
"""How long the correction takes, and how long a mistake takes to creep in."""

FROM_HOLD_S = 4.0
"""In an exercise with a single long hold the mistake creeps in after this long."""

MAX_REPETITIONS = 3
"""So long a mistake is kept up if nobody corrects it."""


def mistake_of(exercise: Exercise, rng: np.random.Generator) -> Fault | None:
    """Return a fault that is seen in the posture from the best view, and is corrected by a cue; None if there is none.

    Faults of tempo are left out: they cannot be corrected in the middle of a repetition.
    """
    candidates = [
        fault
        for fault in exercise.faults
        if fault.feature is not None
        and fault.extreme is None
        and not fault.prevents_count
        and (not fault.views or exercise.views[0] in fault.views)
        and _shows_in_posture(exercise, fault.id)
    ]
    return candidates[int(rng.integers(len(candidates)))] if candidates else None


def _shows_in_posture(exercise: Exercise, fault_id: str) -> bool:
    shown = exercise.figure.faults.get(fault_id)
    return (
        shown is not None
        and shown.when in ("end", "always")
        and shown.range is None
        and shown.swing_s is None
        and shown.grows_s is None
        and shown.rests_on is None
    )


class Mistake:
    """A mistake in one set: creeps in, is kept up until the cue comes, and is corrected then.

    Attributes
    ----------
    fault : Fault or None
    amount : float
        0 (clean) to 1 (as strong as it gets).
    """

    def __init__(self, exercise: Exercise, repetitions: int, rng: np.random.Generator) -> None:
        self.fault = mistake_of(exercise, rng)
        self.amount = 0.0
        self._single = repetitions == 1
        self._cued_for_s = 0.0
        self._made = 0
        self._texts = {
            text
            for fault in exercise.faults
            if self.fault is not None and fault.id == self.fault.id
            for text in (fault.cue, fault.stronger_cue)
        }

    def begin_repetition(self, index: int) -> None:
        """Note that the repetition of this index begins: the first is clean, to show how it should be."""
        self._made += index > 0 and self._cued_for_s == 0.0

    def advance(self, dt_s: float, screen: Screen) -> float:
        """Let time pass; return the amount now."""
        if self.fault is None:
            return 0.0
        if self._cued_for_s or (screen.cue is not None and screen.cue.text in self._texts):
            self._cued_for_s += dt_s
        step = dt_s / CORRECTING_S
        self.amount = min(1.0, self.amount + step) if self._wanted(screen) else max(0.0, self.amount - step)
        return self.amount

    def _wanted(self, screen: Screen) -> bool:
        if self._cued_for_s > REACTION_S:
            return False
        if self._single:
            return screen.state == "work" and screen.hold_s > FROM_HOLD_S
        return 1 <= self._made <= MAX_REPETITIONS
