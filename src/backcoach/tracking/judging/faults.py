"""Watches for faults: how long, how strongly, in which phase; silent about what is not clearly seen."""

from __future__ import annotations

import functools
import math
import statistics
from collections import deque
from collections.abc import Collection

from backcoach.exercises.model import Exercise, Fault, WatchedFault
from backcoach.tracking.counting.hindsight import Stay
from backcoach.tracking.events import Event, FaultEnded, FaultStarted, FaultWithdrawn
from backcoach.tracking.measuring.conditions import Dwell, Read, all_met
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.measuring.readings import Readings
from backcoach.tracking.summary import FaultSpan, Severity, Side

RELEASE_S = 0.3
SETTLE_S = 0.2
"""The first moment of a phase still belongs to the way there, and is left out of its median."""

SHORT_PHASE_S = 0.35
"""A phase shorter than this is too short to be judged as a whole."""

LASTING_SHARE = 0.3
"""A phase of which ``for_s`` is less than this share is judged by ``for_s`` alone."""

SEEN_SHARE = 0.5
"""A phase of which less was clearly seen is not judged as a whole."""

OWN_FROM_S, OWN_UNTIL_S = 0.5, 2.0
"""What a hold reads between so long after its beginning shows this person's own level: nothing is warned of before."""

MAX_TOLD = 20
"""A fault is told less often than this in one repetition."""


class Limits:
    """The limits of a fault; those that it does not have lie where no value comes to.

    Parameters
    ----------
    fault : Fault
    """

    __slots__ = ("_above", "_below", "_warn_above", "_warn_below", "warns")

    def __init__(self, fault: Fault) -> None:
        self._above, self._warn_above = (
            math.inf if limit is None else limit for limit in (fault.above, fault.warn_above)
        )
        self._below, self._warn_below = (
            -math.inf if limit is None else limit for limit in (fault.below, fault.warn_below)
        )
        self.warns = fault.warn_above is not None or fault.warn_below is not None

    def grade(self, value: float, own_shift: float = 0.0) -> Severity | None:
        """Return how bad a value is: a fault, a warning, or nothing (also for NaN).

        ``own_shift``: how far this person's own level lies above the usual one; the limits to warn move with it.
        """
        if value > self._above or value < self._below:
            return "fault"
        value -= own_shift
        return "warning" if value > self._warn_above or value < self._warn_below else None


def grade(fault: Fault, value: float, own_shift: float = 0.0) -> Severity | None:
    """Return how bad a value is (see `Limits.grade`)."""
    return Limits(fault).grade(value, own_shift)


def is_judged_from(fault: Fault, view: tuple[str, ...]) -> bool:
    """Return whether a fault can be judged from a view (see ``Observation.view``): oblique must be allowed."""
    return not fault.views or _shows(view, fault.views)


@functools.cache
def _shows(view: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(v in wanted for v in view) and ("oblique" not in view or "oblique" in wanted)


class OwnLevel:
    """What a fault's feature reads while this person's hold begins, for limits that move with it.

    Parameters
    ----------
    levels : (float, float, float) or None
        The lowest, usual and highest level of people who do it well; None: nothing is learned.

    Notes
    -----
    What lies outside of them is no level to go by: who begins with the hips clearly too high is told so.
    """

    def __init__(self, levels: tuple[float, float, float] | None) -> None:
        self._levels = levels
        self.begin(math.nan)

    def begin(self, since_s: float) -> None:
        """Begin anew with a phase."""
        self._until_s = since_s + OWN_UNTIL_S
        self._values: list[float] = []
        self.shift = 0.0

    def is_learning(self, time_s: float) -> bool:
        """Whether the level is still being learned."""
        return self._levels is not None and time_s < self._until_s

    def take(self, value: float, time_s: float) -> None:
        """Take in a value that is clearly seen."""
        if self._levels is None or self.shift:
            return
        if self.is_learning(time_s):
            if time_s >= self._until_s - OWN_UNTIL_S + OWN_FROM_S:
                self._values.append(value)
        elif self._values:
            lowest, usual, highest = self._levels
            level, self._values = statistics.median(self._values), []
            self.shift = level - usual if lowest <= level <= highest else 0.0


class FaultWatch:
    """Watches one fault that is measured by a feature."""

    def __init__(self, fault: WatchedFault, targets: Collection[str] = ()) -> None:
        self._targets = targets
        self._told: deque[FaultSpan] = deque(maxlen=MAX_TOLD)
        self.fault = fault
        self._limits = Limits(fault)
        self._wrong, self._warned = Dwell(), Dwell()
        self._fine = Dwell()
        self._shown: FaultStarted | None = None
        self._values: list[float] = []
        self._longest_s = fault.for_s / LASTING_SHARE
        self._seen_s = 0.0
        self._phase: str | None = None
        self._phase_since_s = math.nan
        self._side: Side | None = None
        self._own = OwnLevel(fault.own) if fault.own else None

    @property
    def shown(self) -> FaultStarted | None:
        """The fault as it was reported, while it lasts."""
        return self._shown

    def update(
        self, read: Read, phase: str | None, side: Side | None, time_s: float, dt_s: float
    ) -> list[Event]:
        """Take in the current readings; return fault events."""
        events = self.turn_to(phase, side, time_s)
        if phase is None or not self.is_judged_in(phase):
            self._side = side
            return events
        return events + self.look(read, phase, side, time_s, dt_s)

    def look(self, read: Read, phase: str, side: Side | None, time_s: float, dt_s: float) -> list[Event]:
        """As `update`, in a phase of which is known already that the fault is judged in it."""
        self._side = side
        fault = self.fault
        value, confidence = read(fault.feature)
        if value != value or confidence < SURE or (fault.given and not all_met(fault.given, read, SURE)):
            return []
        if SETTLE_S < time_s - self._phase_since_s < self._longest_s:
            self._values.append(value)
            self._seen_s += dt_s
        return self._judge(value, phase, side, time_s)

    def is_judged_in(self, phase: str | None) -> bool:
        """Whether the fault can show in a phase."""
        return not self.fault.phases or phase in self.fault.phases

    def turn_to(self, phase: str | None, side: Side | None, time_s: float) -> list[Event]:
        """Take note of the phase: judge the one before, if it is over now."""
        if phase == self._phase:
            return []
        judged_later = self._phase in self._targets
        events = self.close(time_s, time_s) if judged_later else self._end_phase(side, time_s, time_s)
        self._begin_phase(phase, time_s)
        return events

    def judge_stay(self, stay: Stay, side: Side | None, time_s: float) -> list[Event]:
        """Judge a stay that is over: withdraw what lay outside it; if nothing is left, go by its mean posture."""
        if not self.is_judged_in(stay.phase):
            return []
        return self._withdraw_outside(stay, time_s) + self._judge_mean(stay, side, time_s)

    def _withdraw_outside(self, stay: Stay, time_s: float) -> list[Event]:
        """Withdraw what was told in a held phase, but lay mostly outside the stay and did not last in it.

        The phase begins and ends where its thresholds are passed, on the way; the stay where the person stops and
        sets off again.
        """
        told = [span for span in self._told if span.phase == stay.phase and span.start_s >= stay.since_s]
        outside = [span for span in told if not self._belongs_to(stay, span)]
        self._told = deque((span for span in self._told if span not in outside), MAX_TOLD)
        return [FaultWithdrawn(time_s, span) for span in outside]

    def _belongs_to(self, stay: Stay, span: FaultSpan) -> bool:
        within_s = min(span.end_s, stay.end_s) - max(span.start_s, stay.start_s)
        needed_s = self.fault.for_s if span.severity == "fault" else self.fault.warn_for_s
        return within_s >= min(needed_s, 0.5 * (span.end_s - span.start_s))

    def _judge_mean(self, stay: Stay, side: Side | None, time_s: float) -> list[Event]:
        if not is_judged_from(self.fault, stay.view):
            return []
        if self._is_told(stay) or stay.end_s - stay.start_s < SHORT_PHASE_S:
            return []
        value, confidence = stay.read(self.fault.feature)
        known = confidence >= SURE and all_met(self.fault.given, stay.read, SURE)
        if not known or self._limits.grade(value) != "fault":
            return []
        events = self._show("fault", stay.start_s, stay.phase, side, time_s)
        return events + self.close(stay.end_s, time_s)

    def _is_told(self, stay: Stay) -> bool:
        """Whether the fault was told during a stay, or is being told."""
        if self._shown is not None and self._shown.severity == "fault":
            return True
        return any(span.severity == "fault" and span.end_s > stay.start_s for span in self._told)

    def _begin_phase(self, phase: str | None, time_s: float) -> None:
        self._phase, self._phase_since_s = phase, time_s
        if self._own is not None:
            self._own.begin(time_s)
        self._values = []
        self._seen_s = 0.0
        self._forget()

    def close(self, end_s: float, time_s: float) -> list[Event]:
        """End the fault if it is being shown: it ended at ``end_s``, which is known at ``time_s``."""
        if self._shown is None:
            return []
        start, self._shown = self._shown, None
        self._forget()
        span = FaultSpan(
            start.id, start.severity, start.since_s, max(start.since_s, end_s), start.side, start.phase
        )
        self._told.append(span)
        return [FaultEnded(time_s, span)]

    def end(self, end_s: float, time_s: float) -> list[Event]:
        """Judge the phase so far and end the fault: what follows has nothing to do with it."""
        events = self._end_phase(self._side, end_s, time_s)
        self._begin_phase(None, math.nan)
        return events

    def _forget(self) -> None:
        for dwell in (self._wrong, self._warned, self._fine):
            dwell.clear()

    def _judge(self, value: float, phase: str, side: Side | None, time_s: float) -> list[Event]:
        learning = False
        if self._own is None:
            found = self._limits.grade(value)
        else:
            self._own.take(value, time_s)
            learning = self._own.is_learning(time_s)
            found = self._grade(value)
        if self._shown is not None:
            if self._fine.lasts(found is None, time_s, RELEASE_S):
                return self.close(self._fine.since_s, time_s)
        elif found is None:
            self._wrong.since_s = self._warned.since_s = math.nan
            return []
        lasting = self._wrong.lasts(found == "fault", time_s, self.fault.for_s)
        warned = self._warned.lasts(found is not None, time_s, self.fault.warn_for_s) and not learning
        if lasting and (self._shown is None or self._shown.severity == "warning"):
            return self._show("fault", self._wrong.since_s, phase, side, time_s)
        if warned and self._shown is None and self._limits.warns:
            return self._show("warning", self._warned.since_s, phase, side, time_s)
        return []

    def _grade(self, value: float) -> Severity | None:
        return self._limits.grade(value, self._own.shift if self._own is not None else 0.0)

    def _show(
        self, severity: Severity, since_s: float, phase: str | None, side: Side | None, time_s: float
    ) -> list[Event]:
        events: list[Event] = self.close(since_s, time_s)
        self._shown = FaultStarted(time_s, self.fault.id, severity, since_s, side, phase, self.fault.cue)
        return [*events, self._shown]

    def _end_phase(self, side: Side | None, end_s: float, time_s: float) -> list[Event]:
        """Judge a phase that was too short for ``for_s`` by its median, and end what was shown."""
        events: list[Event] = []
        length_s = end_s - self._phase_since_s
        judged = (
            self._phase is not None and length_s >= SHORT_PHASE_S and self._seen_s >= SEEN_SHARE * length_s
        )
        if judged and (self._shown is None or self._shown.severity == "warning"):
            found = self._grade(statistics.median(self._values))
            if found == "fault" or (found and self._shown is None):
                events += self._show(found, self._phase_since_s, self._phase, side, time_s)
        return events + self.close(end_s, time_s)


class Watchers:
    """Watches for all faults of an exercise that are measured by a feature while it is done."""

    def __init__(self, exercise: Exercise) -> None:
        self._targets = frozenset(p.name for p in exercise.phases if p.kind == "target")
        self._watches = [FaultWatch(f, self._targets) for f in exercise.faults if isinstance(f, WatchedFault)]
        self._with_hindsight = {
            name for name, feature in exercise.features.items() if feature.relative == "first"
        }
        self._phase: str | None = None
        self._judging: list[FaultWatch] = []
        self._from_here: list[FaultWatch] = []
        self._view: tuple[str, ...] | None = None
        self._view_matters = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the faults (not warnings) that are being shown."""
        return tuple(w.fault.id for w in self._watches if w.shown and w.shown.severity == "fault")

    def update(
        self, readings: Readings, phase: str | None, side: Side | None, time_s: float, dt_s: float
    ) -> list[Event]:
        """Take in the current readings; return fault events."""
        events: list[Event] = []
        if phase != self._phase:
            self._phase = phase
            self._judging = [
                watch
                for watch in self._watches
                if watch.is_judged_in(phase) and watch.fault.feature not in self._with_hindsight
            ]
            self._view, self._view_matters = None, any(watch.fault.views for watch in self._judging)
            for watch in self._watches:
                events += watch.turn_to(phase, side, time_s)
        if phase is not None:
            read = readings.read
            for watch in self._judged_from_here(readings):
                events += watch.look(read, phase, side, time_s, dt_s)
        return events

    def _judged_from_here(self, readings: Readings) -> list[FaultWatch]:
        """Return what is judged in this phase from where the camera looks; found anew only when that changes."""
        if not self._view_matters:
            return self._judging
        view = readings.view
        if view != self._view:
            self._view = view
            self._from_here = [w for w in self._judging if not w.fault.views or is_judged_from(w.fault, view)]
        return self._from_here

    def judge_stay(self, stay: Stay, side: Side | None, time_s: float) -> list[Event]:
        """Judge a stay that is over, by its mean posture."""
        return [event for watch in self._watches for event in watch.judge_stay(stay, side, time_s)]

    def close(self, end_s: float, time_s: float) -> list[Event]:
        """Judge what was seen of the running phase until ``end_s``, and end every fault that is being shown."""
        self._phase, self._judging, self._view_matters = None, [], False
        return [event for watch in self._watches for event in watch.end(end_s, time_s)]
