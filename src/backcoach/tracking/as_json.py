"""What a person did as plain tables, ready for JSON: the contract with every program that reads results.

Names are added, never renamed. Numbers are as they are; `rounded` makes them fit for JSON.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from backcoach.tracking.summary import Attempt, ExerciseSet, FaultSpan, Hold, Repetition, Tracking, Unclear

DIGITS = 3
PLAIN = frozenset({str, int, bool, type(None)})
"""What needs no rounding."""


def set_as_dict(done: ExerciseSet) -> dict[str, Any]:
    """Return a set with its repetitions, holds and faults."""
    return {
        "exercise": done.exercise,
        "start_s": done.start_s,
        "end_s": done.end_s,
        "counted": done.counted,
        "unsure": done.unsure,
        "attempts": done.attempts,
        "clean": done.clean,
        "by_side": dict(done.by_side),
        "hold_s": float(done.hold_s),
        "repetitions": [repetition_as_dict(r) for r in done.repetitions],
        "holds": [hold_as_dict(h) for h in done.holds],
        "faults": [fault_as_dict(f) for f in done.faults],
    }


def repetition_as_dict(repetition: Repetition) -> dict[str, Any]:
    """Return one repetition."""
    return {
        "index": repetition.index,
        "side": repetition.side,
        "status": repetition.status,
        "start_s": repetition.start_s,
        "target_s": repetition.target_s,
        "release_s": repetition.release_s,
        "end_s": repetition.end_s,
        "hold_s": repetition.hold_s,
        "range": repetition.range_of_motion,
        "clean": repetition.clean,
        "faults": list(repetition.faults),
        "attempt": attempt_as_dict(repetition.attempt) if repetition.attempt else None,
    }


def attempt_as_dict(attempt: Attempt) -> dict[str, Any]:
    """Return what an attempt lacks."""
    return {
        "lack": attempt.lack,
        "feature": attempt.feature,
        "reached": attempt.reached,
        "needed": attempt.needed,
    }


def hold_as_dict(hold: Hold) -> dict[str, Any]:
    """Return one hold."""
    return {
        "start_s": hold.start_s,
        "end_s": hold.end_s,
        "duration_s": hold.duration_s,
        "side": hold.side,
        "what": hold.what,
    }


def fault_as_dict(fault: FaultSpan) -> dict[str, Any]:
    """Return one fault."""
    return {
        "id": fault.id,
        "severity": fault.severity,
        "start_s": fault.start_s,
        "end_s": fault.end_s,
        "side": fault.side,
        "phase": fault.phase,
    }


def unclear_as_dict(unclear: Unclear) -> dict[str, Any]:
    """Return a movement that could not be told from this view."""
    return {
        "exercise": unclear.exercise,
        "view": unclear.view,
        "start_s": unclear.start_s,
        "end_s": unclear.end_s,
        "text": unclear.text,
    }


def tracking_as_dict(tracking: Tracking) -> dict[str, Any]:
    """Return how much was seen."""
    return {"seen_s": tracking.seen_s, "unsure_s": tracking.unsure_s, "lost_s": tracking.lost_s}


def rounded(value: Any) -> Any:
    """Round numbers to the thousandth; what is not a number is null, for JSON knows neither NaN nor infinity."""
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    if isinstance(value, dict):
        return dict(zip(value, _all_rounded(value.values()), strict=True))
    if isinstance(value, list):
        return _all_rounded(value)
    return value


def _all_rounded(values: Iterable[Any]) -> list[Any]:
    """Round each; most are plain numbers and words, and years of them are many, so only the rest costs a call."""
    return [
        item
        if type(item) in PLAIN
        else (
            round(item, DIGITS) if item - item == 0 else None
        )  # nothing but a finite number minus itself is 0
        if type(item) is float
        else rounded(item)
        for item in values
    ]
