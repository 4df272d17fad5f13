"""A dose that the journal keeps is read in one way, whoever asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import backcoach
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.catalogue import load_exercise
from backcoach.plan import Dose
from backcoach.programme.kept_plan import dose_in, planned_json


def test_what_was_planned_is_read_again():
    planned = PlannedSet(load_exercise("glute_bridge"), 8, hold_s=5.0, variant="feet_near")
    assert dose_in(planned_json(planned)) == Dose(8, 5.0, 1, "feet_near")


@pytest.mark.parametrize(
    ("kept", "dose"),
    [
        ({"repetitions": 8}, Dose(8, 0.0, 1)),
        ({"repetitions": 8, "hold_s": None, "sides": "both", "of another": "program"}, Dose(8, 0.0, 1)),
        ({}, None),
        ({"hold_s": 5}, None),
        ({"repetitions": 0}, None),
        ({"repetitions": "many"}, None),
        ({"repetitions": [8]}, None),
        ({"repetitions": 8, "hold_s": {}}, None),
    ],
)
def test_what_another_program_wrote_is_read_as_far_as_it_goes(kept, dose):
    assert dose_in(kept) == dose


def test_nothing_else_reads_it():
    readers = {
        path.name
        for path in Path(backcoach.__file__).parent.rglob("*.py")
        if "planned.get(" in path.read_text(encoding="utf-8") and path.parent.name != "plan"
    }
    assert readers == set()
