"""How the coach is heard on this computer: told in the volume test, and kept in a file of the data folder."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import get_args

from backcoach.coaching.outputs import SoundStep
from backcoach.web.own_file import write_own

FILE = "sound.json"


class KeptSound:
    """What the volume test has found.

    Parameters
    ----------
    folder : Path
        The data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    @property
    def step(self) -> SoundStep | None:
        """How the coach is heard; None where nobody has said so."""
        try:
            kept = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        step = kept.get("step") if isinstance(kept, dict) else None
        return next((known for known in get_args(SoundStep) if known == step), None)

    def keep(self, step: SoundStep) -> None:
        """Keep how it is heard; where that cannot be, it is asked again."""
        with contextlib.suppress(OSError):
            write_own(self._file, json.dumps({"step": step}).encode())

    def forget(self) -> None:
        """Ask again in the next camera check."""
        with contextlib.suppress(FileNotFoundError):
            self._file.unlink()
