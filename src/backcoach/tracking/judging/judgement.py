"""Judges what only a whole repetition shows: whether it counts, its range, how long its moves took and it was held."""

from __future__ import annotations

import math
from collections.abc import Iterator

from backcoach.exercises.model import DurationFault, Exercise, ExtremeFault, Fault, HoldFault
from backcoach.tracking.counting.hindsight import Stay
from backcoach.tracking.counting.repetitions import Outcome, Running
from backcoach.tracking.counting.timing import Curve
from backcoach.tracking.judging.faults import grade
from backcoach.tracking.measuring.conditions import any_met
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.summary import Severity, Status

DONE_SHARE = 0.5
"""Where a recording ends on the way back, this share of the way makes the repetition complete."""


def status_when_left(exercise: Exercise, running: Running | None, *, targets_done: bool) -> Status:
    """Judge what the person has left: a hold ends so; a cycle that is left half-way is unfinished."""
    if running is None:
        return "unfinished"
    if exercise.repetition.kind == "hold":
        return running.status_if_done
    return "unsure" if running.interrupted and targets_done else "unfinished"


def status_at_the_end(
    exercise: Exercise, running: Running | None, curve: Curve, *, targets_done: bool
) -> Status:
    """Judge what runs when a recording ends: that may be a moment before the person is quite back."""
    if running is None or not targets_done:
        return "unfinished"
    several = len(running.stays) > 1
    is_hold = exercise.repetition.kind == "hold"
    if is_hold or several or running.way_back_share(curve) >= DONE_SHARE:
        return running.status_if_done
    return "unfinished"


def judge_whole(exercise: Exercise, outcome: Outcome, running: Running) -> Iterator[tuple[Fault, Severity]]:
    """Find the faults of a repetition that is over; of an unfinished one only its range is judged."""
    cycle_given_up = outcome.repetition.status == "unfinished" and exercise.repetition.kind == "cycle"
    for fault in exercise.faults:
        if isinstance(fault, ExtremeFault):
            value = running.extreme(fault.feature, fault.extreme)
        elif cycle_given_up:
            continue
        else:
            value = _measure(fault, outcome, exercise.dose.hold_s)
        severity = grade(fault, value)
        if severity:
            yield fault, severity


def _measure(fault: Fault, outcome: Outcome, dose_hold_s: float) -> float:
    """Return the fastest move's seconds, or the share of the dose that was held; NaN for any other fault."""
    if isinstance(fault, HoldFault):
        return outcome.repetition.hold_s / dose_hold_s if dose_hold_s > 0 else math.nan
    if not isinstance(fault, DurationFault):
        return math.nan
    durations_s = [outcome.durations_s.get(phase, math.nan) for phase in fault.duration_of]
    return min((d for d in durations_s if d == d), default=math.nan)


def was_elsewhere(exercise: Exercise, stay: Stay) -> bool:
    """Whether the mean posture of a stay in a target lies outside it: only noise has passed its thresholds."""
    if exercise.repetition.kind == "hold":
        return False
    return any_met(exercise.phase(stay.phase).leave, stay.read, SURE) is True
