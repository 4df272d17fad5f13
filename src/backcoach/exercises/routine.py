"""A routine: which exercises, in which order, how much of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field

from backcoach import settings
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.plain_tables import Table, listed, number
from backcoach.exercises.problem import Problem, UnknownNameError, unknown
from backcoach.exercises.reading import Found, check, load, read_content
from backcoach.exercises.strict import FileTable, Id, Text

DEFAULT_ROUTINE = "article"


@dataclass(frozen=True, slots=True)
class RoutineItem:
    """One exercise of a routine and its dose: on each side, where the exercise has sides.

    Attributes
    ----------
    variant : str or None
        An easier or harder way of the exercise's file.
    fixed : bool
        A clinician has fixed this dose: no rule changes it.
    """

    exercise: str
    repetitions: int
    hold_s: float = 0.0
    sets: int = 1
    variant: str | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Routine:
    """Exercises in the order in which they are done."""

    id: str
    name: str
    description: str
    source: str
    items: tuple[RoutineItem, ...]


class RoutineItemTable(FileTable):
    """One exercise of a routine and its dose."""

    makes = RoutineItem

    exercise: Id
    repetitions: int = Field(ge=1, le=50, description="On each side, where the exercise has sides")
    hold_s: float = Field(default=0, ge=0, le=120)
    sets: int = Field(default=1, ge=1, le=5)
    variant: Id | None = Field(default=None, description="An easier or harder way of the exercise's file")
    fixed: bool = Field(default=False, description="A clinician has fixed this dose: no rule changes it")


class RoutineTable(FileTable):
    """Exercises in the order in which they are done."""

    makes = Routine

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    name: Text
    description: Text
    source: Text
    items: tuple[RoutineItemTable, ...] = Field(min_length=1)


class UnknownRoutineError(UnknownNameError):
    """There is no routine of that name. The message names the nearest one, and all there are."""

    what = "routine"


def routine_ids() -> tuple[str, ...]:
    """Return the names of all routine files, built-in and personal; the default routine is the first."""
    others = {path.stem for path in _files().values()} - {DEFAULT_ROUTINE}
    return (DEFAULT_ROUTINE, *sorted(others))


def load_routine(name: str = DEFAULT_ROUTINE, catalogue: Catalogue | None = None) -> Routine:
    """Return the routine of a file name without its ending; a personal file replaces a built-in one.

    Raises
    ------
    UnknownRoutineError
        If there is none.
    WrongFileError
        If its file has mistakes; ``problems`` lists them all.
    """
    path = _files().get(name)
    if path is None:
        raise UnknownRoutineError(name, routine_ids())
    return load(path, partial(read_routine, catalogue=catalogue))


def check_routine_file(path: str | Path, catalogue: Catalogue | None = None) -> list[Problem]:
    """Find every mistake in a routine file, also doses above the ceilings of its exercises; empty if none."""
    return check(path, partial(read_routine, catalogue=catalogue))


def read_routine(content: bytes, catalogue: Catalogue | None = None) -> Found[Routine]:
    """Return the routine in a file's content, and its mistakes: also doses above the ceilings of its exercises."""
    return read_content(content, RoutineTable, partial(broken_rules, catalogue or Catalogue()))


def broken_rules(catalogue: Catalogue, routine: Table) -> Iterator[Problem]:
    """Find unknown exercises and variants, and doses above the ceiling."""
    for i, item in listed(routine, "items"):
        name = item.get("exercise")
        if not isinstance(name, str):
            continue
        if name not in catalogue:
            yield unknown(f"items[{i}].exercise", name, catalogue.ids)
            continue
        exercise = catalogue[name]
        for key in ("repetitions", "hold_s", "sets"):
            value, ceiling = number(item.get(key)), getattr(exercise.dose, f"ceiling_{key}")
            if value is not None and value > ceiling:
                yield Problem(
                    f"items[{i}].{key}", f"{value:g}", f"at most {ceiling:g}, the ceiling of {name}"
                )
        variants = {variant.id for variant in (*exercise.easier, *exercise.harder)}
        variant = item.get("variant")
        if isinstance(variant, str) and variant not in variants:
            yield unknown(f"items[{i}].variant", variant, variants)


def _files() -> dict[str, Path]:
    """All routine files by name; a personal one hides the built-in one of the same name."""
    builtin = Path(str(resources.files("backcoach.exercises") / "routines"))
    files: dict[str, Path] = {}
    for folder in (builtin, settings.routines_folder()):
        if folder.is_dir():
            files.update({path.stem: path for path in sorted(folder.glob("*.toml"))})
    return files
