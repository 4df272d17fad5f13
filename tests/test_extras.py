"""A part that is not installed is one sentence, wherever it is met."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from backcoach import extras
from backcoach.analysis.parallel import ClusterMissingError, cluster_executor
from backcoach.cli import app, completing
from backcoach.computer.checkup import check_up
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed

VIDEO = "src/backcoach/samples/cat_camel.bcr"


@pytest.fixture
def lacking(monkeypatch):
    """Let the modules of some extras not be there."""
    monkeypatch.delenv(extras.SET_UP_SETTING, raising=False)

    def lack(*names: str) -> None:
        gone = {module for name in names for module in extras.MODULES[name]}
        monkeypatch.setattr(extras, "_is_found", lambda module: module not in gone)

    return lack


@pytest.mark.parametrize(
    ("extra", "arguments"),
    [
        ("coach", ["serve", "--no-browser"]),
        ("coach", ["demo"]),
        ("coach", ["shortcut"]),
        ("pictures", ["analyze", VIDEO, "--plot", "{out}/x.svg"]),
        ("pictures", ["analyze", VIDEO, "--annotate", "{out}/x.mp4"]),
        ("pictures", ["plan", "simulate", "--plot", "{out}/x.svg"]),
        ("cluster", ["analyze", VIDEO, "--cluster", "tcp://127.0.0.1:1"]),
        ("postgres", ["serve", "--database", "postgresql://me@here/it"]),
    ],
)
def test_a_command_names_what_it_lacks_and_how_to_get_it(lacking, tmp_path, extra, arguments):
    lacking(extra)
    said = CliRunner().invoke(app, [word.format(out=tmp_path) for word in arguments])
    assert said.exit_code == 2
    assert said.stderr.strip().splitlines()[-1] == f"backcoach: {extras.sentence(extra)}"
    assert re.search(rf"\[.*{extra}.*\]", said.stderr)
    assert "Traceback" not in said.output
    assert not list(tmp_path.iterdir())


def test_an_import_that_fails_for_another_reason_is_not_hidden():
    with pytest.raises(ModuleNotFoundError, match="nonsense"):
        completing.complete(ModuleNotFoundError("No module named 'nonsense'", name="nonsense"))


def test_the_library_says_it_too(lacking, monkeypatch):
    lacking("cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterMissingError, match="To install it"), cluster_executor("tcp://127.0.0.1:1"):
        pass


def test_a_page_says_it_too(lacking, tmp_path, monkeypatch):
    def lacks(*_):
        raise ModuleNotFoundError("No module named 'fpdf'", name="fpdf")

    monkeypatch.setattr("backcoach.reports.clinician.pdf.pdf", lacks)
    lacking("report")
    with TestClient(create_app(Home(tmp_path), Allowed.at(8765)), base_url="http://127.0.0.1:8765") as client:
        answer = client.get("/report.pdf")
    assert answer.status_code == 503
    assert "To install it:" in answer.text


def test_the_doctor_lists_what_is_there(lacking, tmp_path):
    lacking("coach", "report")
    (parts,) = (finding for finding in check_up(tmp_path, 8765) if finding.what == "parts")
    assert parts.verdict == "warning"
    assert "not installed: coach, report" in parts.found
    assert "coach" in parts.advice


class Begun(Exception):
    """Stands for the process that takes the place of this one."""


def begin_again(monkeypatch, tmp_path, status: int) -> dict:
    """Let a clone's script install what is missing; return how the command was begun again."""
    script, asked = tmp_path / "set_up.py", tmp_path / "asked"
    script.write_text(f"import sys; open({str(asked)!r}, 'a').write(sys.argv[1]); sys.exit({status})")
    monkeypatch.setenv(extras.SET_UP_SETTING, str(script))
    again: dict = {"asked": lambda: asked.read_text()}

    def execve(program, words, settings):
        again.update(words=words, settings=settings)
        raise Begun

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(sys, "argv", ["backcoach", "remind", "--once"])
    return again


def test_a_clone_installs_what_is_missing_and_begins_again_once(monkeypatch, tmp_path, capsys):
    again = begin_again(monkeypatch, tmp_path, 0)
    error = ModuleNotFoundError(name="sqlalchemy")
    with pytest.raises(Begun):
        completing.complete(error)
    assert again["asked"]() == "all"
    assert again["words"][1:] == ["-m", "backcoach", "remind", "--once"]
    monkeypatch.setattr(os, "environ", again["settings"])
    assert completing.complete(error) == 2, "it must not go round in circles"
    assert "To install it" in capsys.readouterr().err


def test_a_clone_that_cannot_install_it_ends_with_the_reason_of_the_script(monkeypatch, tmp_path):
    again = begin_again(monkeypatch, tmp_path, 1)
    assert completing.complete(ModuleNotFoundError(name="sqlalchemy")) == 1
    assert "words" not in again


WITHOUT = """
import sys
from importlib.machinery import PathFinder
class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in {gone!r} else super().find_spec(name, path, target)
sys.meta_path = [Without if finder is PathFinder else finder for finder in sys.meta_path]
from backcoach.cli import main
main()
"""


def run_without(names, *arguments):
    gone = {module for name in names for module in extras.MODULES[name]}
    code = WITHOUT.format(gone=gone)
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)


def test_the_core_alone_analyses(tmp_path):
    done = run_without(extras.MODULES, "analyze", VIDEO, "--json", str(tmp_path / "x.json"))
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "x.json").read_text())["results"]


@pytest.mark.parametrize("arguments", [["remind", "--once"], ["export", "x.json"], ["plan", "explain"]])
def test_a_command_that_nobody_thought_of_says_it_too(arguments, tmp_path):
    done = run_without(["coach"], *arguments, "--data-dir", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "To install it:" in done.stderr or "there is no journal" in done.stderr
    assert "Traceback" not in done.stderr
