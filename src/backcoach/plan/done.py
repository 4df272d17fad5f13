"""What counts as done: of a set, of a session, of a day. Every page, report, reminder and rule asks here.

Repetitions that were not seen well enough to count were done all the same; only form is not judged by them. A session
is measured by what it had planned, each set alike; a day by its routines together. Trying out a single exercise is
welcome, and is not the day's routine; nor is a session without a plan, of which no share can be told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from backcoach.plan.rule_model import DoneRules

Amount = Literal["nothing", "begun", "partly", "done"]
AMOUNTS: tuple[Amount, ...] = get_args(Amount)
"""From the least to the most."""

COUNTS: frozenset[Amount] = frozenset({"partly", "done"})
"""A day of these is a day with exercise."""

MIN_HOLD_S = 3.0
"""Shorter holds alone are nothing: whoever lies down is still for a moment."""

BySide = Mapping[str | None, tuple[int, float]]
"""Repetitions, and seconds held, on each side; None where the exercise has no sides."""


class Work(NamedTuple):
    """What was done of a plan.

    Attributes
    ----------
    share : float
        0 to 1; NaN where nothing was planned.
    something : bool
        Whether anything was done at all.
    routine : bool
        Whether the plan was the day's routine; False for a single exercise on request, and without a plan.
    """

    share: float
    something: bool
    routine: bool = True

    @property
    def planned(self) -> bool:
        """Whether there was a plan at all."""
        return not math.isnan(self.share)


def asked_each(planned: Mapping[str, object]) -> int:
    """Return how many repetitions a set asks for; on each side, where there are sides."""
    repetitions = planned.get("repetitions", 1)
    return max(1, repetitions) if isinstance(repetitions, int) else 1


def sides_asked(planned: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sides on which a set of an exercise with sides asks for repetitions."""
    sides = planned.get("sides")
    found = tuple(map(str, sides)) if isinstance(sides, (list, tuple)) else ()
    return found or ("left", "right")


def repetitions_asked(planned: Mapping[str, object], sided: bool) -> int:
    """Return how many repetitions a set asks for, those of both sides together."""
    if not sided or not isinstance(planned.get("sides"), (list, tuple)):
        return asked_each(planned)
    return asked_each(planned) * len(sides_asked(planned))


def share_of_set(planned: Mapping[str, object], done: BySide) -> float:
    """Return how much of a set was done, 0 to 1: repetitions, or seconds held where it asks for holds.

    More on one side does not make up for less on the other.
    """
    sided = any(side is not None for side in done)
    wanted: tuple[str | None, ...] = sides_asked(planned) if sided else (None,)
    return sum(_share_of_side(planned, *done.get(side, (0, 0.0))) for side in wanted) / len(wanted)


def _share_of_side(planned: Mapping[str, object], repetitions: int, held_s: float) -> float:
    asked, hold_s = asked_each(planned), planned.get("hold_s")
    share = repetitions / asked
    if isinstance(hold_s, (int, float)) and hold_s > 0:
        share = max(share, held_s / (asked * hold_s))
    return min(1.0, share)


def is_something(done: BySide) -> bool:
    """Whether anything was done in a set."""
    return any(repetitions or held_s >= MIN_HOLD_S for repetitions, held_s in done.values())


def amount(work: Work, limits: DoneRules) -> Amount:
    """Return how much of a session's plan was done."""
    if not work.something:
        return "nothing"
    if work.share >= limits.done:
        return "done"
    return "partly" if work.share >= limits.partly else "begun"


def amount_of_day(sessions: Iterable[Work], limits: DoneRules) -> Amount:
    """Return how much of a day's routine was done, in one session or in several."""
    known = list(sessions)
    share = sum(one.share for one in known if one.routine)
    return amount(Work(min(1.0, share), any(one.something for one in known)), limits)
