"""The other commands, and how quickly help is there."""

import importlib
import inspect
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import backcoach
from backcoach.cli import app
from backcoach.exercises.catalogue import exercise_ids
from backcoach.reports.exercise_page import make_list
from tests.stick_person import SQUAT_FILE

HEAVY = {"numpy", "ai_edge_litert", "matplotlib", "cv2", "av", "pydantic", "rich", "distributed"}


def run(*arguments: str):
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def commands(group=app):
    """Every command, that of a group too."""
    yield from (info.callback for info in group.registered_commands)
    for sub in group.registered_groups:
        yield from commands(sub.typer_instance)


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.request.__name__)
def test_what_does_a_command_is_there_and_takes_what_is_asked_for(command):
    module, _, name = command.work.partition(":")
    work = getattr(importlib.import_module(module), name)
    (asked,) = inspect.signature(work, eval_str=True).parameters.values()
    assert asked.annotation is command.request


@pytest.mark.parametrize(
    "arguments", [["analyze", "--help"], ["serve", "--help"], ["plan", "simulate", "-h"]]
)
def test_help_of_a_command_does_not_load_what_does_its_work(arguments):
    code = "import sys; from backcoach.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    own = {name for name in process.stdout.split() if name.startswith("backcoach.")}
    assert "--" in process.stdout, process.stderr
    assert {name for name in own if not name.startswith("backcoach.cli.asked")} == {
        "backcoach.lazy",
        "backcoach.started",
        "backcoach.cli",
        "backcoach.cli.deferred",
        "backcoach.cli.shorthand",
    }


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments):
    code = "import sys; from backcoach.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert "backcoach" in process.stdout, process.stderr
    assert not set(process.stdout.split()) & HEAVY


def test_importing_the_package_imports_nothing_heavy():
    code = "import backcoach, sys; print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert not set(process.stdout.split()) & HEAVY


@pytest.mark.parametrize(("asked", "threads"), [(None, 1), ("2", 2)])
def test_numpy_gets_one_thread_unless_told_otherwise(asked, threads):
    code = (
        "import os\nfrom backcoach.cli import main\ntry: main()\nexcept SystemExit: import numpy\n"
        "print(len(os.listdir('/proc/self/task')) if os.path.isdir('/proc/self/task') else 'unknown')"
    )
    own = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    wish = {} if asked is None else {"OPENBLAS_NUM_THREADS": asked}
    command = [sys.executable, "-c", code, "--version"]
    process = subprocess.run(command, capture_output=True, text=True, env={**own, **wish}, check=True)
    if process.stdout.split()[-1] == "unknown" or (os.cpu_count() or 1) < 2:
        pytest.skip("threads cannot be counted here")
    assert process.stdout.split()[-1] == str(threads)


def test_every_name_of_the_python_interface_exists():
    for name in backcoach.__all__:
        assert getattr(backcoach, name)
    with pytest.raises(AttributeError, match="nonsense"):
        backcoach.nonsense  # noqa: B018


def test_version():
    assert run("--version").stdout.strip() == f"backcoach {backcoach.__version__}"


def test_list_names_the_seven_and_the_persons_own(tmp_path):
    (tmp_path / "squat.toml").write_bytes(SQUAT_FILE.read_bytes())
    (tmp_path / "broken.toml").write_text("schema = 1\n")
    result = run("exercises", "list", "--exercises", str(tmp_path))
    assert result.exit_code == 0
    for name in (
        "child_pose",
        "clamshell",
        "trunk_rotation",
        "forearm_plank",
        "cat_camel",
        "glute_bridge",
        "bird_dog",
    ):
        assert name in result.stdout
    assert "Squat (own)" in result.stdout
    assert "broken.toml" in result.stderr
    listed = json.loads(run("exercises", "list", "--exercises", str(tmp_path), "--json").stdout)
    assert [e["id"] for e in listed][-1] == "squat"


def test_show_has_everything_a_person_may_want_to_know():
    text = " ".join(run("exercises", "show", str(SQUAT_FILE)).stdout.split())
    for words in (
        "Sit down on a chair",
        "8 times",
        "Not deep enough",
        "Sit a little deeper",
        "bottom (target)",
        "knees",
    ):
        assert words in text
    assert json.loads(run("exercises", "show", str(SQUAT_FILE), "--json").stdout)["id"] == "squat"


def test_show_names_the_nearest_of_an_unknown_exercise():
    result = run("exercises", "show", "brid_dog")
    assert result.exit_code == 2
    assert "did you mean bird_dog" in result.stderr


def test_check_tells_all_mistakes_with_key_found_and_allowed(tmp_path):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_bytes(SQUAT_FILE.read_bytes())
    bad.write_text(
        SQUAT_FILE.read_text().replace("repetitions = 8", "repetitions = 80").replace("cue =", "queue =")
    )
    result = run("exercises", "check", str(good), str(bad))
    assert result.exit_code == 2
    assert f"{good}: good" in result.stdout
    lines = [line for line in result.stdout.splitlines() if line.startswith(str(bad))]
    assert any("dose.repetitions" in line and "80" in line for line in lines)
    assert sum("queue" in line for line in lines) >= 3
    assert run("exercises", "check", str(good)).exit_code == 0
    found = json.loads(run("exercises", "check", str(bad), "--json").stdout)[str(bad)]
    assert {"key", "found", "allowed", "line"} <= set(found[0])


def test_schema_is_a_json_schema():
    schema = json.loads(run("exercises", "schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "phases" in schema["properties"]


def test_every_option_is_described_on_the_page():
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text()
    for command in (["analyze"], ["exercises", "list"], ["exercises", "show"], ["exercises", "check"]):
        text = run(*command, "--help").stdout
        options = {word for word in text.replace(",", " ").split() if word.startswith("--")} - {"--help"}
        assert options
        assert [option for option in sorted(options) if option not in page] == []


@pytest.mark.parametrize("command", [[], ["exercises"], ["plan"]])
def test_no_sentence_of_the_help_breaks_off(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = run(*command, "--help").output.partition("Commands:")[2]
    assert len(told.splitlines()) > 4
    assert "..." not in told


def test_the_list_has_a_line_for_each_exercise_in_a_narrow_terminal():
    seven = list(map(backcoach.load_exercise, exercise_ids()))
    told = io.StringIO()
    Console(file=told, width=80).print(make_list(seven, width=80))
    assert len(told.getvalue().splitlines()) <= 2 + len(seven) + 1
    assert all(exercise.name in told.getvalue() for exercise in seven)
