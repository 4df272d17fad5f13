"""espeak-ng: its library, loaded where it speaks. Used only in the process of `backcoach.computer.speaking`.

The library is under the GPL: nothing of it is loaded into the coach itself.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import subprocess
import wave
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from backcoach.computer.sound import Sound

_SYNCHRONOUS, _UTF8, _RATE, _QUIET_EXIT = 2, 1, 1, 0x8000
_ON_SOUND = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
_PROGRAMS = ("espeak-ng", "espeak")
_FILES = ("libespeak-ng.so", "libespeak-ng.dylib", "espeak-ng.dll")
_SYSTEM = ("libespeak-ng.so.1", "libespeak-ng.1.dylib", "libespeak-ng.dll")
_PROGRAM_S = 10.0


class NoVoiceError(Exception):
    """It cannot speak, or not this language. The message says why."""


def program() -> str | None:
    """Return the path of the system's program; None if there is none."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def library() -> tuple[Path, Path] | None:
    """Return the library of the extra, and its data; None where it is not installed. Nothing of it is imported."""
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    found = next((path for name in _FILES if (path := folder / name).exists()), None)
    return None if found is None else (found, folder / "espeak-ng-data")


class Library:
    """The library, of the extra or else of the system.

    Raises
    ------
    NoVoiceError
        If it does not work.
    """

    def __init__(self, name: str, data: Path | None) -> None:
        self._parts: list[bytes] = []
        self._said = _ON_SOUND(self._keep)  # kept: the library calls it
        try:
            self._espeak = ctypes.CDLL(name)
            path = None if data is None else str(data).encode()
            self._rate = self._espeak.espeak_Initialize(_SYNCHRONOUS, 0, path, _QUIET_EXIT)
        except (OSError, AttributeError):
            self._rate = -1
        if self._rate <= 0:
            raise NoVoiceError("the library of espeak-ng does not work")
        self._espeak.espeak_SetSynthCallback(self._said)

    def speak(self, text: str, language: str, words_per_minute: int) -> Sound:
        """Return a text as sound.

        Raises
        ------
        NoVoiceError
            If it has no voice of that language, or cannot speak the text.
        """
        espeak, told = self._espeak, text.encode()
        if espeak.espeak_SetVoiceByName(language.encode()):
            raise NoVoiceError(f"espeak-ng has no voice for the language {language}")
        espeak.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._parts.clear()
        if espeak.espeak_Synth(told + b"\0", len(told) + 1, 0, 0, 0, _UTF8, None, None):
            raise NoVoiceError("espeak-ng could not speak this")
        return Sound(b"".join(self._parts), self._rate)

    def _keep(self, samples: object, count: int, _: object) -> int:
        if count > 0:
            self._parts.append(ctypes.string_at(samples, 2 * count))  # type: ignore[arg-type]
        return 0


class Program:
    """The system's program where its library is not found: a process for each text."""

    def __init__(self, path: str) -> None:
        self._path = path

    def speak(self, text: str, language: str, words_per_minute: int) -> Sound:
        """Return a text as sound.

        Raises
        ------
        NoVoiceError
            If it fails.
        """
        # No shell; the text goes to the standard input, so that nothing in it is an option.
        command = [self._path, "--stdin", "--stdout", "-v", language, "-s", str(words_per_minute)]
        try:
            done = subprocess.run(
                command, input=text.encode(), capture_output=True, timeout=_PROGRAM_S, check=True
            )
            with wave.open(BytesIO(done.stdout)) as file:
                # The length in the head is a guess: it was written before anything was spoken.
                return Sound(done.stdout[44:], file.getframerate())
        except (OSError, subprocess.SubprocessError, wave.Error, EOFError):
            raise NoVoiceError(f"espeak-ng could not speak this in the language {language}") from None


def found() -> Library | Program:
    """Return what speaks here: the extra's library, the system's, or its program.

    Raises
    ------
    NoVoiceError
        If there is none of them.
    """
    own = library()
    named = [(str(own[0]), own[1])] if own else []
    for name, data in [
        *named,
        *((system, None) for system in (ctypes.util.find_library("espeak-ng"), *_SYSTEM)),
    ]:
        try:
            if name:
                return Library(name, data)
        except NoVoiceError:
            continue
    path = program()
    if path is None:
        raise NoVoiceError("espeak-ng is not installed on this computer")
    return Program(path)
