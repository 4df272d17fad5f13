"""When somebody who sits at a desk should get up for two minutes. Pure: the moment and the idle time come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ASLEEP_S = 180.0
"""Nobody looked for so long: the computer slept, and the person was away."""


@dataclass(frozen=True, slots=True)
class BreakHabits:
    """When breaks are wanted.

    Attributes
    ----------
    every_s : float
        Seconds of sitting until a break, 20 to 60 minutes.
    length_s : float
        How long a break is; whoever is away from the keyboard for so long has had one.
    postpone_s : float
        How much later it comes when it is postponed.
    weekdays : frozenset of int
        0 = Monday.
    from_min, to_min : int
        Working hours in minutes of the day; over midnight if ``to_min`` is the smaller one.
    quiet : tuple of (int, int)
        Minutes of the day in which nothing is said.
    """

    every_s: float = 1800.0
    length_s: float = 120.0
    postpone_s: float = 300.0
    weekdays: frozenset[int] = frozenset(range(5))
    from_min: int = 9 * 60
    to_min: int = 18 * 60
    quiet: tuple[tuple[int, int], ...] = ()

    def wanted(self, weekday: int, minute: int) -> bool:
        """Whether a break may be called at a minute of the day.

        After midnight working hours still belong to the day on which they began.
        """
        if not _within(minute, self.from_min, self.to_min):
            return False
        began = (weekday - 1) % 7 if self.to_min <= self.from_min and minute < self.to_min else weekday
        return began in self.weekdays and not any(_within(minute, start, stop) for start, stop in self.quiet)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known at one moment.

    Attributes
    ----------
    at_s : float
        Seconds on a clock that only runs forward.
    weekday, minute : int
        The person's own time: 0 = Monday, minute of the day.
    idle_s : float or None
        Seconds since keyboard or mouse were last used; None where the computer does not tell.
    exercising : bool
        A session or a break is under way.
    """

    at_s: float
    weekday: int
    minute: int
    idle_s: float | None = None
    exercising: bool = False


@dataclass(frozen=True, slots=True)
class BreakCounts:
    """What became of the breaks of this run."""

    called: int = 0
    taken: int = 0
    postponed: int = 0
    skipped: int = 0
    away: int = 0


Answer = Literal["take", "postpone", "skip"]


class BreakClock:
    """Adds up sitting time and calls a break; time away, a routine and a sleeping computer count as one.

    Attributes
    ----------
    sat_s : float
        Sitting time since the last break.
    counts : BreakCounts
    """

    def __init__(self, habits: BreakHabits) -> None:
        self.habits = habits
        self.sat_s = 0.0
        self.counts = BreakCounts()
        self._last_s: float | None = None
        self._asked = False
        self._away = False
        self._not_before_s = 0.0

    @property
    def asked(self) -> bool:
        """Whether a break has been called and not been answered."""
        return self._asked

    def see(self, now: Moment) -> bool:
        """Take in a moment; return whether a break is to be called now (once for each).

        Moments come in order, some seconds apart.
        """
        passed_s = 0.0 if self._last_s is None else max(0.0, now.at_s - self._last_s)
        self._last_s = now.at_s
        if now.exercising or passed_s > ASLEEP_S or self._is_away(now):
            self._rested(away=not now.exercising and (passed_s > ASLEEP_S or self.sat_s > 0))
            return False
        self._away = False
        self.sat_s += passed_s
        due = self.sat_s >= max(self.habits.every_s, self._not_before_s)
        if self._asked or not due or not self.habits.wanted(now.weekday, now.minute):
            return False
        self._asked = True
        self._count(called=1)
        return True

    def answer(self, answer: Answer) -> None:
        """Take in what the person says to the break; nothing happens if none was called."""
        if not self._asked:
            return
        self._asked = False
        if answer == "postpone":
            self._not_before_s = self.sat_s + self.habits.postpone_s
            self._count(postponed=1)
            return
        self._count(**{"taken" if answer == "take" else "skipped": 1})
        self.sat_s = self._not_before_s = 0.0

    def _is_away(self, now: Moment) -> bool:
        return now.idle_s is not None and now.idle_s >= self.habits.length_s

    def _rested(self, *, away: bool) -> None:
        if away and not self._away:
            self._count(away=1)
        self._away = away or self._away
        self._asked = False
        self.sat_s = self._not_before_s = 0.0

    def _count(self, **more: int) -> None:
        now = {name: getattr(self.counts, name) + more.get(name, 0) for name in BreakCounts.__slots__}
        self.counts = BreakCounts(**now)


def _within(minute: int, start: int, stop: int) -> bool:
    """Whether a minute of the day lies in ``[start, stop)``, which may go over midnight; equal ends: the whole day."""
    return start <= minute < stop if start < stop else minute >= start or minute < stop
