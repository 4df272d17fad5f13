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

REPETITION = (
    "index", "side", "status", "start_s", "target_s", "release_s", "end_s", "hold_s", "range", "clean", "faults",
)  # fmt: skip
HOLD = ("start_s", "end_s", "duration_s", "side", "what")
FAULT = ("id", "severity", "start_s", "end_s", "side", "phase")
"""What a repetition, a hold and a fault are made of, in their order: in JSON, in the journal and in its export."""

_ATTRIBUTES = {"range": "range_of_motion"}


def set_as_dict(done: ExerciseSet) -> dict[str, Any]:
    """Return a set with its repetitions, holds and faults."""
    return set_of(
        done.exercise,
        done.start_s,
        done.end_s,
        [repetition_as_dict(one) for one in done.repetitions],
        [hold_as_dict(one) for one in done.holds],
        [fault_as_dict(one) for one in done.faults],
    )


def set_of(
    exercise: str,
    start_s: float,
    end_s: float,
    repetitions: list[dict[str, Any]],
    holds: list[dict[str, Any]],
    faults: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return a set whose parts are tables already, with its numbers; see `ExerciseSet`.

    The sum of the holds is not known (NaN, or None) where one of them is not.
    """
    counted = [one for one in repetitions if one["status"] == "counted"]
    sides = [one["side"] for one in counted]
    durations_s = [one["duration_s"] for one in holds]
    return {
        "exercise": exercise,
        "start_s": start_s,
        "end_s": end_s,
        "counted": len(counted),
        "unsure": sum(one["status"] == "unsure" for one in repetitions),
        "attempts": sum(one["status"] == "unfinished" for one in repetitions),
        "clean": sum(one["clean"] for one in repetitions),
        "by_side": {"left": sides.count("left"), "right": sides.count("right")},
        "hold_s": None if None in durations_s else float(sum(durations_s)),
        "repetitions": repetitions,
        "holds": holds,
        "faults": faults,
    }


def repetition_as_dict(repetition: Repetition) -> dict[str, Any]:
    """Return one repetition."""
    attempt = attempt_as_dict(repetition.attempt) if repetition.attempt else None
    return {**_table(repetition, REPETITION), "faults": list(repetition.faults), "attempt": attempt}


def hold_as_dict(hold: Hold) -> dict[str, Any]:
    """Return one hold."""
    return _table(hold, HOLD)


def fault_as_dict(fault: FaultSpan) -> dict[str, Any]:
    """Return one fault."""
    return _table(fault, FAULT)


def _table(value: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(value, _ATTRIBUTES.get(name, name)) for name in names}


def attempt_as_dict(attempt: Attempt) -> dict[str, Any]:
    """Return what an attempt lacks."""
    return {
        "lack": attempt.lack,
        "feature": attempt.feature,
        "reached": attempt.reached,
        "needed": attempt.needed,
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
