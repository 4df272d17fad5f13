"""Notices who sets out for the target and turns back long before it: too little for a repetition to begin."""

from __future__ import annotations

from collections import deque

from backcoach.exercises.model import Exercise, Fault

WINDOW_S = 8.0
"""An attempt, there and some of the way back, takes no longer."""

MIN_S = 0.8
"""What is over sooner was a twitch."""

ENOUGH_SHARE = 0.25
"""Who moves by this share of the range that is asked for means it; ..."""

BACK_SHARE = 0.4
"""... and who is back by this share of that way has turned round."""


class Attempts:
    """Watches the signal while no repetition runs.

    Parameters
    ----------
    exercise : Exercise
        With the faults that are left out for this person already removed.
    """

    def __init__(self, exercise: Exercise) -> None:
        signal = exercise.repetition.signal
        self._small = [fault for fault in exercise.faults if fault.extreme and fault.feature == signal]
        limits = [abs(x) for f in self._small for x in (f.above, f.below) if x is not None]
        self._enough = ENOUGH_SHARE * max(limits, default=0.0)
        self._seen: deque[tuple[float, float]] = deque()

    def forget(self) -> None:
        """Begin anew: a repetition runs, or the person is not in position."""
        self._seen.clear()

    def follow(self, signal: float, time_s: float) -> Fault | None:
        """Take in the signal; return the fault of an attempt that has just turned back too early."""
        if not self._small or signal != signal:
            return None
        self._seen.append((time_s, signal))
        while time_s - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()
        values = [value for _, value in self._seen]
        if max(values) - min(values) < self._enough:
            return None  # most of the time: nobody has set out at all
        found = next((fault for fault in self._small if self._turned_back(fault)), None)
        if found is not None:
            self.forget()
        return found

    def _turned_back(self, fault: Fault) -> bool:
        upwards = 1.0 if fault.extreme == "greatest" else -1.0
        ways = [(upwards * value, time_s) for time_s, value in self._seen]
        top, top_s = max(ways)
        low, low_s = min(way for way in ways if way[1] <= top_s)
        now, now_s = ways[-1]
        way = top - low
        return way >= self._enough and top - now >= BACK_SHARE * way and now_s - low_s >= MIN_S
