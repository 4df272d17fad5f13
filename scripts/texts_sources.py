"""Finds every text that a person reads or hears, wherever it stands: Python, templates, JavaScript, exercise files."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.jslexer import Token, tokenize
from jinja2 import Environment, nodes

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "backcoach"

ONE, PLURAL, CONTEXT, CONTEXT_PLURAL = (
    ("text",),
    ("text", "plural"),
    ("context", "text"),
    ("context", "text", "plural"),
)
CALLS = {
    "message": ONE, "Message": ONE, "N_": ONE, "_": ONE, "gettext": ONE,
    "ngettext": PLURAL, "pgettext": CONTEXT, "npgettext": CONTEXT_PLURAL,
}  # fmt: skip
"""What the leading arguments of a marking call are; `plural` and `context` may also be given by name."""
MARKED = re.compile(rf"\b({'|'.join(CALLS)})\(")
"""Most files hold no text: they need not be taken apart."""

INSERTED = re.compile(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}")
"""`${...}` in a template literal of JavaScript."""
SCRIPT_CALLS = {"t": ONE, "tn": PLURAL}

EXERCISE_TEXTS = (
    "name", "other_names.*", "purpose", "placement", "steps.*", "breathing", "phases.*.say", "cautions.*.advice",
    "easier.*.name", "easier.*.text", "harder.*.name", "harder.*.text",
    "faults.*.name", "faults.*.title", "faults.*.cue", "faults.*.stronger_cue", "faults.*.praise", "unclear.*.text",
)  # fmt: skip
RULE_TEXTS = (
    "name", "description", "screening.advice.*", "screening.questions.*.question",
    "stop_signs.*.name", "stop_signs.*.advice", "sentences.*.name", "sentences.*.sentence",
)  # fmt: skip
TABLES = {
    "exercises/builtin": EXERCISE_TEXTS,
    "exercises/breaks": ("name", "moves.*.name", "moves.*.text"),
    "exercises/routines": ("name", "description"),
    "plan/rules": RULE_TEXTS,
}
"""Which keys of the TOML files of a folder are texts; `*` stands for one name."""


@dataclass(frozen=True, order=True)
class Found:
    """A text and where it was found.

    Attributes
    ----------
    place : str
        The file, from the package's folder on, such as ``exercises/builtin/bird_dog.toml``.
    key : str
        Where in a TOML file: ``faults.leg_high.cue``.
    """

    place: str
    text: str
    plural: str | None = None
    context: str | None = None
    key: str | None = None


Part = tuple[str, str | None, str | None, str | None]
"""Text, plural, context, key."""


def all_texts(package: Path = PACKAGE) -> list[Found]:
    """Find every text, in a fixed order: by file, then as they stand in it."""
    readers: dict[str, Callable[[str], Iterator[Part]]] = {
        ".py": in_python, ".html": in_template, ".js": in_script,
    }  # fmt: skip
    found = []
    for path in sorted(package.rglob("*")):
        place = path.relative_to(package).as_posix()
        if path.suffix == ".toml":
            parts = in_table(
                path.read_text(encoding="utf-8"), TABLES.get(path.parent.relative_to(package).as_posix(), ())
            )
        elif path.suffix in readers:
            parts = readers[path.suffix](path.read_text(encoding="utf-8"))
        else:
            continue
        found += [Found(place, *part) for part in parts if part[0]]
    return found


def in_python(source: str) -> Iterator[Part]:
    """Texts of the marking calls of a Python file.

    Raises
    ------
    ValueError
        If a marked text is put together (an f-string, a sum), so that no catalogue could have it.
    """
    tree = ast.walk(ast.parse(source)) if MARKED.search(source) else ()
    calls = [node for node in tree if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
        if name not in CALLS:
            continue
        given = dict(zip(CALLS[name], call.args, strict=False))
        given |= {word.arg: word.value for word in call.keywords if word.arg in ("plural", "context")}
        if any(isinstance(value, (ast.JoinedStr, ast.BinOp)) for value in given.values()):
            raise ValueError(
                f"line {call.lineno}: the text of {name}() is put together; use placeholders: {{name}}"
            )
        words = {
            key: v.value
            for key, v in given.items()
            if isinstance(v, ast.Constant) and isinstance(v.value, str)
        }
        if "text" in words:
            yield words["text"], words.get("plural"), words.get("context"), None


def in_template(source: str) -> Iterator[Part]:
    """Texts of the marking calls of a Jinja template, as `in_python`."""
    for call in Environment(extensions=["jinja2.ext.do"]).parse(source).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else None
        if name not in CALLS:
            continue
        given = dict(zip(CALLS[name], call.args, strict=False))
        given |= {word.key: word.value for word in call.kwargs if word.key in ("plural", "context")}
        words = {
            key: v.value
            for key, v in given.items()
            if isinstance(v, nodes.Const) and isinstance(v.value, str)
        }
        if "text" in words:
            yield words["text"], words.get("plural"), words.get("context"), None


def in_script(source: str) -> Iterator[Part]:
    """Texts of `t("...")` and `tn("one", "many", n)` in a JavaScript module."""
    tokens = [token for token in tokenize(source) if token.type not in ("comment", "linecomment")]
    for i, token in enumerate(tokens):
        if token.type == "template_string":
            for inserted in INSERTED.findall(token.value):
                yield from in_script(inserted)
            continue
        called = token.type == "name" and token.value in SCRIPT_CALLS
        if not called or (i and tokens[i - 1].value in (".", "function")):
            continue
        roles = SCRIPT_CALLS[token.value]
        given = dict(zip(roles, literals(tokens[i + 1 :]), strict=False))
        if len(given) == len(roles):
            yield given["text"], given.get("plural"), None, None


def literals(tokens: list[Token]) -> Iterator[str]:
    """The string literals with which an argument list begins; those joined by + are one."""
    if not tokens or tokens[0].value != "(":
        return
    tokens, text = tokens[1:], ""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "string":
            text += ast.literal_eval(token.value)  # quotes and escapes of plain strings are those of Python
            if following is None or following.value != "+":
                yield text
                text = ""
        elif token.value not in (",", "+") or token.type != "operator":
            return


def in_table(source: str, patterns: tuple[str, ...]) -> Iterator[Part]:
    """Texts of a TOML file whose keys are of these patterns, as they stand in it."""
    wanted = re.compile("|".join(pattern.replace(".", "[.]").replace("*", "[^.]+") for pattern in patterns))
    for key, text in leaves(tomllib.loads(source)) if patterns else ():
        if wanted.fullmatch(key):
            yield text, None, None, key


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Keys and texts of everything in a table; items of a list go by their `id`, `condition` or `name`."""
    if isinstance(value, str):
        yield key, value
    for name, item in items(value):
        yield from leaves(item, f"{key}.{name}" if key else name)


def items(value: Any) -> Iterator[tuple[str, Any]]:
    """Names and values of a table, or of a list; nothing else has any."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        for i, item in enumerate(value, start=1):
            named = item if isinstance(item, dict) else {}
            yield str(named.get("id") or named.get("condition") or named.get("name") or i), item
