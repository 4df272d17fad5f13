"""How the person started the program, and so how it is started again: one truth for all messages and pages."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAME = "backcoach"

COMMAND_SETTING = "BACKCOACH_COMMAND"
"""Environment variable in which a script that starts the program says what the person typed."""


def command(*words: str) -> str:
    """Return what to type for a command of the program.

    Parameters
    ----------
    *words : str
        The command and its arguments, such as ``"remind"``; none for the program alone.

    Returns
    -------
    str
        ``"sh run remind"`` for somebody who typed ``sh run``, ``"backcoach remind"`` where that is found, and so on.
    """
    return " ".join((_typed(), *words))


def way() -> str:
    """Return what keeps this installation.

    Returns
    -------
    {"uvx", "pipx run", "uv run", "uv tool", "pipx", "pip"}
        The first two are taken away again by themselves.
    """
    prefix = Path(sys.prefix)
    if "uv" in prefix.parts and any(
        part.startswith(("archive-v", "environments-v")) for part in prefix.parts
    ):
        return "uvx"
    if prefix.parent.name == ".cache" and (prefix / "pipx_metadata.json").exists():
        return "pipx run"
    if (prefix / "uv-receipt.toml").exists():
        return "uv tool"
    if (prefix / "pipx_metadata.json").exists():
        return "pipx"
    return "uv run" if "UV_RUN_RECURSION_DEPTH" in os.environ else "pip"


def source(extras: str = "") -> str:
    """Return what an installer has to be given to install the program again, with extras such as ``"coach"``.

    It is where this installation came from: a wheel, a folder or an address; the bare name only where
    that was a package index.
    """
    from importlib.metadata import PackageNotFoundError, distribution
    from json import loads
    from urllib.parse import unquote, urlsplit
    from urllib.request import url2pathname

    wanted = f"[{extras}]" if extras else ""
    try:
        origin = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        origin = None
    if origin is None:
        return f'"{NAME}{wanted}"' if wanted else NAME
    address = loads(origin)["url"]
    if not address.startswith("file:"):
        return f'"{NAME}{wanted} @ {address}"'
    path = url2pathname(unquote(urlsplit(address).path))
    return f'"{path}{wanted}"' if wanted or " " in path else path


def _typed() -> str:
    if said := os.environ.get(COMMAND_SETTING):
        return said
    program = Path(sys.argv[0])
    if program.name == "__main__.py" and program.parent.name == NAME:
        return f"{quoted(sys.orig_argv[0])} -m {NAME}"
    if program.stem != NAME:
        return NAME  # used as a library: its name is all that is known
    kept = way()
    if kept == "uvx":
        return f"uvx --from {source()} {NAME}"
    if kept == "pipx run":
        return f"pipx run --spec {source()} {NAME}"
    if kept == "uv run":
        return f"uv run {NAME}"
    found = shutil.which(NAME)
    return NAME if found and _is_same(found, program) else quoted(str(program))


def _is_same(one: str, other: Path) -> bool:
    """Say whether two paths are one program; on Windows one of them may lack its ending."""
    return Path(one).resolve().with_suffix("") == other.resolve().with_suffix("")


def quoted(word: str) -> str:
    """Return a word as a shell takes it for one."""
    return f'"{word}"' if " " in word else word
