"""Words in the person's own voice: each was said a few times, and what is heard is compared with that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from backcoach.hearing.spectra import Spectrum, shapes, spectrum_of
from backcoach.hearing.standing_out import Samples, StandingOut
from backcoach.hearing.warping import distances
from backcoach.hearing.words import EXAMPLES, WORDS, Heard

NEAREST = 2
"""So many of a word's examples, the nearest, say how far it is."""

FARTHEST = 2.0
"""A sound that is farther from a word is none of its own: of the distances of `backcoach.hearing.warping`."""

MARGIN, UNLIKE_MARGIN = 0.7, 0.8
"""So much nearer than to any other word, and than to what is no word, a sound has to be: of that distance."""

STRICTER = 0.9
"""While the coach itself is speaking, these margins are smaller by this factor."""

NOWHERE = 4.0
"""Farther than this nothing is: so far two sounds are apart that have nothing in common."""

Examples = Mapping[str, Sequence[Spectrum]]


class OwnWords:
    """Understands what a person has taught; see `backcoach.hearing.recogniser.Recogniser`.

    Parameters
    ----------
    examples : mapping
        What was said for each word; a word with fewer than `EXAMPLES` is not understood.
    """

    def __init__(self, examples: Examples) -> None:
        self._words = [word for word in WORDS if len(examples.get(word, ())) >= EXAMPLES]
        said = [one for word in self._words for one in examples[word]]
        self._examples = [*said, *map(_backwards, said), *map(_halves_swapped, said)]
        of = np.array([i for i, word in enumerate(self._words) for _ in examples[word]], int)
        self._of = np.concatenate([of + len(self._words) * kind for kind in range(KINDS)])
        self._standing_out = StandingOut()

    def hear(self, samples: Samples, *, strict: bool = False) -> list[Heard]:
        """Take in sound, and return the words that it completes."""
        found = []
        for utterance in self._standing_out.hear(samples):
            word, sure = self.word(spectrum_of(utterance), strict=strict)
            if word is not None:
                found.append(Heard(word, sure, utterance.begins_s, utterance.ends_s))
        return found

    def word(self, sound: Spectrum, *, strict: bool = False) -> tuple[str | None, float]:
        """Return the word that a sound is, or None, and how sure that is: 0 to 1."""
        if not self._words:
            return None, 0.0
        far = self.how_far(sound)
        count, best = len(self._words), int(np.argmin(far[: len(self._words)]))
        nearest, factor = float(far[best]), STRICTER if strict else 1.0
        share = nearest / float(np.delete(far[:count], best).min(initial=NOWHERE))
        unlike = nearest / float(far[count:].min())
        is_word = nearest <= FARTHEST and share <= MARGIN * factor and unlike <= UNLIKE_MARGIN * factor
        return (self._words[best] if is_word else None), max(0.0, 1 - max(share, unlike))

    def how_far(self, sound: Spectrum) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return how far a sound is from each word that is understood, in the order of `WORDS`; then from what is none.

        That is each word backwards, and each with its halves swapped: the person's own sounds, in the same room, which
        mean nothing. What is as near to these as to a word is no word.
        """
        said, examples = shapes(sound, self._examples)
        apart = np.minimum(distances(said, examples), NOWHERE)
        each = [np.sort(apart[self._of == i])[:NEAREST].mean() for i in range(KINDS * len(self._words))]
        return np.array(each, np.float64)


KINDS = 3
"""A word as it is said, backwards, and with its halves swapped."""


def _backwards(one: Spectrum) -> Spectrum:
    return replace(
        one, power=one.power[::-1], first=len(one.power) - one.last, last=len(one.power) - one.first
    )


def _halves_swapped(one: Spectrum) -> Spectrum:
    middle = len(one.power) // 2
    return replace(
        one, power=np.concatenate([one.power[middle:], one.power[:middle]]), first=0, last=len(one.power)
    )
