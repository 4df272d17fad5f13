"""How much was exercised in the last weeks."""

from __future__ import annotations

from operator import sub

WEEK = 7


class Volume:
    """A running total of work, day by day: what a week held is the difference between its ends."""

    def __init__(self) -> None:
        self._first = 0
        self._until_s: list[float] = []

    def add(self, day: int, work_s: float) -> None:
        """Add work of an ordinal day, in seconds. The first day that is added is the earliest of all."""
        if not self._until_s:
            self._first, self._until_s = day, [0.0]
        self._reach(day)
        for later in range(day + 1 - self._first, len(self._until_s)):  # nearly always the last one alone
            self._until_s[later] += work_s

    def weeks_s(self, today: int, most: int) -> list[float]:
        """Return the work of the whole weeks up to an ordinal day, in seconds, the latest first; at most so many."""
        if not self._until_s:
            return []
        self._reach(today)
        end = today + 1 - self._first
        weeks = min(most, end // WEEK)
        ends = self._until_s[end - WEEK * weeks : end + 1 : WEEK][::-1]
        return list(map(sub, ends, ends[1:]))

    def _reach(self, day: int) -> None:
        missing = day + 2 - self._first - len(self._until_s)
        if missing > 0:
            self._until_s += [self._until_s[-1]] * missing
