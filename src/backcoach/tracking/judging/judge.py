"""Judges what the tracker has followed, and keeps the record of it: faults while they last, and what is over."""

from __future__ import annotations

from dataclasses import replace

from backcoach.exercises.model import Exercise
from backcoach.tracking.counting.hindsight import Hindsight
from backcoach.tracking.counting.repetitions import Outcome, Running
from backcoach.tracking.counting.tally import Tally
from backcoach.tracking.events import (
    Event,
    FaultEnded,
    FaultStarted,
    FaultWithdrawn,
    HoldEnded,
    RepetitionEnded,
)
from backcoach.tracking.judging.faults import Watchers
from backcoach.tracking.judging.judgement import judge_whole, was_elsewhere
from backcoach.tracking.judging.lacking import with_faults
from backcoach.tracking.measuring.readings import Readings
from backcoach.tracking.summary import FaultSpan, Repetition, Side


class Judge:
    """Reports the faults of one exercise, and what a repetition was when it is over.

    Parameters
    ----------
    exercise : Exercise
    readings : Readings
        Of the observation that is looked at.
    hindsight : Hindsight
        Measures what is over.
    tally : Tally
        Where all of it is gathered.
    """

    def __init__(self, exercise: Exercise, readings: Readings, hindsight: Hindsight, tally: Tally) -> None:
        self._exercise = exercise
        self._readings = readings
        self._hindsight = hindsight
        self._tally = tally
        self._watchers = Watchers(exercise)

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the faults (not warnings) that are being shown."""
        return self._watchers.shown

    def watch(self, phase: str | None, side: Side | None, time_s: float, dt_s: float) -> list[Event]:
        """Take in the current readings; return fault events."""
        return self._note(self._watchers.update(self._readings, phase, side, time_s, dt_s))

    def close(self, end_s: float, time_s: float) -> list[Event]:
        """End every fault that is being shown: what follows has nothing to do with it."""
        return self._note(self._watchers.close(end_s, time_s))

    def judge_return(self, until_s: float, time_s: float, *, over: bool = True) -> list[Event]:
        """Judge the rest since the last repetition, when it is over and once before: has the person come back?"""
        rest = self._hindsight.returned(until_s, over=over)
        return self._note(self._watchers.judge_stay(rest, None, time_s)) if rest else []

    def judge_repetition(
        self, outcome: Outcome, running: Running, time_s: float
    ) -> tuple[Repetition, list[Event]]:
        """Judge a repetition that is over; return it as it is counted, and the events."""
        side, events = outcome.repetition.side, list[Event]()
        for stay in self._hindsight.stays(outcome, running.ready_since_s):
            events += self._note(self._watchers.judge_stay(stay, side, time_s))
            if was_elsewhere(self._exercise, stay):
                outcome = replace(outcome, repetition=replace(outcome.repetition, status="unfinished"))
        events += self._note(self._judge_whole(outcome, running, time_s))
        shown = self._tally.faults_in(outcome.repetition.start_s, outcome.repetition.end_s)
        done = with_faults(self._exercise, outcome.repetition, shown | set(self._watchers.shown), running)
        repetition = self._tally.add(done, outcome.holds)
        if repetition.status != "unfinished":
            self._hindsight.wait_for_return(repetition)
        events += [HoldEnded(time_s, hold) for hold in outcome.holds]
        return repetition, [*events, RepetitionEnded(time_s, repetition)]

    def _judge_whole(self, outcome: Outcome, running: Running, time_s: float) -> list[Event]:
        """Report what only a whole repetition shows: its range, the time its moves took, its hold time."""
        done, events = outcome.repetition, list[Event]()
        side, start_s, end_s = done.side, done.start_s, done.end_s
        for fault, severity in judge_whole(self._exercise, outcome, running):
            events.append(FaultStarted(time_s, fault.id, severity, start_s, side, None, fault.cue))
            events.append(FaultEnded(time_s, FaultSpan(fault.id, severity, start_s, end_s, side, None)))
        return events

    def _note(self, events: list[Event]) -> list[Event]:
        for event in events:
            if isinstance(event, FaultEnded):
                self._tally.add_fault(event.fault)
            elif isinstance(event, FaultWithdrawn):
                self._tally.withdraw_fault(event.fault)
        return events
