"""Exercise files: what one says, or every mistake in it at once, with what was found and what is allowed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach.exercises import reading
from backcoach.exercises.problem import Problem
from backcoach.exercises.rules import broken_rules

if TYPE_CHECKING:
    from backcoach.exercises.model import Exercise


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
    return reading.check(path, read_exercise)


def check_content(content: bytes) -> list[Problem]:
    """Find every mistake in the content of an exercise file; empty if there is none."""
    return list(read_exercise(content)[1])


@lru_cache(maxsize=64)
def read_exercise(content: bytes) -> reading.Found[Exercise]:
    """Return the exercise in a file's content, and its mistakes; kept by content, so never out of date."""
    from backcoach.exercises.schema import ExerciseTable

    return reading.read_content(content, ExerciseTable, broken_rules)
