"""The JSON Schema of exercise and routine files, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any


def exercise_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an exercise file."""
    from backcoach.exercises.schema import Exercise

    return _published(Exercise.model_json_schema(by_alias=True), "Backcoach exercise file")


def routine_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a routine file."""
    from backcoach.exercises.routine import Routine

    return _published(Routine.model_json_schema(by_alias=True), "Backcoach routine file")


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as it is published: indented, with a last line end."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _published(schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
