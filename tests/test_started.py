"""Every way to start the program, and what is then said to be typed."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pytest

from backcoach import extras, started
from backcoach.started import command


@pytest.fixture
def begun(monkeypatch, tmp_path):
    """Let the program have been started in a given way."""

    def begin(
        argv0: str,
        *,
        prefix=None,
        found: str | None = None,
        typed: str = "python",
        origin: str | None = None,
        **env,
    ) -> None:
        for name in (started.COMMAND_SETTING, extras.SET_UP_SETTING, "UV_RUN_RECURSION_DEPTH"):
            monkeypatch.delenv(name, raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", [argv0])
        monkeypatch.setattr(sys, "orig_argv", [typed, argv0])
        monkeypatch.setattr(sys, "prefix", str(prefix or tmp_path / "env"))
        monkeypatch.setattr("shutil.which", lambda name: found if name == "backcoach" else None)
        text = None if origin is None else json.dumps({"url": origin})
        monkeypatch.setattr(
            "importlib.metadata.distribution", lambda name: SimpleNamespace(read_text=lambda file: text)
        )

    return begin


def test_a_clone_is_started_by_its_script(begun):
    begun("/c/src/backcoach/__main__.py", BACKCOACH_COMMAND="sh run")
    assert command() == "sh run"
    assert command("plan", "explain") == "sh run plan explain"


def test_a_program_that_is_found_is_named_alone(begun):
    begun("/usr/local/bin/backcoach", found="/usr/local/bin/backcoach")
    assert command("doctor") == "backcoach doctor"


def test_a_program_that_is_not_found_is_named_with_its_place(begun):
    begun(".venv/bin/backcoach")
    assert command("doctor") == ".venv/bin/backcoach doctor"
    begun("/my own/bin/backcoach", found="/usr/bin/backcoach")
    assert command("doctor") == '"/my own/bin/backcoach" doctor'


def test_windows_calls_it_with_and_without_its_ending(begun, tmp_path):
    begun(str(tmp_path / "backcoach"), found=str(tmp_path / "backcoach.exe"))
    assert command() == "backcoach"


def test_a_module_is_started_by_the_python_that_was_typed(begun):
    begun("/lib/backcoach/__main__.py", typed="python3.13")
    assert command("demo") == "python3.13 -m backcoach demo"


def test_a_library_knows_the_name_alone(begun):
    begun("/lib/pytest/__main__.py")
    assert command("demo") == "backcoach demo"


def test_uvx_and_its_like_are_started_with_where_it_came_from(begun, monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "is_there", lambda extra: extra not in ("cluster", "piper"))
    wheel = (tmp_path / "dist" / "backcoach-0.1.0-py3-none-any.whl").as_uri()
    path = str(tmp_path / "dist" / "backcoach-0.1.0-py3-none-any.whl")
    kept = tmp_path / "cache" / "uv" / "archive-v0" / "x"
    begun(str(kept / "bin" / "backcoach"), prefix=kept, origin=wheel)
    assert command("demo") == f"uvx --from {path} backcoach demo"
    assert (
        extras.install_command("cluster") == f'uvx --from "{path}[report,voice,cluster,postgres]" backcoach'
    )
    kept = tmp_path / "pipx" / ".cache" / "x"
    kept.mkdir(parents=True)
    (kept / "pipx_metadata.json").touch()
    begun(str(kept / "bin" / "backcoach"), prefix=kept, origin=wheel)
    assert command("demo") == f"pipx run --spec {path} backcoach demo"


def test_uv_run(begun, tmp_path):
    begun(str(tmp_path / "backcoach"), found=str(tmp_path / "backcoach"), UV_RUN_RECURSION_DEPTH="1")
    assert command() == "uv run backcoach"


@pytest.mark.parametrize(
    ("marker", "wanted"),
    [
        ("uv-receipt.toml", 'uv tool install --force "/dist/b.whl[coach]"'),
        ("pipx_metadata.json", 'pipx install --force "/dist/b.whl[coach]"'),
    ],
)
def test_a_missing_part_is_installed_by_what_installed_the_rest(begun, monkeypatch, tmp_path, marker, wanted):
    (tmp_path / marker).touch()
    begun("backcoach", prefix=tmp_path, origin="file:///dist/b.whl")
    monkeypatch.setattr(extras, "is_there", lambda extra: False)
    assert extras.install_command("coach") == wanted


def test_a_missing_part_is_installed_from_where_the_rest_came(begun, monkeypatch):
    monkeypatch.setattr(extras, "is_there", lambda extra: extra in ("coach", "pictures"))
    begun("backcoach", origin="https://git.example/b.whl")
    assert extras.install_command("report").endswith(' "backcoach[report] @ https://git.example/b.whl"')
    begun("backcoach", origin=None)
    assert extras.install_command("postgres").endswith(' "backcoach[pictures,postgres]"')


def test_a_clone_installs_it_by_its_own_script(begun):
    begun("backcoach", BACKCOACH_COMMAND="sh run", BACKCOACH_SET_UP="/c/scripts/set_up.py")
    assert extras.install_command("coach").endswith(" /c/scripts/set_up.py all")
