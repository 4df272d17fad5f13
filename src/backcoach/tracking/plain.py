"""Copies of an exercise's tables whose attributes are read fast.

The models of the schema check what is put into them, and pay for it each time something is read. A frame reads some
two hundred such attributes, so whatever is asked in every frame keeps a plain copy.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypeVar, cast

T = TypeVar("T")


def plain(value: T) -> T:
    """Return a copy in which every model, at any depth, is a namespace with the same attributes (no methods)."""
    return cast(T, _plain(value))


def _plain(value: Any) -> Any:
    fields = getattr(type(value), "model_fields", None)
    if fields is not None:
        return SimpleNamespace(**{name: _plain(getattr(value, name)) for name in fields})
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
