"""What the set-up does, with programs that only pretend: an installer, Pythons, a browser."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENVIRONMENT = ROOT / "scripts" / "environment.sh"
MISSING = "the tests of the pages are skipped: they need Chromium"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


def prepare_browser(folder: Path, **programs: str) -> str:
    """Run it where only the given programs exist, each with its script; return what it says."""
    (folder / "bin").mkdir()
    (folder / ".venv").mkdir()
    for name in ("tail", "sh"):
        (folder / "bin" / name).symlink_to(str(shutil.which(name)))
    for name, script in programs.items():
        program = folder / "bin" / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    script = f'set -eu; root="{folder}"; . "{ENVIRONMENT}"; prepare_browser'
    done = subprocess.run(
        [str(shutil.which("sh")), "-c", script],
        env={"PATH": str(folder / "bin")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


def test_a_browser_that_is_there_is_taken_without_a_word(tmp_path):
    assert prepare_browser(tmp_path, google_chrome="exit 0") == ""


def test_who_may_install_gets_it_installed(tmp_path):
    apt = f'echo "$@" >> "{tmp_path}/asked"'
    said = prepare_browser(tmp_path, id="echo 0", apt_get=apt)
    assert "installing Chromium" in said
    assert MISSING not in said
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert "update" in update
    assert install.endswith("chromium")


def test_who_may_not_install_is_told_what_is_missing(tmp_path):
    said = prepare_browser(tmp_path, id="echo 1000", apt_get=f'touch "{tmp_path}/asked"')
    assert MISSING in said
    assert not (tmp_path / "asked").exists()


def test_an_installation_that_fails_says_why_and_the_other_tests_go_on(tmp_path):
    said = prepare_browser(tmp_path, id="echo 0", apt_get="echo Unable to locate package >&2; exit 100")
    assert "Unable to locate package" in said
    assert MISSING in said


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """The set-up of a clone whose sources are a few words."""
    spec = importlib.util.spec_from_file_location("set_up", ROOT / "scripts" / "set_up.py")
    set_up = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(set_up)
    root = tmp_path / "a clone"
    for name in set_up.SOURCES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "src/backcoach/pose/networks").mkdir()
    (root / "src/backcoach/pose/networks/one.tflite").touch()
    monkeypatch.setattr(set_up, "ROOT", root)
    monkeypatch.setattr(set_up, "ENVIRONMENT", root / ".venv")
    monkeypatch.setattr(set_up, "TOOLS", root / ".tools")
    monkeypatch.setattr(set_up, "compile_command_line", lambda: None)
    for name in ("BACKCOACH_PYTHON", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return set_up


def put(folder: Path, name: str, script: str) -> Path:
    program = folder / name
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def uv(clone, tmp_path):
    """An installer that notes what it is asked, and makes the folder of the environment."""
    asked = tmp_path / "asked"
    put(
        tmp_path / "bin",
        "uv",
        f'echo "$@" >> "{asked}"; echo "$UV_DEFAULT_INDEX" >> "{asked}"\n/bin/mkdir -p "{clone.ENVIRONMENT}"',
    )
    return lambda: asked.read_text().splitlines() if asked.exists() else []


def test_a_clone_is_set_up_once_and_more_is_added_when_it_is_needed(clone, uv):
    for wanted in ("videos", "videos", "all", "videos", "all", "dev", "all", "videos"):
        assert clone.main([wanted]) == 0
        assert clone.main(["ready", wanted]) == 0
    first, second, third = uv()[::2]
    assert "--extra=all" not in first
    assert "--no-dev" in first
    assert "--extra=all --no-dev" in " ".join(sorted(second.split()))
    assert "--extra=all" in third
    assert "--no-dev" not in third


@pytest.mark.parametrize("name", ["pyproject.toml", "hatch_build.py", "src/backcoach/pose/network_files.py"])
def test_a_change_of_what_is_installed_is_noticed(clone, uv, name):
    clone.main(["videos"])
    (clone.ROOT / name).write_text("changed")
    assert clone.main(["ready", "videos"]) == 1


def test_a_change_takes_nothing_away_that_was_added(clone, uv):
    clone.main(["dev"])
    (clone.ROOT / "pyproject.toml").write_text("changed")
    clone.main(["videos"])
    assert "--extra=all" in uv()[-2]
    assert clone.main(["ready", "dev"]) == 0


def test_networks_that_were_cleaned_away_are_fetched_again(clone, uv):
    clone.main(["videos"])
    (network,) = clone.networks()
    network.unlink()
    assert clone.main(["ready", "videos"]) == 1
    clone.main(["videos"])
    assert "--reinstall-package backcoach" in uv()[-2]


def test_a_moved_clone_is_set_up_anew(clone, uv, monkeypatch):
    clone.main(["videos"])
    moved = clone.ROOT.rename(clone.ROOT.with_name("moved"))
    monkeypatch.setattr(clone, "ROOT", moved)
    monkeypatch.setattr(clone, "ENVIRONMENT", moved / ".venv")
    assert clone.main(["ready", "videos"]) == 1


def test_where_no_python_fits_uv_brings_one(clone, uv, monkeypatch):
    monkeypatch.setattr(clone, "FIRST", (4, 0))
    monkeypatch.setattr(clone, "LAST", (4, 1))
    assert clone.main(["videos"]) == 0
    assert f"--python {clone.BROUGHT}" in uv()[0]


def test_an_installation_that_fails_is_tried_again_the_next_time(clone, tmp_path, capsys):
    put(tmp_path / "bin", "uv", "exit 1")
    assert clone.main(["videos"]) == 1
    assert "the installation failed" in capsys.readouterr().err
    assert clone.main(["ready", "videos"]) == 1


def test_a_python_that_is_named_is_taken_or_refused(clone, uv, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BACKCOACH_PYTHON", sys.executable)
    assert clone.main(["videos"]) == 0
    assert f"--python {sys.executable}" in uv()[0]
    old = put(tmp_path, "python3.9", "exit 1")
    monkeypatch.setenv("BACKCOACH_PYTHON", str(old))
    (clone.ENVIRONMENT / "ready").unlink()
    assert clone.main(["videos"]) == 1
    assert f"{old} is no Python 3.10 to 3.14" in capsys.readouterr().err


def test_without_pip_and_uv_it_says_what_to_install(clone, tmp_path, monkeypatch, capsys):
    python = put(tmp_path, "python", 'case "$*" in *fits*|*version_info*) echo "$0";; *) exit 1;; esac')
    monkeypatch.setenv("BACKCOACH_PYTHON", str(python))
    assert clone.main(["videos"]) == 1
    assert "pip is missing" in capsys.readouterr().err


def test_an_index_of_ones_own_reaches_uv(clone, uv, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    clone.main(["videos"])
    assert uv()[1] == "https://index.example/simple"


@pytest.mark.parametrize(
    ("system", "machine", "runs"),
    [
        ("Linux", "x86_64", True),
        ("Linux", "aarch64", True),
        ("Darwin", "arm64", True),
        ("Windows", "AMD64", True),
        ("Darwin", "x86_64", False),
        ("Windows", "ARM64", False),
    ],
)
def test_a_system_that_cannot_run_it_is_told_so_at_once(clone, system, machine, runs):
    if runs:
        clone.check_system(system, machine)
        return
    with pytest.raises(clone.SetUpError, match="Intel Macs and Windows on ARM cannot run Backcoach") as told:
        clone.check_system(system, machine)
    assert "\n" not in str(told.value)


def run_script(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start `run` in a clone that is ready, where the program only says how it was started."""
    shutil.copy(ROOT / "run", folder / "run")
    (folder / "scripts").mkdir(exist_ok=True)
    for name in ("environment.sh", "set_up.py"):
        shutil.copy(ROOT / "scripts" / name, folder / "scripts" / name)
    script = 'case "$*" in *set_up.py*) exit 0;; esac; echo "$BACKCOACH_COMMAND|$BACKCOACH_SET_UP|$*"'
    put(folder / ".venv" / "bin", "python", script)
    return subprocess.run(
        ["sh", "run", *arguments], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def test_the_script_says_how_it_was_started_and_hands_on_what_is_asked(tmp_path):
    done = run_script(tmp_path, "my video.mp4", "--json", "-")
    assert done.stdout.strip() == f"sh run|{tmp_path}/scripts/set_up.py|-m backcoach my video.mp4 --json -"
    assert done.stderr == ""


def test_without_any_python_the_script_says_what_is_needed(tmp_path):
    run_script(tmp_path)
    shutil.rmtree(tmp_path / ".venv")
    for name in ("sh", "dirname"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    done = subprocess.run(
        [str(shutil.which("sh")), "run"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Python 3.10 to 3.14 is needed, and no Python was found" in done.stderr


def test_windows_has_the_same_script():
    script = (ROOT / "run.cmd").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n"), "cmd.exe needs its own line ends"
    text = script.decode("ascii")
    assert r'"%~dp0scripts\set_up.py" videos' in text
    for name in ("BACKCOACH_COMMAND", "BACKCOACH_SET_UP"):
        assert f'set "{name}=' in text
        assert f"{name}=" in (ROOT / "run").read_text()
    assert r"-m backcoach %*" in text
