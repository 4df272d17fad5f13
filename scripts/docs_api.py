"""The reference of the public interface, from the docstrings of what the packages export."""

from __future__ import annotations

import inspect
import re
from ast import literal_eval
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from importlib import import_module

PACKAGES = (
    "backcoach",
    "backcoach.analysis",
    "backcoach.tracking",
    "backcoach.mannequin",
    "backcoach.plan",
    "backcoach.journal",
    "backcoach.texts",
    "backcoach.figure",
    "backcoach.reports.clinician",
    "backcoach.demo",
)
"""Packages whose ``__all__`` is public, apart from the page's server."""

_HEAD = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
_ITEM = re.compile(r"^(\S[^\n]*)\n((?:[ ]+[^\n]*\n?|\n)+)", re.MULTILINE)


def public() -> Iterator[tuple[str, object]]:
    """Yield what can be called or made, with its full name; what two packages export comes once."""
    seen: set[int] = set()
    for package in PACKAGES:
        module = import_module(package)
        for name in sorted(module.__all__, key=str.lower):
            thing = getattr(module, name)
            if (inspect.isclass(thing) or inspect.isroutine(thing)) and id(thing) not in seen:
                seen.add(id(thing))
                yield f"{package}.{name}", thing


def methods(kind: type) -> list[tuple[str, object]]:
    """Return the public methods and properties that a class and its bases in this project have, by name."""
    own = {
        name: value
        for base in reversed(kind.__mro__)
        if base.__module__.startswith("backcoach")
        for name, value in vars(base).items()
    }
    return [
        (name, getattr(value, "__func__", value))
        for name, value in own.items()
        if not name.startswith("_")
        and (inspect.isroutine(getattr(value, "__func__", value)) or isinstance(value, property))
    ]


def render_api() -> str:
    """Return the reference."""
    parts: list[str] = []
    package = ""
    for name, thing in public():
        home = name.rpartition(".")[0]
        if home != package:
            package = home
            parts.append(f"## {home}\n")
        parts += _entry(name, thing)
    return "\n".join(parts)


def _entry(name: str, thing: object) -> Iterator[str]:
    yield f"### {name}\n"
    told = inspect.getdoc(thing) or ""
    if is_dataclass(thing) and not _untold(thing, told):
        yield _told(told, _defaults(thing))
    else:
        if inspect.isroutine(thing) or is_dataclass(thing) or "__init__" in vars(thing):
            yield _call(name.rpartition(".")[2], thing)
        yield _told(told, {})
    if inspect.isclass(thing) and (found := [_method(*one) for one in methods(thing)]):
        yield "\n".join(found) + "\n"


def _untold(thing: object, told: str) -> list[str]:
    """Return the parameters of a value that have no entry of their own in its docstring."""
    heads = " ".join(head.partition(" : ")[0] for head, _ in _ITEM.findall(told) if " : " in head)
    names = inspect.signature(thing).parameters  # type: ignore[arg-type]
    return [name for name in names if not re.search(rf"(?<!\w){name}(?!\w)", heads)]


def _defaults(thing: object) -> dict[str, str]:
    """Return how each field of a value that may be left out is written."""
    found = inspect.signature(thing).parameters.values()  # type: ignore[arg-type]
    return {
        p.name: f"{p.name}={_short(repr(p.default))}"
        for p in found
        if p.default is not inspect.Parameter.empty
    }


def _method(name: str, value: object) -> str:
    """Return a method or property in its first paragraph, and the errors of it."""
    told = (inspect.getdoc(value) or "").replace("``", "`") + "\n"
    first, *sections = _HEAD.split(told)
    shown = name if isinstance(value, property) else f"{name}{_signature(value)}"
    words = [" ".join(first.split())]
    for head, body in zip(sections[::2], sections[1::2], strict=True):
        if head == "Raises":
            words += [f"Raises `{kind}`: {' '.join(when.split())}" for kind, when in _ITEM.findall(body)]
    return f"- `{shown}`: {' '.join(words)}"


def _call(name: str, thing: object) -> str:
    return f"```text\n{name}{_signature(thing)}\n```\n"


def _signature(thing: object) -> str:
    """Return the parameters with their defaults; their types stand in the docstring."""
    try:
        found = inspect.signature(thing)  # type: ignore[arg-type]
    except ValueError:
        return "(...)"
    bare = [
        p.replace(annotation=inspect.Parameter.empty)
        for p in found.parameters.values()
        if p.name not in ("self", "cls")
    ]
    return _short(str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty)))


def _short(text: str) -> str:
    """Return a signature or a default without what no reader could type."""
    return re.sub(r"\b[A-Z]\w*\(light=.*?\}, dark=.*?\}\)|<[^<>]*>", "...", text)


def _told(docstring: str, defaults: Mapping[str, str]) -> str:
    """Return a numpydoc docstring as Markdown."""
    text = docstring.replace("``", "`") + "\n"
    first, *sections = _HEAD.split(text)
    told = [first.strip()]
    for head, body in zip(sections[::2], sections[1::2], strict=True):
        items = _ITEM.findall(body)
        if head == "Examples":
            continue
        lines = [_item(what, words, defaults) for what, words in items]
        if head == "Returns" and len(lines) == 1:
            told.append("Returns " + lines[0].removeprefix("- "))
            continue
        told.append(f"{head}:")
        told.append("\n".join(lines) or body.strip())
    return "\n\n".join(told) + "\n"


def _item(head: str, body: str, defaults: Mapping[str, str]) -> str:
    name, colon, kind = head.partition(" : ")
    shown = ", ".join(defaults.get(one, one) for one in name.split(", ")) if colon else name
    plain = kind == _kind(defaults.get(name, "").partition("=")[2])
    about = (f"`{shown}`" if plain else f"`{shown}` ({kind})") if colon else f"`{head}`"
    return f"- {about}: {' '.join(body.split())}".removesuffix(": ")


def _kind(default: str) -> str:
    """Return the type that a default shows by itself, such as ``float`` for 0.0; empty where it shows none."""
    try:
        return type(literal_eval(default)).__name__ if default else ""
    except (ValueError, SyntaxError):
        return ""
