"""Reading a TOML file that a person wrote, and knowing in which line each key stands."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from backcoach.exercises.problem import Problem

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

MAX_BYTES = 200_000
"""No exercise needs more; a larger file is something else."""

_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-.]+)\s*=")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


class FileProblemError(ValueError):
    """A file that cannot be read or parsed at all; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_bytes(path: Path) -> bytes:
    """Return the content of a small regular file.

    Raises
    ------
    FileProblemError
        If it is missing, not a file, too large, or may not be read.
    """
    try:
        found = _why_not(path)
        if found is None:
            return path.read_bytes()
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError) as error:
        found = f"a file that cannot be read ({getattr(error, 'strerror', None) or error})"
    allowed = f"a TOML file of at most {MAX_BYTES // 1000} kB that can be read"
    raise FileProblemError(Problem("", found, allowed))


def _why_not(path: Path) -> str | None:
    if path.is_dir():
        return "a folder"
    if path.exists() and not path.is_file():
        return "something that is not a file"
    size = path.stat().st_size
    return f"{size // 1000} kB" if size > MAX_BYTES else None


def parse(content: bytes) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises
    ------
    FileProblemError
        If the content is empty, not UTF-8 or not TOML; with the line where that is known.
    """
    text = decode(content)
    if not text.strip():
        raise FileProblemError(Problem("", "an empty file", "the tables of an exercise or a routine"))
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except RecursionError:
        raise FileProblemError(Problem("", "lists within lists without end", "TOML")) from None
    except ValueError as error:
        message = str(error)
        place = _AT_LINE.search(message)
        line = int(place[1]) if place else None
        raise FileProblemError(Problem("", _AT_LINE.sub("", message), "TOML", line)) from None
    return tables


def decode(content: bytes) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x}, which is not UTF-8"
        raise FileProblemError(Problem("", found, "text in UTF-8", line)) from None


def lines_of_keys(text: str) -> dict[str, int]:
    """Find the line of each key and table header of a valid TOML text.

    Returns
    -------
    dict
        From paths like ``dose.hold_s`` or ``phases[2].leave`` to lines, counted from 1.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, depth, quotes = "", 0, ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line, quotes, began_in_quotes = _bare(raw, quotes)
        if depth == 0 and not began_in_quotes:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                table = _enter_table(header[2], len(header[1]) == 2, counts)
                found.setdefault(table, number)
                found.setdefault(table.removesuffix("[0]"), number)
                continue
            if key:
                found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
        depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
    return found


def line_of(key: str, lines: dict[str, int]) -> int | None:
    """Return the line of a key, or of the nearest table around it."""
    while key:
        if key in lines:
            return lines[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return None


def _bare(line: str, quotes: str) -> tuple[str, str, bool]:
    """Return a line without strings and comments, and the multi-line quotes that stay open after it."""
    began = bool(quotes)
    if began:
        _, end, line = line.partition(quotes)
        if not end:
            return "", quotes, True
    for mark in ('"""', "'''"):
        before, start, rest = line.partition(mark)
        if start and "#" not in before:
            if mark not in rest:
                return _STRING.sub("", before), mark, began
            line = before + rest.partition(mark)[2]
    return _STRING.sub("", line).partition("#")[0], "", began


def _enter_table(name: str, is_list: bool, counts: dict[str, int]) -> str:
    """Return the path of a table from its header, with the places in lists filled in."""
    path = ""
    parts = [part.strip() for part in name.split(".")]
    for i, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if is_list and i == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = f"{path}[{counts[path] - 1}]"
    return path
