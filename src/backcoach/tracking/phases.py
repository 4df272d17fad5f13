"""The phase machine: which station of the repetition the person is in, from the exercise's phase table.

A cycle has stations (start, targets) and moves between them. Each station has its own conditions to enter and to
leave, so that a value that trembles at a threshold changes nothing. The table of what can happen:

============  =============================================  ==========================  ==============
now in        when                                           then in                     step
============  =============================================  ==========================  ==============
nothing       start is entered                               start                       (ready)
nothing       a target is held (ends in any order)           that target                 BEGIN, REACH
start         start is left                                  the next move               BEGIN
a move        an unvisited target is entered                 that target                 REACH
a move        the target just left is entered again          that target                 RESUME
a move        start is entered, all targets visited          start                       FINISH
a move        start is entered, no target visited            start                       ABANDON
a move        start is held, some targets visited            start                       ABANDON
a move        start is held, the signal not back from it     start                       FINISH, ABANDON
a move        all visited, another target is entered again   that target                 FINISH, REACH
a move        some visited, start passed, the last again     that target                 ABANDON, REACH
a target      the target is left                             the next move               RELEASE
============  =============================================  ==========================  ==============

A hold (plank, child's pose) has one target and no start: entering it is BEGIN and REACH, leaving it RELEASE, and
not coming back FINISH.
"""

from __future__ import annotations

import enum
import math
from typing import NamedTuple

from backcoach.exercises.model import Exercise, Phase
from backcoach.tracking.conditions import Dwell, Read, all_met, any_met

LEAVE_S = 0.1
"""How long a station must be left before that is believed; the time is then that of the first moment."""

LEAVE_HOLD_S = 0.3
"""The same for a held target: a flicker shorter than this does not stop the clock."""

RETURN_S = 1.5
"""After this long outside, a held target is over rather than lost for a moment."""

HALF_WAY_REST_S = 3.0
"""Resting this long at the start, with only some of the targets visited, gives the repetition up; so long also a start
position has to show to be believed where the signal has not come back."""

FIRST_END_S = 0.5
"""Where the ends come in any order, a person may be found at one of them: when it is held this long."""


class Step(enum.Enum):
    """What the machine reports."""

    BEGIN = "begin"
    REACH = "reach"
    RELEASE = "release"
    RESUME = "resume"
    FINISH = "finish"
    ABANDON = "abandon"


class Transition(NamedTuple):
    """A step, the phase it leads to, and since when that has been true."""

    step: Step
    phase: str
    since_s: float


class PhaseMachine:
    """Runs through the phase table of one exercise. Knows nothing about what the features mean."""

    def __init__(self, exercise: Exercise) -> None:
        self._phases = exercise.phases
        self._is_hold = exercise.repetition.kind == "hold"
        self._any_order = exercise.repetition.ends == "any_order"
        self._targets = [i for i, p in enumerate(exercise.phases) if p.kind == "target"]
        self._enter = {i: Dwell() for i, p in enumerate(exercise.phases) if p.kind != "move"}
        self._leave = Dwell()
        self._rest = Dwell()
        self._passed_start = False
        self._visited: list[int] = []
        self._now: int | None = None
        self._since_s = 0.0
        self._released_s = math.nan

    @property
    def phase(self) -> Phase | None:
        """The current phase; None before the start position was seen."""
        return None if self._now is None else self._phases[self._now]

    @property
    def running(self) -> bool:
        """Whether a repetition has begun and is not over."""
        return self._now is not None and self._phases[self._now].kind != "start"

    @property
    def targets_done(self) -> bool:
        """Whether every target of the running repetition was reached."""
        return len(self._visited) == len(self._targets)

    @property
    def since_s(self) -> float:
        """Since when the current phase has lasted."""
        return self._since_s

    def reset(self) -> None:
        """Go back to nothing known."""
        self._now = None
        self._visited = []
        self._clear()

    def step(self, read: Read, time_s: float, *, is_back: bool = True) -> list[Transition]:
        """Take in the current readings; return what happened, mostly nothing.

        ``is_back``: whether the signal may be that of the start. If not, a start position that shows for a moment in a
        movement is none.
        """
        if self._now is None:
            return self._wait(read, time_s)
        kind = self._phases[self._now].kind
        if kind == "move":
            return self._move(read, time_s, is_back=is_back)
        return self._stay(read, time_s)

    def find_start(self, read: Read, time_s: float) -> None:
        """Look only for the start position (of a hold: note since when it has been held)."""
        if self._now is None and self._entered(0, read, time_s) and not self._is_hold:
            self._go(0, self._enter[0].since_s)

    def _wait(self, read: Read, time_s: float) -> list[Transition]:
        self.find_start(read, time_s)
        if self._now is not None:
            return []
        for target in self._targets if self._is_hold or self._any_order else ():
            if self._entered(target, read, time_s):
                since_s, name = self._enter[target].since_s, self._phases[target].name
                if not self._is_hold and time_s - since_s < FIRST_END_S:
                    continue
                self._visited = [target]
                self._go(target, since_s)
                return [Transition(Step.BEGIN, name, since_s), Transition(Step.REACH, name, since_s)]
        return []

    def _stay(self, read: Read, time_s: float) -> list[Transition]:
        """In the start position or in a target: has it been left?"""
        assert self._now is not None
        here = self._phases[self._now]
        left = any_met(here.leave, read)
        if self._is_hold and self._released:
            return self._come_back(read, time_s, left)
        if not self._leave.lasts(left, time_s, LEAVE_HOLD_S if here.hold else LEAVE_S):
            return []
        since_s = self._leave.since_s
        if self._is_hold:
            self._released_s = since_s
            self._leave.clear()
            return [Transition(Step.RELEASE, here.name, since_s)]
        step = Step.BEGIN if here.kind == "start" else Step.RELEASE
        if here.kind == "start":
            self._visited = []
        self._go(self._now + 1, since_s)
        return [Transition(step, self._phases[self._now].name, since_s)]

    @property
    def _released(self) -> bool:
        return self._released_s == self._released_s

    def _come_back(self, read: Read, time_s: float, left: bool | None) -> list[Transition]:
        here = self._phases[0]
        if self._leave.lasts(None if left is None else not left, time_s, LEAVE_S):
            since_s = self._leave.since_s
            self._released_s = math.nan
            self._leave.clear()
            return [Transition(Step.RESUME, here.name, since_s)]
        if time_s - self._released_s < RETURN_S:
            return []
        since_s = self._released_s
        self.reset()
        return [Transition(Step.FINISH, here.name, since_s)]

    def _move(self, read: Read, time_s: float, *, is_back: bool) -> list[Transition]:
        for target in self._reachable():
            if self._entered(target, read, time_s):
                return self._reach(target)
        if self._entered(0, read, time_s):
            return self._back_at_start(time_s, is_back=is_back)
        self._rest.clear()
        return []

    def _reachable(self) -> list[int]:
        """Targets that may be entered now, the unvisited ones first."""
        fresh = [t for t in self._targets if t not in self._visited]
        if not self._any_order:
            fresh = fresh[:1]
        return fresh + self._visited

    def _reach(self, target: int) -> list[Transition]:
        since_s = self._enter[target].since_s
        name = self._phases[target].name
        again = target in self._visited
        if again and target == self._visited[-1] and not self._passed_start:
            steps = [Transition(Step.RESUME, name, since_s)]
        elif again:
            start = self._phases[0].name
            over = Step.FINISH if self.targets_done else Step.ABANDON
            steps = [
                Transition(over, start, since_s),
                Transition(Step.BEGIN, name, since_s),
                Transition(Step.REACH, name, since_s),
            ]
            self._visited = [target]
        else:
            self._visited = [*self._visited, target]
            steps = [Transition(Step.REACH, name, since_s)]
        self._go(target, since_s)
        return steps

    def _back_at_start(self, time_s: float, *, is_back: bool) -> list[Transition]:
        start = self._phases[0].name
        since_s = self._enter[0].since_s
        half_way = bool(self._visited) and not self.targets_done
        self._passed_start = self._passed_start or half_way
        if half_way or not is_back:
            if not self._rest.lasts(True, time_s, HALF_WAY_REST_S):
                return []
            since_s = self._rest.since_s
        step = Step.FINISH if self.targets_done else Step.ABANDON
        self._visited = []
        self._go(0, since_s)
        return [Transition(step, start, since_s)]

    def _entered(self, index: int, read: Read, time_s: float) -> bool:
        station = self._phases[index]
        return self._enter[index].lasts(all_met(station.enter, read), time_s, station.min_s)

    def _go(self, index: int, since_s: float) -> None:
        self._now, self._since_s = index, since_s
        self._clear()

    def _clear(self) -> None:
        self._released_s = math.nan
        self._leave.clear()
        self._rest.clear()
        self._passed_start = False
        for dwell in self._enter.values():
            dwell.clear()
