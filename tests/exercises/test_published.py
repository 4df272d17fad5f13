"""What is made from the exercise files and the schema: JSON Schema and phase diagrams."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from backcoach.exercises.catalogue import BUILTIN, Catalogue, load_exercise
from backcoach.exercises.diagram import phase_diagram
from backcoach.exercises.feature_schema import FEATURE_TABLES, KINDS
from backcoach.exercises.json_schema import as_text, exercise_json_schema, routine_json_schema

DOCS = Path(__file__).parents[2] / "docs"
SQUAT = Path(__file__).parents[1] / "data" / "squat.toml"


@pytest.mark.parametrize(
    ("name", "make"), [("exercise", exercise_json_schema), ("routine", routine_json_schema)]
)
def test_published_schema_is_current(name: str, make: object) -> None:
    assert callable(make)
    published = (DOCS / f"{name}.schema.json").read_text(encoding="utf-8")
    assert published == as_text(make()), (
        f"docs/{name}.schema.json is older than the schema (json_schema.as_text)"
    )


def test_schema_knows_the_closed_vocabulary() -> None:
    schema = exercise_json_schema()
    assert schema["additionalProperties"] is False
    assert "schema" in schema["required"]
    kinds = [
        kind for shape in FEATURE_TABLES for kind in words_of(schema, shape.__name__.removesuffix("Table"))
    ]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == set(KINDS)


def words_of(schema: dict[str, Any], shape: str) -> list[str]:
    kind = schema["$defs"][shape]["properties"]["kind"]
    return list(kind.get("enum", [kind.get("const")]))


def test_schema_has_each_key_only_where_it_means_something() -> None:
    """An editor that follows the schema offers a trend its window, and an angle three points and no window."""
    shapes = exercise_json_schema()["$defs"]
    angle, trend = shapes["ThreePoint"], shapes["Trend"]
    assert angle["properties"]["points"]["minItems"] == angle["properties"]["points"]["maxItems"] == 3
    assert not {"of", "window_s", "least_range"} & angle["properties"].keys()
    assert {"kind", "of", "window_s"} == set(trend["required"])
    measures = {"feature", "extreme", "duration_of", "hold_share"}
    faults = [set(shape["required"]) & measures for shape in shapes.values() if "cue" in shape["properties"]]
    assert sorted(map(sorted, faults)) == [
        ["duration_of"],
        ["extreme", "feature"],
        ["feature"],
        ["hold_share"],
    ]


def test_diagram_of_a_cycle() -> None:
    assert phase_diagram(load_exercise(SQUAT)) == (
        "stateDiagram-v2\n"
        "    [*] --> standing: in position, knee above 155 and hip above 145, for 0.2 s\n"
        "    standing --> down: knee below 145\n"
        "    down --> bottom: knee below 120 and hip below 130, for 0.1 s\n"
        "    down --> standing: knee above 155 and hip above 145, for 0.2 s (unfinished)\n"
        "    bottom --> up: knee above 130\n"
        "    up --> standing: knee above 155 and hip above 145, for 0.2 s (one repetition)\n"
    )


@pytest.mark.parametrize("exercise_id", BUILTIN)
def test_every_phase_is_in_the_diagram_and_can_be_reached_and_left(exercise_id: str, personal: Path) -> None:
    exercise = Catalogue()[exercise_id]
    arrows = re.findall(r"^    (\S+) --> ([^:\s]+): \S", phase_diagram(exercise), re.MULTILINE)
    names = {phase.name for phase in exercise.phases}
    assert {start for start, _ in arrows} == {"[*]", *names}
    assert {end for _, end in arrows} - {"[*]"} == names
