"""What the set-up does about a browser, with programs that only pretend."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ENVIRONMENT = Path(__file__).parents[1] / "scripts" / "environment.sh"
MISSING = "the tests of the pages are skipped: they need Chromium"
pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")


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
