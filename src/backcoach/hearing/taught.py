"""Keeps what each person has taught: how their words sound, as numbers. No sound is kept."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from backcoach.hearing.words import EXAMPLES, WORDS
from backcoach.whole_files import replacing

if TYPE_CHECKING:
    from backcoach.hearing.spectra import Spectrum

FOLDER = "words"
_FIELDS = ("power", "noise", "ends")


class Taught:
    """The words that the people of a household have taught.

    Parameters
    ----------
    data : Path
        The data folder.
    """

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER
        self._lock = threading.Lock()

    def of(self, person: str) -> dict[str, list[Spectrum]]:
        """Return what somebody has taught, by word; a file that cannot be read is none."""
        path = self._path(person)
        try:
            return _read(path) if path.exists() else {}
        except (OSError, ValueError, KeyError, IndexError, BadZipFile):
            return {}

    def counts(self, person: str) -> dict[str, int]:
        """Return how often each word was said, up to as often as is wanted."""
        taught = self.of(person)
        return {word: min(len(taught.get(word, ())), EXAMPLES) for word in WORDS}

    def add(self, person: str, word: str, example: Spectrum) -> int:
        """Keep one more example of a word, and return how many there are; of more than wanted the oldest goes.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        with self._lock:
            taught = self.of(person)
            taught[word] = [*taught.get(word, ()), example][-EXAMPLES:]
            _write(self._path(person), taught)
            return len(taught[word])

    def forget(self, person: str, word: str | None = None) -> None:
        """Delete one word of somebody's, or all of them.

        Raises
        ------
        OSError
            If it cannot be deleted.
        """
        with self._lock:
            taught = {} if word is None else self.of(person)
            taught.pop(word or "", None)
            if taught:
                _write(self._path(person), taught)
            else:
                self._path(person).unlink(missing_ok=True)

    def forget_everybody(self) -> None:
        """Delete what everybody has taught."""
        with self._lock, contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self._folder)

    def _path(self, person: str) -> Path:
        return self._folder / f"{person}.npz"


def _read(path: Path) -> dict[str, list[Spectrum]]:
    import numpy as np

    from backcoach.hearing.spectra import Spectrum

    with np.load(path) as kept:
        taught: dict[str, list[Spectrum]] = {}
        for word in WORDS:
            for i in range(EXAMPLES):
                if f"{word}.{i}.power" in kept:
                    power, noise, ends = (kept[f"{word}.{i}.{field}"] for field in _FIELDS)
                    taught.setdefault(word, []).append(Spectrum(power, noise, int(ends[0]), int(ends[1])))
    return taught


def _write(path: Path, taught: Mapping[str, Sequence[Spectrum]]) -> None:
    import numpy as np

    parts: dict[str, Any] = {}
    for word, examples in taught.items():
        for i, one in enumerate(examples):
            values = (one.power, one.noise, np.array([one.first, one.last]))
            parts |= {f"{word}.{i}.{field}": value for field, value in zip(_FIELDS, values, strict=True)}
    with replacing(path) as part, part.open("wb") as file:
        np.savez_compressed(file, **parts)
