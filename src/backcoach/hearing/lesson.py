"""What one recording teaches: how a word sounds, or why nothing was learned from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backcoach.hearing.own_words import Examples, OwnWords
from backcoach.hearing.spectra import Spectrum, spectrum_of
from backcoach.hearing.standing_out import STEP, Samples, StandingOut, Utterance
from backcoach.hearing.words import WORDS

Fault = Literal["nothing", "several", "loud", "unlike", "like_another"]
LOUDEST = 32_000
CLIPPED_SHARE = 0.01
"""Of the samples of a word that may be as loud as can be; more of them are cut off."""

UNLIKE = 2.2
"""Farther from what was said before for the same word an example must not be (`backcoach.hearing.warping`)."""

_SILENCE = 60
"""Steps of silence that are put before and after a recording, so that a word at its very edge stands alone too."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned.

    Attributes
    ----------
    example : Spectrum or None
        How the word sounds; None where nothing was learned.
    fault : {"nothing", "several", "loud", "unlike", "like_another"} or None
        Why not: no word stood alone, more than one did, it was cut off for being too loud, it sounds unlike
        what was said for this word before, or like another word.
    other : str or None
        Which.
    """

    example: Spectrum | None = None
    fault: Fault | None = None
    other: str | None = None


def lesson(samples: Samples, word: str, examples: Examples) -> Lesson:
    """Return what a recording of one word teaches.

    Parameters
    ----------
    samples : ndarray of int16
        Mono, 16 kHz.
    word : str
        A key of `WORDS`.
    examples : mapping
        What was taught before.
    """
    said = _said(samples)
    if len(said) != 1:
        return Lesson(fault="several" if said else "nothing")
    if np.mean(np.abs(said[0].samples.astype(np.int32)) >= LOUDEST) > CLIPPED_SHARE:
        return Lesson(fault="loud")
    example = spectrum_of(said[0])
    return _checked(example, word, examples)


def _said(samples: Samples) -> list[Utterance]:
    quiet = np.random.default_rng(0).normal(0, 1, _SILENCE * STEP).astype(np.int16)
    return list(StandingOut().hear(np.concatenate([quiet, samples, quiet])))


def _checked(example: Spectrum, word: str, examples: Examples) -> Lesson:
    """Return the example, unless it sounds unlike what was said before for this word, or like another."""
    others = {name: examples[name] for name in WORDS if name != word and name in examples}
    other, _ = OwnWords(others).word(example)
    if other is not None and not _is_nearer(example, word, other, examples):
        return Lesson(fault="like_another", other=other)
    before = examples.get(word, ())
    if before and OwnWords({word: [*before] * 3}).how_far(example)[0] > UNLIKE:
        return Lesson(fault="unlike")
    return Lesson(example)


def _is_nearer(example: Spectrum, word: str, other: str, examples: Examples) -> bool:
    """Whether an example is nearer to what was said for its own word than to another."""
    if not examples.get(word):
        return False
    own = OwnWords({word: [*examples[word]] * 3}).how_far(example)[0]
    return bool(own < OwnWords({other: examples[other]}).how_far(example)[0])
