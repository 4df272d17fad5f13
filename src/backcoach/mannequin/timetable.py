"""What is to be done, and when: the timetable of a set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backcoach.exercises.figure import Figure
from backcoach.exercises.model import Exercise
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
    figure : Figure
        The motion.
    as_example : bool
        As the pages show it, not as a person does it in front of the camera: where the figure says so, it goes further.
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
    figure: Figure = field(kw_only=True)
    as_example: bool = False

    @classmethod
    def of(cls, exercise: Exercise, repetitions: int = 5, **how: Any) -> Performance:
        """Return a set of an exercise as its figure moves; ``how`` names any other attribute.

        Parameters
        ----------
        exercise : Exercise
            It has to have a figure.
        repetitions : int
            How many in all, both sides together.
        **how : object
            Any other attribute, by name.

        Returns
        -------
        Performance
            As the figure moves.
        """
        return cls(exercise.id, repetitions, figure=exercise.figure, **how)


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


def timetable(performance: Performance, rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Return when every movement of every repetition begins and ends."""
    figure = performance.figure
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


@dataclass(frozen=True)
class Reel:
    """One repetition without chance and without waiting, to be shown by hand: where in it each station is.

    Station 0 is the start, 1 to n are the targets, and n + 1 is the start again. From one station to the next lies one
    movement; times are seconds from the beginning of the performance.

    Attributes
    ----------
    performance : Performance
        What the film shows; see `backcoach.mannequin.moving`.
    moves_s : tuple of (float, float)
        Begin and end of the movement after each station.
    """

    performance: Performance
    moves_s: tuple[tuple[float, float], ...]

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return len(self.moves_s) - 1

    def at_s(self, station: int) -> float:
        """Return where the film stands at a station."""
        return self.moves_s[0][0] if station == 0 else self.moves_s[station - 1][1]

    def way_s(self, station: int, onward: int) -> tuple[float, float]:
        """Return where the film begins and ends on the way from one station to another; backwards if need be."""
        if station < onward:
            return self.moves_s[station][0], self.at_s(onward)
        return self.at_s(station), self.moves_s[onward][0]


REEL_REST_S = 0.2
"""Before and after the movement, so that the film's last picture is past its end."""


def reel_of(exercise: str, figure: Figure, side: Side | None = None) -> Reel:
    """Return the reel of an exercise, for one side where the figure has sides: the left one unless it is said."""
    shown = Performance(
        exercise,
        1,
        hold_s=0.0,
        pause_s=0.0,
        sides=(side or "left",) if figure.sided else None,
        ready_s=REEL_REST_S,
        variation=0.0,
        figure=figure,
    )
    return Reel(shown, timetable(shown, np.random.default_rng(0))[0].moves)


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
