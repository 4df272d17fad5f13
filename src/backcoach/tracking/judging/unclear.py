"""Notices movements that the camera's view cannot tell from others: they are not counted, and that is said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backcoach.exercises.model import Exercise
from backcoach.exercises.model import Unclear as Rule
from backcoach.tracking.measuring.conditions import all_met
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.measuring.readings import Readings
from backcoach.tracking.summary import ExerciseSet, Unclear

PAUSE_S = 3.0
"""What is seen again within this time is the same movement still."""


@dataclass(slots=True)
class _Stretch:
    """How far the feature has moved while it could have been the movement."""

    least: float = math.inf
    greatest: float = -math.inf
    since_s: float = math.nan
    last_s: float = -math.inf
    found: list[Unclear] = field(default_factory=list)


class UnclearWatch:
    """Watches for what an exercise's file calls unclear.

    Parameters
    ----------
    exercise : Exercise
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise_id = exercise.id
        self._stretches: list[tuple[Rule, tuple[str, ...], _Stretch]] = [
            (rule, (rule.view,), _Stretch()) for rule in exercise.unclear
        ]

    def watch(self, readings: Readings, time_s: float) -> None:
        """Take in what is seen now."""
        for rule, view, stretch in self._stretches:
            if readings.view == view and all_met(rule.given, readings.read, SURE):
                self._take(rule, stretch, readings.read(rule.feature), time_s)

    def _take(self, rule: Rule, stretch: _Stretch, reading: tuple[float, float], time_s: float) -> None:
        value, confidence = reading
        if value != value or confidence < SURE:
            return
        if time_s - stretch.last_s > PAUSE_S:
            stretch.least = stretch.greatest = value
            stretch.since_s = time_s
        stretch.last_s = time_s
        stretch.least, stretch.greatest = min(stretch.least, value), max(stretch.greatest, value)
        if stretch.greatest - stretch.least < rule.moves:
            return
        seen = Unclear(self._exercise_id, rule.view, stretch.since_s, time_s, rule.text)
        if stretch.found and stretch.found[-1].start_s == stretch.since_s:
            stretch.found.pop()
        stretch.found.append(seen)

    @property
    def found(self) -> tuple[Unclear, ...]:
        """What could not be told, in the order of time."""
        found = [seen for _, _, stretch in self._stretches for seen in stretch.found]
        return tuple(sorted(found, key=lambda seen: seen.start_s))


def told(found: Iterable[Unclear], sets: Sequence[ExerciseSet]) -> tuple[Unclear, ...]:
    """Return what is worth telling: not what was understood as something that was done."""
    done = [(r.start_s, r.end_s) for s in sets for r in s.repetitions if r.status != "unfinished"]
    return tuple(u for u in found if not any(a < u.end_s and u.start_s < b for a, b in done))
