"""Whatever is done to a valid file: reading it gives problems or an exercise, never an error."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.exercises.check import check_content
from backcoach.exercises.model import Exercise
from backcoach.exercises.problem import Problem
from backcoach.exercises.reading import read_tables
from backcoach.exercises.rules import broken_rules
from backcoach.exercises.schema import ExerciseTable
from backcoach.exercises.toml_file import parse

TABLES = parse((Path(__file__).parents[1] / "data" / "squat.toml").read_bytes())
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["knee", "bottom", "shallow", "start", "move", "target", "hold", "trend", "neutral"]),
    st.just(datetime.date(2026, 1, 1)),
    st.lists(st.one_of(st.text(max_size=3), st.integers(), st.just({"feature": "knee"})), max_size=3),
    st.dictionaries(st.sampled_from(["kind", "name", "feature", "of", "x"]), st.text(max_size=3), max_size=3),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """All containers and keys of a nested value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, item in items:
        found.append((value, key))
        found += places(item)
    return found


def read(tables: dict[str, Any]) -> tuple[Exercise | None, list[Problem]]:
    return read_tables(tables, ExerciseTable, broken_rules)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_gives_problems_or_a_valid_exercise(data: st.DataObject) -> None:
    tables = copy.deepcopy(TABLES)
    for _ in range(data.draw(st.integers(1, 3))):
        all_places = places(tables)
        container, key = all_places[data.draw(st.integers(0, 10_000)) % len(all_places)]
        if data.draw(st.booleans()) and len(all_places) > 1:
            del container[key]
        else:
            container[key] = copy.deepcopy(data.draw(VALUES))
    exercise, problems = read(tables)
    assert (exercise is None) == bool(problems)
    for problem in problems:
        assert problem.found
        assert problem.allowed


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_problems(content: bytes) -> None:
    assert check_content(content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 200))
def test_cut_out_piece_never_raises(start: int, length: int) -> None:
    content = (Path(__file__).parents[1] / "data" / "squat.toml").read_bytes()
    check_content(content[:start] + content[start + length :])


@pytest.mark.parametrize("value", [[], "x", 3, None])
def test_file_that_is_no_table_at_the_places_of_tables(value: Any) -> None:
    assert read(dict.fromkeys(TABLES, value))[1]
