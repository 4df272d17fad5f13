"""Pages say nothing past the catalogue, and every text that is marked gets the values that it names."""

import ast
import re

import pytest
from jinja2 import Environment, nodes
from texts_sources import CALLS, PACKAGE

from backcoach.texts.message import placeholders

TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))
PYTHON = [path for path in sorted(PACKAGE.rglob("*.py")) if "message(" in path.read_text(encoding="utf-8")]
NAMES = {"Backcoach", "English", "Deutsch"}
"""What is called the same in every language."""

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN = re.compile(r"\s(?:alt|aria-label|aria-description|placeholder|title|content)=\"([^\"]*)\"")
TECHNICAL = re.compile(r"width=device-width.*|(?:light|dark| )+|no-referrer|#[0-9a-f]+")
# The state's name is for programs, not for people.
HIDDEN = re.compile(
    r"<(script|style|svg|code|kbd)\b.*?</\1>|<!--.*?-->|&\w+;|<[^<>]*data-testid=\"state\"[^<>]*>\w+",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{2,}")


def name(path):
    return path.relative_to(PACKAGE).as_posix()


def unmarked(template: str) -> list[str]:
    """Words that a template says in one language only, as text or in an attribute that is read out."""
    page = HIDDEN.sub(" ", JINJA.sub("\x00", template))
    said = [value for value in SPOKEN.findall(page) if not TECHNICAL.fullmatch(value)]
    said += re.sub(r"<[^<>]*>", "\n", page).splitlines()
    return [text.strip() for text in said if set(WORD.findall(text)) - NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_says_nothing_past_the_catalogue(path):
    assert unmarked(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('<p class="x">{{ _("Hold") }} <b>Backcoach</b> 3 &nbsp;s</p>', []),
        ("<p>Hold</p>", ["Hold"]),
        ("<p>3 <kbd>Esc</kbd></p>", []),
        ('<img alt="A figure">', ["A figure"]),
        ('<img alt="{{ _("A figure") }}"><svg><title>Hidden</title></svg>', []),
    ],
)
def test_words_past_the_catalogue_are_found(template, words):
    assert unmarked(template) == words


def nameless(text: str | None, given: set[str]) -> set[str]:
    return placeholders(text or "") - given - {"count"}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_gives_every_value(path):
    tree = Environment(extensions=["jinja2.ext.do"]).parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in CALLS and not call.dyn_kwargs:
            given = {word.key for word in call.kwargs}
            said = [
                arg.value for arg in call.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)
            ]
            assert [text for text in said if nameless(text, given)] == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_a_message_gives_every_value(path):
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "message":
            given = {word.arg for word in call.keywords}
            said = [*call.args, *(word.value for word in call.keywords if word.arg == "plural")]
            texts = [v.value for v in said if isinstance(v, ast.Constant) and isinstance(v.value, str)]
            assert None in given or [text for text in texts if nameless(text, given)] == []
