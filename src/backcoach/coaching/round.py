"""One go at one set: who follows it, and what is remembered of it. Everything is given out exactly once."""

from __future__ import annotations

import math
from dataclasses import replace

from backcoach.coaching.counting import Count, Verdict
from backcoach.coaching.outputs import (
    FaultNoted,
    HoldDone,
    Outcome,
    Output,
    RepetitionDone,
    SetBegun,
    SetEnded,
)
from backcoach.coaching.outside import Outside
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.texts import Message
from backcoach.tracking.events import (
    Event,
    FaultEnded,
    FaultStarted,
    FaultWithdrawn,
    HoldEnded,
    RepetitionEnded,
)
from backcoach.tracking.observation import Reading
from backcoach.tracking.sight import GIVE_UP_S
from backcoach.tracking.state import State
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking
from backcoach.tracking.tally import LEAD_S
from backcoach.tracking.tracker import Tracker

SIGNAL_EVERY_S = 0.1
"""The curve that is kept for the later plot has at most ten points a second."""

TAIL_S = 1.0
"""For at least this long the last set's movement is watched, so that its end is not taken for a new beginning."""


def as_planned(planned: PlannedSet) -> Exercise:
    """Return the exercise with the planned dose, without the hints that are left out for this person or variant."""
    exercise = planned.exercise
    off = set(planned.faults_off)
    off.update(f for c in exercise.cautions if c.swap and c.swap == planned.variant for f in c.faults_off)
    dose = replace(exercise.dose, hold_s=planned.hold_s, repetitions=max(1, planned.repetitions))
    faults = tuple(fault for fault in exercise.faults if fault.id not in off)
    return replace(exercise, dose=dose, faults=faults)


class Round:
    """Follows the person through one set.

    Parameters
    ----------
    position : int
        Of the set in the session.
    count : Count
        What is done of the set, this round or before.
    out : list of Output
        Where everything to be remembered goes.
    watched : bool
        Whether a camera watches; otherwise repetitions are `add`ed by the pacing.
    before : Round, optional
        The round before: where it was the same exercise, its last movement is waited for.
    """

    def __init__(
        self, position: int, count: Count, out: list[Output], *, watched: bool, before: Round | None = None
    ) -> None:
        self.position = position
        self.count = count
        self.watched = watched
        self.begun = False
        self.exercise = as_planned(count.planned)
        self.verdicts: list[tuple[Verdict, Repetition]] = []
        self._out = out
        self._tracker = Tracker(self.exercise)
        self._tail = before.tail(count.planned.exercise.id) if before else None
        self._tail_since_s: float | None = None
        self._last_s: float | None = None
        self._away_s = 0.0
        self._is_away = False
        self._past = Tracking()
        self._early: list[FaultSpan] = []
        self._unjudged: list[FaultSpan] = []
        self._signal: list[tuple[float, float]] = []
        self.outside = Outside(self.exercise)
        self._left_out: frozenset[str] = frozenset()

    # --- watched ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What the tracker sees now."""
        return self._tracker.state

    def read(self, feature: str) -> Reading:
        """Return how a feature of the exercise reads now."""
        return self._tracker.read(feature)

    @property
    def in_position(self) -> bool:
        """Whether the person is in the exercise's posture."""
        return self._tracker.in_position and self._tail is None

    @property
    def running(self) -> bool:
        """Whether a repetition is under way."""
        return self._tracker.running

    def follow(self, frame: PoseFrame) -> tuple[Event, ...]:
        """Take in a frame; what is finished with it is remembered."""
        if self._last_s is not None and frame.time_s < self._last_s:
            return ()
        if self._tail is not None and not self._tail_is_over(frame):
            return ()
        events: tuple[Event, ...] = ()
        gap_s = 0.0 if self._last_s is None else frame.time_s - self._last_s
        if self._is_away:
            self._away_s += gap_s
            self._is_away = False
        if gap_s >= GIVE_UP_S:
            events = self._tracker.feed(PoseFrame.empty(frame.time_s, frame.aspect))
        self._last_s = frame.time_s
        events += self._tracker.feed(frame)
        if self._tracker.in_position:
            self.outside.see(frame)
        events = tuple(kept for event in events if (kept := self._judged(event)) is not None)
        self._keep_signal(frame.time_s)
        self._remember(events)
        return events

    def leave_out_unseen(self) -> tuple[Message, ...]:
        """Judge nothing in this set that is not in the picture; return what that is, if a fault is measured there."""
        self._left_out = self.outside.faults()
        return self.outside.parts() if self._left_out else ()

    def _judged(self, event: Event) -> Event | None:
        """Return an event without the faults that are left out."""
        if not self._left_out:
            return event
        if isinstance(event, FaultStarted) and event.id in self._left_out:
            return None
        if isinstance(event, FaultEnded | FaultWithdrawn) and event.fault.id in self._left_out:
            return None
        if isinstance(event, RepetitionEnded):
            faults = tuple(f for f in event.repetition.faults if f not in self._left_out)
            return replace(event, repetition=replace(event.repetition, faults=faults))
        return event

    def interrupt(self) -> None:
        """The person pauses: close the running repetition. The same tracker goes on afterwards."""
        self._remember(self._tracker.end())
        self.count.settle()
        self._is_away = True

    def pace(self) -> None:
        """From here on nobody watches."""
        self._remember(self._tracker.end())
        self.count.settle()
        self.watched = False

    def watch(self) -> None:
        """A camera watches from here on."""
        self.watched = True

    def renew(self) -> None:
        """Follow the set as it is planned now: the dose was made easier."""
        self._close_tracker()
        self.exercise = as_planned(self.count.planned)
        self._tracker = Tracker(self.exercise)
        self._last_s = None

    def tail(self, exercise_id: str) -> Tracker | None:
        """Return the tracker to wait for, before another round of the same exercise begins."""
        return self._tracker if self.watched and self.exercise.id == exercise_id else None

    # --- remembered ---------------------------------------------------------------------------------------------

    def begin(self, time_s: float) -> None:
        """Say that the set has begun, once."""
        if self.begun:
            return
        self.begun = True
        self._out.append(SetBegun(self.position, time_s, self_reported=not self.watched))
        for fault in self._early:
            if fault.end_s > time_s - LEAD_S:
                self._out.append(FaultNoted(self.position, fault))
        self._early = []

    def add(self, repetition: Repetition, holds: tuple[Hold, ...] = (), *, self_reported: bool) -> Verdict:
        """Remember a repetition that is over, with the next number of its set."""
        self.begin(repetition.start_s)
        for hold in holds:
            self._out.append(HoldDone(self.position, hold, self_reported))
        numbered = replace(repetition, index=self.count.next_index)
        self.count.next_index += 1
        self._out.append(RepetitionDone(self.position, numbered, self_reported))
        return self.count.add(numbered, self_reported=self_reported)

    def close(self, outcome: Outcome, time_s: float) -> None:
        """End the set: what is running is finished first."""
        self._close_tracker()
        if not self.begun and outcome == "broken_off":
            return
        self.begin(time_s)
        past = self._past
        tracking = replace(past, lost_s=max(0.0, past.lost_s - self._away_s))
        self._out.append(SetEnded(self.position, time_s, outcome, tracking, tuple(self._signal)))

    def _close_tracker(self) -> None:
        self._remember(self._tracker.end())
        self.count.settle()
        more = self._tracker.finish().tracking
        past = self._past
        self._past = Tracking(
            past.seen_s + more.seen_s, past.unsure_s + more.unsure_s, past.lost_s + more.lost_s
        )

    def _remember(self, events: tuple[Event, ...]) -> None:
        holds: list[Hold] = []
        for event in events:
            if isinstance(event, HoldEnded):
                holds.append(event.hold)
            elif isinstance(event, FaultEnded):
                self._unjudged.append(event.fault)
            elif isinstance(event, FaultWithdrawn):
                self._unjudged = [fault for fault in self._unjudged if fault is not event.fault]
            elif isinstance(event, RepetitionEnded):
                verdict = self.add(event.repetition, tuple(holds), self_reported=False)
                self.verdicts.append((verdict, event.repetition))
                holds = []
        if not self._tracker.running:
            for fault in self._unjudged:
                self._note(fault)
            self._unjudged = []

    def _note(self, fault: FaultSpan) -> None:
        if fault.end_s <= fault.start_s:
            return
        if self.begun:
            self._out.append(FaultNoted(self.position, fault))
        else:
            self._early.append(fault)

    def _keep_signal(self, time_s: float) -> None:
        value = self._tracker.state.signal
        due = not self._signal or time_s - self._signal[-1][0] >= SIGNAL_EVERY_S - 1e-6
        if due and not math.isnan(value):
            self._signal.append((time_s, round(value, 4)))

    def _tail_is_over(self, frame: PoseFrame) -> bool:
        assert self._tail is not None
        if self._tail_since_s is None:
            self._tail_since_s = frame.time_s
        self._tail.feed(frame)
        if self._tail.running or frame.time_s - self._tail_since_s < TAIL_S:
            return False
        self._tail = None
        return True
