"""The system's espeak-ng, for a browser without voices."""

from __future__ import annotations

import re
import shutil
import subprocess

MAX_LETTERS = 300
WORDS_PER_MINUTE = 165
_TIMEOUT_S = 10.0
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
_PROGRAMS = ("espeak-ng", "espeak")


class SpeechError(RuntimeError):
    """Nothing can be spoken here. The message says why."""


def program() -> str | None:
    """Return the path of the program that speaks; None if there is none."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


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
    path = program()
    if path is None:
        raise SpeechError("espeak-ng is not installed on this computer")
    return _run(path, text, language.lower(), round(WORDS_PER_MINUTE * factor))


def _run(path: str, text: str, language: str, words_per_minute: int) -> bytes:
    # No shell; the text goes to the standard input, so that nothing in it is an option.
    command = [path, "--stdin", "--stdout", "-v", language, "-s", str(words_per_minute)]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=_TIMEOUT_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        raise SpeechError("espeak-ng could not speak this") from None
    return done.stdout
