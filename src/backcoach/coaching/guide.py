"""The figure as instructor: which part of its film it shows, and when, so that it is in step with what is done.

The page plays one repetition of the exercise by hand (`backcoach.mannequin.timetable.Reel`): a leg says from where to
where in the film, and from when to when in session time. Between messages nothing has to be sent, and nothing drifts.
"""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.coaching.precision import Thousandths
from backcoach.exercises.model import Exercise, Phase
from backcoach.mannequin.timetable import Reel, reel_of
from backcoach.tracking.summary import Side

BACK = -1
"""The start position as a place to go to, from whichever end is nearer."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement of the figure, or standing still where ``to_s`` equals ``from_s``.

    Attributes
    ----------
    exercise, side
        Which film.
    from_s, to_s : float
        Where in the film it begins and ends, in seconds.
    begins_s, lasts_s : float
        When it begins, in session time, and how long it takes.
    """

    exercise: str
    side: Side | None
    from_s: Thousandths
    to_s: Thousandths
    begins_s: Thousandths
    lasts_s: Thousandths

    def at_s(self, time_s: float) -> float:
        """Return where the film stands at a session time."""
        if self.lasts_s <= 0:
            return self.to_s
        part = min(1.0, max(0.0, (time_s - self.begins_s) / self.lasts_s))
        return self.from_s + part * (self.to_s - self.from_s)


class Guide:
    """Moves the figure of one exercise.

    Parameters
    ----------
    exercise : Exercise
    side : {"left", "right"}, optional
        Whose turn it is first, where the exercise has sides.
    """

    def __init__(self, exercise: Exercise, side: Side | None) -> None:
        self._exercise = exercise
        self._reel = self._film(side)
        self._station = self._came_from = 0
        self._phases = [phase.name for phase in exercise.phases]
        start = self._reel.at_s(0)
        self.leg = Leg(exercise.id, side, start, start, 0.0, 0.0)

    def _film(self, side: Side | None) -> Reel:
        return reel_of(self._exercise.id, self._exercise.figure, side)

    @property
    def targets(self) -> int:
        """How many targets the figure has."""
        return self._reel.targets

    def face(self, side: Side | None) -> None:
        """Show the other side, at the same moment of the movement."""
        if side != self.leg.side:
            self._reel = self._film(side)
            old = self.leg
            self.leg = Leg(old.exercise, side, old.from_s, old.to_s, old.begins_s, old.lasts_s)

    def arrived(self, time_s: float) -> bool:
        """Whether it stands where it was sent."""
        return time_s >= self.leg.begins_s + self.leg.lasts_s

    def go(self, station: int, time_s: float, lasts_s: float | None = None) -> None:
        """Begin to move to a station, unless it is there or on its way.

        Parameters
        ----------
        station : int
            1 to the number of targets, or `BACK`.
        lasts_s : float, optional
            How long it takes; without it, the figure's own tempo.
        """
        reel = self._reel
        station = min(station, reel.targets)
        turns = not self.arrived(time_s)
        if station < 0:
            station = self._nearer_start(turns)
        elif self._station in (0, reel.targets + 1):
            self._station = 0 if station < reel.targets or reel.targets == 1 else reel.targets + 1
        if station == self._station:
            return
        from_s, to_s = reel.way_s(self._station, station)
        if turns:
            from_s = self.leg.at_s(time_s)
        self._came_from, self._station = self._station, station
        self._move(from_s, to_s, time_s, abs(to_s - from_s) if lasts_s is None else lasts_s)

    def follow(self, phase: Phase, time_s: float) -> None:
        """Go where a person goes who is in a phase of the exercise: on the way to a target, there, or back."""
        at = self._phases.index(phase.name)
        if phase.kind == "start" or (phase.kind == "move" and at + 1 == len(self._phases)):
            self.go(BACK, time_s)
        else:
            self.go((at + 1) // 2 if phase.kind == "move" else max(1, at // 2), time_s)

    def demonstrate(self, time_s: float) -> None:
        """Do the whole movement over and over: go on to the next station when it has arrived at one."""
        last = self._reel.targets
        if time_s < self.leg.begins_s + self.leg.lasts_s + self._stay_s():
            return
        if self._station == 0 or self._station > last:
            self._station = 0
            self.go(min(1, last), time_s)
        else:
            onward = self._station + 1
            from_s, to_s = self._reel.way_s(self._station, onward)
            self._came_from, self._station = self._station, onward
            self._move(from_s, to_s, time_s, to_s - from_s)

    def stop(self, time_s: float) -> None:
        """Stand still where it is."""
        at_s = self.leg.at_s(time_s)
        self._move(at_s, at_s, time_s, 0.0)

    def _nearer_start(self, turns: bool) -> int:
        ends = (0, self._reel.targets + 1)
        if self._station in ends:
            return self._station
        if turns and self._came_from in ends:
            return self._came_from
        return ends[1] if self._station == self._reel.targets else ends[0]

    def reset(self, time_s: float) -> None:
        """Be in the start position at once."""
        self._station = self._came_from = 0
        start_s = self._reel.at_s(0)
        self._move(start_s, start_s, time_s, 0.0)

    def _stay_s(self) -> float:
        return STAY_S if 1 <= self._station <= self._reel.targets else PAUSE_S

    def _move(self, from_s: float, to_s: float, time_s: float, lasts_s: float) -> None:
        self.leg = Leg(self.leg.exercise, self.leg.side, from_s, to_s, time_s, lasts_s)


STAY_S = 1.6
"""A demonstration holds shorter than a person: it shows the way, not the patience."""

PAUSE_S = 0.8
