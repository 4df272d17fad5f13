"""What the simulated person can be doing: stay, go somewhere, or do a repetition that waits for the coach's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from backcoach.coaching.screen import Screen
from backcoach.demo.film import Film, Look, grid
from backcoach.demo.films import Films
from backcoach.demo.mistakes import Mistake
from backcoach.exercises.model import Exercise
from backcoach.mannequin.body import Body
from backcoach.mannequin.passage import way_between
from backcoach.mannequin.raising import RaisedHand, with_hand
from backcoach.pose.frame import Array
from backcoach.tracking.summary import Side

PATIENCE_S = 6.0
"""A hold is given up this long after its time, if no word comes."""

LOWERS_S = 0.6
"""So long after it was understood a raised hand is let down."""

GIVES_UP_S = 4.0
"""A raised hand that is not understood is let down after this long."""

SHORT_STAY_S = 0.6
"""How long a target is shown that is not held."""


@dataclass(frozen=True)
class Manner:
    """How somebody follows the coach.

    Attributes
    ----------
    late_s : float
        From "and back" to beginning to move.
    part_of_hold : float
        Below 1: does not wait for the word, but leaves a hold after this part of it.
    between_s : float
        The least rest between two repetitions.
    """

    late_s: float = 0.5
    part_of_hold: float = 1.0
    between_s: float = 0.8


USUAL = Manner()


class Act(Protocol):
    """Something that goes on for a while."""

    over: bool

    def advance(self, dt_s: float, screen: Screen) -> Look:
        """Let time pass; return how the person looks now."""


class Staying:
    """Keeps still; always ready for something else."""

    def __init__(self, look: Look) -> None:
        self.over = True
        self._look = look

    def advance(self, dt_s: float, screen: Screen) -> Look:
        """See `Act`."""
        return self._look


class Going:
    """Gets from one posture to another in a natural way."""

    def __init__(self, first: Array, last: Array, body: Body) -> None:
        path = way_between(first, last, body)
        self._film = Film(path.postures(grid(path.duration_s)), body)
        self._duration_s = path.duration_s
        self._clock_s = 0.0
        self.over = False

    def advance(self, dt_s: float, screen: Screen) -> Look:
        """See `Act`."""
        self._clock_s = min(self._clock_s + dt_s, self._duration_s)
        self.over = self._clock_s >= self._duration_s
        return self._film.at(self._clock_s)


class Signalling:
    """Raises a hand, keeps it up until the coach has understood, and lets it down again."""

    def __init__(self, look: Look, side: Side, body: Body) -> None:
        self._hand = RaisedHand(0.0, side, lean_deg=6.0)
        times_s = grid(self._hand.up_s)
        still = np.tile(look.posture, (len(times_s), 1))
        self._film = Film(with_hand(times_s, still, body, self._hand), body)
        self._clock_s = self._up_s = self._understood_s = 0.0
        self._before: str | None = None
        self.over = False

    def advance(self, dt_s: float, screen: Screen) -> Look:
        """See `Act`."""
        self._before = self._before or screen.state
        self._up_s += dt_s
        self._understood_s += dt_s * (screen.state != self._before)
        lowers = self._understood_s > LOWERS_S or self._up_s > GIVES_UP_S
        self._clock_s += -dt_s if lowers else dt_s
        self.over = lowers and self._clock_s <= 0
        self._clock_s = min(max(self._clock_s, 0.0), self._hand.up_s)
        return self._film.at(self._clock_s)


class Repeating:
    """One repetition. Where a hold is asked for, it stays in the target until the coach's clock has reached it."""

    def __init__(
        self,
        films: Films,
        exercise: Exercise,
        side: Side | None,
        mistake: Mistake,
        seed: int,
        manner: Manner = USUAL,
    ) -> None:
        # The same seed: the same timetable, so that both can be blended.
        self._clean = films.repetition(exercise, side, None, seed)
        fault = mistake.fault.id if mistake.fault else None
        self._faulty = films.repetition(exercise, side, fault, seed)
        self._mistake = mistake
        self._manner = manner
        self._clock_s = self._stayed_s = self._released_s = 0.0
        self._stays_s = self._clean.stays_s
        self.over = False

    def advance(self, dt_s: float, screen: Screen) -> Look:
        """See `Act`."""
        amount = self._mistake.advance(dt_s, screen)
        self._run_on(dt_s, screen)
        self.over = self._clock_s >= self._clean.duration_s
        clean = self._clean.film.at(self._clock_s)
        return clean.towards(self._faulty.film.at(self._clock_s), amount) if amount else clean

    def _run_on(self, dt_s: float, screen: Screen) -> None:
        """Let the motion's own clock run, but not past a stay that is not over yet."""
        after_s = self._clock_s + dt_s
        if self._stays_s and after_s >= self._stays_s[0]:
            self._stayed_s += dt_s
            if not self._may_leave(dt_s, screen):
                self._clock_s = self._stays_s[0]
                return
            self._stays_s = self._stays_s[1:]
            self._stayed_s = self._released_s = 0.0
        self._clock_s = min(after_s, self._clean.duration_s)

    def _may_leave(self, dt_s: float, screen: Screen) -> bool:
        planned_s, manner = screen.hold_planned_s, self._manner
        patience_s = planned_s + max(PATIENCE_S, manner.late_s + 1.0)
        if screen.state in ("position", "work") and planned_s > 0 and self._stayed_s < patience_s:
            if manner.part_of_hold < 1.0:
                return screen.hold_s >= manner.part_of_hold * planned_s
            self._released_s += dt_s * (screen.hold_s >= planned_s or self._released_s > 0)
            return self._released_s > manner.late_s
        return self._stayed_s > SHORT_STAY_S
