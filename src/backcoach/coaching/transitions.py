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


Then = StateName | Literal["(where it was)", "(the next set)"]
"""``(where it was)``: the state under pause, loss and hurt. ``(the next set)``: camera check, introduction, position,
or finished where there is none."""

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
class Row:
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
"""What pause, loss and hurt can lie over."""

CHECKED: tuple[StateName, ...] = tuple(state for state in ACTIVE if state != "camera_check")
"""What lies behind the camera check."""

RUNNING: tuple[StateName, ...] = (*ACTIVE, "paused", "lost")
ANY: tuple[StateName, ...] = (*RUNNING, "hurt")

BY_THE_PERSON: frozenset[Signal] = frozenset(
    {
        Signal.CONFIRM, Signal.PAUSE, Signal.RESUME, Signal.BACK, Signal.SKIP, Signal.SHOW, Signal.HURT,
        Signal.GO_ON, Signal.EASIER, Signal.LEAVE_OUT, Signal.GIVE_UP, Signal.STOP,
    }
)  # fmt: skip
"""What a key, a button or an answer does: what was still to be said is not said any more."""

TABLE: tuple[Row, ...] = (
    Row(("camera_check",), Signal.READY, "introduction"),
    Row(("camera_check",), Signal.CONFIRM, "introduction", "go on anyway"),
    Row(("camera_check",), Signal.WAITED, "introduction", "go on anyway"),
    Row(("camera_check",), Signal.NO_CAMERA, "introduction", "pace the set"),
    Row(("introduction",), Signal.OVER, "position"),
    Row(("introduction",), Signal.CONFIRM, "position"),
    Row(("position",), Signal.IN_POSITION, "countdown"),
    Row(("position",), Signal.CONFIRM, "countdown"),
    Row(("position",), Signal.OVER, "countdown"),
    Row(("position",), Signal.UNRECOGNISED, "countdown", "pace the set"),
    Row(("camera_check", "position"), Signal.NOBODY, "paused"),
    Row(("countdown",), Signal.OUT_OF_POSITION, "position"),
    Row(("countdown",), Signal.OVER, "work"),
    Row(("countdown",), Signal.CONFIRM, "work"),
    Row(WAITING, Signal.MOVING, "work"),
    Row(("work",), Signal.SIDE_DONE, "switch_sides"),
    Row(("work",), Signal.SET_DONE, "rest", "end the set: done"),
    Row(("work",), Signal.ALL_DONE, "finished", "end the set: done"),
    Row(("work",), Signal.LOST, "lost"),
    Row(("work",), Signal.NO_CAMERA, "work", "pace the set"),
    Row(("switch_sides",), Signal.OVER, "position"),
    Row(("switch_sides",), Signal.CONFIRM, "position"),
    Row(("rest",), Signal.OVER, "introduction"),
    Row(("rest",), Signal.INTRODUCED, "position"),
    Row(("rest",), Signal.NEW_VIEW, "camera_check"),
    Row(("rest",), Signal.CONFIRM, "(the next set)"),
    Row(("lost",), Signal.FOUND, "(where it was)"),
    Row(("lost",), Signal.CONFIRM, "(where it was)"),
    Row(("lost",), Signal.NO_CAMERA, "work", "pace the set"),
    Row((*ACTIVE, "lost"), Signal.PAUSE, "paused"),
    Row(("paused",), Signal.RESUME, "(where it was)"),
    Row(("paused",), Signal.CONFIRM, "(where it was)"),
    Row(RUNNING, Signal.HURT, "hurt"),
    Row(("hurt",), Signal.GO_ON, "(where it was)"),
    Row(("hurt",), Signal.EASIER, "introduction", "make it easier"),
    Row(("hurt",), Signal.LEAVE_OUT, "(the next set)", "end the set: hurt"),
    Row(("hurt",), Signal.GIVE_UP, "finished", "end the set: hurt"),
    Row(("camera_check",), Signal.SKIP, "introduction", "go on anyway"),
    Row((*CHECKED, "paused", "lost"), Signal.SKIP, "(the next set)", "end the set: skipped"),
    Row((*CHECKED, "paused", "lost"), Signal.SHOW, "introduction", "teach it again"),
    Row(RUNNING, Signal.BACK, "(the next set)", "go one set back"),
    Row(ANY, Signal.STOP, "finished", "end the set: broken off"),
)
"""States in which a signal is not listed ignore it. The order has no meaning: no state lists a signal twice."""

LOOKUP: dict[tuple[StateName, Signal], Row] = {(s, row.signal): row for row in TABLE for s in row.states}


def follow(state: StateName, signal: Signal) -> Row | None:
    """Return what happens in a state when something happens; None if nothing does."""
    return LOOKUP.get((state, signal))


def described() -> Iterator[tuple[str, str, str, str]]:
    """Yield the table in words: now in, when, then in, and."""
    groups = {
        WAITING: "any state before work, switch_sides, rest",
        (*ACTIVE, "lost"): "any state but paused, hurt, finished",
        (*CHECKED, "paused", "lost"): "any state but camera_check, hurt, finished",
        RUNNING: "any state but hurt, finished",
        ANY: "any state but finished",
    }
    for row in TABLE:
        yield groups.get(row.states, ", ".join(row.states)), row.signal.value, row.then, row.effect
