"""What shows a stay in a target best, and when it shows that the stay began and ended."""

from __future__ import annotations

from typing import NamedTuple

from backcoach.tracking.counting.timing import CLEAR_SHARE, Curve, Way

NEAR_BY_S = 1.0
"""A fitted movement that passes a level farther than this from where the curve does is not the one that is meant."""


class Shown(NamedTuple):
    """A curve, its level at rest and in the stay; the signal, where the curve is another one because that is noisy."""

    curve: Curve
    rest: float
    level: float
    instead_of: Shown | None = None

    def is_clear(self, start_s: float, end_s: float) -> bool:
        """Whether noise is a small part of the way in a stretch."""
        return not self.curve.noise(start_s, end_s) > CLEAR_SHARE * abs(self.level - self.rest)

    def reached_s(self, since_s: float, latest_s: float, near: float, from_level: float) -> float:
        """Return when the share ``near`` of the way from rest was done; NaN where that is not shown.

        ``from_level``: the signal's level before the movement.
        """
        way = self.curve.way_there(since_s, self.rest, self.level, latest_s, near)
        return self._passed_s(near, way, (self._here(from_level), self.level), since_s, latest_s)

    def released_s(self, earliest_s: float, until_s: float, kept: float, to_level: float) -> float:
        """Return when the way back was at the share ``kept`` for the first time; NaN where that is not shown."""
        way = self.curve.way_back(earliest_s, self.rest, self.level, until_s, kept)
        return self._passed_s(kept, way, (self.level, self._here(to_level)), earliest_s, until_s)

    def _here(self, signal_level: float) -> float:
        """Return the level of this curve where the signal has another one."""
        if self.instead_of is None:
            return signal_level
        _, rest, level, _ = self.instead_of
        return self.rest + (signal_level - rest) / (level - rest) * (self.level - self.rest)

    def _passed_s(
        self, share: float, way: Way, levels: tuple[float, float], start_s: float, end_s: float
    ) -> float:
        """Return when the share was passed: where noise remains, by the whole movement rather than by one crossing."""
        if self.instead_of is None:
            return way.reached_s
        level = self.rest + share * (self.level - self.rest)
        fitted_s = self.curve.passes_s(level, way, levels, start_s, end_s)
        return fitted_s if abs(fitted_s - way.reached_s) <= NEAR_BY_S else way.reached_s
