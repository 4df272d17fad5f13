"""Makes `.venv` ready, for `run`, `run.cmd`, `test` and `.ci/run`; quickly when it is ready already.

    python scripts/set_up.py videos    what is needed to analyse videos
    python scripts/set_up.py all       what the coach, its reports and everything else need, too
    python scripts/set_up.py dev       what its tests need, too
    python scripts/set_up.py ready videos|all|dev     install nothing; exit status 1 when there is something to do

Any Python from 3.8 on may run this: it looks for one that fits, and else lets the installer uv bring one. Only the
standard library is used, for nothing is installed yet.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
TOOLS = ROOT / ".tools"
WINDOWS = os.name == "nt"
FIRST, LAST = (3, 10), (3, 14)
BROUGHT = "3.13"
"""What uv brings where no Python fits."""

LEVELS = {
    "videos": (["--no-dev"], 400),
    "all": (["--no-dev", "--extra=all"], 600),
    "dev": (["--extra=all"], 1100),
}
"""What can be asked for, each holding the ones before it: how uv is told so, and about how many MB it takes."""

SOURCES = ("pyproject.toml", "hatch_build.py", "src/backcoach/pose/network_files.py")
"""What is installed follows from these."""

SYSTEMS = {
    "Linux": ("x86_64", "aarch64"),
    "Darwin": ("arm64",),
    "Windows": ("amd64",),
}
"""Where LiteRT has a wheel."""


class SetUpError(Exception):
    """What is missing, and what to do."""


def main(words: list[str]) -> int:
    """Do what is asked, and return the exit status."""
    wanted = words[-1] if words else ""
    if wanted not in LEVELS:
        print(__doc__, file=sys.stderr)
        return 2
    if words[:1] == ["ready"]:
        return not is_ready(wanted)
    try:
        prepare(wanted)
    except SetUpError as error:
        say(str(error))
        return 1
    return 0


def say(text: str) -> None:
    """Tell the person."""
    print(f"backcoach: {text}", file=sys.stderr, flush=True)


def prepare(wanted: str) -> None:
    """Install the project and what one of `LEVELS` needs; an environment with more than that stays as it is."""
    if is_ready(wanted):
        return
    levels = list(LEVELS)
    wanted = max(
        wanted, had() or wanted, key=levels.index
    )  # a pulled change must not take away what was added
    check_system(platform.system(), platform.machine())
    python = find_python()
    uv = find_uv(python)
    options, size_mb = LEVELS[wanted]
    if (ENVIRONMENT / "ready").is_file():
        say("installing what is missing in .venv (once)")
    else:
        say(f"installing into .venv (once; some {size_mb} MB, a minute or two)")
    command = [uv, "sync", "--quiet", "--project", str(ROOT), "--python", python or BROUGHT, *options]
    if not networks():
        command += ["--reinstall-package", "backcoach"]
    settings = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")}
    if subprocess.run(command, env={**settings, **index(python)}, check=False).returncode:
        raise SetUpError(f"the installation failed: see above.{'' if python else ' ' + no_python()}")
    compile_command_line()
    (ENVIRONMENT / "ready").write_text(f"{state()} {wanted}\n", encoding="utf-8")


def compile_command_line() -> None:
    """Keep the bytecode of what every command needs: where Python keeps none, it would be compiled each time."""
    python = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
    folders = [*ENVIRONMENT.glob("[Ll]ib/**/site-packages/typer"), ROOT / "src"]
    subprocess.run([str(python), "-m", "compileall", "-q", *map(str, folders)], check=False)


def is_ready(wanted: str) -> bool:
    """Say whether there is nothing to do."""
    levels, level = list(LEVELS), had()
    if level is None or not networks():
        return False
    stamp = (ENVIRONMENT / "ready").read_text(encoding="utf-8")
    return stamp == f"{state()} {level}\n" and levels.index(level) >= levels.index(wanted)


def had() -> str | None:
    """Return which of `LEVELS` was installed the last time; None where that is not known."""
    stamp = ENVIRONMENT / "ready"
    level = stamp.read_text(encoding="utf-8").split()[-1:] if stamp.is_file() else []
    return level[0] if level and level[0] in LEVELS else None


def state() -> str:
    """Return what an environment depends on: where it is, and what it was made from."""
    made_from = hashlib.sha256()
    for name in SOURCES:
        made_from.update((ROOT / name).read_bytes())
    return f"{ROOT} {made_from.hexdigest()[:16]}"


def networks() -> list[Path]:
    """Return the network files that the build has put in their place; `git clean` takes them away."""
    return sorted((ROOT / "src" / "backcoach" / "pose" / "networks").glob("*.tflite"))


def check_system(system: str, machine: str) -> None:
    """Stop where the pose engine has no wheel: the installer would only say that it found none."""
    if machine.lower() not in SYSTEMS.get(system, (machine.lower(),)):
        raise SetUpError(
            "the pose engine LiteRT exists for Linux, for Macs with Apple silicon and for Windows on x64, not for "
            f"{system.replace('Darwin', 'Mac')} on {machine}: Intel Macs and Windows on ARM cannot run Backcoach."
        )


def find_python() -> str | None:
    """Return the Python that is named, this one, or another one that fits; None where there is none."""
    named = os.environ.get("BACKCOACH_PYTHON")
    minors = range(LAST[1], FIRST[1] - 1, -1)
    others = [*(f"python3.{minor}" for minor in minors), "python3", "python"]
    for name in [named] if named else [getattr(sys, "_base_executable", sys.executable), *others]:
        fits = f"import sys; print(sys.executable); sys.exit(not {FIRST} <= sys.version_info[:2] <= {LAST})"
        found = ask([name, "-c", fits])
        if found:
            return found
    if named:
        raise SetUpError(
            f"{named} is no Python 3.10 to 3.14: let BACKCOACH_PYTHON name one, or leave it out."
        )
    return None


def find_uv(python: str | None) -> str:
    """Return the uv of this machine, or of the project: pip puts it into a folder, which needs no environment."""
    own = TOOLS / "bin" / ("uv.exe" if WINDOWS else "uv")
    if found := shutil.which("uv") or (str(own) if own.is_file() else None):
        return found
    pip = [python or sys.executable, "-m", "pip"]
    if ask([pip[0], "-c", "import pip; print(pip)"]) is None:
        raise SetUpError(
            f"pip is missing for {pip[0]}.\n"
            "Install it (Debian, Ubuntu: apt install python3-pip), or install uv, and start again."
        )
    say("getting the installer uv (once)")
    quick = ["--no-deps", "--no-compile", "--disable-pip-version-check"]
    command = [*pip, "install", "--quiet", *quick, "--target", str(TOOLS), "uv"]
    settings = {
        **os.environ,
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PIP_USER": "0",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    if subprocess.run(command, env=settings, check=False).returncode or not own.is_file():
        reason = "pip could not install uv: see above. Is there a network?"
        raise SetUpError(reason if python else f"{reason} {no_python()}")
    return str(own)


def index(python: str | None) -> dict[str, str]:
    """Return pip's package index as a setting of uv, which does not read pip's settings."""
    if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
        return {}
    pip = [python or sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    found = os.environ.get("PIP_INDEX_URL") or ask(pip)
    return {"UV_DEFAULT_INDEX": found} if found else {}


def no_python() -> str:
    """Return what to do where no Python fits and uv cannot bring one."""
    return (
        f"Python 3.10 to 3.14 is needed, and {platform.python_version()} was found. Install one of them, or let "
        "BACKCOACH_PYTHON name one."
    )


def ask(command: list[str]) -> str | None:
    """Return what a program prints; None where it is missing or fails."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
