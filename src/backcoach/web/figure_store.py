"""What was drawn before, kept in the system's cache folder: drawing takes longer than reading.

Everything here can be lost at any time, and nothing depends on it: what cannot be read is drawn again, and where
nothing can be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import backcoach
from backcoach import settings

MAX_BYTES = 32 << 20
"""So much is kept at most; all exercises with all faults take a quarter of it."""

_ENDING = ".figure"
_DIGEST = hashlib.sha256().digest_size


class FigureStore:
    """Files by what they show.

    Parameters
    ----------
    folder : Path
        Need not exist.
    most_bytes : int, optional
        What is kept at most: the oldest goes first.
    """

    def __init__(self, folder: Path, most_bytes: int = MAX_BYTES) -> None:
        self.folder = folder
        self._most_bytes = most_bytes

    def get(self, wanted: str, draw: Callable[[], bytes]) -> bytes:
        """Return what was kept for a text that says all it depends on, or else draw and keep it."""
        path = self.folder / f"{hashlib.sha256(wanted.encode()).hexdigest()[:40]}{_ENDING}"
        kept = _read(path)
        if kept is not None:
            return kept
        drawn = draw()
        with suppress(OSError):
            self._write(path, drawn)
        return drawn

    def _write(self, path: Path, drawn: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, part = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(hashlib.sha256(drawn).digest() + drawn)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def sweep(self) -> None:
        """Delete what was left half written, and the oldest files as long as there are too many."""
        with suppress(OSError):
            found = [(path.stat().st_mtime, path.stat().st_size, path) for path in self.folder.iterdir()]
            room = self._most_bytes
            for _, size, path in sorted(found, reverse=True):
                room -= size
                if room < 0 or path.suffix != _ENDING:
                    path.unlink(missing_ok=True)


def figure_store() -> FigureStore:
    """Return the store of this person and computer."""
    return FigureStore(settings.cache_folder() / "figures")


@cache
def artist() -> str:
    """Return what tells this way to draw from others: the program's version, and the code where that can change."""
    code = hashlib.sha256(backcoach.__version__.encode())
    home = Path(backcoach.__file__).parent
    for name in ("figure", "mannequin"):
        for path in sorted((home / name).glob("*.py")):
            with suppress(OSError):
                code.update(path.read_bytes())
    return code.hexdigest()


def _read(path: Path) -> bytes | None:
    """Return what a file holds, or nothing where it is damaged or not there."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    digest, drawn = whole[:_DIGEST], whole[_DIGEST:]
    return drawn if hashlib.sha256(drawn).digest() == digest else None
