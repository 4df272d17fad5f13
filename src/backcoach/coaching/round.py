"""One go at one set: the tracker that follows it, and what it comes to.

Everything that a round has to tell is returned, once, by the call that brought it about.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from backcoach.coaching.counting import Count, Verdict
from backcoach.coaching.outputs import (
    FaultNoted,
    HoldDone,
    Outcome,
    Record,
    RepetitionDone,
    SetBegun,
    SetEnded,
)
from backcoach.coaching.outside import Outside
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.texts import Message
from backcoach.tracking.counting.sight import GIVE_UP_S
from backcoach.tracking.counting.tally import LEAD_S
from backcoach.tracking.events import (
    Event,
    FaultEnded,
    FaultStarted,
    FaultWithdrawn,
    HoldEnded,
    RepetitionEnded,
)
from backcoach.tracking.measuring.observation import Reading
from backcoach.tracking.state import State
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking
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


@dataclass(frozen=True, slots=True)
class Judged:
    """A repetition that has just ended, and what it means for the dose."""

    repetition: Repetition
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Followed:
    """What following the person has come to: how it stands now, and what is new.

    Attributes
    ----------
    state : State
        What the tracker sees.
    in_position : bool
        Whether the person is in the exercise's posture.
    running : bool
        Whether a repetition is under way.
    events : tuple of Event
        What the tracker has just noticed, without the faults that are left out.
    judged : tuple of Judged
        The repetitions that have just ended.
    records : tuple of Record
        What is to be remembered of all this.
    """

    state: State
    in_position: bool
    running: bool
    events: tuple[Event, ...] = ()
    judged: tuple[Judged, ...] = ()
    records: tuple[Record, ...] = ()


class Round:
    """Follows the person through one set.

    Parameters
    ----------
    position : int
        Of the set in the session.
    count : Count
        What is done of the set, this round or before.
    watched : bool
        Whether a camera watches; otherwise repetitions are `add`ed by the pacing.
    before : Round, optional
        The round before: where it was the same exercise, its last movement is waited for.
    """

    def __init__(self, position: int, count: Count, *, watched: bool, before: Round | None = None) -> None:
        self.position = position
        self.count = count
        self.watched = watched
        self.begun = False
        self.exercise = as_planned(count.planned)
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
        self._outside = Outside(self.exercise)
        self._left_out: frozenset[str] = frozenset()

    # --- watched ------------------------------------------------------------------------------------------------

    def read(self, feature: str) -> Reading:
        """Return how a feature of the exercise reads now."""
        return self._tracker.read(feature)

    def standing(self) -> Followed:
        """Return how it stands; nothing is new."""
        return self._told(())

    def follow(self, frame: PoseFrame) -> Followed:
        """Take in a frame."""
        if self._last_s is not None and frame.time_s < self._last_s:
            return self.standing()
        if self._tail is not None and not self._tail_is_over(frame):
            return self.standing()
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
            self._outside.see(frame)
        events = tuple(kept for event in events if (kept := self._judged(event)) is not None)
        self._keep_signal(frame.time_s)
        return self._told(events)

    def leave_out_unseen(self) -> tuple[Message, ...] | None:
        """Judge nothing in this set that is not in the picture, as soon as that is known.

        Returns
        -------
        tuple of Message or None
            The parts of the body that a fault would be measured at; None while it is not known.
        """
        if not self._outside.known:
            return None
        self._left_out = self._outside.faults()
        return self._outside.parts() if self._left_out else ()

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

    def interrupt(self) -> Followed:
        """The person pauses: end the running repetition. The same tracker goes on afterwards."""
        self._is_away = True
        return self._break_off()

    def pace(self) -> Followed:
        """From here on nobody watches."""
        followed = self._break_off()
        self.watched = False
        return followed

    def watch(self) -> None:
        """A camera watches from here on."""
        self.watched = True

    def renew(self) -> Followed:
        """Follow the set as it is planned now: the dose was made easier."""
        records = self._close_tracker()
        self.exercise = as_planned(self.count.planned)
        self._tracker = Tracker(self.exercise)
        self._last_s = None
        return replace(self.standing(), records=records)

    def tail(self, exercise_id: str) -> Tracker | None:
        """Return the tracker to wait for, before another round of the same exercise begins."""
        return self._tracker if self.watched and self.exercise.id == exercise_id else None

    # --- remembered ---------------------------------------------------------------------------------------------

    def begin(self, time_s: float) -> tuple[Record, ...]:
        """Say that the set has begun, once."""
        if self.begun:
            return ()
        self.begun = True
        early, self._early = self._early, []
        return (
            SetBegun(self.position, time_s, self_reported=not self.watched),
            *(FaultNoted(self.position, fault) for fault in early if fault.end_s > time_s - LEAD_S),
        )

    def add(
        self, repetition: Repetition, holds: tuple[Hold, ...] = (), *, self_reported: bool
    ) -> tuple[Verdict, tuple[Record, ...]]:
        """Count a repetition that is over; return what it means, and what is to be remembered of it."""
        begun = self.begin(repetition.start_s)
        numbered = replace(repetition, index=self.count.next_index)
        self.count.next_index += 1
        held = (HoldDone(self.position, hold, self_reported) for hold in holds)
        records = (*begun, *held, RepetitionDone(self.position, numbered, self_reported))
        return self.count.add(numbered, self_reported=self_reported), records

    def close(self, outcome: Outcome, time_s: float) -> tuple[Record, ...]:
        """End the set: what is running is finished first."""
        last = self._close_tracker()
        if not self.begun and outcome == "broken_off":
            return last
        past = self._past
        tracking = replace(past, lost_s=max(0.0, past.lost_s - self._away_s))
        end = SetEnded(self.position, time_s, outcome, tracking, tuple(self._signal))
        return (*last, *self.begin(time_s), end)

    def _break_off(self) -> Followed:
        """End what is running: nobody sees how it goes on."""
        followed = self._told(self._tracker.end())
        self.count.settle()
        return followed

    def _close_tracker(self) -> tuple[Record, ...]:
        records = self._break_off().records
        more = self._tracker.finish().tracking
        past = self._past
        self._past = Tracking(
            past.seen_s + more.seen_s, past.unsure_s + more.unsure_s, past.lost_s + more.lost_s
        )
        return records

    def _told(self, events: tuple[Event, ...]) -> Followed:
        """Return how it stands after what the tracker has noticed, and what that comes to."""
        tracker = self._tracker
        judged, records = self._judge(events)
        if not tracker.running:
            records += self._noted()
        in_position = tracker.in_position and self._tail is None
        return Followed(tracker.state, in_position, tracker.running, events, judged, records)

    def _judge(self, events: tuple[Event, ...]) -> tuple[tuple[Judged, ...], tuple[Record, ...]]:
        """Count the repetitions that are over, with their holds; collect the faults."""
        judged: list[Judged] = []
        records: list[Record] = []
        holds: list[Hold] = []
        for event in events:
            if isinstance(event, HoldEnded):
                holds.append(event.hold)
            elif isinstance(event, FaultEnded):
                self._unjudged.append(event.fault)
            elif isinstance(event, FaultWithdrawn):
                self._unjudged = [fault for fault in self._unjudged if fault is not event.fault]
            elif isinstance(event, RepetitionEnded):
                verdict, more = self.add(event.repetition, tuple(holds), self_reported=False)
                judged.append(Judged(event.repetition, verdict))
                records += more
                holds = []
        return tuple(judged), tuple(records)

    def _noted(self) -> tuple[Record, ...]:
        """Give out the faults that nothing can withdraw any more; before the set begins they wait."""
        faults = [fault for fault in self._unjudged if fault.end_s > fault.start_s]
        self._unjudged = []
        if not self.begun:
            self._early += faults
            return ()
        return tuple(FaultNoted(self.position, fault) for fault in faults)

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
