"""Has the person come back after a repetition? Read from the course of the whole body: 0 at rest, 1 at the target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from backcoach.tracking.counting.recall import FEWEST
from backcoach.tracking.counting.timing import LEFT, Sample

NEAREST_S = 0.5
"""The person was as near to rest as in the mean of the nearest so many seconds."""

STILL_SHARE = 0.05
"""Who comes nearer to rest by less than this share of the way in ``NEAREST_S`` has stopped."""

HALF_BACK = 0.5
"""Who is not even half-way back has not ended the repetition: what was taken for its start was none."""


class Return(NamedTuple):
    """Since when the person is back, as far as they come back, and which share of the way is left."""

    since_s: float
    share: float


def find_return(course: Sequence[Sample]) -> Return | None:
    """Return where the course comes nearest to rest; None where it does not show that anybody came back.

    Parameters
    ----------
    course : sequence of (time in s, share)
        From where the target was left on.
    """
    means = _running_means(course)
    share = min((mean for _, mean in means), default=math.nan)
    if not share <= HALF_BACK:
        return None
    since_s = next(t for t, mean in means if mean <= share + LEFT * (1 - share))
    return Return(since_s, share)


def has_stopped(course: Sequence[Sample]) -> bool:
    """Return whether the person has stopped at the end of a course, back or not."""
    means = _running_means(course)
    late = [mean for t, mean in means if t >= means[-1][0] - NEAREST_S]
    return bool(late) and late[0] - late[-1] < STILL_SHARE


def _running_means(course: Sequence[Sample]) -> list[Sample]:
    """Return the mean of every stretch of ``NEAREST_S`` in a course, at its middle."""
    end_s = course[-1][0] - NEAREST_S if course else 0.0
    pieces = [(t, [s for u, s in course if t <= u <= t + NEAREST_S]) for t, _ in course if t <= end_s]
    return [(t + NEAREST_S / 2, math.fsum(p) / len(p)) for t, p in pieces if len(p) >= FEWEST]
