"""How much of a plan was done, and how well: worked out in one place for every list, chart and report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from backcoach.plan.done import BySide, Work, is_something, share_of_set

Json = Any
"""What JSON can say: numbers, words, lists, and tables with words as keys."""


def clean_share(counted: int, clean: int, self_reported: int) -> float:
    """Return the share of repetitions without a fault among the counted ones that were seen; NaN where none was.

    What nobody saw has no fault, which says nothing about form: it is left out of both sums.
    """
    seen = counted - self_reported
    return max(0, clean - self_reported) / seen if seen > 0 else math.nan


Begun = tuple[int, Mapping[str, Json], BySide]
"""A set as it was begun: its position, what it asked for, and what was done in it."""


def practice_in(routine: Mapping[str, Json]) -> str | None:
    """Return the exercise of a session in which a single one was asked for."""
    name = routine.get("practice")
    return name if isinstance(name, str) else None


def is_free(routine: Mapping[str, Json]) -> bool:
    """Whether a session had no plan: what was done was recognised."""
    return routine.get("free") is True


def work_of(routine: Mapping[str, Json], begun: Iterable[Begun]) -> Work:
    """Return how much of a session's plan was done; a set that was begun again counts once, with all that was done.

    Where the plan was not kept, as in a session of another program, the sets that were begun stand for it. Where there
    was none, no share is known.
    """
    planned, done = _planned_sets(routine), dict[int, dict[str | None, tuple[int, float]]]()
    for position, asked, sides in begun:
        planned.setdefault(position, asked)
        sums = done.setdefault(position, {})
        for side, (repetitions, held_s) in sides.items():
            before = sums.get(side, (0, 0.0))
            sums[side] = before[0] + repetitions, before[1] + held_s
    if is_free(routine):
        return Work(math.nan, any(map(is_something, done.values())), routine=False)
    share = sum(share_of_set(asked, done.get(position, {})) for position, asked in planned.items())
    return Work(
        share / max(1, len(planned)), any(map(is_something, done.values())), practice_in(routine) is None
    )


def _planned_sets(routine: Mapping[str, Json]) -> dict[int, Mapping[str, Json]]:
    sets = routine.get("sets")
    return (
        {i: one for i, one in enumerate(sets) if isinstance(one, Mapping)} if isinstance(sets, list) else {}
    )
