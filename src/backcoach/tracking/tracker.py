"""The tracker: pose frames in, events out, a summary at the end. Pure and deterministic."""

from __future__ import annotations

import math
from dataclasses import replace

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.counting.hindsight import Hindsight
from backcoach.tracking.counting.limits import rest_threshold, shows_in_signal
from backcoach.tracking.counting.phases import PhaseMachine, Step, Transition
from backcoach.tracking.counting.posture import PostureGate
from backcoach.tracking.counting.repetitions import Running
from backcoach.tracking.counting.sight import Sight
from backcoach.tracking.counting.tally import Tally
from backcoach.tracking.counting.timing import Curve
from backcoach.tracking.counting.ways_out import WaysOut
from backcoach.tracking.events import (
    Event,
    HoldPaused,
    HoldResumed,
    HoldStarted,
    PhaseChanged,
    PositionLeft,
    PositionTaken,
)
from backcoach.tracking.judging.judge import Judge
from backcoach.tracking.judging.judgement import (
    status_at_the_end,
    status_when_left,
)
from backcoach.tracking.judging.unclear import UnclearWatch, told
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.measuring.observation import Observation, Observer, Reading
from backcoach.tracking.measuring.readings import Readings
from backcoach.tracking.state import State
from backcoach.tracking.summary import Side, Status, Summary

CURVE_S = 3.0
"""How much of the signal is kept from before a repetition."""


class Tracker:
    """Follows one exercise through a stream of pose frames.

    Parameters
    ----------
    exercise : Exercise
        What is done; all thresholds come from here.

    Notes
    -----
    The same frames give the same events, whatever the clock or the machine. Frames come in the order of their
    time; the frame rate may vary.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._observer = Observer()
        self._readings = Readings(exercise)
        self._gate = PostureGate(exercise.posture)
        self._machine = PhaseMachine(exercise)
        self._extreme_features = {f.feature for f in exercise.faults if f.feature and f.extreme} | {
            c.feature for p in exercise.phases for c in p.enter
        }
        self._tally = Tally(exercise.id)
        self._curve = Curve()
        self._ways_out = WaysOut(exercise)
        self._unclear = UnclearWatch(exercise)
        self._hindsight = Hindsight(exercise, self._readings)
        self._judge = Judge(exercise, self._readings, self._hindsight, self._tally)
        self._running: Running | None = None
        self._state: State | None = None
        self._last_s: float | None = None
        self._sight = Sight()
        self._rest_since_s = self._ready_s = -math.inf
        self._by_movement = exercise.repetition.side == "moving"
        self._start_is_elsewhere = not shows_in_signal(exercise, exercise.phases[0].enter)
        self._timed_by = exercise.repetition.timed_by or exercise.repetition.signal
        self._needed = exercise.repetition.sure or (exercise.repetition.signal,)

    def feed(self, frame: PoseFrame) -> tuple[Event, ...]:
        """Take in the next frame; return what became certain with it.

        Parameters
        ----------
        frame : PoseFrame
            Must not be earlier than the one before.

        Returns
        -------
        tuple of Event
            Mostly empty.

        Raises
        ------
        ValueError
            If the frame's time goes backwards or is not a number.
        """
        return self.observe(self._observer.observe(frame))

    def observe(self, seen: Observation) -> tuple[Event, ...]:
        """Take in an observation that is shared with other trackers; otherwise as ``feed``.

        Parameters
        ----------
        seen : Observation
            Smoothed, with sides named; not earlier than the last one.

        Returns
        -------
        tuple of Event
            In the order of time.
        """
        dt_s = self._advance(seen.time_s)
        self._state = None
        self._readings.update(seen, dt_s)
        confidence = min([self._readings.read(name).confidence for name in self._needed])
        events = self._follow_sight(seen, confidence, dt_s)
        if confidence > 0:
            self._unclear.watch(self._readings, seen.time_s)
            self._curve.add(seen.time_s, self._readings.read_raw(self._timed_by))
            self._hindsight.add(seen)
            if self._running is None:
                self._curve.drop_before(seen.time_s - CURVE_S)
                self._hindsight.drop_before(seen.time_s - CURVE_S)
            else:
                self._ways_out.add(seen.time_s, self._readings)
            events += self._follow_posture(seen.time_s)
            if self._gate.open:
                events += self._follow_phases(seen, confidence, dt_s)
            elif self._gate.opening:
                self._look_ahead(seen)
            else:
                self._machine.reset()
        elif self._running is not None:
            self._running.see(dt_s, sure=False)
        return tuple(events)

    def finish(self) -> Summary:
        """Close what is still running, and return everything that was understood.

        Returns
        -------
        Summary
            Sets in the order of time; seconds seen, unsure and lost.
        """
        self.end()
        return self.so_far()

    def so_far(self) -> Summary:
        """Return what was understood until now, without what is still running.

        Returns
        -------
        Summary
            As of ``finish``.
        """
        done = self._tally.summary()
        return replace(done, unclear=told(self._unclear.found, done.sets))

    def end(self) -> tuple[Event, ...]:
        """Close what is still running, as at the end of a recording; return the last events.

        Returns
        -------
        tuple of Event
            In the order of time.
        """
        if self._last_s is None:
            return ()
        done = self._machine.targets_done
        status = status_at_the_end(self.exercise, self._running, self._curve, targets_done=done)
        events = self._end_running(self._last_s, status, self._last_s)
        events += self._judge.close(self._last_s, self._last_s)
        events += self._judge.judge_return(self._last_s, self._last_s)
        self._machine.reset()
        self._state = None
        return tuple(events)

    @property
    def state(self) -> State:
        """What a display shows now; made once for each frame, however often it is asked for."""
        self._state = self._state or self._make_state()
        return self._state

    def _make_state(self) -> State:
        running, phase, time_s = self._running, self._machine.phase, self._last_s or 0.0
        target = phase.name if phase and phase.kind == "target" else None
        hold_s, stay_s = running.clocks_s(self._curve, time_s) if running else (0.0, 0.0)
        return State(
            exercise=self.exercise.id,
            in_position=self._gate.open,
            phase=phase.name if phase else None,
            count=self._tally.counted,
            side=self._side(running) if running else None,
            hold_s=hold_s,
            target=target,
            stay_s=stay_s if target else 0.0,
            repetition_s=time_s - running.start_s if running else 0.0,
            faults=self._judge.shown,
            signal=self._readings.read(self.exercise.repetition.signal).value,
            seen=not self._sight.lost,
        )

    def read(self, feature: str) -> Reading:
        """Return how a feature of the exercise reads now: its value, and how clearly it is seen.

        Asking changes nothing that is understood later. What needs a history, such as a speed, is known in position.

        Parameters
        ----------
        feature : str
            Its name in the exercise file.

        Returns
        -------
        Reading
            In the feature's own unit; NaN where it is not seen.

        Raises
        ------
        KeyError
            If the exercise has no such feature.
        """
        return self._readings.peek(feature)

    @property
    def in_position(self) -> bool:
        """Whether the person is in the exercise's posture."""
        return self._gate.open

    @property
    def running(self) -> bool:
        """Whether a repetition has begun and is not over."""
        return self._running is not None

    def _advance(self, time_s: float) -> float:
        if not math.isfinite(time_s) or (self._last_s is not None and time_s < self._last_s):
            raise ValueError(f"frames must come in the order of time: {time_s} s after {self._last_s} s")
        if self._last_s is None:
            self._last_s = time_s
        dt_s = time_s - self._last_s
        self._last_s = time_s
        return dt_s

    # --- seen, unsure, lost -----------------------------------------------------------------------------------

    def _follow_sight(self, seen: Observation, confidence: float, dt_s: float) -> list[Event]:
        time_s = seen.time_s
        visible = seen.seen and confidence > 0
        self._tally.add_time(dt_s, seen=confidence >= SURE, unsure=visible)
        events = self._sight.follow(time_s, visible=visible)
        if visible and seen.cut:
            events += self._interrupt(time_s)
        if self._sight.is_given_up(time_s) and (self._gate.open or self._running):
            events += self._interrupt(self._sight.last_s)
        return events

    def _interrupt(self, time_s: float) -> list[Event]:
        """The person was out of sight, or the picture was cut: nothing is known about the position any more."""
        if self._running is not None:
            self._running.interrupted = True
        return self._leave_position(time_s)

    # --- posture ----------------------------------------------------------------------------------------------

    def _follow_posture(self, time_s: float) -> list[Event]:
        phase = self._machine.phase
        if not self._gate.update(self._readings.read, phase.name if phase else None, time_s):
            return []
        if self._gate.open:
            self._ready_s = self._gate.since_s
            return [PositionTaken(time_s)]
        return self._leave_position(self._gate.since_s)

    def _leave_position(self, since_s: float) -> list[Event]:
        was_open = self._gate.open or self._running is not None
        self._gate.close()
        now_s = since_s if self._last_s is None else self._last_s
        events = self._judge.close(since_s, now_s) + self._judge.judge_return(since_s, now_s)
        events += self._end_running(
            since_s,
            status_when_left(self.exercise, self._running, targets_done=self._machine.targets_done),
            now_s,
        )
        self._machine.reset()
        self._readings.leave()
        self._hindsight.leave()
        if was_open:
            events.append(PositionLeft(now_s))
        return events

    # --- phases -----------------------------------------------------------------------------------------------

    def _follow_phases(self, seen: Observation, confidence: float, dt_s: float) -> list[Event]:
        time_s = seen.time_s
        self._readings.remember()
        events: list[Event] = []
        phase = self._machine.phase
        if phase is None or phase.kind == "start":
            self._rest_since_s = max(self._machine.since_s, time_s - CURVE_S)
            self._readings.learn()
            events += self._judge.judge_return(time_s, time_s, over=False)
        for step in self._machine.step(self._readings.read, time_s, is_back=self._is_back()):
            events += self._take(step, time_s)
        if self._running is not None:
            self._running.see(dt_s, sure=confidence >= SURE)
            self._follow_side(self._running, dt_s)
            for name in self._extreme_features:
                self._running.watch(name, self._readings.read(name))
            events += self._watch_patience(time_s)
        phase, running = self._machine.phase, self._running
        side = self._side(running) if running else None
        return events + self._judge.watch(phase.name if phase else None, side, time_s, dt_s)

    def _is_back(self) -> bool:
        """Whether the signal may be that of the start; where the start is known by the signal, that is its own rule."""
        running = self._running
        if running is None or not self._start_is_elsewhere:
            return True
        return running.is_back(self._readings.read(self.exercise.repetition.signal).value)

    def _look_ahead(self, seen: Observation) -> None:
        """Note the start position while the gate is still opening: a recording may begin with the movement."""
        self._readings.learn()
        if not self._machine.running:
            self._machine.find_start(self._readings.read, seen.time_s)

    def _follow_side(self, running: Running, dt_s: float) -> None:
        if self._by_movement:
            in_target = self._machine.phase is not None and self._machine.phase.kind == "target"
            running.vote(self._readings.sides.leading(), dt_s * (3.0 if in_target else 1.0))
            self._readings.sides.moving = running.side

    def _side(self, running: Running) -> Side | None:
        rule = self.exercise.repetition.side
        if rule == "none":
            return None
        return running.side if rule == "moving" else self._readings.sides.upper

    def _take(self, step: Transition, time_s: float) -> list[Event]:
        events: list[Event] = []
        if step.step is Step.BEGIN:
            events += self._judge.judge_return(step.since_s, time_s)
            self._begin(step.since_s)
        if step.step is Step.ABANDON:
            events += self._end_running(step.since_s, "unfinished", time_s)
        elif step.step is Step.FINISH:
            events += self._end_running(step.since_s, self._status_when_done(), time_s)
        elif self._running is not None:
            self._running.take(step)
            events += self._hold_events(step, self._running, time_s)
        side = self._side(self._running) if self._running else None
        return [*events, PhaseChanged(time_s, step.phase, step.since_s, side)]

    def _hold_events(self, step: Transition, running: Running, time_s: float) -> list[Event]:
        if not running.stays or not self.exercise.phase(running.stays[-1].phase).hold:
            return []
        side = self._side(running)
        if step.step is Step.REACH:
            self._readings.restart_trends()
            return [HoldStarted(time_s, step.since_s, side, running.stays[-1].phase)]
        if step.step is Step.RELEASE:
            return [HoldPaused(time_s, running.held_s(time_s))]
        return [HoldResumed(time_s)] if step.step is Step.RESUME else []

    def _begin(self, since_s: float) -> None:
        self._readings.lock()
        self._ways_out.drop_before(since_s)
        rest = rest_threshold(self.exercise)
        rest_since_s = since_s - 1.5
        if self.exercise.repetition.kind == "cycle":
            rest_since_s = min(self._rest_since_s, since_s - 0.5)
            rest = self._curve.level_away_from(self._rest_since_s, since_s)
        self._running = Running(self.exercise, since_s, rest, rest_since_s)
        self._running.ready_since_s = min(rest_since_s, max(self._ready_s, since_s - CURVE_S))

    def _watch_patience(self, time_s: float) -> list[Event]:
        running, rule = self._running, self.exercise.repetition
        if rule.kind == "hold" or running is None or time_s - running.start_s <= rule.max_s:
            return []
        events = self._end_running(time_s, "unfinished", time_s)
        self._machine.reset()
        return events

    # --- the end of a repetition ------------------------------------------------------------------------------

    def _status_when_done(self) -> Status:
        assert self._running is not None
        return self._running.status_if_done

    def _end_running(self, end_s: float, status: Status, time_s: float) -> list[Event]:
        running, self._running = self._running, None
        if running is None or (status == "unfinished" and not running.is_attempt(end_s)):
            self._readings.sides.unlock()
            return []
        side, rule = self._side(running), self.exercise.repetition
        if rule.kind == "hold":
            end_s = end_s if running.shows_end(self._curve, end_s) else self._ways_out.left_s(end_s)
            if running.held_s(end_s) < rule.min_hold_s:
                status = "unfinished"
        outcome = running.finish(side, status, self._curve, end_s, self._hindsight.course)
        repetition, events = self._judge.judge_repetition(outcome, running, time_s)
        if repetition.status != "unfinished":
            self._ready_s = repetition.end_s
        self._readings.end()
        return events
