"""The process that speaks, for a browser without voices: it stays, and answers one sentence after the other."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from backcoach.aside import serve
from backcoach.computer import espeak, piper
from backcoach.computer.espeak import NoVoiceError

WORDS_PER_MINUTE = 165
NICE = 5
"""What is prepared must not take the processor from the eyes of the coach."""

Engine = Literal["piper", "espeak"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to be spoken.

    Attributes
    ----------
    language : str
        Such as ``en``.
    rate : float
        Its speed, 1 is usual.
    voice : str or None
        Name of a voice file; ``espeak`` for none of them, ``espeak+f3`` for one that sounds different; None for the
        first file of the language.
    """

    text: str
    language: str
    rate: float = 1.0
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as sound.

    Attributes
    ----------
    wav : bytes
    engine : {"piper", "espeak"}
    problem : str
        Why it is not the voice that it should be; empty where it is.
    """

    wav: bytes
    engine: Engine
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Mute:
    """It cannot be spoken, and why."""

    why: str


class Speaking:
    """Speaks with the person's voice file, or else with espeak-ng; what was loaded stays."""

    def __init__(self) -> None:
        self._piper: dict[tuple[Path, float], piper.Piper | NoVoiceError] = {}
        self._espeak: espeak.Library | espeak.Program | None = None

    def __call__(self, sentence: Sentence) -> Spoken | Mute:
        """Speak a sentence."""
        problem = ""
        plain = (sentence.voice or "").partition("+")
        file = None if plain[0] == "espeak" else piper.chosen(sentence.language, sentence.voice)
        if file is not None:
            try:
                sound = self._loaded(file).speak(sentence.text, sentence.rate)
                return Spoken(sound.trimmed().as_wav(), "piper")
            except NoVoiceError as error:
                problem = str(error)
        try:
            self._espeak = self._espeak or espeak.found()
            words = round(WORDS_PER_MINUTE * sentence.rate)
            variant = "+" + plain[2] if plain[0] == "espeak" and plain[2] else ""
            sound = self._espeak.speak(sentence.text, sentence.language + variant, words)
        except NoVoiceError as error:
            return Mute(f"{problem} {error}".strip())
        return Spoken(sound.trimmed().as_wav(), "espeak", problem)

    def _loaded(self, file: piper.VoiceFile) -> piper.Piper:
        """Return a voice; a file that could not be used is tried again once it is another one."""
        try:
            which = file.path, file.path.stat().st_mtime
        except OSError:
            which = file.path, 0.0
        if which not in self._piper:
            self._piper.clear()
            try:
                self._piper[which] = piper.Piper(file)
            except NoVoiceError as error:
                self._piper[which] = error
        voice = self._piper[which]
        if isinstance(voice, NoVoiceError):
            raise voice
        return voice


def begin() -> Callable[[Any], object]:
    """Return what answers."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(NICE)
    return Speaking()


def speak(connection: Connection) -> None:
    """Speak whatever is asked for: the main function of the process."""
    serve(connection, begin)
