"""Adapts a feature to the person: what it reads at rest, and between which values it moves."""

from __future__ import annotations

import math

from backcoach.tracking.measuring.smoothing import blend

FIRST_LOOK_S = 0.25
"""A pose model's first look at a person is its worst: so long the rest follows every change."""

FORGET_SWING_S = 20.0
"""A swing that is not reached again fades with this time constant: one wild value must not stay for a whole set."""

SETTLE_S = 0.5
"""So long the start position has to last before it is rest: before that it may only be passed."""

_QUICK_S = 1.5
_SLOW_S = 6.0


class Neutral:
    """What a feature reads when this person is at rest: learnt while the start position is held still.

    Begins at the usual value of people and moves to the person's own, inside the believable range. A value on
    the move teaches nothing: otherwise a slow movement would drag the neutral along and never be noticed.
    """

    def __init__(self, lowest: float, usual: float, highest: float) -> None:
        self._range = (lowest, highest)
        self._still_per_s = (highest - lowest) / 6
        self._usual = usual
        self.forget()

    def forget(self) -> None:
        """Begin with the usual value again: somebody else may be there, or the same person in other clothes."""
        self.value = self._usual
        self._seconds = 0.0
        self._here_s = SETTLE_S
        self._quick = self._slow = math.nan

    def interrupt(self) -> None:
        """The start position is left: what is learnt when it comes again does not follow at once on what was."""
        self._here_s = 0.0
        self._quick = self._slow = math.nan

    def learn(self, value: float, dt_s: float) -> None:
        """Take in a value of the start position; the first seconds count most."""
        if math.isnan(value):
            return
        if math.isnan(self._quick) or dt_s > _SLOW_S:
            self._quick = self._slow = value
        self._here_s += dt_s
        self._quick += blend(dt_s, 0.15) * (value - self._quick)
        self._slow += blend(dt_s, 0.75) * (value - self._slow)
        speed_per_s = abs(self._quick - self._slow) / 0.6
        if speed_per_s > self._still_per_s or self._here_s < SETTLE_S:
            return
        self._seconds += dt_s
        time_constant_s = min(_SLOW_S, max(_QUICK_S, self._seconds))
        low, high = self._range
        aim = min(high, max(low, value))
        self.value += blend(dt_s, time_constant_s) * (aim - self.value)


class Envelope:
    """Rest and peak of a feature that rises from rest, for this person: where between them is a value?

    Rest follows the value down at once and up slowly; the peak is that of the running repetition. Both belong to
    this person and this repetition, so that a small range, or a rest position that creeps, is still understood.
    """

    def __init__(self, least_range: float) -> None:
        self._least_range = least_range
        self._rest = self._peak = math.nan
        self._age_s = 0.0

    def progress(self, value: float, dt_s: float, *, running: bool) -> float:
        """Take in a value; return 0 at rest to 1 at the peak, or beyond."""
        if value != value:
            return math.nan
        if self._rest != self._rest:
            self._rest = self._peak = value
        self._age_s += dt_s
        if value < self._rest or self._age_s < FIRST_LOOK_S:
            self._rest += blend(dt_s, 0.15) * (value - self._rest)
        elif not running:
            self._rest += blend(dt_s, 3.0) * (value - self._rest)
        self._peak = max(self._peak, value) if running else value
        return (value - self._rest) / max(self._peak - self._rest, self._least_range)

    def restart(self) -> None:
        """A repetition is over: where the person is now is the new rest."""
        self._rest = self._peak


class Swing:
    """Between which values a feature has moved lately, in this position: how far is a value, as a part of that?"""

    def __init__(self, least_range: float) -> None:
        self._least_range = least_range
        self.forget()

    def forget(self) -> None:
        """Begin anew: another position, or another person."""
        self._least = self._greatest = 0.0

    def share(self, value: float, dt_s: float) -> float:
        """Take in a value (0 at rest); return it as a part of the swing, below 0 on the low side of rest."""
        if value != value:
            return math.nan
        fading = blend(dt_s, FORGET_SWING_S)
        self._least = min(value, self._least * (1 - fading))
        self._greatest = max(value, self._greatest * (1 - fading))
        return value / max(self._greatest - self._least, self._least_range)
