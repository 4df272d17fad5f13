"""Which correction is given, when, and in which words: one at a time, the most important first, never nagging."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from backcoach.exercises.model import Exercise, Fault, Feature, Follower
from backcoach.texts import Message, message
from backcoach.tracking.events import Event, FaultEnded, FaultStarted, PhaseChanged, RepetitionEnded
from backcoach.tracking.measuring.conditions import Read
from backcoach.tracking.summary import Severity, Side

GAP_S = 4.0
"""Between two cues of any kind."""

SAME_AGAIN_S = 8.0
"""Before the same cue is given again."""

WARNING_S = 3.0
"""A warning, which is milder than a fault, is spoken only after it has lasted this long."""

MAX_TIMES = 3
"""So often a cue is given in one set; then silence."""

FRESH_S = 2.5
"""What only a whole repetition shows is said within this long, or not at all."""

SHOWN_S = 3.0
"""A cue stays on the screen at least this long, praise exactly so long."""

PRAISE_S = 12.0
"""Fixed within this long after the cue deserves praise."""

STEADY_S = 0.6
"""How long it must stay fixed before that is said."""


CORRECTING_S = 1.0
CORRECTING_SHARE = 0.2
"""Whose value comes back by this share of its excess within that time is correcting it."""


May = Callable[[Fault], bool]


def always(fault: Fault) -> bool:
    """Let every fault be corrected."""
    return True


@dataclass(frozen=True, slots=True)
class Cue:
    """A correction or a praise that is being given."""

    kind: Literal["cue", "praise"]
    fault: Fault
    text: Message


@dataclass(slots=True)
class _Sign:
    """What is known of one fault in this set."""

    fault: Fault
    since_s: float = math.inf
    until_s: float = math.inf
    severity: Severity | None = None
    times: int = 0
    cued_s: float = -math.inf
    fixed_s: float = math.inf
    praised: bool = True
    side: Side | None = None
    excess: deque[tuple[float, float]] = field(default_factory=deque)

    @property
    def active(self) -> bool:
        return self.severity is not None

    def measure(self, read: Read, time_s: float) -> None:
        """Note how far the fault's feature is beyond its limit, for the last moments."""
        if not self.active or self.fault.feature is None or self.fault.extreme:
            self.excess.clear()
            return
        value = read(self.fault.feature).value
        if not math.isnan(value):
            self.excess.append((time_s, _excess(self.fault, value)))
        while self.excess and time_s - self.excess[0][0] > CORRECTING_S:
            self.excess.popleft()

    @property
    def correcting(self) -> bool:
        """Whether the value is on its way back: the person has understood, and is let do."""
        if len(self.excess) < 2:
            return False
        before, now = self.excess[0][1], self.excess[-1][1]
        return before > 0 and now < (1 - CORRECTING_SHARE) * before


@dataclass(slots=True)
class Cues:
    """Listens to the tracker's faults; says when to speak.

    Parameters
    ----------
    exercise : Exercise
        With the faults that are left out for this person already removed.
    """

    exercise: Exercise
    _signs: dict[str, _Sign] = field(init=False)
    _last_s: float = field(init=False, default=-math.inf)
    _shown: Cue | None = field(init=False, default=None)
    _shown_s: float = field(init=False, default=-math.inf)

    def __post_init__(self) -> None:
        self._signs = {}
        for fault in self.exercise.faults:
            self._signs.setdefault(fault.id, _Sign(fault))

    def hear(self, events: tuple[Event, ...], read: Read | None = None, time_s: float = 0.0) -> None:
        """Take in what the tracker has noticed, and how the features read now."""
        moved_on = any(isinstance(e, PhaseChanged | RepetitionEnded) for e in events)
        for event in events:
            if isinstance(event, FaultStarted):
                self._start(event)
            elif isinstance(event, FaultEnded):
                self._end(event, moved_on)
            elif isinstance(event, RepetitionEnded) and event.repetition.status == "counted":
                self._praise_without(event)
        if read is not None:
            for sign in self._signs.values():
                sign.measure(read, time_s)

    def note(self, fault: Fault, time_s: float) -> None:
        """Take in a fault that is over as soon as it is known: it is said soon, or not at all."""
        sign = self._signs[fault.id]
        sign.fault, sign.severity, sign.fixed_s = fault, "fault", math.inf
        sign.since_s, sign.until_s = time_s, time_s + FRESH_S
        sign.excess.clear()

    def next(self, time_s: float, may: May = always) -> Cue | None:
        """Return what is to be said now, once; None mostly.

        Parameters
        ----------
        may : callable
            Whether a fault may be corrected, or praised for being gone, at this moment.
        """
        praise = self._next_praise(time_s, may)
        if praise is not None:
            return self._give(praise, Cue("praise", praise.fault, _praise(praise.fault)), time_s)
        if time_s - self._last_s < GAP_S:
            return None
        due = [sign for sign in self._signs.values() if self._is_due(sign, time_s) and may(sign.fault)]
        if not due:
            return None
        sign = min(due, key=lambda s: (s.severity == "warning", s.times))
        sign.times += 1
        sign.cued_s, sign.praised, sign.fixed_s = time_s, False, math.inf
        self._last_s = time_s
        return self._give(sign, Cue("cue", sign.fault, _wording(sign)), time_s)

    def shown(self, time_s: float, may: May = always) -> Cue | None:
        """Return what stands on the screen: a cue while its fault lasts, three seconds at least."""
        if self._shown is not None and may(self._shown.fault):
            sign = self._signs[self._shown.fault.id]
            lasts = self._shown.kind == "cue" and sign.active
            if lasts or time_s - self._shown_s < SHOWN_S:
                return self._shown
        active = [s for s in self._signs.values() if s.active and s.until_s == math.inf and may(s.fault)]
        if not active:
            return None
        worst = min(active, key=lambda s: s.severity == "warning")
        return Cue("cue", worst.fault, Message(worst.fault.cue))

    def marked(self, may: May = always) -> tuple[str, ...]:
        """Return the landmarks of the faults that are shown now."""
        names: dict[str, None] = {}
        for sign in self._signs.values():
            if sign.active and sign.fault.feature and may(sign.fault):
                names.update(dict.fromkeys(landmarks_of(self.exercise, sign.fault.feature, sign.side)))
        return tuple(names)

    def rest(self) -> None:
        """Forget what is going on: the person paused, or was out of sight."""
        for sign in self._signs.values():
            sign.severity = None
            sign.praised = True
        self._shown = None

    # --- what is going on ---------------------------------------------------------------------------------------

    def _start(self, event: FaultStarted) -> None:
        sign = self._signs.get(event.id)
        if sign is None:
            return
        sign.severity, sign.since_s, sign.until_s = event.severity, event.time_s, math.inf
        sign.fixed_s = math.inf
        sign.side = event.side
        rows = (f for f in self.exercise.faults if f.id == event.id and f.cue == event.cue)
        sign.fault = next(rows, sign.fault)
        sign.excess.clear()

    def _end(self, event: FaultEnded, moved_on: bool) -> None:
        sign = self._signs.get(event.fault.id)
        if sign is None:
            return
        if sign.since_s == event.time_s:  # began and ended at once: what a whole repetition shows
            sign.until_s = event.time_s + FRESH_S
            return
        sign.severity = None
        if not moved_on:
            sign.fixed_s = event.time_s

    def _praise_without(self, event: RepetitionEnded) -> None:
        """A whole repetition, begun after the cue, without the fault: it is fixed."""
        done = event.repetition
        for sign in self._signs.values():
            if not sign.praised and done.start_s > sign.cued_s and sign.fault.id not in done.faults:
                sign.fixed_s = event.time_s - STEADY_S

    # --- what is said -------------------------------------------------------------------------------------------

    def _is_due(self, sign: _Sign, time_s: float) -> bool:
        if sign.active and time_s > sign.until_s:
            sign.severity = None
        if not sign.active or sign.times >= MAX_TIMES or time_s - sign.cued_s < SAME_AGAIN_S:
            return False
        if sign.times and sign.correcting:
            return False
        return sign.severity == "fault" or time_s - sign.since_s >= WARNING_S

    def _next_praise(self, time_s: float, may: May) -> _Sign | None:
        for sign in self._signs.values():
            if sign.praised or sign.active or time_s - sign.fixed_s < STEADY_S or not may(sign.fault):
                continue
            sign.praised = True
            if sign.fixed_s - sign.cued_s <= PRAISE_S:
                return sign
        return None

    def _give(self, sign: _Sign, cue: Cue, time_s: float) -> Cue:
        self._shown, self._shown_s = cue, time_s
        return cue


def _wording(sign: _Sign) -> Message:
    """Return the words for the first time, the second, and the last."""
    stronger = sign.fault.stronger_cue or sign.fault.cue
    return Message(sign.fault.cue if sign.times == 1 else stronger)


def _praise(fault: Fault) -> Message:
    return Message(fault.praise) if fault.praise else message("Good, that's it.")


def _excess(fault: Fault, value: float) -> float:
    """Return how far a value is beyond the nearer limit of a fault, the warning's where it has one; 0 inside."""
    above = fault.above if fault.warn_above is None else fault.warn_above
    below = fault.below if fault.warn_below is None else fault.warn_below
    over = value - above if above is not None else 0.0
    under = below - value if below is not None else 0.0
    return max(over, under, 0.0)


def landmarks_of(exercise: Exercise, feature: str, side: Side | None = None) -> tuple[str, ...]:
    """Return the landmarks that a feature is measured at, those of one side where it is known which.

    Parameters
    ----------
    exercise : Exercise
    feature : str
    side : {"left", "right"}, optional
        Whose repetition it is.
    """
    what = exercise.features[feature]
    if isinstance(what, Follower):
        return landmarks_of(exercise, what.of, side)
    sides = _sides(what, side)
    points = what.points or (("shoulder", "hip") if what.kind == "sagitta" else ())
    return tuple(dict.fromkeys(name for point in points for name in _landmarks(point, sides)))


def _sides(what: Feature, side: Side | None) -> tuple[str, ...]:
    turned = {"moving": False, "upper": False, "resting": True, "lower": True}.get(what.side)
    if side is None or turned is None:
        return ("left", "right")
    other = "left" if side == "right" else "right"
    return (other if turned != what.opposite else side,)


def _landmarks(point: str, sides: tuple[str, ...]) -> tuple[str, ...]:
    if point == "nose" or point.startswith(("left_", "right_")):
        return (point,)
    joint = point.removeprefix("mid_")
    return tuple(f"{side}_{joint}" for side in (("left", "right") if point != joint else sides))
