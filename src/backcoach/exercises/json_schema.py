"""The JSON Schema of files, for editors and other programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backcoach.exercises.strict import FileTable

_NAMED_AFTER_TABLE = re.compile(r'\b([A-Z]\w+)Table"')


def exercise_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an exercise file."""
    from backcoach.exercises.schema import ExerciseTable

    return published(ExerciseTable, "Backcoach exercise file")


def routine_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a routine file."""
    from backcoach.exercises.routine import RoutineTable

    return published(RoutineTable, "Backcoach routine file")


def published(shape: type[FileTable], title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file; its tables are called after the values that they make."""
    named = _NAMED_AFTER_TABLE.sub(r'\1"', json.dumps(shape.model_json_schema(by_alias=True)))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **json.loads(named), "title": title}


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as it is published: indented, with a last line end."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
