"""Which exercises there are: the built-in ones and a person's own.

A file in the personal folder adds an exercise, or replaces the built-in one of the same id. A wrong personal
file is listed in :attr:`Catalogue.problems` and leaves every other exercise as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach import settings
from backcoach.exercises.check import read_exercise
from backcoach.exercises.problem import Problem, UnknownNameError, WrongFileError
from backcoach.exercises.reading import load
from backcoach.exercises.toml_file import FileProblemError, read_bytes

if TYPE_CHECKING:
    from backcoach.exercises.model import Exercise

BUILTIN = (
    "child_pose",
    "clamshell",
    "trunk_rotation",
    "forearm_plank",
    "cat_camel",
    "glute_bridge",
    "bird_dog",
)
"""The built-in exercises in the order of the default routine, in which they are listed."""


class UnknownExerciseError(UnknownNameError):
    """There is no exercise of that id. The message names the nearest one, and all there are."""

    what = "exercise"


class Catalogue:
    """The built-in exercises and those of one personal folder.

    Parameters
    ----------
    folder : Path, optional
        The personal folder. By default that of the settings, which need not exist.

    Notes
    -----
    The folder is read when the first exercise is asked for, and not again: a new catalogue sees new files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = settings.exercises_folder() if folder is None else folder
        self._must_exist = folder is not None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of all exercises: the built-in ones in the order of the routine, then the person's own."""
        own = sorted(set(self._own_files) - set(BUILTIN))
        return (*BUILTIN, *own)

    @property
    def problems(self) -> dict[Path, list[Problem]]:
        """Mistakes in personal files that are therefore not used; empty if there are none."""
        return self._personal[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, exercise_id: object) -> bool:
        return exercise_id in self.ids

    def __getitem__(self, exercise_id: str) -> Exercise:
        """Return the exercise of that id.

        Raises
        ------
        UnknownExerciseError
            If there is none.
        WrongFileError
            If the only file of that name has mistakes.
        """
        exercise, problems = read_exercise(self._content(exercise_id))
        assert exercise is not None, problems
        return exercise

    def fault_name(self, exercise_id: str, fault_id: str) -> str:
        """Return what a fault is called; its id where the exercise has no such fault, or is not known any more."""
        known = self[exercise_id].fault_name(fault_id) if exercise_id in self else None
        return known or fault_id

    def path(self, exercise_id: str) -> Path | None:
        """Return the personal file of an exercise; None if it is the built-in one."""
        self._content(exercise_id)
        return self._own_files[exercise_id][0] if exercise_id in self._own_files else None

    def content_hash(self, exercise_id: str) -> str:
        """Return the SHA-256 of an exercise's file, in hexadecimal: which rules gave a result."""
        return hashlib.sha256(self._content(exercise_id)).hexdigest()

    @property
    def _own_files(self) -> dict[str, tuple[Path, bytes]]:
        return self._personal[0]

    @cached_property
    def _personal(self) -> tuple[dict[str, tuple[Path, bytes]], dict[Path, list[Problem]]]:
        """The usable personal files by id, and the problems of the others by path."""
        files: dict[str, tuple[Path, bytes]] = {}
        problems: dict[Path, list[Problem]] = {}
        if self._must_exist and not self.folder.is_dir():
            problems[self.folder] = [Problem("", "no such folder", "a folder with exercise files")]
        for path in _toml_files(self.folder):
            try:
                content = read_bytes(path)
            except FileProblemError as error:
                problems[path] = [error.problem]
                continue
            exercise, wrong = read_exercise(content)
            if exercise is None:
                problems[path] = wrong
                continue
            exercise_id = exercise.id
            if exercise_id in files:
                other = files[exercise_id][0].name
                problems[path] = [
                    Problem("id", f"'{exercise_id}'", f"an id that {other} does not have already")
                ]
                continue
            files[exercise_id] = (path, content)
        return files, problems

    def _content(self, exercise_id: str) -> bytes:
        if exercise_id in self._own_files:
            return self._own_files[exercise_id][1]
        if exercise_id in BUILTIN:
            return _builtin(exercise_id)
        for path, problems in self.problems.items():
            if path.stem == exercise_id:
                raise WrongFileError(path, problems)
        raise UnknownExerciseError(exercise_id, self.ids)


def load_exercise(id_or_path: str | Path) -> Exercise:
    """Return an exercise by its id, or from a file.

    Parameters
    ----------
    id_or_path : str or Path
        An id of :func:`exercise_ids`, or the path of an exercise file: a ``Path``, or a text that ends in
        ``.toml`` or contains a folder.

    Returns
    -------
    Exercise
        Frozen; every threshold of its file.

    Raises
    ------
    UnknownExerciseError
        If there is no exercise of that id; the message names the nearest ids.
    WrongFileError
        If the file cannot be read or has mistakes; its ``problems`` lists them all.
    """
    if isinstance(id_or_path, str) and not id_or_path.endswith(".toml") and not {"/", "\\"} & set(id_or_path):
        return Catalogue()[id_or_path]
    return load(Path(id_or_path), read_exercise)


def exercise_ids() -> tuple[str, ...]:
    """Return the ids of all exercises: the built-in ones in the routine's order, then the person's own."""
    return Catalogue().ids


def _builtin(exercise_id: str) -> bytes:
    from importlib import resources  # slow to import, and not needed for a file of one's own

    return (resources.files("backcoach.exercises") / "builtin" / f"{exercise_id}.toml").read_bytes()


def _toml_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except OSError:
        return []
