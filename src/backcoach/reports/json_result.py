"""Results as JSON: the contract with every program that reads them. Fields are added, never renamed."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from backcoach import __version__
from backcoach.analysis.result import Analysis
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition

SCHEMA = 1
DIGITS = 3


def write_json(analyses: Sequence[Analysis]) -> str:
    """Return the JSON document of several results; see ``as_document``."""
    return json.dumps(as_document(analyses), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_document(analyses: Sequence[Analysis]) -> dict[str, Any]:
    """Return results as plain values for JSON: three decimals, ``None`` for what is not known."""
    document = {"schema": SCHEMA, "version": __version__, "results": [as_result(a) for a in analyses]}
    rounded: dict[str, Any] = _rounded(document)
    return rounded


def as_result(analysis: Analysis) -> dict[str, Any]:
    """Return one result as a dictionary, unrounded."""
    tracking = analysis.tracking
    return {
        "source": analysis.source,
        "duration_s": analysis.duration_s,
        "frames": analysis.frames,
        "error": analysis.error,
        "partial": analysis.partial,
        "notes": list(analysis.notes),
        "people_max": analysis.people_max,
        "tracking": {"seen_s": tracking.seen_s, "unsure_s": tracking.unsure_s, "lost_s": tracking.lost_s},
        "sets": [_set(s) for s in analysis.sets],
    }


def _set(done: ExerciseSet) -> dict[str, Any]:
    return {
        "exercise": done.exercise,
        "start_s": done.start_s,
        "end_s": done.end_s,
        "counted": done.counted,
        "unsure": done.unsure,
        "clean": done.clean,
        "by_side": dict(done.by_side),
        "hold_s": float(done.hold_s),
        "repetitions": [_repetition(r) for r in done.repetitions],
        "holds": [_hold(h) for h in done.holds],
        "faults": [_fault(f) for f in done.faults],
    }


def _repetition(repetition: Repetition) -> dict[str, Any]:
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
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "start_s": hold.start_s,
        "end_s": hold.end_s,
        "duration_s": hold.duration_s,
        "side": hold.side,
        "what": hold.what,
    }


def _fault(fault: FaultSpan) -> dict[str, Any]:
    return {
        "id": fault.id,
        "severity": fault.severity,
        "start_s": fault.start_s,
        "end_s": fault.end_s,
        "side": fault.side,
        "phase": fault.phase,
    }


def _rounded(value: Any) -> Any:
    """Round numbers; what is not a number is null, for JSON knows neither NaN nor infinity."""
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return value
