"""Sound for the benchmark of spoken words: synthetic speakers, noises, recorded prompts, and how they are mixed.

Everything is mono, 16 kHz, floats from -1 to 1. Nothing that is heard here is ever kept in the repository.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import av
import numpy as np

RATE = 16_000
SPEECH_LEVEL = 0.06
"""Root mean square of somebody who speaks, as a microphone two metres away gets it after gain control."""

PROMPTS = Path("/usr/share/asterisk/sounds")
CACHE = Path(tempfile.gettempdir()) / "backcoach-sounds"
Noise = Literal["room", "music", "coach"]
NOISES: tuple[Noise, ...] = get_args(Noise)
Sound = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Speaker:
    """A synthetic voice.

    Attributes
    ----------
    engine : {"espeak-ng", "flite", "festival"}
    voice : str
        Its name there.
    speed : float
        1 is usual.
    pitch : int
        Of espeak-ng: 0 to 99, 50 is usual.
    """

    engine: str
    voice: str
    speed: float = 1.0
    pitch: int = 50

    @property
    def name(self) -> str:
        """How it is called in tables."""
        return f"{self.engine} {self.voice}"

    @property
    def is_there(self) -> bool:
        """Whether it can speak on this computer."""
        return shutil.which("text2wave" if self.engine == "festival" else self.engine) is not None

    def say(self, text: str) -> Sound:
        """Return a text, spoken, without the silence around it, as loud as `SPEECH_LEVEL`."""
        key = hashlib.sha256(repr((self, text)).encode()).hexdigest()[:24]
        path = CACHE / f"{key}.wav"
        if not path.is_file():
            CACHE.mkdir(parents=True, exist_ok=True)
            subprocess.run(self._command(text, path), input=text.encode(), check=True, capture_output=True)
        return leveled(trimmed(read_sound(path)), SPEECH_LEVEL)

    def _command(self, text: str, path: Path) -> list[str]:
        if self.engine == "espeak-ng":
            speed = str(round(165 * self.speed))
            return ["espeak-ng", "-v", self.voice, "-s", speed, "-p", str(self.pitch), "-w", str(path), text]
        if self.engine == "flite":
            stretch = f"duration_stretch={1 / self.speed:.2f}"
            return ["flite", "-voice", self.voice, "--setf", stretch, "-t", text, "-o", str(path)]
        settings = f"(begin (voice_{self.voice}) (Parameter.set 'Duration_Stretch {1 / self.speed:.2f}))"
        return ["text2wave", "-eval", settings, "-o", str(path)]


DEVELOPMENT = (
    Speaker("espeak-ng", "en-us+m3"),
    Speaker("espeak-ng", "en-gb+f2", 0.9, 60),
    Speaker("espeak-ng", "en-gb-scotland+m1", 1.0, 40),
    Speaker("espeak-ng", "en-us+f4", 1.1, 50),
    Speaker("flite", "kal16"),
    Speaker("flite", "awb"),
    Speaker("festival", "ked_diphone"),
)
"""What thresholds were chosen with."""

PUBLISHED = (
    Speaker("flite", "slt"),
    Speaker("flite", "rms"),
    Speaker("festival", "cmu_us_slt_arctic_hts", 0.9),
    Speaker("festival", "kal_diphone"),
    Speaker("espeak-ng", "en-us+m7"),
    Speaker("espeak-ng", "en-us+f5", 0.9, 60),
    Speaker("espeak-ng", "en-gb-x-rp+m5", 1.0, 35),
    Speaker("espeak-ng", "en-029+f3", 0.9, 65),
)
"""What figures are published of: none of them was heard while thresholds were chosen."""

COACH = Speaker("espeak-ng", "en", 1.0)
"""The coach's own voice, as the computer speaks it where the browser has none."""


def read_sound(path: Path) -> Sound:
    """Return a sound file."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    with av.open(str(path)) as file:
        frames = [out for frame in file.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    parts = [frame.to_ndarray().ravel() for frame in frames]
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, np.float32)


def trimmed(sound: Sound) -> Sound:
    """Return a sound without what is below a hundredth of its peak at both ends."""
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max(initial=0.0))
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def level(sound: Sound) -> float:
    """Return the root mean square of where a sound is not silent."""
    loud = sound[np.abs(sound) > 0.02 * np.abs(sound).max(initial=0.0)]
    return float(np.sqrt(np.mean(loud**2))) if len(loud) else 0.0


def leveled(sound: Sound, wanted: float) -> Sound:
    """Return a sound of another loudness."""
    found = level(sound)
    return sound * np.float32(wanted / found) if found else sound


def noise(kind: Noise, length: int, rng: np.random.Generator, texts: Sequence[str]) -> Sound:
    """Return a noise of so many samples, as loud as `SPEECH_LEVEL`."""
    if kind == "room":
        made = _coloured(length, rng, 1.0) + 0.3 * _hum(length, rng)
    elif kind == "music":
        made = _music(length, rng)
    else:
        made = _talk(length, rng, texts)
    return np.asarray(made * (SPEECH_LEVEL / np.sqrt(np.mean(made**2))), np.float32)


def _coloured(length: int, rng: np.random.Generator, slope: float) -> Sound:
    """Return noise whose amplitude falls with frequency, as air and fans have it."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    spectrum /= np.maximum(hertz, 60.0) ** (slope / 2)
    made = np.fft.irfft(spectrum, length)
    return (made / np.std(made)).astype(np.float32)


def _hum(length: int, rng: np.random.Generator) -> Sound:
    time_s = np.arange(length) / RATE
    tones = [np.sin(2 * np.pi * 50 * k * time_s + rng.uniform(0, 6)) / k for k in (1, 2, 3)]
    return np.asarray(np.sum(tones, axis=0), np.float32)


def _music(length: int, rng: np.random.Generator) -> Sound:
    """Return chords of plucked and bowed notes over a beat, at 96 beats a minute."""
    made = np.zeros(length + RATE, np.float32)
    beat = round(RATE * 60 / 96)
    root = 0
    for i, start in enumerate(range(0, length, beat)):
        if i % 4 == 0:
            root = int(rng.choice([0, 5, 7, 9]))
        for step in (root, root + 4, root + 7, root + 12 + int(rng.choice([0, 2, 4, 7]))):
            note = _note(130.8 * 2 ** (step / 12), 1.4 * beat, rng)
            made[start : start + len(note)] += note[: len(made) - start]
        hit = rng.standard_normal(beat // 4).astype(np.float32) * np.exp(-np.arange(beat // 4) / 400) * 0.8
        made[start : start + len(hit)] += hit[: len(made) - start]
    return made[:length]


def _note(hertz: float, length: float, rng: np.random.Generator) -> Sound:
    time_s = np.arange(round(length)) / RATE
    sway = 1 + 0.003 * np.sin(2 * np.pi * 5 * time_s)
    tone = sum(
        np.sin(2 * np.pi * hertz * k * sway * time_s + rng.uniform(0, 6)) / k**1.2 for k in range(1, 9)
    )
    return np.asarray(tone * np.exp(-time_s / 0.5) * np.minimum(1, time_s / 0.01), np.float32)


def _talk(length: int, rng: np.random.Generator, texts: Sequence[str]) -> Sound:
    """Return the coach, who says one sentence after the other."""
    parts: list[Sound] = []
    total = 0
    while total < length:
        said = COACH.say(str(rng.choice(list(texts))))
        parts += [said, np.zeros(RATE // 3, np.float32)]
        total += len(said) + RATE // 3
    return np.concatenate(parts)[:length]


class Noises:
    """A minute of each noise, of which any part is taken.

    Parameters
    ----------
    rng : numpy.random.Generator
    texts : sequence of str
        What the coach says.
    """

    def __init__(self, rng: np.random.Generator, texts: Sequence[str]) -> None:
        self._minutes = {kind: noise(kind, 60 * RATE, rng, texts) for kind in NOISES}

    def some(self, kind: Noise, rng: np.random.Generator, length: int = 8 * RATE) -> Sound:
        """Return so many samples of a noise, from anywhere in it."""
        whole = self._minutes[kind]
        start = int(rng.integers(len(whole)))
        return np.resize(np.roll(whole, -start), length)


def resampled(sound: Sound, factor: float) -> Sound:
    """Return a sound that is so many times higher and faster."""
    at = np.arange(int(len(sound) / factor)) * factor
    return np.asarray(np.interp(at, np.arange(len(sound)), sound), np.float32)


def room(sound: Sound, rng: np.random.Generator, reverberation_s: float = 0.35, echo: float = 0.5) -> Sound:
    """Return a sound as it arrives from two metres away in a furnished room: with its echoes."""
    length = int(RATE * reverberation_s)
    fading = np.exp(-6.9 * np.arange(length) / length)
    answer = rng.standard_normal(length) * fading * echo / np.sqrt(length / 6)
    answer[0] += 1
    size = 1 << int(np.ceil(np.log2(len(sound) + length)))
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size)
    return heard[: len(sound) + length].astype(np.float32)


def mixed(sound: Sound, other: Sound, snr_db: float) -> Sound:
    """Return speech of `SPEECH_LEVEL` with a noise of the same level, made so much quieter."""
    return np.clip(sound + other[: len(sound)] * np.float32(10 ** (-snr_db / 20)), -1, 1)


def pcm(sound: Sound) -> bytes:
    """Return a sound as the page sends it: 16 bit, little-endian."""
    return bytes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


@cache
def prompts() -> tuple[Path, ...]:
    """Return recorded human speech: the prompts of a telephone system, where its packages are installed."""
    return tuple(sorted(PROMPTS.rglob("*.wav")))


def recorded(spoken: Sequence[Path]) -> Iterator[Sound]:
    """Give each prompt, as loud as somebody who speaks."""
    for path in spoken:
        sound = read_sound(path)
        if len(sound) > RATE // 10 and np.abs(sound).max() > 0.01:
            yield leveled(sound, SPEECH_LEVEL)
