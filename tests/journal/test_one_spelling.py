"""A repetition, a hold and a fault have the same names in JSON, in the tables, and in what is taken in."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.journal import document, tables
from backcoach.tracking.as_json import FAULT, HOLD, REPETITION, set_as_dict
from backcoach.tracking.summary import ExerciseSet, Hold, Repetition

KEYS = {"practice_set_id", "number"}
DERIVED = {"duration_s"}


@pytest.mark.parametrize(
    ("names", "table", "taken_in"),
    [
        ((*REPETITION, "self_reported"), tables.repetition, document.ExportedRepetition),
        ((*HOLD, "self_reported"), tables.hold, document.ExportedHold),
        (FAULT, tables.fault, document.ExportedFault),
    ],
    ids=["repetition", "hold", "fault"],
)
def test_the_names_are_the_same_everywhere(names, table, taken_in):
    assert {column.name for column in table.c} - KEYS == set(names) - DERIVED
    assert set(taken_in.model_fields) == set(names) - DERIVED


numbers = st.floats(0, 600) | st.just(math.nan)
repetitions = st.builds(
    Repetition,
    index=st.integers(0, 9),
    side=st.sampled_from([None, "left", "right"]),
    status=st.sampled_from(["counted", "unsure", "unfinished"]),
    start_s=numbers,
    target_s=numbers,
    release_s=numbers,
    end_s=numbers,
    hold_s=numbers,
    faults=st.sampled_from([(), ("shallow",)]),
    range_of_motion=numbers,
)
holds = st.builds(Hold, numbers, numbers, st.sampled_from([None, "left"]), st.sampled_from([None, "up"]))


@settings(max_examples=50, deadline=None)
@given(st.lists(repetitions, max_size=6), st.lists(holds, max_size=3))
def test_the_numbers_of_a_set_are_those_of_its_summary(of_set, held):
    done = ExerciseSet("cat_camel", 0.0, 60.0, tuple(of_set), tuple(held))
    plain = set_as_dict(done)
    for name in ("exercise", "start_s", "end_s", "counted", "unsure", "attempts", "clean", "by_side"):
        assert plain[name] == getattr(done, name)
    assert repr(plain["hold_s"]) == repr(float(done.hold_s))
    for one, repetition in zip(plain["repetitions"], of_set, strict=True):
        assert (one["index"], one["clean"], one["faults"]) == (
            repetition.index,
            repetition.clean,
            [*repetition.faults],
        )
        assert repr(one["range"]) == repr(repetition.range_of_motion)
