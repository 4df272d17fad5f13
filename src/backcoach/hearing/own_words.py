"""Words in the person's own voice: each was said a few times, and what is heard is compared with that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backcoach.hearing.spectra import Spectrum, shapes, spectrum_of
from backcoach.hearing.standing_out import Samples, StandingOut
from backcoach.hearing.warping import distances
from backcoach.hearing.words import EXAMPLES, WORDS, Heard

NEAREST = 2
"""So many of a word's examples, the nearest, say how far it is."""

FARTHEST = 1.2
"""A sound that is farther from a word is none of its own: of the distances of `backcoach.hearing.warping`."""

MARGIN = 0.7
"""So much nearer than to any other word a sound has to be: of that distance."""

STRICTER = 0.85
"""While the coach itself is speaking, both have to be smaller by this factor."""

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
        self._examples = [one for word in self._words for one in examples[word]]
        self._of = np.array([i for i, word in enumerate(self._words) for _ in examples[word]])
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
        order = np.argsort(far)
        nearest, factor = float(far[order[0]]), STRICTER if strict else 1.0
        share = nearest / float(far[order[1]]) if len(order) > 1 else 0.0
        is_word = nearest <= FARTHEST * factor and share <= MARGIN * factor
        return (self._words[order[0]] if is_word else None), max(0.0, 1 - share)

    def how_far(self, sound: Spectrum) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return how far a sound is from each word that is understood, in the order of `WORDS`."""
        said, examples = shapes(sound, self._examples)
        apart = distances(said, examples)
        each = [np.sort(apart[self._of == i])[:NEAREST].mean() for i in range(len(self._words))]
        return np.array(each, np.float64)
