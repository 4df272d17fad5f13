"""What is to be done, and when: the timetable of a set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from backcoach.exercises.figure import Figure
from backcoach.pose.frame import Array
from backcoach.tracking.summary import Side

FIFTH = 0.3266
"""The part of a minimum-jerk movement's time after which a fifth of the way is done (four fifths: 1 - FIFTH)."""

TENTH = 0.2466
"""The part of a minimum-jerk movement's time after which a tenth of the way is done (nine tenths: 1 - TENTH)."""


def minimum_jerk(part: Array | float) -> Array:
    """Return the way done after a part of the time, both 0 to 1 (Flash and Hogan, 1985)."""
    u = np.clip(part, 0.0, 1.0)
    way: Array = np.asarray(u**3 * (10 - 15 * u + 6 * u**2))
    return way


@dataclass(frozen=True)
class Performance:
    """A set of one exercise as it is to be done.

    Attributes
    ----------
    exercise : str
        Identifier of the exercise.
    repetitions : int
        For a sided exercise: of all sides together.
    hold_s : float or None
        Seconds between four fifths of the way there and four fifths on the way back; None: as in the figure.
    tempo : float
        1 as in the figure, 2 twice as fast. Holds keep their length.
    range_ : float
        Part of the figure's movement that is done.
    sides : tuple of str or None
        Sides of the repetitions, repeated in order; None: alternating if the figure is sided.
    faults : mapping
        Fault identifier to strength; 1 just reaches the fault threshold of the exercise file.
    faulty : collection of int or None
        Indices of the repetitions with the faults; None: all.
    tremor : float
        Standard deviation of a fast tremble of every joint in degrees.
    pause_s : float or None
        Seconds at the start position between repetitions.
    first_end : str or None
        Name of the target that comes first (cat-camel: ``"up"`` or ``"down"``).
    variant : str or None
        Another way to do it that the figure knows, such as ``"arms_alongside"`` in child's pose.
    facing : {"right", "left"}
        Where in the picture the head is.
    ready_s : float
        Seconds of rest at the start position before and after.
    variation : float
        Relative spread of the durations of single movements.
    figure : Figure or None
        The motion; None: that of the built-in exercise.
    """

    exercise: str
    repetitions: int = 5
    hold_s: float | None = None
    tempo: float = 1.0
    range_: float = 1.0
    sides: tuple[Side, ...] | None = None
    faults: Mapping[str, float] = field(default_factory=dict)
    faulty: Collection[int] | None = None
    tremor: float = 0.0
    pause_s: float | None = None
    first_end: str | None = None
    variant: str | None = None
    facing: str = "right"
    ready_s: float = 1.5
    variation: float = 0.06
    figure: Figure | None = None


@dataclass(frozen=True)
class Stroke:
    """One repetition's timetable; all times from the beginning of the set."""

    index: int
    side: Side | None
    faults: Mapping[str, float]
    begin_s: float
    moves: tuple[tuple[float, float], ...]
    """Begin and end of every movement: to the first target, from target to target, back."""

    @property
    def end_s(self) -> float:
        """When the last movement is over."""
        return self.moves[-1][1]


def timetable(performance: Performance, figure: Figure, rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Return when every movement of every repetition begins and ends."""
    strokes: list[Stroke] = []
    clock = performance.ready_s
    for index in range(performance.repetitions):
        faults = _faults_of(performance, index)
        side = side_of(performance, figure, index)
        moves = _moves(performance, figure, faults, clock, rng)
        strokes.append(Stroke(index, side, faults, clock, moves))
        pause = figure.pause_s if performance.pause_s is None else performance.pause_s
        changes_side = side != side_of(performance, figure, index + 1)
        clock = strokes[-1].end_s + (max(pause, figure.change_s) if changes_side else pause)
    return tuple(strokes)


def side_of(performance: Performance, figure: Figure, index: int) -> Side | None:
    """Return the side of a repetition."""
    if not figure.sided:
        return None
    sides: Sequence[Side] = performance.sides or ("left", "right")
    return sides[index % len(sides)]


def _faults_of(performance: Performance, index: int) -> Mapping[str, float]:
    wanted = performance.faulty is None or index in performance.faulty
    return performance.faults if wanted else {}


def _moves(
    performance: Performance,
    figure: Figure,
    faults: Mapping[str, float],
    clock: float,
    rng: np.random.Generator,
) -> tuple[tuple[float, float], ...]:
    hold_s = figure.hold_s if performance.hold_s is None else performance.hold_s
    hold_s *= _least(figure, faults, "hold_part", 1.0)
    moves: list[tuple[float, float]] = []
    last = len(figure.ends)
    for step in range(last + 1):
        back = step == last
        normal = figure.back_s if back and figure.back_s else figure.move_s
        spread = float(np.clip(rng.normal(1, performance.variation), 0.85, 1.15))
        seconds = _least(figure, faults, "back_s" if back else "move_s", normal / performance.tempo * spread)
        seconds *= 1.5 if 0 < step < last else 1.0
        if moves:
            # Between two ends the way is about twice as long, so that its last fifth is a tenth of the movement.
            into, out = (TENTH if step > 1 else FIFTH), (FIFTH if back else TENTH)
            inside = into * (moves[-1][1] - moves[-1][0]) + out * seconds
            clock += max(hold_s - inside, 0.05)
        moves.append((clock, clock + seconds))
        clock += seconds
    return tuple(moves)


def _least(figure: Figure, faults: Mapping[str, float], what: str, normal: float) -> float:
    """Return a duration, or the shortest that a fault asks for: shorter the stronger it is."""
    asked = [(getattr(figure.faults[fault], what), strength) for fault, strength in faults.items()]
    shortest: float = min(
        [normal, *(value / max(strength, 1e-3) for value, strength in asked if value is not None)]
    )
    return shortest
