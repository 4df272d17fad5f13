"""The parts of the program that are installed only where they are wanted, and what to type where one is missing."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from backcoach import started

MODULES = {
    "coach": (
        "alembic",
        "babel",
        "cryptography",
        "filelock",
        "icalendar",
        "ifaddr",
        "jinja2",
        "markupsafe",
        "segno",
        "sqlalchemy",
        "starlette",
        "tzlocal",
        "uvicorn",
        "websockets",
    ),
    "pictures": ("matplotlib", "PIL"),
    "report": ("fpdf",),
    "voice": ("espeakng_loader", "kaldi_native_fbank"),
    "piper": ("piper",),
    "cluster": ("distributed", "dask"),
    "postgres": ("psycopg",),
}
"""The extras of the package, and the modules that come with each."""

SET_UP_SETTING = "BACKCOACH_SET_UP"
"""Environment variable that names the script which installs what is missing: that of a clone's `run`."""

HOLDS = {
    "report": ("coach", "pictures"),
    "postgres": ("coach",),
    "voice": ("coach",),
    "piper": ("coach", "voice"),
}
"""An extra brings others with it."""

APART = frozenset({"piper"})
"""Extras that `all` leaves out, and so a clone as well."""

PURPOSES = {
    "coach": "the live coach and what it remembers",
    "pictures": "annotated videos and plots",
    "report": "the report as a PDF file",
    "voice": "a voice in every browser, and understanding words that you say",
    "piper": "a natural voice, for who has a voice file of Piper",
    "cluster": "work on a Dask cluster",
    "postgres": "a PostgreSQL database",
}


def is_there(extra: str) -> bool:
    """Say whether an extra and what it holds are installed, without importing anything of them."""
    return all(_is_found(module) for name in (extra, *HOLDS.get(extra, ())) for module in MODULES[name])


def demand(extra: str) -> None:
    """Raise ModuleNotFoundError unless the extra is installed: before the work, rather than at its end."""
    for module in MODULES[extra]:
        if not _is_found(module):
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)


def missing(error: ModuleNotFoundError) -> str | None:
    """Return the extra whose absence an import has met; None when the module belongs to none."""
    first = (error.name or "").partition(".")[0]
    return next((extra for extra, modules in MODULES.items() if first in modules), None)


def sentence(extra: str) -> str:
    """Return what to do where an extra is missing."""
    return f"{PURPOSES[extra]}: not installed. To install it: {install_command(extra)}"


def install_command(extra: str) -> str:
    """Return what to type to install an extra, beside those that are there, in the way this installation was made."""
    wanted = [name for name in MODULES if name == extra or is_there(name)]
    held = {part for name in wanted for part in HOLDS.get(name, ())}
    source = started.source(",".join(name for name in wanted if name not in held))
    if (script := os.environ.get(SET_UP_SETTING)) and extra not in APART:
        return f"{started.quoted(sys.executable)} {started.quoted(script)} all"
    return {
        "uvx": f"uvx --from {source} {started.NAME}",
        "pipx run": f"pipx run --spec {source} {started.NAME}",
        "uv tool": f"uv tool install --force {source}",
        "pipx": f"pipx install --force {source}",
        "uv run": f"uv sync --inexact --extra {extra}",
    }.get(started.way()) or f"{_install_here()} {source}"


def _install_here() -> str:
    python = started.quoted(sys.executable)
    if find_spec("pip") is None:
        return f"uv pip install --python {python}"
    found = shutil.which("pip")
    is_ours = found is not None and Path(found).parent == Path(sys.executable).parent
    return "pip install" if is_ours else f"{python} -m pip install"


def _is_found(module: str) -> bool:
    return module in sys.modules or find_spec(module) is not None
