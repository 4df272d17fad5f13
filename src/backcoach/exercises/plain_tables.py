"""Reads plain tables of any shape, as they come from a TOML file: what has another type than expected is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Table = Mapping[str, Any]


def named(table: Table, key: str) -> list[tuple[str, Table]]:
    """Return the tables of a table of tables, with their names."""
    value = table.get(key)
    if not isinstance(value, Mapping):
        return []
    return [(str(name), item) for name, item in value.items() if isinstance(item, Mapping)]


def listed(table: Table, key: str) -> list[tuple[int, Table]]:
    """Return the tables of a list of tables, with their places."""
    value = table.get(key)
    if not isinstance(value, (list, tuple)):
        return []
    return [(i, item) for i, item in enumerate(value) if isinstance(item, Mapping)]


def texts(table: Table, key: str, prefix: str) -> list[tuple[str, str]]:
    """Return the texts of a list of texts, with their paths."""
    value = table.get(key)
    if not isinstance(value, (list, tuple)):
        return []
    return [(f"{prefix}{key}[{i}]", item) for i, item in enumerate(value) if isinstance(item, str)]


def span(condition: Table) -> tuple[float, float]:
    """Return the open interval that a condition asks for; infinite where it sets no limit."""
    low, high = number(condition.get("above")), number(condition.get("below"))
    return (-math.inf if low is None else low, math.inf if high is None else high)


def number(value: Any) -> float | None:
    """Return a finite number; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:  # a whole number too large for a float
        return None


def text(value: Any) -> str:
    """Return a text; the empty text for everything else."""
    return value if isinstance(value, str) else ""


def shown(value: Any, longest: int = 60) -> str:
    """Show a value of the file in a message, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a table"
    plain = list(value) if isinstance(value, tuple) else value
    result = str(value).lower() if isinstance(value, bool) else repr(plain)
    return result if len(result) <= longest else result[: longest - 3] + "..."
