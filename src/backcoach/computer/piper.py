"""Piper, a natural voice, where the person has put a voice file.

It is under the GPL: loaded only in the process of `backcoach.computer.speaking`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backcoach import extras, settings
from backcoach.computer.espeak import NoVoiceError
from backcoach.computer.sound import Sound

MIN_BYTES = 100
"""A smaller file is no network."""

_THREADS = 2


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A voice file of the person's: a network, and what describes it beside it.

    Attributes
    ----------
    path : Path
        Ends with ``.onnx``; the description has the same name and ``.json`` after it.
    language : str
        Such as ``en``; empty where that is not known.
    problem : str
        Why it cannot be used; empty where nothing is wrong at first sight.
    """

    path: Path
    language: str
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.stem


def folder() -> Path:
    """Return where voice files belong; it need not exist."""
    return settings.config_folder() / "voices"


def voice_files() -> list[VoiceFile]:
    """Return the voice files that are there, by name, sound or not."""
    return [_looked_at(path) for path in sorted(folder().glob("*.onnx"))]


def chosen(language: str, name: str | None) -> VoiceFile | None:
    """Return the voice file that is to speak a language: that of the name, else the first; None if there is none."""
    language = language.partition("-")[0]
    fitting = [file for file in voice_files() if file.language in (language, "")]
    fitting.sort(key=lambda file: (file.name != name, bool(file.problem)))
    return fitting[0] if fitting else None


def _looked_at(path: Path) -> VoiceFile:
    beside = path.with_name(path.name + ".json")
    if not beside.exists():
        return VoiceFile(path, "", f"{beside.name} is missing beside it")
    try:
        told = json.loads(beside.read_bytes())
        language = str(told["espeak"]["voice"]).partition("-")[0].lower()
        whole = isinstance(told["phoneme_id_map"], dict) and int(told["audio"]["sample_rate"]) > 0
        size = path.stat().st_size
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return VoiceFile(path, "", f"{beside.name} does not describe a voice of Piper")
    if not whole or size < MIN_BYTES:
        return VoiceFile(path, language, f"{path.name if whole else beside.name} is damaged")
    return VoiceFile(path, language)


class Piper:
    """A voice that is loaded.

    Raises
    ------
    NoVoiceError
        If it cannot be.
    """

    def __init__(self, file: VoiceFile) -> None:
        if file.problem:
            raise NoVoiceError(f"The voice file {file.path.name} cannot be used: {file.problem}.")
        try:
            import onnxruntime
            from piper import PiperConfig, PiperVoice, SynthesisConfig
        except ImportError:
            raise NoVoiceError(extras.sentence("piper")) from None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 4
        try:
            told = json.loads(file.path.with_name(file.path.name + ".json").read_bytes())
            network = onnxruntime.InferenceSession(str(file.path), options, ["CPUExecutionProvider"])
            self._voice: Any = PiperVoice(config=PiperConfig.from_dict(told), session=network)
        except Exception as error:  # the runtime has errors of its own
            raise _damaged(file) from error
        self._how: Any = SynthesisConfig
        self._file = file

    def speak(self, text: str, factor: float) -> Sound:
        """Return a text as sound; ``factor`` is the speed, 1 is the voice's own.

        Raises
        ------
        NoVoiceError
            If the network does not do what the one of a voice does.
        """
        how = self._how(length_scale=self._voice.config.length_scale / factor)
        try:
            parts = [chunk.audio_int16_bytes for chunk in self._voice.synthesize(text, how)]
        except Exception as error:
            raise _damaged(self._file) from error
        if not any(parts):
            raise _damaged(self._file)
        return Sound(b"".join(parts), int(self._voice.config.sample_rate))


def _damaged(file: VoiceFile) -> NoVoiceError:
    return NoVoiceError(
        f"The voice file {file.path.name} cannot be used: it is cut off, damaged, or no voice of Piper. "
        "Put it there once more."
    )
