"""Checking a file that a person wrote: every mistake at once, with what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backcoach.exercises.plain_tables import shown
from backcoach.exercises.problem import Problem, nearest, one_of
from backcoach.exercises.rules import broken_rules
from backcoach.exercises.toml_file import FileProblemError, decode, line_of, lines_of_keys, parse, read_bytes

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

Rules = Callable[[Mapping[str, Any]], Iterable[Problem]]


def check_file(path: str | Path) -> list[Problem]:
    """Find every mistake in an exercise file.

    Parameters
    ----------
    path : str or Path
        The file; it may be missing, or anything else than an exercise.

    Returns
    -------
    list of Problem
        In the order of the file; empty if the exercise can be used.
    """
    try:
        return check_content(read_bytes(Path(path)))
    except FileProblemError as error:
        return [error.problem]


def check_content(content: bytes) -> list[Problem]:
    """Find every mistake in the content of an exercise file; empty if there is none."""
    from backcoach.exercises.schema import Exercise

    return find_problems(content, Exercise, broken_rules)


def find_problems(content: bytes, model: type[BaseModel], rules: Rules) -> list[Problem]:
    """Find every mistake in the content of a TOML file.

    Parameters
    ----------
    content : bytes
        What stands in the file.
    model : type
        The pydantic model of the whole file.
    rules : callable
        Finds the broken rules that the model's fields alone cannot tell, from the plain tables.
    """
    try:
        tables = parse(content)
    except FileProblemError as error:
        return [error.problem]
    lines = lines_of_keys(decode(content))
    placed = {replace(p, line=line_of(p.key, lines)) for p in find_problems_in(tables, model, rules)}
    return sorted(placed, key=lambda p: (p.line or 0, p.key, p.found))


def find_problems_in(tables: Mapping[str, Any], model: type[BaseModel], rules: Rules) -> list[Problem]:
    """Find every mistake in plain tables, whatever file they come from; see `find_problems`."""
    try:
        return [*_wrong_fields(tables, model), *rules(tables)]
    except RecursionError:
        return [Problem("", "lists within lists without end", "the tables of the schema")]


def _wrong_fields(tables: Mapping[str, Any], model: type[BaseModel]) -> list[Problem]:
    from pydantic import ValidationError

    try:
        model.model_validate(tables)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return [_as_problem(e, model) for e in errors if not _is_said_elsewhere(e)]
    return []


def _is_said_elsewhere(error: ErrorDetails) -> bool:
    """Whether the rules say it better, or the list is too short only without its wrong items."""
    if error["type"] == "too_short":
        return bool(len(error["input"]) >= error["ctx"]["min_length"])
    return error["type"] == "broken_rule"


def _as_problem(error: ErrorDetails, model: type[BaseModel]) -> Problem:
    """Put an error of the validation library into words for the person who wrote the file."""
    kind, loc, value = error["type"], error["loc"], error["input"]
    if loc and loc[-1] == "[key]":
        return Problem(_path(loc[:-1]), f"the name '{loc[-2]}'", _allowed(error, loc, model))
    if kind == "missing":
        return Problem(_path(loc), "nothing", f"this key is needed{_described(loc, model)}")
    if kind == "extra_forbidden":
        return _unknown_key(loc, model)
    if kind == "literal_error":
        return _unknown_word(loc, value, model)
    return Problem(_path(loc), shown(value), _allowed(error, loc, model))


def _unknown_key(loc: tuple[int | str, ...], model: type[BaseModel]) -> Problem:
    keys = _node(loc[:-1], model).get("properties", {})
    name = str(loc[-1])
    near = nearest(name, keys)
    return Problem(
        _path(loc), f"an unknown key '{name}'", one_of(keys) + (f"; did you mean {near}?" if near else "")
    )


def _unknown_word(loc: tuple[int | str, ...], value: Any, model: type[BaseModel]) -> Problem:
    node = _node(loc, model)
    words = [str(word) for word in node.get("enum", [node.get("const")])]
    near = nearest(value, words) if isinstance(value, str) else None
    return Problem(_path(loc), shown(value), one_of(words) + (f"; did you mean {near}?" if near else ""))


def _allowed(error: ErrorDetails, loc: tuple[int | str, ...], model: type[BaseModel]) -> str:
    kind = error["type"]
    if kind in ("string_pattern_mismatch", "string_type"):
        return _described(loc, model).removeprefix(": ") or "a text"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "a table"
    if kind == "tuple_type":
        return "a list"
    if kind == "too_short":
        return f"a list of at least {error['ctx']['min_length']}"
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return message[:1].lower() + message[1:]


def _described(loc: tuple[int | str, ...], model: type[BaseModel]) -> str:
    description = _node(loc, model).get("description", "")
    return f": {description}" if description else ""


def _node(loc: Iterable[int | str], model: type[BaseModel]) -> dict[str, Any]:
    """Return the part of the JSON Schema that describes one place of the file; empty if there is none."""
    schema = _schema(model)
    node: dict[str, Any] = schema
    for step in loc:
        if step == "[key]":  # all names of tables follow the rule of the file's own id
            return dict(schema["properties"]["id"])
        node = _resolve(node, schema)
        if isinstance(step, int):
            fixed = node.get("prefixItems", [])
            node = fixed[step] if step < len(fixed) else node.get("items", {})
        else:
            named = next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties"))
            node = node.get("properties", {}).get(step) or named or {}
        if not isinstance(node, dict):
            return {}
    return _resolve(node, schema)


def _resolve(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references and step over "or nothing"."""
    own = {key: node[key] for key in ("description",) if key in node}
    for choice in node.get("anyOf", []):
        if choice.get("type") != "null":
            return {**_resolve(choice, schema), **own}
    if "$ref" in node:
        target = schema["$defs"][node["$ref"].rpartition("/")[2]]
        return {**_resolve(target, schema), **own}
    return node


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _path(loc: Iterable[int | str]) -> str:
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return path
