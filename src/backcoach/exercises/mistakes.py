"""What the validation library finds wrong with a file, in words for the person who wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from backcoach.exercises.plain_tables import shown
from backcoach.exercises.problem import Problem, nearest, one_of

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]
Node = dict[str, Any]
"""A part of a JSON Schema."""


def mistakes(error: ValidationError, shape: type[BaseModel]) -> Iterator[Problem]:
    """Find the problems in an error of validating plain tables.

    Parameters
    ----------
    error : ValidationError
    shape : type
        The pydantic model of the whole file.
    """
    for details in error.errors(include_url=False):
        if not _is_only_shortened(details):
            yield _as_problem(details, _Place(details["loc"], _schema(shape)))


def _is_only_shortened(error: ErrorDetails) -> bool:
    """Whether a list is too short only without its wrong items."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


class _Place:
    """A place in a file, and what its JSON Schema says about it.

    Attributes
    ----------
    path : str
        For people; which shape a table has been taken for is no part of it.
    node : dict
        What is said about the place; empty if nothing is.
    table : dict
        What is said about the table in which it lies, of the shape that it has been taken for.
    shapes : list of dict
        Every shape that this table may have.
    """

    def __init__(self, loc: Loc, schema: Node) -> None:
        self._schema = schema
        self.path, self.node = "", _resolve(schema, schema)
        self.table, self.shapes = self.node, [self.node]
        self._may_be = [self.node]
        is_key = bool(loc) and loc[-1] == "[key]"
        for step in loc[:-2] if is_key else loc:
            self._enter(step)
        if is_key:  # all names of tables follow the rule of the file's own id
            self._add(loc[-2])
            self.node = dict(schema["properties"]["id"])

    def _enter(self, step: int | str) -> None:
        if "oneOf" in self.node:
            refs = self.node["oneOf"]
            self._may_be = [_resolve(ref, self._schema) for ref in refs]
            self.node = next(
                (s for ref, s in zip(refs, self._may_be, strict=True) if ref["$ref"].endswith(f"/{step}")), {}
            )
            return
        self._add(step)
        self.table, self.shapes = self.node, self._may_be
        found = _inner(self.node, step)
        self.node = _resolve(found, self._schema) if isinstance(found, dict) else {}
        self._may_be = [self.node]

    def _add(self, step: int | str) -> None:
        self.path += f"[{step}]" if isinstance(step, int) else f".{step}" if self.path else str(step)

    @property
    def inside(self) -> str:
        """The path of the table in which the place lies."""
        return self.path.rpartition(".")[0]

    @property
    def description(self) -> str:
        """What the schema says about the place."""
        return str(self.node.get("description", ""))


def _inner(node: Node, step: int | str) -> Any:
    """Return what is said about an item of a list, or about a key of a table."""
    if isinstance(step, int):
        fixed = node.get("prefixItems", [])
        return fixed[step] if step < len(fixed) else node.get("items", {})
    named = next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties"))
    return node.get("properties", {}).get(step) or named or {}


def _as_problem(error: ErrorDetails, place: _Place) -> Problem:
    kind, loc, value = error["type"], error["loc"], error["input"]
    name = str(loc[-1]) if loc else ""
    if name == "[key]":
        return Problem(place.path, f"the name '{loc[-2]}'", _allowed(error, place))
    if kind == "missing":
        return _missing_key(name, place)
    if kind == "extra_forbidden":
        return _unknown_key(name, value, place)
    if kind == "literal_error":
        return _unknown_word(name, value, place)
    if kind in ("too_short", "too_long") and _only_length(place.node) is not None:
        return Problem(
            place.path, f"{len(value)} {name}", f"{_only_length(place.node)} {name}{_for_kind(place.table)}"
        )
    return Problem(place.path, shown(value), _allowed(error, place))


def _missing_key(name: str, place: _Place) -> Problem:
    choices = [next(iter(keys)) for keys in map(_own_keys(place), place.shapes) if len(keys) == 1]
    if len(place.shapes) > 1 and name in choices:
        return Problem(place.inside, "none of them", f"exactly {one_of(f'`{key}`' for key in choices)}")
    return Problem(
        place.path, "nothing", f"this key is needed{': ' if place.description else ''}{place.description}"
    )


def _unknown_key(name: str, value: Any, place: _Place) -> Problem:
    others = [shape for shape in place.shapes if name in shape.get("properties", {})]
    if others:
        return Problem(place.path, shown(value), f"only {_where_known(name, others, place)}")
    keys = place.table.get("properties", {})
    near = nearest(name, keys)
    return Problem(
        place.path, f"an unknown key '{name}'", one_of(keys) + (f"; did you mean {near}?" if near else "")
    )


def _where_known(name: str, others: list[Node], place: _Place) -> str:
    """Say in which tables a key may stand: those of other kinds, or with other keys."""
    kinds = [kind for shape in others for kind in _words(shape.get("properties", {}).get("kind", {}))]
    if kinds:
        return f"with kind {' or '.join(kinds)}"
    own_keys, ways = _own_keys(place), []
    for shape in others:
        needed = own_keys(shape) - own_keys(place.table) - {name}
        against = own_keys(place.table) - own_keys(shape)
        way = " and ".join(f"`{key}`" for key in sorted(needed))
        without = " and ".join(f"`{key}`" for key in sorted(against))
        ways.append(", ".join(filter(None, (way and f"with {way}", without and f"without {without}"))))
    return " or ".join(ways)


def _own_keys(place: _Place) -> Callable[[Node], set[str]]:
    """Return a function that tells the keys which a shape needs, and not every other shape in its place needs too."""
    common = set.intersection(*(set(shape.get("required", [])) for shape in place.shapes))
    return lambda shape: set(shape.get("required", [])) - common


def _unknown_word(name: str, value: Any, place: _Place) -> Problem:
    words = [
        word for shape in place.shapes for word in _words(shape.get("properties", {}).get(name, {}))
    ] or _words(place.node)
    near = nearest(value, words) if isinstance(value, str) else None
    return Problem(place.path, shown(value), one_of(words) + (f"; did you mean {near}?" if near else ""))


def _words(node: Node) -> list[str]:
    """Return the words that may stand in a place."""
    if "const" in node:
        return [str(node["const"])]
    found = node.get("enum") or [word for choice in node.get("anyOf", []) for word in _words(choice)]
    return [str(word) for word in found]


def _only_length(node: Node) -> int | None:
    """Return the length that a list must have; None where there are several."""
    least, most = node.get("minItems", 0), node.get("maxItems")
    return most if most is not None and least == most else None


def _for_kind(table: Node) -> str:
    kinds = _words(table.get("properties", {}).get("kind", {}))
    return f" for kind {' or '.join(kinds)}" if kinds else ""


def _allowed(error: ErrorDetails, place: _Place) -> str:
    kind = error["type"]
    if kind in ("string_pattern_mismatch", "string_type"):
        return place.description or "a text"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "a table"
    if kind == "tuple_type":
        return "a list"
    if kind == "too_short":
        return f"a list of at least {error['ctx']['min_length']}"
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return message[:1].lower() + message[1:]


def _resolve(node: Node, schema: Node) -> Node:
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
def _schema(shape: type[BaseModel]) -> Node:
    return shape.model_json_schema(by_alias=True)
