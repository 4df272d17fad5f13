"""Tiny exercises and readings made by hand, for the parts of the tracker that know nothing about people."""

import math
from functools import cache
from pathlib import Path
from typing import Any

from backcoach.exercises.model import Exercise
from backcoach.exercises.reading import read_tables
from backcoach.exercises.schema import ExerciseTable
from backcoach.exercises.toml_file import parse, read_bytes
from backcoach.tracking.measuring.features import Reading

SQUAT_FILE = Path(__file__).parents[1] / "data" / "squat.toml"
FEATURE = {"kind": "angle", "points": ["hip", "knee", "ankle"]}

START = {
    "name": "start",
    "kind": "start",
    "enter": [{"feature": "way", "below": 10}],
    "leave": [{"feature": "way", "above": 20}],
}
GO = {"name": "go", "kind": "move"}
UP = {
    "name": "up",
    "kind": "target",
    "enter": [{"feature": "way", "above": 80}],
    "leave": [{"feature": "way", "below": 70}],
}
BACK = {"name": "back", "kind": "move"}
DOWN = {
    "name": "down",
    "kind": "target",
    "enter": [{"feature": "way", "below": -80}],
    "leave": [{"feature": "way", "above": -70}],
}
AGAIN = {"name": "again", "kind": "move"}


def make_exercise(**changes: Any) -> Exercise:
    """Return an exercise of which everything that is not given is the squat's."""
    squat = parse(read_bytes(SQUAT_FILE))
    for key in ("faults", "cautions"):
        squat[key] = []
    squat |= {"features": {"way": FEATURE, "other": FEATURE}, "posture": [{"feature": "way", "above": -999}]}
    squat |= {"repetition": {"kind": "cycle", "signal": "way"}, "phases": [START, GO, UP, BACK]}
    squat["figure"]["faults"] = {}
    exercise, problems = read_tables(squat | changes, ExerciseTable, lambda _: ())
    assert exercise is not None, problems
    return exercise


@cache
def two_ends(ends: str) -> Exercise:
    """Return an exercise with two targets, in order or in any order; the start lies between them."""
    start = START | {
        "enter": [{"feature": "way", "above": -10, "below": 10}],
        "leave": [{"feature": "way", "above": 20}, {"feature": "way", "below": -20}],
    }
    return make_exercise(
        phases=[start, GO, UP, BACK, DOWN, AGAIN],
        repetition={"kind": "cycle", "signal": "way", "ends": ends},
    )


@cache
def a_hold() -> Exercise:
    """Return an exercise of which every stay in the one target is a repetition."""
    return make_exercise(phases=[UP | {"hold": True}], repetition={"kind": "hold", "signal": "way"})


def reader(confidence: float = 1.0, **values: float):
    """Return a function that reads these values; what is NaN is not seen."""
    return lambda name: Reading(values[name], 0.0 if math.isnan(values[name]) else confidence)
