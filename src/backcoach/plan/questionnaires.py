"""Questionnaires that an open project may ship, how they are scored, and which change is more than chance.

The Roland-Morris items are the original English ones, unaltered: M. Roland and R. Morris, "A study of the natural
history of back pain. Part 1", Spine 8 (1983) 141-144; their authors let everybody use them without permission. They
are not translated here: validated translations are their translators' work.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

RMDQ24: tuple[str, ...] = (
    "I stay at home most of the time because of my back.",
    "I change position frequently to try and get my back comfortable.",
    "I walk more slowly than usual because of my back.",
    "Because of my back I am not doing any of the jobs that I usually do around the house.",
    "Because of my back, I use a handrail to get upstairs.",
    "Because of my back, I lie down to rest more often.",
    "Because of my back, I have to hold on to something to get out of an easy chair.",
    "Because of my back, I try to get other people to do things for me.",
    "I get dressed more slowly then usual because of my back.",
    "I only stand for short periods of time because of my back.",
    "Because of my back, I try not to bend or kneel down.",
    "I find it difficult to get out of a chair because of my back.",
    "My back is painful almost all the time.",
    "I find it difficult to turn over in bed because of my back.",
    "My appetite is not very good because of my back pain.",
    "I have trouble putting on my socks (or stockings) because of the pain in my back.",
    "I only walk short distances because of my back.",
    "I sleep less well because of my back.",
    "Because of my back pain, I get dressed with help from someone else.",
    "I sit down for most of the day because of my back.",
    "I avoid heavy jobs around the house because of my back.",
    "Because of my back pain, I am more irritable and bad tempered with people than usual.",
    "Because of my back, I go upstairs more slowly than usual.",
    "I stay in bed most of the time because of my back.",
)
"""The sentences, in their order; who is described by one ticks it ("then" in the ninth is the original's)."""

MAX_ACTIVITIES = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure changes.

    Attributes
    ----------
    real_change : float
        From so many points on a change is more than usual day-to-day variation.
    real_share : float or None
        Or from this part of the first value on.
    more_is_better : bool
    """

    real_change: float
    real_share: float | None = None
    more_is_better: bool = False

    def is_real(self, first: float, last: float) -> bool:
        """Whether a change from ``first`` to ``last`` is more than usual variation; NaN never is."""
        change = abs(last - first)
        share = (
            self.real_share is not None and first > 0 and change >= self.real_share * first and change >= 1
        )
        return change >= self.real_change or share


PAIN = Measure(2, 0.3)
"""0 to 10; 2 points or 30 % (Ostelo et al., Spine 33 (2008) 90-94)."""

RMDQ = Measure(5, 0.3)
"""0 to 24; 5 points or 30 % (Ostelo et al., 2008)."""

ACTIVITIES = Measure(2, more_is_better=True)
"""Mean of the person's own activities, 0 (impossible) to 10 (as before); 2 points."""

CHANGE = Measure(2, more_is_better=True)
"""Global change, -5 (much worse) to +5 (much better); 2 points."""


def score_rmdq(ticked: Collection[int]) -> int:
    """Return the number of ticked sentences, 0 to 24.

    Raises
    ------
    ValueError
        If a number is not 1 to 24, or stands there twice.
    """
    if len(set(ticked)) < len(ticked) or not set(ticked) <= set(range(1, len(RMDQ24) + 1)):
        raise ValueError(f"sentences are numbers from 1 to {len(RMDQ24)}, each once: {sorted(ticked)}")
    return len(ticked)


def score_activities(values: Sequence[int]) -> float:
    """Return the mean of up to three activities, 0 to 10; NaN of none.

    Raises
    ------
    ValueError
        If there are more than three, or one is not 0 to 10.
    """
    if len(values) > MAX_ACTIVITIES or any(not 0 <= value <= 10 for value in values):
        raise ValueError(f"up to {MAX_ACTIVITIES} values from 0 to 10, not {list(values)}")
    return sum(values) / len(values) if values else math.nan
