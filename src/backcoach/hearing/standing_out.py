"""Finds short sounds that stand out from what is before and after them: where somebody says a word, and nothing else.

Whoever talks says more than a word at a time, so most talk, and all music, is left out here: that is cheap, and keeps
what tells words apart from having to hear everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

RATE = 16_000
STEP = RATE // 100
"""Samples of one step: 10 ms."""

WINDOW = 3 * STEP
LOWEST_HZ, HIGHEST_HZ = 300.0, 3600.0
"""Where vowels are, and rumble is not."""

DOWN_DB = 7.0
"""So far below its loudest all must be that is before and after a word."""

GAP, SHORTEST, LONGEST, LEAD = 25, 6, 120, 30
"""In steps: how long that must last, how long a word does, and how much of its surroundings is handed on with it."""

QUIET_DB = -58.0
"""What is never louder than this is no word, in decibels of the loudest that can be."""

_PAST = LONGEST + 2 * GAP + LEAD
Samples = np.ndarray[Any, np.dtype[np.int16]]
Levels = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A short sound, with a little of what was before and after it.

    Attributes
    ----------
    samples : ndarray of int16
    begins_s, ends_s : float
        When it is loud, from the beginning of the stream.
    """

    samples: Samples
    begins_s: float
    ends_s: float


class StandingOut:
    """Takes sound in pieces of any length, and gives out each word that is over."""

    def __init__(self) -> None:
        self._sound: Samples = np.zeros((_PAST + 3) * STEP, np.int16)
        self._levels: Levels = np.full(_PAST, -200.0)
        self._rest: Samples = np.zeros(0, np.int16)
        self._steps = 0

    def hear(self, samples: Samples) -> Iterator[Utterance]:
        """Take in sound; give out the words that are over."""
        self._rest = np.concatenate([self._rest, samples])
        steps = len(self._rest) // STEP
        new, self._rest = self._rest[: steps * STEP], self._rest[steps * STEP :]
        sound = np.concatenate([self._sound, new])
        levels = np.concatenate([self._levels, _levels_db(sound, steps)])
        for i in range(1, steps + 1):
            self._steps += 1
            self._sound, self._levels = sound[i * STEP :][: len(self._sound)], levels[i:][:_PAST]
            if (found := self._over()) is not None:
                yield found

    def _over(self) -> Utterance | None:
        """Return the word whose silence afterwards has just become long enough."""
        levels = self._levels
        if levels[-GAP - 1] < QUIET_DB or self._steps < GAP:
            return None
        inside = levels[-LONGEST - GAP :]
        peak = float(inside.max())
        if levels[-GAP - 1] <= peak - DOWN_DB or levels[-GAP:].max() > peak - DOWN_DB:
            return None
        loud = np.flatnonzero(levels > peak - DOWN_DB)
        first = _first_of(loud)
        length = int(loud[-1]) - first + 1
        if not SHORTEST <= length <= LONGEST or first < GAP:
            return None
        return self._cut(first, int(loud[-1]))

    def _cut(self, first: int, last: int) -> Utterance:
        began = self._steps - len(self._levels)
        sound = self._sound[(max(0, first - LEAD)) * STEP :]
        return Utterance(sound, (began + first) / 100, (began + last + 1) / 100)


def _first_of(loud: np.ndarray[Any, np.dtype[np.int64]]) -> int:
    """Return where the last run of steps begins that no long gap parts."""
    gaps = np.flatnonzero(np.diff(loud) > GAP)
    return int(loud[gaps[-1] + 1]) if len(gaps) else int(loud[0])


_TAPER = np.hanning(WINDOW)
_HZ = np.fft.rfftfreq(WINDOW, 1 / RATE)
_IN_BAND = (_HZ >= LOWEST_HZ) & (_HZ <= HIGHEST_HZ)


def _levels_db(sound: Samples, steps: int) -> Levels:
    """Return how loud the last steps are within the band, in decibels of the loudest that can be."""
    if steps == 0:
        return np.zeros(0)
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::-STEP][:steps][::-1]
    spectrum = np.abs(np.fft.rfft(windows * (_TAPER / 32768.0)))[:, _IN_BAND]
    return np.asarray(10 * np.log10(np.mean(spectrum**2, axis=1) / (WINDOW / 4) + 1e-12))
