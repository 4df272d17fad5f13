"""Everything that a person can meet is documented: exercises, faults, cues, settings, options, kinds, fields."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest
import typer
from docs_api import methods, public
from docs_exercises import WORDS
from render_docs import BENCHMARKS

import backcoach
from backcoach import settings
from backcoach.cli import app
from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.feature_schema import KINDS
from backcoach.exercises.model import Exercise
from backcoach.exercises.routine import routine_ids
from backcoach.tracking import events
from backcoach.tracking.counting.phases import Step
from tests.docs.documents import read

SEVEN = [
    load_exercise(Path(str(resources.files("backcoach.exercises"))) / "builtin" / f"{name}.toml")
    for name in BUILTIN
]


FRAMEWORK = {"--help", "--install-completion", "--show-completion"}
"""Options that every program made with Typer has; each explains itself in `--help`."""


def options() -> list[tuple[str, str]]:
    """Command and long option, of every command."""
    found = []
    waiting = [("sh run", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        waiting += [(f"{name} {n}", sub) for n, sub in getattr(command, "commands", {}).items()]
        found += [
            (name, o) for p in command.params for o in p.opts if o.startswith("--") and o not in FRAMEWORK
        ]
    return found


def section(page: str, exercise: Exercise) -> str:
    return read(page).partition(f"\n## {exercise.name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("exercise", SEVEN, ids=lambda e: e.id)
def test_every_exercise_is_described_with_its_steps(exercise):
    text = section("exercises.md", exercise)
    assert f"`{exercise.id}`" in text
    for words in (*exercise.steps, exercise.purpose, exercise.placement):
        assert words in text


@pytest.mark.parametrize("exercise", SEVEN, ids=lambda e: e.id)
def test_every_fault_and_cue_is_documented(exercise):
    text = section("exercises.md", exercise)
    for fault in exercise.faults:
        assert f"`{fault.id}`" in text
        for words in (fault.name, fault.cue):
            assert words in text, f"{fault.id}: {words}"


@pytest.mark.parametrize("exercise", SEVEN, ids=lambda e: e.id)
def test_every_limit_stands_with_its_source(exercise):
    text = section("evidence/thresholds.md", exercise)
    for fault in exercise.faults:
        limits = [v for v in (fault.warn_above, fault.warn_below, fault.above, fault.below) if v is not None]
        row = next(line for line in text.splitlines() if f"| `{fault.id}`" in line and fault.source in line)
        told = re.findall(r"(?:above|below) (-?[\d.]+)", row.partition(fault.source)[0])
        assert [limit for limit in limits if f"{limit:g}" not in told] == [], fault.id


@pytest.mark.parametrize("exercise", SEVEN, ids=lambda e: e.id)
def test_every_phase_measure_variant_and_caution_is_documented(exercise):
    text = section("exercises.md", exercise)
    assert [v.id for v in (*exercise.easier, *exercise.harder) if f"`{v.id}`" not in text] == []
    assert [c.advice for c in exercise.cautions if c.advice not in text] == []
    measured = section("evidence/thresholds.md", exercise)
    of_all = read("evidence/thresholds.md").partition("Sources of every exercise: ")[2].partition("\n")[0]
    assert [words for words in exercise.sources if words not in measured + of_all] == []
    names = [p.name for p in exercise.phases] + [*exercise.features]
    assert [name for name in names if f"`{name}`" not in measured] == []


@pytest.mark.parametrize("exercise", SEVEN, ids=lambda e: e.id)
def test_every_exercise_has_its_phase_diagram(exercise):
    diagram = section("evidence/thresholds.md", exercise).partition("```mermaid\n")[2].partition("```")[0]
    assert diagram.startswith("stateDiagram-v2\n")
    assert all(phase.name in diagram for phase in exercise.phases)


def test_the_default_routine_is_named():
    assert f"`{routine_ids()[0]}`" in read("exercises.md")


@pytest.mark.parametrize(("command", "option"), options())
def test_every_command_and_option_is_documented(command, option):
    page = read("command-line.md")
    assert command in page
    assert re.search(rf"{re.escape(option)}(?![\w-])", page), f"{command} {option}"


def test_every_setting_is_documented():
    page = read("conventions.md")
    names = [n for n, f in inspect.getmembers(settings, inspect.isfunction) if not n.startswith("_")]
    assert names
    for name in (*names, settings.HOME_VARIABLE):
        assert f"`{name}`" in page


def test_every_kind_of_feature_is_documented():
    page = read("add-an-exercise.md")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in page] == []
    assert set(WORDS) == set(KINDS)


def test_every_public_name_and_event_is_documented():
    page = read("python-api.md")
    names = [f"backcoach.{name}" for name in backcoach.__all__ if name != "__version__"]
    kinds = [k for _, k in inspect.getmembers(events, inspect.isclass) if issubclass(k, events.Event)]
    names += [k.__name__ for k in kinds if k is not events.Event]
    names += [f.name for k in kinds for f in fields(k)]
    assert [name for name in names if f"`{name}`" not in page] == []


CALLED = [
    (name if thing is call else f"{name}.{called}", call)
    for name, thing in public()
    for called, call in ([(name, thing)] if inspect.isroutine(thing) else methods(thing))
    if inspect.isroutine(call)
]


@pytest.mark.parametrize(("name", "call"), CALLED, ids=[name for name, _ in CALLED])
def test_every_parameter_and_result_of_the_public_interface_is_told(name, call):
    told, signature = inspect.getdoc(call) or "", inspect.signature(call)
    for parameter in signature.parameters.keys() - {"self", "cls"}:
        assert re.search(rf"^(?:\w+, )*\*{{0,2}}{parameter}(?:, \w+)* : ", told, re.MULTILINE), parameter
    returns = signature.return_annotation not in (None, "None")
    assert returns == bool(re.search(r"^(Returns|Yields)$", told, re.MULTILINE))


def test_every_field_of_a_public_value_is_told_and_every_name_has_its_entry():
    page = read("reference/api.md")
    for name, thing in public():
        assert f"\n### {name}\n" in page
        named = getattr(thing, "__dataclass_fields__", {})
        told = inspect.getdoc(thing) or ""
        assert [field for field in named if field[0] != "_" and not re.search(rf"\b{field}\b", told)] == [], (
            name
        )


def test_every_step_of_the_phase_machine_is_explained():
    page = read("how-it-works.md")
    assert [step.name for step in Step if f"\n| {step.name} |" not in page] == []


def test_every_benchmark_has_its_place_and_its_command():
    folder = Path(__file__).parents[2] / "benchmarks"
    names = {p.stem for p in folder.glob("*.py") if 'Report("' in p.read_text(encoding="utf-8")}
    assert names == set(BENCHMARKS)
    page = read("accuracy.md")
    for name in names:
        assert f"benchmarks/{name}.py" in page
        assert f"docs/results/{name}.json" in page


def test_every_ending_that_is_explained_is_used():
    """The conventions explain the units that stand in names."""
    page = read("conventions.md")
    sources = "".join(p.read_text(encoding="utf-8") for p in Path(backcoach.__path__[0]).rglob("*.py"))
    for ending in re.findall(r"^\| `(_\w+)` \|", page, re.MULTILINE):
        assert re.search(rf"\w{ending}\b", sources), ending


def test_the_accuracy_page_says_what_was_never_tested():
    page = read("accuracy.md").partition("## What was never tested on real people")[2].partition("\n## ")[0]
    for what in ("clamshell", "glute bridge", "trunk rotation", "form faults", "hold times"):
        assert f"| {what} |" in page
