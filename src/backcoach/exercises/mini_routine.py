"""Two minutes of movement beside the desk: standing mini-routines, as data."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from backcoach.exercises.check import find_problems
from backcoach.exercises.figure import Figure
from backcoach.exercises.problem import Problem, WrongFileError
from backcoach.exercises.schema import Id, Strict, Text, lists_to_tuples
from backcoach.exercises.toml_file import parse, read_bytes


class Move(Strict):
    """One movement of a mini-routine, and how long it goes on."""

    name: Text
    text: Text
    seconds: int = Field(ge=5, le=120)
    figure: Figure


class MiniRoutine(Strict):
    """Some movements that need no mat, no change of clothes and no camera."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    name: Text
    source: Text
    moves: tuple[Move, ...] = Field(min_length=1, max_length=8)

    @model_validator(mode="before")
    @classmethod
    def _lists_to_tuples(cls, data: Any) -> Any:
        return lists_to_tuples(data)

    @property
    def seconds(self) -> int:
        """How long all of it takes."""
        return sum(move.seconds for move in self.moves)


@lru_cache(maxsize=1)
def mini_routines() -> tuple[MiniRoutine, ...]:
    """Return all mini-routines in the order of their file names.

    Raises
    ------
    WrongFileError
        If a file has mistakes; ``problems`` lists them all.
    """
    folder = Path(str(resources.files("backcoach.exercises") / "breaks"))
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")))


def check_mini_routine(content: bytes) -> list[Problem]:
    """Find every mistake in the content of a file; empty if there is none."""
    return find_problems(content, MiniRoutine, lambda _: iter(()))


def _load(path: Path) -> MiniRoutine:
    content = read_bytes(path)
    if problems := check_mini_routine(content):
        raise WrongFileError(path, problems)
    return MiniRoutine.model_validate(parse(content))
