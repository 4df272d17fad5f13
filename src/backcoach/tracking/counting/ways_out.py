"""Ways out of a hold that are not the way in: the body sinks to the floor while the joint that times the hold stays."""

from __future__ import annotations

import math

from backcoach.exercises.model import Exercise
from backcoach.tracking.counting.timing import Curve
from backcoach.tracking.measuring.readings import Readings

BEFORE_S, SOON_S = 2.5, 0.8
"""What a feature read in the hold is taken from so long until so long before its end: the hold may have sagged."""

KEPT = 0.7
"""Above this share of the way from the floor the body is still held up: what sinks less may be noise."""

AFTER_S = 2.0
"""How far it falls is looked for in this long after."""


class WaysOut:
    """Follows the features that fall when a hold is left another way than it was entered.

    Parameters
    ----------
    exercise : Exercise
        Its ``repetition.left_by`` names them; the posture says from where on each is out of the hold.
    """

    def __init__(self, exercise: Exercise) -> None:
        limits = {r.feature: r.above - r.slack for r in exercise.posture if r.above is not None}
        self._limits = {name: limits[name] for name in exercise.repetition.left_by if name in limits}
        self._curves = {name: Curve() for name in self._limits}

    def add(self, time_s: float, readings: Readings) -> None:
        """Take in what is seen now."""
        for name, curve in self._curves.items():
            curve.add(time_s, readings.read_raw(name))

    def drop_before(self, time_s: float) -> None:
        """Forget what was seen earlier."""
        for curve in self._curves.values():
            curve.drop_before(time_s)

    def left_s(self, end_s: float) -> float:
        """Return when the hold that ended at ``end_s`` was left; ``end_s`` where nothing had fallen before."""
        found = [self._fallen_s(curve, self._limits[name], end_s) for name, curve in self._curves.items()]
        return max((time_s for time_s in found if time_s == time_s), default=end_s)

    def _fallen_s(self, curve: Curve, limit: float, end_s: float) -> float:
        held = curve.level(end_s - BEFORE_S, end_s - SOON_S)
        if not held > limit:
            return math.nan
        curve = curve.calmed(end_s - BEFORE_S, end_s + AFTER_S, held - limit)
        low = curve.level_beyond(held, -1.0, end_s, end_s + AFTER_S)
        if low > (held + limit) / 2:
            return math.nan
        return curve.way_back(end_s - BEFORE_S, low, held, end_s, KEPT).reached_s
