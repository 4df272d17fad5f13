"""An exercise as data for other programs: the keys of its file, each of them always there."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backcoach.exercises.model import Exercise

Row = dict[str, Any]

_FEATURE: Row = {
    "kind": None,
    "points": (),
    "of": None,
    "least_range": 0.0,
    "window_s": 0.0,
    "unit": None,
    "space": None,
    "side": None,
    "opposite": None,
    "relative": None,
    "neutral": None,
    "absolute": None,
    "smooth_s": None,
}
"""The keys of a feature in their order, with what stands for those that its kind has not."""

_FAULT: Row = {
    "id": None,
    "name": None,
    "title": None,
    "feature": None,
    "warn_above": None,
    "warn_below": None,
    "above": None,
    "below": None,
    "own": None,
    "duration_of": (),
    "hold_share": False,
    "extreme": None,
    "phases": None,
    "for_s": None,
    "warn_for_s": None,
    "given": None,
    "prevents_count": None,
    "views": None,
    "asks_out": None,
    "cue": None,
    "stronger_cue": None,
    "praise": None,
    "source": None,
}
"""The keys of a fault in their order, with what stands for those that its measure has not."""


def exercise_as_json(exercise: Exercise) -> Row:
    """Return an exercise as plain data, with the keys of its file in their order."""
    row = {"schema": 1, **asdict(exercise)}
    row["features"] = {name: {**_FEATURE, **feature} for name, feature in row["features"].items()}
    row["faults"] = [{**_FAULT, **fault} for fault in row["faults"]]
    return row
