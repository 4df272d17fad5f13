"""What is wrong in a file that a person wrote: where, what was found, what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file.

    Attributes
    ----------
    key : str
        Where, as a path of keys; tables of a list are counted from 0: ``phases[2].leave[0].below``.
        Empty when the whole file is meant.
    found : str
        What stands there.
    allowed : str
        What may stand there.
    line : int or None
        Line of the file, counted from 1; None where it cannot be told.
    """

    key: str
    found: str
    allowed: str
    line: int | None = None

    def inside(self, table: str) -> Problem:
        """Return the same problem, seen from outside the table in which it was noticed."""
        inner = f".{self.key}" if self.key and table and not self.key.startswith("[") else self.key
        return replace(self, key=table + inner)

    def __str__(self) -> str:
        where = ": ".join(part for part in (f"line {self.line}" if self.line else "", self.key) if part)
        return f"{where or 'file'}: found {self.found}; allowed: {self.allowed}"


class WrongFileError(ValueError):
    """A file with mistakes; ``path`` says which, ``problems`` lists them all."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__(f"{path}: " + "; ".join(str(problem) for problem in problems))
        self.path = path
        self.problems = problems


class UnknownNameError(LookupError):
    """There is nothing of that name; ``nearest`` is the name that is spelt most like it, or None."""

    what: ClassVar[str]

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = nearest(name, names)
        hint = f"; did you mean {self.nearest}?" if self.nearest else "."
        super().__init__(f"unknown {self.what} '{name}'{hint} The {self.what}s are: {', '.join(names)}")


def one_of(names: Iterable[str]) -> str:
    """List the names that are allowed, for a person to read."""
    names = sorted(set(names))
    if not names:
        return "none, as there are none"
    return names[0] if len(names) == 1 else f"one of {', '.join(names)}"


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` that is spelt most like ``name``, or shares a word; None if none does."""
    names = list(names)
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")[:80]
    close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    return next((known for known in names if wanted in known.split("_")), None)


def unknown(key: str, name: str, names: Iterable[str]) -> Problem:
    """Return the problem of a name that is not among ``names``, with the nearest one as a suggestion."""
    names = sorted(set(names))
    near = nearest(name, names)
    return Problem(key, f"'{name}'", one_of(names) + (f"; did you mean {near}?" if near else ""))
