"""The types of what travels over the live connection, for the page's scripts: made from the Python that sends it."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from backcoach.texts import Message
from backcoach.web.live import protocol
from backcoach.web.live.messages import SPREAD, Absent, ToPage
from backcoach.web.pages.session import Setup

PAGE = (
    Path(__file__).resolve().parents[1]
    / "src"
    / "backcoach"
    / "web"
    / "static"
    / "js"
    / "session"
    / "types.js"
)
HEAD = """/**
 * What travels over the socket, as types. Nothing here runs.
 *
 * Made by scripts/render_docs.py from backcoach.web.live.messages, backcoach.web.live.protocol and the page's Setup:
 * change those.
 */
"""
PLAIN = {
    str: "string",
    float: "number",
    int: "number",
    bool: "boolean",
    type(None): "null",
    Message: "string",
}


def render() -> str:
    """Return the text of the file."""
    types_of = _Types()
    types_of.add_union("ToPage", get_args(ToPage), "Every message that a page gets.")
    types_of.add_union("FromPage", get_args(protocol.FromPage), "Every message that a page sends.")
    types_of.add(Setup)
    return "\n".join([HEAD, *types_of.written, "export {};", ""])


class _Types:
    """Writes each class once, after those that it needs."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._known: set[type] = set()

    def add_union(self, name: str, members: tuple[type, ...], about: str) -> None:
        for member in members:
            self.add(member)
        self.written.append(f"/** {about} @typedef {{{'|'.join(m.__name__ for m in members)}}} {name} */\n")

    def add(self, kind: type) -> None:
        if kind in self._known:
            return
        self._known.add(kind)
        hints = get_type_hints(kind, include_extras=True)
        about, notes = _documented(kind)
        lines, spread = [], []
        for name, optional in _fields(kind):
            hint = hints[name]
            if SPREAD in get_args(hint):
                spread.append(self._type(hint))
                continue
            shown = f"[{name}]" if optional else name
            lines.append(f" * @property {{{self._type(hint)}}} {shown}  {notes.get(name, '')}".rstrip())
        name = kind.__name__
        own = f"{name}Alone" if spread else name
        self.written.append("\n".join(["/**", f" * @typedef {{object}} {own}  {about}", *lines, " */", ""]))
        if spread:
            self.written.append(f"/** @typedef {{{' & '.join([own, *spread])}}} {name} */\n")

    def _type(self, hint: Any) -> str:
        if hint in PLAIN:
            return PLAIN[hint]
        if inspect.isclass(hint) and (is_dataclass(hint) or issubclass(hint, BaseModel)):
            self.add(hint)
            return hint.__name__
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Annotated, ClassVar):
            return self._type(inner[0])
        if origin is Literal:
            return "|".join(f'"{value}"' for value in inner)
        if origin in (Union, types.UnionType):
            return "|".join(dict.fromkeys(self._type(kind) for kind in inner if kind is not Absent))
        if origin is dict:
            return f"Record<{self._type(inner[0])}, {self._type(inner[1])}>"
        if origin is list or (origin is tuple and inner[1:] == (...,)):
            return _array(self._type(inner[0]))
        if origin is tuple:
            return f"[{', '.join(self._type(kind) for kind in inner)}]"
        if hint is Any:
            return "any"
        raise TypeError(f"a page is not told of {hint}")


def _array(kind: str) -> str:
    return f"({kind})[]" if "|" in kind else f"{kind}[]"


def _fields(kind: type) -> Iterator[tuple[str, bool]]:
    """Yield the names of a message's fields, and whether each may be left out."""
    if issubclass(kind, BaseModel):
        yield from ((name, not field.is_required()) for name, field in kind.model_fields.items())
        return
    if "type" in get_type_hints(kind):
        yield "type", False
    yield from ((field.name, isinstance(field.default, Absent)) for field in fields(cast(Any, kind)))


def _documented(kind: type) -> tuple[str, Mapping[str, str]]:
    """Return the first line of a class's docstring, and what it says of each attribute."""
    text = inspect.cleandoc(kind.__doc__ or "")
    about = text.partition("\n")[0]
    section = text.partition("Attributes\n----------\n")[2].partition("\n\n")[0]
    notes: dict[str, str] = {}
    for names, note in re.findall(r"^(\w[\w, ]*?)(?: :.*)?\n((?:    .*\n?)+)", section, flags=re.MULTILINE):
        said = " ".join(note.split()).replace("None", "null")
        notes.update((name.strip(), said) for name in names.split(","))
    return about, notes
