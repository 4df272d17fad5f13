"""The phase machine: which station of the repetition the person is in, from the exercise's phase table.

A cycle has stations (start, targets) and moves between them. Each station has its own conditions to enter and to
leave, so that a value that trembles at a threshold changes nothing. A hold (plank, child's pose) has one target and no
start. What can happen in which place, and what follows from it, is `TABLE`: the machine looks it up, and the
documentation is drawn from it.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from backcoach.exercises.model import Exercise, Phase
from backcoach.tracking.measuring.conditions import Dwell, Read, all_met, any_met

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


class Signal(enum.Enum):
    """What can happen; the text says when."""

    READY = "start is entered"
    END_HELD = "a target is held (ends in any order)"
    START_LEFT = "start is left"
    NEW_TARGET = "an unvisited target is entered"
    SAME_TARGET = "the target just left is entered again"
    ANOTHER_ROUND = "all visited, another target is entered again"
    TURNED_AT_START = "some visited, start passed, the last again"
    BACK = "start is entered, all targets visited; where the signal is not back from it: start is held"
    BACK_FROM_NOWHERE = (
        "start is entered, no target visited; where the signal is not back from it: start is held"
    )
    RESTED_HALF_WAY = "start is held, some targets visited"
    TARGET_LEFT = "the target is left"
    HOLD_BEGUN = "the target is entered"
    HOLD_LEFT = "the target of a hold is left"
    HOLD_TAKEN_UP = "the target is entered again"
    HOLD_OVER = "it stays left"


Place = Literal["nothing", "start", "a move", "a target", "a hold", "outside the hold"]
Then = Literal["start", "that target", "the next move", "the hold", "outside the hold", "nothing"]
Visited = Literal["none", "this one too", "only this one", "the same"]
"""Which targets of the running repetition count as visited from then on."""


@dataclass(frozen=True, slots=True)
class Row:
    """In this place, when this happens, go there and report these steps."""

    now: Place
    signal: Signal
    then: Then
    steps: tuple[Step, ...]
    visited: Visited = "the same"


TABLE: tuple[Row, ...] = (
    Row("nothing", Signal.READY, "start", ()),
    Row("nothing", Signal.END_HELD, "that target", (Step.BEGIN, Step.REACH), "only this one"),
    Row("start", Signal.START_LEFT, "the next move", (Step.BEGIN,), "none"),
    Row("a move", Signal.NEW_TARGET, "that target", (Step.REACH,), "this one too"),
    Row("a move", Signal.SAME_TARGET, "that target", (Step.RESUME,)),
    Row(
        "a move", Signal.ANOTHER_ROUND, "that target", (Step.FINISH, Step.BEGIN, Step.REACH), "only this one"
    ),
    Row(
        "a move",
        Signal.TURNED_AT_START,
        "that target",
        (Step.ABANDON, Step.BEGIN, Step.REACH),
        "only this one",
    ),
    Row("a move", Signal.BACK, "start", (Step.FINISH,), "none"),
    Row("a move", Signal.BACK_FROM_NOWHERE, "start", (Step.ABANDON,), "none"),
    Row("a move", Signal.RESTED_HALF_WAY, "start", (Step.ABANDON,), "none"),
    Row("a target", Signal.TARGET_LEFT, "the next move", (Step.RELEASE,)),
    Row("nothing", Signal.HOLD_BEGUN, "the hold", (Step.BEGIN, Step.REACH), "only this one"),
    Row("a hold", Signal.HOLD_LEFT, "outside the hold", (Step.RELEASE,)),
    Row("outside the hold", Signal.HOLD_TAKEN_UP, "the hold", (Step.RESUME,)),
    Row("outside the hold", Signal.HOLD_OVER, "nothing", (Step.FINISH,), "none"),
)
"""What is not listed changes nothing. The order has no meaning."""

LOOKUP = {(row.now, row.signal): row for row in TABLE}


def described() -> Iterator[tuple[str, str, str, str]]:
    """Yield the table in words: now in, when, then in, steps."""
    for row in TABLE:
        yield row.now, row.signal.value, row.then, ", ".join(step.name for step in row.steps) or "(ready)"


class Transition(NamedTuple):
    """A step, the phase it leads to, and since when that has been true."""

    step: Step
    phase: str
    since_s: float


class _Noticed(NamedTuple):
    """What has happened, since when, and in which target, where it is about one."""

    signal: Signal
    since_s: float
    target: int = 0


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
        self._place: Place = "nothing"
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
        self._place, self._now = "nothing", None
        self._visited = []
        self._clear()

    def step(self, read: Read, time_s: float, *, is_back: bool = True) -> list[Transition]:
        """Take in the current readings; return what happened, mostly nothing.

        ``is_back``: whether the signal may be that of the start. If not, a start position that shows for a moment in a
        movement is none.
        """
        place = self._place
        if place == "a move":
            found = self._notice_on_the_way(read, time_s, is_back=is_back)
        elif place == "nothing":
            found = self._notice_beginning(read, time_s)
        elif place == "outside the hold":
            found = self._notice_outside(read, time_s)
        else:
            found = self._notice_leaving(read, time_s)
        return [] if found is None else self._follow(found)

    def find_start(self, read: Read, time_s: float) -> None:
        """Look only for the start position (of a hold: note since when it has been held)."""
        if self._now is None and (found := self._notice_start(read, time_s)):
            self._follow(found)

    # --- what happens -------------------------------------------------------------------------------------------

    def _notice_start(self, read: Read, time_s: float) -> _Noticed | None:
        if self._entered(0, read, time_s) and not self._is_hold:
            return _Noticed(Signal.READY, self._enter[0].since_s)
        return None

    def _notice_beginning(self, read: Read, time_s: float) -> _Noticed | None:
        if found := self._notice_start(read, time_s):
            return found
        for target in self._targets if self._is_hold or self._any_order else ():
            if self._entered(target, read, time_s):
                since_s = self._enter[target].since_s
                if self._is_hold:
                    return _Noticed(Signal.HOLD_BEGUN, since_s, target)
                if time_s - since_s >= FIRST_END_S:
                    return _Noticed(Signal.END_HELD, since_s, target)
        return None

    def _notice_leaving(self, read: Read, time_s: float) -> _Noticed | None:
        """In the start position or in a target: has it been left?"""
        here = self._phases[self._now or 0]
        left = any_met(here.leave, read)
        if not self._leave.lasts(left, time_s, LEAVE_HOLD_S if here.hold else LEAVE_S):
            return None
        which = {"start": Signal.START_LEFT, "a target": Signal.TARGET_LEFT, "a hold": Signal.HOLD_LEFT}
        return _Noticed(which[self._place], self._leave.since_s)

    def _notice_outside(self, read: Read, time_s: float) -> _Noticed | None:
        left = any_met(self._phases[0].leave, read)
        if self._leave.lasts(None if left is None else not left, time_s, LEAVE_S):
            return _Noticed(Signal.HOLD_TAKEN_UP, self._leave.since_s)
        return _Noticed(Signal.HOLD_OVER, self._released_s) if time_s - self._released_s >= RETURN_S else None

    def _notice_on_the_way(self, read: Read, time_s: float, *, is_back: bool) -> _Noticed | None:
        for target in self._reachable():
            if self._entered(target, read, time_s):
                return _Noticed(self._which_target(target), self._enter[target].since_s, target)
        if self._entered(0, read, time_s):
            return self._notice_back(time_s, is_back=is_back)
        self._rest.clear()
        return None

    def _reachable(self) -> list[int]:
        """Targets that may be entered now, the unvisited ones first."""
        fresh = [t for t in self._targets if t not in self._visited]
        if not self._any_order:
            fresh = fresh[:1]
        return fresh + self._visited

    def _which_target(self, target: int) -> Signal:
        if target not in self._visited:
            return Signal.NEW_TARGET
        if target == self._visited[-1] and not self._passed_start:
            return Signal.SAME_TARGET
        return Signal.ANOTHER_ROUND if self.targets_done else Signal.TURNED_AT_START

    def _notice_back(self, time_s: float, *, is_back: bool) -> _Noticed | None:
        since_s = self._enter[0].since_s
        half_way = bool(self._visited) and not self.targets_done
        self._passed_start = self._passed_start or half_way
        if half_way or not is_back:
            if not self._rest.lasts(True, time_s, HALF_WAY_REST_S):
                return None
            since_s = self._rest.since_s
        if half_way:
            return _Noticed(Signal.RESTED_HALF_WAY, since_s)
        return _Noticed(Signal.BACK if self.targets_done else Signal.BACK_FROM_NOWHERE, since_s)

    def _entered(self, index: int, read: Read, time_s: float) -> bool:
        station = self._phases[index]
        return self._enter[index].lasts(all_met(station.enter, read), time_s, station.min_s)

    # --- what follows from it -----------------------------------------------------------------------------------

    def _follow(self, found: _Noticed) -> list[Transition]:
        """Do what the table says."""
        row = LOOKUP[self._place, found.signal]
        self._visited = {
            "none": [],
            "this one too": [*self._visited, found.target],
            "only this one": [found.target],
            "the same": self._visited,
        }[row.visited]
        start = self._phases[0].name
        self._go(row.then, found)
        there = self._phases[self._now or 0].name
        return [
            Transition(step, start if step in (Step.FINISH, Step.ABANDON) else there, found.since_s)
            for step in row.steps
        ]

    def _go(self, then: Then, found: _Noticed) -> None:
        """Be in another place; a hold that is left for a moment, and taken up again, has lasted since it began."""
        if then == "nothing":
            self.reset()
        elif found.signal in (Signal.HOLD_LEFT, Signal.HOLD_TAKEN_UP):
            self._place = "outside the hold" if found.signal is Signal.HOLD_LEFT else "a hold"
            self._released_s = found.since_s
            self._leave.clear()
        else:
            here = self._now or 0
            places: dict[Then, tuple[Place, int]] = {
                "start": ("start", 0),
                "that target": ("a target", found.target),
                "the hold": ("a hold", found.target),
                "the next move": ("a move", here + 1),
            }
            self._place, self._now = places[then]
            self._since_s = found.since_s
            self._clear()

    def _clear(self) -> None:
        self._released_s = math.nan
        self._leave.clear()
        self._rest.clear()
        self._passed_start = False
        for dwell in self._enter.values():
            dwell.clear()
