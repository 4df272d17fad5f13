"""Small files that nobody but the owner may read: written whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_own(path: Path, content: bytes) -> None:
    """Put a file into its place, for its owner's eyes only (0600, its folder 0700).

    Raises
    ------
    OSError
        If it cannot be written; then what was there is untouched.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    how = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(part, how, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)
