"""Reading a file that a person wrote: its value, or every mistake at once. One way for files of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from backcoach.exercises.mistakes import mistakes
from backcoach.exercises.plain_tables import Table
from backcoach.exercises.problem import Problem, WrongFileError
from backcoach.exercises.toml_file import FileProblemError, decode, line_of, lines_of_keys, parse, read_bytes

if TYPE_CHECKING:
    from backcoach.exercises.strict import FileTable

T = TypeVar("T")

Rules = Callable[[Table], Iterable[Problem]]
"""Finds what the shape of the tables alone cannot tell, from tables of any shape."""

Found = tuple[T | None, list[Problem]]
"""What a file says, and its mistakes: a value, or problems, and never both."""

Read = Callable[[bytes], "Found[T]"]


def read_content(content: bytes, shape: type[FileTable], rules: Rules) -> Found[Any]:
    """Read the content of a TOML file.

    Parameters
    ----------
    content : bytes
        What stands in the file.
    shape : type
        The shape of the whole file; it yields the value.
    rules : callable
        Finds the broken rules that the shape cannot tell.

    Returns
    -------
    tuple of (value or None, list of Problem)
        The problems have lines, and stand in the order of the file; there is a value if there are none.
    """
    try:
        tables = parse(content)
    except FileProblemError as error:
        return None, [error.problem]
    value, problems = read_tables(tables, shape, rules)
    if not problems:
        return value, []
    lines = lines_of_keys(decode(content))
    placed = {replace(p, line=line_of(p.key, lines)) for p in problems}
    return None, sorted(placed, key=lambda p: (p.line or 0, p.key, p.found, p.allowed))


def read_tables(tables: Mapping[str, Any], shape: type[FileTable], rules: Rules) -> Found[Any]:
    """Read plain tables, whatever file they come from; see `read_content`."""
    from pydantic import ValidationError

    from backcoach.exercises.strict import lists_to_tuples

    try:
        problems = list(rules(tables))
        try:
            found = shape.model_validate(lists_to_tuples(tables))
        except ValidationError as error:
            return None, [*mistakes(error, shape), *problems]
        return (None, problems) if problems else (found.value(), [])
    except RecursionError:
        return None, [Problem("", "lists within lists without end", "the tables of the schema")]


def check(path: str | Path, read: Read[T]) -> list[Problem]:
    """Find every mistake in a file; it may be missing, or anything else. Empty if it can be used."""
    try:
        return read(read_bytes(Path(path)))[1]
    except FileProblemError as error:
        return [error.problem]


def load(path: Path, read: Read[T]) -> T:
    """Return what a file says.

    Raises
    ------
    WrongFileError
        If it cannot be read or has mistakes; its ``problems`` lists them all.
    """
    try:
        value, problems = read(read_bytes(path))
    except FileProblemError as error:
        raise WrongFileError(path, [error.problem]) from None
    if problems:
        raise WrongFileError(path, problems)
    return cast(T, value)
