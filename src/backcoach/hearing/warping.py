"""How far a sound is from examples of words, said faster here and slower there: dynamic time warping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float32]]
_FAR = np.float32(1e9)


def distances(sound: Numbers, examples: Sequence[Numbers]) -> Numbers:
    """Return how far a sound is from each example, per frame.

    Nothing may be stretched to more than twice its length, or squeezed to less than half of it; what cannot be
    warped so is farther than anything else.

    Parameters
    ----------
    sound : ndarray, shape (frames, numbers)
    examples : sequence of ndarray, shape (other frames, numbers)

    Returns
    -------
    ndarray, shape (examples,)

    References
    ----------
    Sakoe and Chiba, "Dynamic programming algorithm optimization for spoken word recognition", IEEE Transactions on
    Acoustics, Speech, and Signal Processing 26 (1978): the symmetric form with slope constraint P = 1.
    """
    lengths = np.array([len(one) for one in examples])
    apart = _apart(sound, examples, int(lengths.max()))
    # Two columns that nothing comes from stand before the first, so that a step from there is never the shortest.
    before = np.full((len(examples), apart.shape[2] + 2), _FAR)
    before_that, last_apart = before, apart[:, 0]
    for i in range(len(sound)):
        here = apart[:, i]
        left = np.pad(here[:, :-1], ((0, 0), (1, 0)), constant_values=_FAR)
        row = np.full_like(before, _FAR)
        row[:, 2:] = np.minimum(before[:, 1:-1] + 2 * here, before[:, :-2] + 2 * left + here)
        row[:, 2:] = np.minimum(row[:, 2:], before_that[:, 1:-1] + 2 * last_apart + here)
        if i == 0:
            row[:, 2] = 2 * here[:, 0]
        before_that, before, last_apart = before, row, here
    ends = before[np.arange(len(examples)), lengths + 1]
    return np.asarray(ends / (len(sound) + lengths), np.float32)


def _apart(sound: Numbers, examples: Sequence[Numbers], longest: int) -> Numbers:
    """Return how far each frame of a sound is from each of each example; shape (examples, frames, longest)."""
    padded = np.stack([np.pad(one, ((0, longest - len(one)), (0, 0))) for one in examples])
    squares = (
        (sound**2).sum(1)[:, None] + (padded**2).sum(2)[:, None, :] - 2 * (sound @ padded.transpose(0, 2, 1))
    )
    return np.asarray(np.sqrt(np.maximum(squares, 0)), np.float32)
