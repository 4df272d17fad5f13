"""The films of single repetitions, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from backcoach.demo.film import Film, grid
from backcoach.demo.mistakes import STRENGTH
from backcoach.exercises.model import Exercise
from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import placed
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.timetable import Performance
from backcoach.tracking.summary import Side


@dataclass(frozen=True)
class Filmed:
    """A repetition: its film, how long it takes, and when in it the person is in the middle of each target."""

    film: Film
    duration_s: float
    stays_s: tuple[float, ...]


class Films:
    """Makes films for one body, and keeps them."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._made: dict[tuple[str, Side | None, str | None, int], Filmed] = {}

    def repetition(self, exercise: Exercise, side: Side | None, fault: str | None, seed: int) -> Filmed:
        """Return one repetition, clean or with a fault, in the tempo that belongs to the seed."""
        key = (exercise.id, side, fault, seed)
        if key not in self._made:
            self._made[key] = self._filmed(exercise, side, fault, seed)
        return self._made[key]

    def _filmed(self, exercise: Exercise, side: Side | None, fault: str | None, seed: int) -> Filmed:
        once = Performance(exercise.id, 1, hold_s=1.0, ready_s=0.0, figure=exercise.figure)
        performance = replace(
            once, sides=(side,) if side else None, faults={fault: STRENGTH} if fault else {}
        )
        motion = Motion(performance, self._body, np.random.default_rng(seed))
        settled = motion.postures(grid(motion.duration_s))
        film = Film(placed(settled, self._body, motion.heading_deg), self._body)
        stays_s = tuple((a[1] + b[0]) / 2 for a, b in pairwise(motion.strokes[0].moves))
        return Filmed(film, motion.duration_s, stays_s)
