"""Whether conditions on features are met: yes, no, or not seen; and for how long they have been."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from backcoach.exercises.model import Condition
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.measuring.observation import Reading

Read = Callable[[str], Reading]

ROUNDING_S = 1e-6
"""At ten frames a second a tenth of a second is one frame, although the difference of two times is a hair less."""


def is_met(condition: Condition, read: Read, slack: float = 0.0, surely: float = 0.0) -> bool | None:
    """Return whether a condition is met; None where that is not seen.

    Parameters
    ----------
    condition : Condition
    read : callable
        Reads a feature by name.
    slack : float
        How far past its limits still counts as met.
    surely : float
        Below this confidence a value is no evidence, and the answer None.
    """
    value, confidence = read(condition.feature)
    if confidence < SURE and condition.if_seen:
        return True
    if value != value or confidence < surely:
        return None
    above, below = condition.above, condition.below
    if above is not None and value <= above - slack:
        return False
    return below is None or value < below + slack


def all_met(conditions: Iterable[Condition], read: Read, surely: float = 0.0) -> bool | None:
    """Return True if all are met, False if one is not, None if that depends on what is not seen (``is_met``)."""
    answer: bool | None = True
    for condition in conditions:
        met = is_met(condition, read, surely=surely)
        if met is False:
            return False
        if met is None:
            answer = None
    return answer


def any_met(conditions: Iterable[Condition], read: Read, surely: float = 0.0) -> bool | None:
    """Return True if one is met, False if none is, None if that depends on what is not seen (``is_met``)."""
    answer: bool | None = False
    for condition in conditions:
        if condition.if_seen and read(condition.feature).confidence < SURE:
            continue
        met = is_met(condition, read, surely=surely)
        if met:
            return True
        if met is None:
            answer = None
    return answer


class Dwell:
    """How long something has been true without a break. What is not seen neither adds nor breaks."""

    __slots__ = ("since_s",)

    def __init__(self) -> None:
        self.since_s = math.nan

    def clear(self) -> None:
        """Start anew."""
        self.since_s = math.nan

    def lasts(self, met: bool | None, time_s: float, for_s: float) -> bool:
        """Note what is true now; return whether it has been true for ``for_s`` seconds."""
        if met is False:
            self.since_s = math.nan
            return False
        if met is None:
            return False
        if self.since_s != self.since_s:
            self.since_s = time_s
        return time_s - self.since_s >= for_s - ROUNDING_S
