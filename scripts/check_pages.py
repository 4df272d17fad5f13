"""Checks the scripts and styles of the pages: types (TypeScript over JSDoc), format and lint (Biome).

    python scripts/check_pages.py            check; exit status 1 when something is wrong
    python scripts/check_pages.py --write    format what can be, first
    python scripts/check_pages.py install    only get the tools ready

The tools come through npm into `node_modules`, once; `package.json` says which. npm comes with Node, of this computer
or of the development environment. Where they cannot be had, one line says so, and nothing is checked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = os.name == "nt"
MISSING = "the scripts and styles of the pages are not checked: that needs {what}."


class ToolsMissingError(Exception):
    """What is missing, and what to install."""


def main(words: list[str]) -> int:
    """Do what is asked, and return the exit status."""
    try:
        install()
        tools = installed()
    except ToolsMissingError as error:
        print(f"backcoach: {error}", file=sys.stderr)
        return 0
    if words == ["install"]:
        return 0
    if "--write" in words:
        run(tools, "biome", "check", "--write")
    said = problems(tools)
    if said is not None:
        print(said)
    return said is not None


def problems(tools: Path) -> str | None:
    """Return what the tools say where something is wrong; None where all is right."""
    for command in (["tsc", "--project", "."], ["biome", "ci", "--colors=off"]):
        done = run(tools, *command)
        if done.returncode:
            return done.stdout
    return None


def run(tools: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the tools in the project."""
    return subprocess.run(
        [str(tools / (f"{name}.cmd" if WINDOWS else name)), *arguments],
        cwd=tools.parents[1],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def installed(root: Path = ROOT) -> Path:
    """Return the folder of the tools.

    Raises
    ------
    ToolsMissingError
        If they are not there, or have no Node to run with.
    """
    if find("node") is None:
        raise ToolsMissingError(
            MISSING.format(what="Node (`sh test` brings one; Debian: apt install nodejs)")
        )
    if not is_ready(root):
        raise ToolsMissingError(MISSING.format(what="tools that `python scripts/check_pages.py` installs"))
    return root / "node_modules" / ".bin"


def install(root: Path = ROOT) -> None:
    """Install what `package.json` names, the first time and when it has changed.

    There is no lock file: it would name package hosts.

    Raises
    ------
    ToolsMissingError
        If there is no npm, or it fails.
    """
    if is_ready(root):
        return
    npm = find("npm")
    if npm is None:
        raise ToolsMissingError(MISSING.format(what="npm (`sh test` brings one; Debian: apt install npm)"))
    print("backcoach: installing what checks the scripts and styles of the pages (once)", file=sys.stderr)
    options = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = subprocess.run(
        [npm, "install", *options],
        cwd=root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise ToolsMissingError(MISSING.format(what=f"tools that npm could not install: {last}"))
    (root / "node_modules" / "ready").write_text(state(root), encoding="utf-8")


def is_ready(root: Path) -> bool:
    """Say whether what is installed is what `package.json` names now."""
    stamp = root / "node_modules" / "ready"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == state(root)


def state(root: Path) -> str:
    """Return what the tools depend on."""
    return hashlib.sha256((root / "package.json").read_bytes()).hexdigest()


def find(name: str) -> str | None:
    """Return a program of this computer, or of the development environment."""
    return shutil.which(name, path=environment()["PATH"])


def environment() -> dict[str, str]:
    """Return an environment in which the Node of the development environment is found, where the computer has none."""
    own = Path(sys.executable).parent
    return {**os.environ, "PATH": os.pathsep.join([os.environ.get("PATH", ""), str(own)])}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
