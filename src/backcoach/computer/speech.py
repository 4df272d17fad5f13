"""espeak-ng, for a browser without voices: the system's program, or the library that the extra `voice` brings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

MAX_LETTERS = 300
WORDS_PER_MINUTE = 165
_TIMEOUT_S = 10.0
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
_PROGRAMS = ("espeak-ng", "espeak")
_LIBRARIES = ("libespeak-ng.so", "libespeak-ng.dylib", "espeak-ng.dll")
_LIBRARY_RUN = Path(__file__).with_name("espeak_library.py")
KEPT = 300
"""Sentences that are kept, for they are said again."""


class SpeechError(RuntimeError):
    """Nothing can be spoken here. The message says why."""


def program() -> str | None:
    """Return the path of the program that speaks; None if there is none."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def library() -> tuple[Path, Path] | None:
    """Return the library of the extra, and its data; None where it is not installed. Nothing of it is imported."""
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    found = next((path for name in _LIBRARIES if (path := folder / name).exists()), None)
    return None if found is None else (found, folder / "espeak-ng-data")


def spoken(text: str, language: str, rate: str) -> bytes:
    """Return a text as sound (WAV).

    Parameters
    ----------
    text : str
        1 to 300 letters.
    language : str
        Such as ``en`` or ``de``.
    rate : str
        A number from 0.5 to 1.6; 1 is usual.

    Raises
    ------
    ValueError
        If one of them is not as it must be.
    SpeechError
        If the program is not installed, or fails.
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= MAX_LETTERS or not text.isprintable():
        raise ValueError(f"the text must have 1 to {MAX_LETTERS} letters")
    if not _LANGUAGE.fullmatch(language.lower()):
        raise ValueError("the language must be such as en or de")
    try:
        factor = float(rate)
    except ValueError:
        factor = 0.0
    if not 0.5 <= factor <= 1.6:
        raise ValueError("the rate must be a number from 0.5 to 1.6")
    return _made(text, language.lower(), round(WORDS_PER_MINUTE * factor))


@lru_cache(maxsize=KEPT)
def _made(text: str, language: str, words_per_minute: int) -> bytes:
    # No shell; the text goes to the standard input, so that nothing in it is an option.
    path, files = program(), library()
    if path is not None:
        command = [path, "--stdin", "--stdout", "-v", language, "-s", str(words_per_minute)]
    elif files is not None:
        command = [
            sys.executable,
            "-I",
            "-S",
            str(_LIBRARY_RUN),
            *map(str, files),
            language,
            str(words_per_minute),
        ]
    else:
        raise SpeechError("espeak-ng is not installed on this computer")
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        raise SpeechError("espeak-ng could not speak this") from None
    return done.stdout
