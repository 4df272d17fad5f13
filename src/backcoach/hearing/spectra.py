"""How a short sound sounds: its spectrum from moment to moment, and that of the noise around it.

The frames are those of Kaldi, by `kaldi-native-fbank`. No sound is kept of them, only how loud each band of pitch was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backcoach.hearing.standing_out import GAP, RATE, Samples, Utterance

BANDS, LOWEST_HZ, HIGHEST_HZ = 24, 150.0, 7000.0
CEPSTRA = 12
"""Numbers that say the shape of a spectrum, without its loudness."""

LEAD, TAIL = 20, 18
"""In frames of 10 ms: how much before and after a word's loud part belongs to it, for its consonants are quieter."""

FLOOR_DB = 30.0
"""What is so far below a word's mean loudness does not tell words apart."""

Numbers = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Spectrum:
    """One short sound.

    Attributes
    ----------
    power : ndarray of float32, shape (frames, BANDS)
        How loud each band was in each frame of 10 ms; at least 0, of samples from -1 to 1.
    noise : ndarray of float32, shape (BANDS,)
        The same of what is around the sound, on average.
    first, last : int
        The frames ``[first, last)`` in which it is loud.
    """

    power: Numbers
    noise: Numbers
    first: int
    last: int

    @property
    def loudness(self) -> float:
        """How loud the sound itself is, without the noise."""
        return max(float(self.power[self.first : self.last].sum(1).mean() - self.noise.sum()), 1e-9)


def spectrum_of(utterance: Utterance) -> Spectrum:
    """Return how an utterance sounds."""
    frames = _frames(utterance.samples)
    last = len(frames) - GAP
    first = last - round((utterance.ends_s - utterance.begins_s) * RATE / 160)
    begin, end = max(0, first - LEAD), min(len(frames), last + TAIL)
    around = np.concatenate([frames[: max(1, first - LEAD // 2)], frames[last + TAIL :]])
    return Spectrum(frames[begin:end], around.mean(0), first - begin, last - begin)


def _frames(samples: Samples) -> Numbers:
    import kaldi_native_fbank as kaldi

    wanted = kaldi.FbankOptions()
    wanted.frame_opts.samp_freq, wanted.frame_opts.dither = RATE, 0.0
    wanted.frame_opts.preemph_coeff = 0.0
    wanted.mel_opts.num_bins, wanted.mel_opts.low_freq, wanted.mel_opts.high_freq = (
        BANDS,
        LOWEST_HZ,
        HIGHEST_HZ,
    )
    wanted.use_log_fbank = wanted.use_energy = False
    bank = kaldi.OnlineFbank(wanted)
    bank.accept_waveform(RATE, samples.astype(np.float32) / np.float32(32768))
    bank.input_finished()
    return np.stack([bank.get_frame(i) for i in range(bank.num_frames_ready)])


def shapes(sound: Spectrum, examples: Sequence[Spectrum]) -> tuple[Numbers, list[Numbers]]:
    """Return the shapes of a sound and of examples, as if the examples had been said just as loud in the same noise.

    Noise is added to the quiet example rather than taken from the noisy sound, where nothing is left to take it from
    (parallel model combination; Gales and Young, "An improved approach to the hidden Markov model decomposition of
    speech and noise", ICASSP 1992).
    """
    least = float(sound.power[sound.first : sound.last].mean()) * 10 ** (-FLOOR_DB / 10) + 1e-12
    noise = np.maximum(sound.noise, least)
    said = [
        np.maximum(one.power - one.noise, 0) * (sound.loudness / one.loudness) + noise for one in examples
    ]
    return _shape(np.maximum(sound.power, noise)), [_shape(power) for power in said]


def _shape(power: Numbers) -> Numbers:
    """Return the cepstra of each frame, without what all frames have in common: that is the microphone and the room."""
    log = np.log(power)
    return np.asarray((log - log.mean(0)) @ _COSINES, np.float32)


_COSINES = np.cos(np.pi / BANDS * np.outer(np.arange(BANDS) + 0.5, np.arange(1, CEPSTRA + 1))) * np.sqrt(
    2 / BANDS
)
