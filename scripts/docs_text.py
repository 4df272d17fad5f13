"""Small pieces of Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

NOTHING = "-"


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; an empty cell gets a dash."""
    lines = [_row(columns), _row(["---"] * len(columns)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return text.replace("|", r"\|").replace("\n", " ") or NOTHING


def bullets(lines: Sequence[str]) -> str:
    """Return a list."""
    return "".join(f"- {line}\n" for line in lines)


def code(name: object) -> str:
    """Return a name as code."""
    return f"`{name}`"


def codes(names: Sequence[str], between: str = ", ") -> str:
    """Return names as code, in one line."""
    return between.join(code(name) for name in names)


def limits(above: float | None, below: float | None) -> str:
    """Return limits in words."""
    pairs = (("above", above), ("below", below))
    return " and ".join(f"{word} {value:g}" for word, value in pairs if value is not None)


def rows_of(docstring: str) -> list[list[str]]:
    """Return the rows below the head of the one table of a docstring; columns stand two spaces or more apart."""
    lines = docstring.replace("``", "`").splitlines()
    rules = [i for i, line in enumerate(lines) if line.strip().startswith("===")]
    columns = len(lines[rules[0]].split())
    return [
        re.split(r"\s{2,}", line.strip(), maxsplit=columns - 1) for line in lines[rules[1] + 1 : rules[2]]
    ]
