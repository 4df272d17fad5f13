"""What an attempt lacks to be a repetition, and by how much."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backcoach.exercises.model import Condition, Exercise
from backcoach.tracking.counting.limits import limits_of
from backcoach.tracking.counting.repetitions import Running
from backcoach.tracking.summary import Attempt, Repetition, Status


def with_faults(
    exercise: Exercise, repetition: Repetition, shown: Collection[str], running: Running
) -> Repetition:
    """Return the repetition with the faults that were shown during it; an attempt with what it lacks."""
    ids = tuple(dict.fromkeys(f.id for f in exercise.faults if f.id in shown))
    spoilt = any(f.prevents_count for f in exercise.faults if f.id in ids)
    status: Status = "unfinished" if spoilt else repetition.status
    done = replace(repetition, faults=ids, status=status)
    if status != "unfinished":
        return done
    return replace(done, attempt=explain_attempt(exercise, done, running))


def explain_attempt(exercise: Exercise, done: Repetition, running: Running) -> Attempt:
    """Return what an unfinished repetition lacks.

    Parameters
    ----------
    exercise : Exercise
    done : Repetition
        With its faults and hold time.
    running : Running
        What was noted while it lasted.
    """
    spoiling = next((f.id for f in exercise.faults if f.prevents_count and f.id in done.faults), None)
    if spoiling is not None:
        return Attempt("fault", spoiling)
    if exercise.repetition.kind == "hold":
        return Attempt("hold", None, done.hold_s, exercise.repetition.min_hold_s)
    visited = {stay.phase for stay in running.stays}
    missing = [phase for phase in exercise.phases if phase.kind == "target" and phase.name not in visited]
    nearest = min((_shortest(exercise, phase.enter, running) for phase in missing), key=_lack, default=None)
    if nearest is not None:
        return nearest
    return Attempt("movement") if missing else Attempt("return")


def _shortest(exercise: Exercise, conditions: tuple[Condition, ...], running: Running) -> Attempt | None:
    """Return the condition of a target that was missed by most; None where none was missed for as much as is known."""
    missed = []
    for condition in conditions:
        # Progress is measured by this person's own range: no number that could be compared with another's.
        if exercise.features[condition.feature].kind == "progress":
            continue
        for which, feature, limit in limits_of(condition):
            value = running.extreme(feature, which)
            if (which == "greatest" and value <= limit) or (which == "least" and value >= limit):
                missed.append(Attempt("movement", feature, value, limit))
    return max(missed, key=_lack, default=None)


def _lack(attempt: Attempt | None) -> float:
    """Return which share of the way was missing; none of it where nothing is known."""
    if attempt is None or not attempt.needed:
        return 0.0
    return abs(attempt.needed - attempt.reached) / abs(attempt.needed)
