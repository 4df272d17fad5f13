"""Every state of a session, and everything that can lead from one to another, as one table.

The session looks up what happened here instead of deciding in branches; the documentation is drawn from it, and the
tests walk through it. What is not in the table changes nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from backcoach.coaching.screen import StateName


class Signal(enum.Enum):
    """What can happen; the text says when."""

    READY = "the camera sees what it needs"
    WAITED = "somebody is seen, and has waited long enough"
    MOVING = "the person begins by themselves"
    OVER = "its time is over, or all is said"
    INTRODUCED = "its time is over, the next exercise was introduced"
    NEW_VIEW = "its time is over, the camera must move"
    IN_POSITION = "the person is in position"
    OUT_OF_POSITION = "the person leaves the position"
    UNRECOGNISED = "the person is seen, but not in position for long"
    NOBODY = "nobody is seen for long"
    SIDE_DONE = "one side is done, the other is not"
    SET_DONE = "the set is done, more are to come"
    ALL_DONE = "the last set is done"
    LOST = "the person is out of sight"
    FOUND = "the person is seen again"
    STILL = "nothing moves any more, or the person lies down in the middle"
    MOVES = "the exercise is gone on with"
    SILENT = "nobody answers"
    CONFIRM = "the person confirms"
    PAUSE = "the person pauses"
    RESUME = "the person resumes"
    BACK = "the person goes back"
    SKIP = "the person goes forward"
    SHOW = "the person wants to be shown it again"
    HURT = "it hurts"
    GO_ON = "it hurt: go on"
    EASIER = "it hurt: easier"
    LEAVE_OUT = "it hurt: leave this exercise out"
    GIVE_UP = "it hurt: stop"
    STOP = "the person stops"
    NO_CAMERA = "the camera fails"


Then = StateName | Literal["(where it was)", "(the next set)", "(the end)"]
"""``(where it was)``: the state under pause, loss, question and hurt. ``(the next set)``: camera check, introduction,
position, or the end where there is none. ``(the end)``: afterwards, or finished where nobody is asked how it was."""

Effect = Literal[
    "",
    "pace the set",
    "end the set: done",
    "end the set: skipped",
    "end the set: hurt",
    "end the set: broken off",
    "go one set back",
    "make it easier",
    "teach it again",
    "go on anyway",
]


@dataclass(frozen=True, slots=True)
class Transition:
    """In any of these states, when this happens, do that, and go there."""

    states: tuple[StateName, ...]
    signal: Signal
    then: Then
    effect: Effect = ""


BEFORE: tuple[StateName, ...] = ("camera_check", "introduction", "position", "countdown")
"""Before the work of a set begins."""

WAITING: tuple[StateName, ...] = (*BEFORE, "switch_sides", "rest")
"""Where nothing is asked yet, and a person who begins anyway is followed at once."""

ACTIVE: tuple[StateName, ...] = (*WAITING, "work")
"""What pause, loss, question and hurt can lie over."""

CHECKED: tuple[StateName, ...] = tuple(state for state in ACTIVE if state != "camera_check")
"""What lies behind the camera check."""

HALTED: tuple[StateName, ...] = ("paused", "lost", "all_right")
RUNNING: tuple[StateName, ...] = (*ACTIVE, *HALTED)
ANY: tuple[StateName, ...] = (*RUNNING, "hurt")

BY_THE_PERSON: frozenset[Signal] = frozenset(
    {
        Signal.CONFIRM, Signal.PAUSE, Signal.RESUME, Signal.BACK, Signal.SKIP, Signal.SHOW, Signal.HURT,
        Signal.GO_ON, Signal.EASIER, Signal.LEAVE_OUT, Signal.GIVE_UP, Signal.STOP,
    }
)  # fmt: skip
"""What a key, a button or an answer does: what was still to be said is not said any more."""

TABLE: tuple[Transition, ...] = (
    Transition(("camera_check",), Signal.READY, "introduction"),
    Transition(("camera_check",), Signal.CONFIRM, "introduction", "go on anyway"),
    Transition(("camera_check",), Signal.WAITED, "introduction", "go on anyway"),
    Transition(("camera_check",), Signal.NO_CAMERA, "introduction", "pace the set"),
    Transition(("introduction",), Signal.OVER, "position"),
    Transition(("introduction",), Signal.CONFIRM, "position"),
    Transition(("position",), Signal.IN_POSITION, "countdown"),
    Transition(("position",), Signal.CONFIRM, "countdown"),
    Transition(("position",), Signal.OVER, "countdown"),
    Transition(("position",), Signal.UNRECOGNISED, "countdown", "pace the set"),
    Transition(("camera_check", "position"), Signal.NOBODY, "paused"),
    Transition(("countdown",), Signal.OUT_OF_POSITION, "position"),
    Transition(("countdown",), Signal.OVER, "work"),
    Transition(("countdown",), Signal.CONFIRM, "work"),
    Transition(WAITING, Signal.MOVING, "work"),
    Transition(("work",), Signal.SIDE_DONE, "switch_sides"),
    Transition(("work",), Signal.SET_DONE, "rest", "end the set: done"),
    Transition(("work",), Signal.ALL_DONE, "(the end)", "end the set: done"),
    Transition(("work",), Signal.LOST, "lost"),
    Transition(("work",), Signal.STILL, "all_right"),
    Transition(("work",), Signal.NO_CAMERA, "work", "pace the set"),
    Transition(("switch_sides",), Signal.OVER, "position"),
    Transition(("switch_sides",), Signal.CONFIRM, "position"),
    Transition(("rest",), Signal.OVER, "introduction"),
    Transition(("rest",), Signal.INTRODUCED, "position"),
    Transition(("rest",), Signal.NEW_VIEW, "camera_check"),
    Transition(("rest",), Signal.CONFIRM, "(the next set)"),
    Transition(("lost",), Signal.FOUND, "(where it was)"),
    Transition(("lost",), Signal.CONFIRM, "(where it was)"),
    Transition(("lost",), Signal.NO_CAMERA, "work", "pace the set"),
    Transition(("all_right",), Signal.RESUME, "(where it was)"),
    Transition(("all_right",), Signal.CONFIRM, "(where it was)"),
    Transition(("all_right",), Signal.MOVES, "(where it was)"),
    Transition(("all_right",), Signal.SILENT, "paused"),
    Transition((*ACTIVE, "lost", "all_right"), Signal.PAUSE, "paused"),
    Transition(("paused",), Signal.RESUME, "(where it was)"),
    Transition(("paused",), Signal.CONFIRM, "(where it was)"),
    Transition(RUNNING, Signal.HURT, "hurt"),
    Transition(("hurt",), Signal.GO_ON, "(where it was)"),
    Transition(("hurt",), Signal.EASIER, "introduction", "make it easier"),
    Transition(("hurt",), Signal.LEAVE_OUT, "(the next set)", "end the set: hurt"),
    Transition(("hurt",), Signal.GIVE_UP, "finished", "end the set: hurt"),
    Transition(("camera_check",), Signal.SKIP, "introduction", "go on anyway"),
    Transition((*CHECKED, *HALTED), Signal.SKIP, "(the next set)", "end the set: skipped"),
    Transition((*CHECKED, *HALTED), Signal.SHOW, "introduction", "teach it again"),
    Transition(RUNNING, Signal.BACK, "(the next set)", "go one set back"),
    Transition(ANY, Signal.STOP, "finished", "end the set: broken off"),
    Transition(("afterwards",), Signal.OVER, "finished"),
    Transition(("afterwards",), Signal.CONFIRM, "finished"),
    Transition(("afterwards",), Signal.RESUME, "finished"),
    Transition(("afterwards",), Signal.PAUSE, "finished"),
    Transition(("afterwards",), Signal.SKIP, "finished"),
    Transition(("afterwards",), Signal.HURT, "finished"),
    Transition(("afterwards",), Signal.STOP, "finished"),
)
"""States in which a signal is not listed ignore it. The order has no meaning: no state lists a signal twice."""

LOOKUP: dict[tuple[StateName, Signal], Transition] = {
    (s, row.signal): row for row in TABLE for s in row.states
}


def follow(state: StateName, signal: Signal) -> Transition | None:
    """Return what happens in a state when something happens; None if nothing does."""
    return LOOKUP.get((state, signal))


def described() -> Iterator[tuple[str, str, str, str]]:
    """Yield the table in words: now in, when, then in, and."""
    groups = {
        WAITING: "any state before work, switch_sides, rest",
        (*ACTIVE, "lost", "all_right"): "any state but paused, hurt, afterwards, finished",
        (*CHECKED, *HALTED): "any state but camera_check, hurt, afterwards, finished",
        RUNNING: "any state but hurt, afterwards, finished",
        ANY: "any state but afterwards, finished",
    }
    for row in TABLE:
        yield groups.get(row.states, ", ".join(row.states)), row.signal.value, row.then, row.effect
