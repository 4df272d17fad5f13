"""What everybody reads is what the file says: a value has the keys of its table, and the same in their absence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, FrozenInstanceError, fields
from typing import Any

import pytest

from backcoach.exercises import mini_routine, routine, schema
from backcoach.exercises.as_json import exercise_as_json
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.figure import FigurePose, pose_of
from backcoach.exercises.strict import FileTable
from backcoach.plan import rule_schema

NOT_READ = {"schema_version", "points"}
"""The version of the file's shape; and that a feature which follows another one has no points of its own."""

FILES = (schema, routine, mini_routine, rule_schema)
"""Importing them makes their tables known."""


def tables(of: type[FileTable] = FileTable) -> Iterator[type[FileTable]]:
    for table in of.__subclasses__():
        if "makes" in vars(table):
            yield table
        yield from tables(table)


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
def test_a_value_has_the_keys_of_its_table(table: type[FileTable]) -> None:
    keys = {field.name for field in fields(table.makes)}
    assert keys - table.model_fields.keys() == set()
    assert table.model_fields.keys() - keys <= NOT_READ


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
def test_what_is_left_out_is_the_same_in_both(table: type[FileTable]) -> None:
    for field in fields(table.makes):
        said = table.model_fields[field.name]
        if said.is_required() or field.default is MISSING:
            continue
        default = said.get_default(call_default_factory=True)
        assert field.default == (default.value() if isinstance(default, FileTable) else default), field.name


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.__name__)
def test_a_value_is_frozen_and_slotted(table: type[FileTable]) -> None:
    assert "__slots__" in vars(table.makes)
    empty = object.__new__(table.makes)
    with pytest.raises(FrozenInstanceError):
        setattr(empty, fields(table.makes)[0].name, 1)


@pytest.mark.parametrize("exercise_id", BUILTIN)
def test_as_json_every_feature_and_fault_has_the_same_keys(exercise_id: str) -> None:
    row = exercise_as_json(load_exercise(exercise_id))
    assert next(iter(row)) == "schema"
    for many in (list(row["features"].values()), row["faults"]):
        assert len({tuple(one) for one in many}) == 1


def test_a_pose_in_the_words_of_a_file() -> None:
    words: dict[str, Any] = {"trunk": {"pitch": 70}, "left_leg": {"knee": 90}}
    pose = pose_of(words)
    assert (pose.trunk.pitch, pose.trunk.roll, pose.left_leg.knee, pose.arms) == (
        70,
        None,
        90,
        FigurePose().arms,
    )
    with pytest.raises(KeyError):
        pose_of({"tail": {}})
    with pytest.raises(TypeError):
        pose_of({"trunk": {"knee": 3}})
