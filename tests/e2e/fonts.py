"""A Chromium that has the fonts of one family only, whatever else is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

FAMILIES = ("DejaVu", "Noto", "Liberation")
"""What computers with Linux have; the words of a page are as wide as these fonts make them."""

KINDS = ("Sans", "Serif", "Sans Mono", "Mono")
_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def only(family: str, folder: Path) -> dict[str, str] | None:
    """Return an environment in which a browser finds one family of fonts; None where it is not installed."""
    files = _files(family)
    if not files:
        return None
    fonts, cache, config = folder / "fonts", folder / "cache", folder / "fonts.conf"
    fonts.mkdir()
    for path in files:
        (fonts / path.name).symlink_to(path)
    config.write_text(_CONFIG.format(fonts=fonts, cache=cache))
    return {**os.environ, "FONTCONFIG_FILE": str(config)}


def _files(family: str) -> list[Path]:
    if shutil.which("fc-list") is None:
        return []
    names = {f"{family} {kind}" for kind in KINDS}
    listed = subprocess.run(
        ["fc-list", ":", "file", "family"], capture_output=True, text=True, check=True
    ).stdout
    found = (line.partition(": ") for line in listed.splitlines())
    return [Path(path) for path, _, called in found if names & {name.strip() for name in called.split(",")}]
