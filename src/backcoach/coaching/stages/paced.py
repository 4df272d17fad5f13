"""The work of a set without a camera: paced by voice and clock, taken down as the person reports it."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.course import Course
from backcoach.coaching.holding import HoldClock
from backcoach.coaching.pacing import PacedRepetition, beats
from backcoach.coaching.screen import Dial, Shown
from backcoach.coaching.stages.base import Stage
from backcoach.coaching.transitions import Signal
from backcoach.texts import message

LEAD_S = 1.5
"""Between the last word before and the first move."""

DOUBLE_PRESS_S = 0.6
"""A second press this soon after the first is the same one."""


class PacedWork(Stage):
    """Says when to move, counts holds down, and takes each repetition as done."""

    name = "work"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._clock = HoldClock(course.planned.hold_s)
        self._phase = self._first_call = beats(course.planned)[0].say
        self._recorded = False
        self._leads = True
        self._repetition = PacedRepetition(beats(course.planned), course.active_s + LEAD_S)

    def enter(self) -> None:
        """Begin the set, unless it has begun already."""
        self.course.begin_set()
        self.course.guide.reset(self.course.now_s)
        self.course.say(message("Go."), "count")

    def come_back(self) -> None:
        """Begin the interrupted repetition again."""
        super().come_back()
        if not self._recorded:
            self._leads = True
            self._next(self.course.active_s + LEAD_S)

    def confirm(self) -> None:
        """Begin at once; or, once begun, the person is done with this repetition already."""
        now_s = self.course.active_s
        begun_s = now_s - self._repetition.start_s
        if 0 <= begun_s < DOUBLE_PRESS_S or self.course.count.side_over:
            return
        self.course.voice.leave(self.course.now_s, at_once=True)
        if begun_s > 0 and not self._recorded:
            self._record()
        if not self.course.count.side_over:
            self._leads = False
            self.course.guide.reset(self.course.now_s)
            self._next(now_s)

    def tick(self) -> Signal | None:
        """Say what comes now; take down what is done."""
        course, now_s = self.course, self.course.active_s
        if self._leads and not course.voice.quiet(course.now_s):
            self._next(now_s + LEAD_S)
        self._leads = self._leads and now_s < self._repetition.start_s
        self._begin_beats(now_s)
        self._count_down(now_s)
        if now_s >= self._repetition.end_s and not self._recorded:
            self._record()
        if course.count.side_over:
            if not course.count.complete:
                return Signal.SIDE_DONE
            return Signal.ALL_DONE if course.next_position is None else Signal.SET_DONE
        if now_s >= self._repetition.over_s:
            self._next(now_s)
            self._begin_beats(now_s)
        return None

    def _begin_beats(self, now_s: float) -> None:
        """Say and show what begins now."""
        course = self.course
        for start_s, beat in self._repetition.begun(now_s):
            course.guide.go(beat.station, start_s + course.away_s, beat.duration_s)
            if beat.say is not None:
                self._phase = beat.say
                course.say(beat.say, "hold", patience_s=1.0)

    def _count_down(self, now_s: float) -> None:
        beat, since_s = self._repetition.now(now_s)
        clock_s = since_s if beat is not None and beat.kind == "hold" else 0.0
        target = beat.target if beat is not None else None
        for left in self._clock.follow(clock_s, target):
            if left:
                self.course.say(phrases.number(left), "hold")
        if self.course.habits.breathing and self._clock.breathe(clock_s):
            self.course.say(message("Keep breathing."), "breath", patience_s=3)

    def _record(self) -> None:
        course, count = self.course, self.course.count
        self._recorded = True
        repetition, holds = self._repetition.done(course.active_s, count.side, course.away_s)
        course.report(repetition, holds)
        if course.habits.counts_aloud:
            course.say(phrases.number(count.shown[0]), "count", stays=True)
        self._phase = self._first_call
        if count.alternating and not count.complete:
            self._phase = phrases.other_side(course.planned.exercise, count.side)
            course.say(self._phase, "instruction", patience_s=2)

    def _next(self, start_s: float) -> None:
        self._recorded = False
        self._repetition = PacedRepetition(beats(self.course.planned), start_s)

    def show(self) -> Shown:
        """Show the count or the clock, and what to do now."""
        beat, since_s = self._repetition.now(self.course.active_s)
        holding = beat is not None and beat.kind == "hold"
        count, planned = self.course.count.shown
        part = since_s / beat.duration_s if beat is not None and beat.duration_s > 0 else 0.0
        ring = min(1.0, part) if holding else count / max(1, planned)
        return Shown(
            headline=self._phase or phrases.name_of(self.course.planned.exercise),
            phase=self._phase,
            dial=Dial(hold_s=since_s if holding else 0.0, ring=ring),
        )
