"""Two minutes of movement beside the desk: standing mini-routines, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from backcoach.exercises.figure import Figure
from backcoach.exercises.figure_schema import FigureTable
from backcoach.exercises.reading import Found, load, read_content
from backcoach.exercises.strict import FileTable, Id, Text


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of a mini-routine, and how long it goes on."""

    name: str
    text: str
    seconds: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class MiniRoutine:
    """Some movements that need no mat, no change of clothes and no camera."""

    id: str
    name: str
    source: str
    moves: tuple[Move, ...]

    @property
    def seconds(self) -> int:
        """How long all of it takes."""
        return sum(move.seconds for move in self.moves)


class MoveTable(FileTable):
    """One movement of a mini-routine, and how long it goes on."""

    makes = Move

    name: Text
    text: Text
    seconds: int = Field(ge=5, le=120)
    figure: FigureTable


class MiniRoutineTable(FileTable):
    """Some movements that need no mat, no change of clothes and no camera."""

    makes = MiniRoutine

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    name: Text
    source: Text
    moves: tuple[MoveTable, ...] = Field(min_length=1, max_length=8)


@lru_cache(maxsize=1)
def mini_routines() -> tuple[MiniRoutine, ...]:
    """Return all mini-routines in the order of their file names.

    Raises
    ------
    WrongFileError
        If a file has mistakes; ``problems`` lists them all.
    """
    folder = Path(str(resources.files("backcoach.exercises") / "breaks"))
    return tuple(load(path, read_mini_routine) for path in sorted(folder.glob("*.toml")))


def read_mini_routine(content: bytes) -> Found[MiniRoutine]:
    """Return the mini-routine in a file's content, and its mistakes."""
    return read_content(content, MiniRoutineTable, lambda _: ())
