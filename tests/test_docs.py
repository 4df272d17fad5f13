"""What the documents say is there: links, commands, options, names."""

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

import backcoach
from backcoach.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
ANALYZE = get_command(app).commands["analyze"]  # type: ignore[attr-defined]


def options_of(command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("https://", "http://", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_no_placeholder_is_left(page):
    assert re.findall(r"@@\w+@@|\bTODO\b|\bTBD\b|lorem ipsum", page.read_text(encoding="utf-8")) == []


def test_the_readme_names_options_that_exist():
    table = README.rpartition("| | |")[2].partition("\n\n")[0]
    named = set(re.findall(r"--[a-z][a-z-]+", table))
    assert named
    assert named <= options_of(ANALYZE)


def test_the_readme_uses_names_that_exist():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {
        node.attr
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "backcoach"
    }
    assert names == {"analyze", "Tracker", "load_exercise"}
    assert all(hasattr(backcoach, name) for name in names)


def test_the_readme_commands_are_there():
    commands = set(re.findall(r"^sh (\w+)", README, re.MULTILINE))
    assert commands == {"run", "test"}
    assert all((ROOT / command).is_file() for command in commands)


def test_the_readme_says_what_it_is_not():
    assert "not diagnose" in README
    assert "health\nprofessional" in README or "health professional" in README
    for claim in ("clinically validated", "safe for you", "cures"):
        assert claim not in README


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_are_written_as_in_a_clone(page):
    """One way to write them everywhere; `docs/install.md` and the README say what else `sh run` may be called."""
    commands = "|".join(get_command(app).commands)  # type: ignore[attr-defined]
    text = page.read_text(encoding="utf-8")
    assert re.findall(rf"(?<![\w/.-])backcoach (?:{commands})\b(?! load_)", text) == []


def test_no_message_writes_out_what_to_type():
    """`backcoach.started` knows how this person started the program; nothing else may guess."""
    commands = "|".join(get_command(app).commands)  # type: ignore[attr-defined]
    named = re.compile(rf"(?:\bbackcoach|sh run) (?:{commands})\b(?! \w+ import)")
    found = []
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        described = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node)
        }
        found += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in described
            and named.search(node.value)
        ]
    for path in [*(ROOT / "src").rglob("*.html"), *(ROOT / "src").rglob("*.js")]:
        found += named.findall(path.read_text(encoding="utf-8"))
    assert found == []


def test_what_cannot_run_it_is_said_where_people_look():
    sentence = "Intel Macs and Windows on ARM"
    assert sentence in " ".join(README.split())
    assert sentence in (ROOT / "scripts" / "set_up.py").read_text(encoding="utf-8")
