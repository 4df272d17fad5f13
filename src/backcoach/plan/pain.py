"""From pain to a traffic light (after Thomee, Phys Ther 1997)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import Enum

from backcoach.plan.rule_model import PainRules
from backcoach.plan.values import Session


class Light(str, Enum):
    """How a session, or one exercise of it, was borne.

    UNKNOWN: nothing speaks against it, but something was not reported, so that it is not green. STOP: a warning sign.
    """

    GREEN = "green"
    UNKNOWN = "unknown"
    AMBER = "amber"
    RED = "red"
    STOP = "stop"

    __hash__ = str.__hash__  # as equal texts have; that of Enum is slow

    @property
    def hurt(self) -> bool:
        """Whether it is red or worse."""
        return self is RED or self is STOP


GREEN, UNKNOWN, AMBER, RED, STOP = Light  # before Python 3.12 to ask the class for a member is slow


def traffic_light(
    before: int | None,
    during: int | None,
    after: int | None,
    next_morning: int | None,
    usual: int | None,
    rules: PainRules,
) -> Light:
    """Return green, amber, red or unknown.

    Parameters
    ----------
    before, during, after, next_morning : int or None
        Pain, 0 to 10; None where it was not reported. Without `during`, nothing hurt during the exercise.
    usual : int or None
        See `PainAtRest.usual`.
    rules : PainRules
        The cut-offs.
    """
    worst = after if during is None or (after is not None and after > during) else during
    highest = before if worst is None or (before is not None and before > worst) else worst
    rise = worst - before if worst is not None and before is not None else 0
    above_usual = next_morning - usual if next_morning is not None and usual is not None else 0
    if highest is not None and highest > rules.amber_highest:
        return RED
    if rise >= rules.red_rise or above_usual >= rules.red_morning:
        return RED
    if above_usual > 0 or (highest is not None and highest > rules.green_highest):
        return AMBER
    if before is None or after is None or next_morning is None:
        return UNKNOWN
    return GREEN


class PainAtRest:
    """Pain that was reported at rest: before sessions, and on the mornings after."""

    def __init__(self) -> None:
        self._days: list[int] = []  # in order
        self._pains: list[int] = []  # of each

    def add(self, session: Session, day: int) -> None:
        """Add what a session of an ordinal day tells; a morning after it is one of the next day."""
        if session.pain_before is not None:
            self._report(day, session.pain_before)
        if session.pain_next_morning is not None:
            self._report(day + 1, session.pain_next_morning)

    def usual(self, first: int, last: int) -> int | None:
        """Return the median of the reports from one day to another, of two in the middle the lower one.

        None without any report.
        """
        days = self._days
        reports = sorted(self._pains[bisect_left(days, first) : bisect_right(days, last)])
        return reports[(len(reports) - 1) // 2] if reports else None

    def _report(self, day: int, pain: int) -> None:
        place = bisect_right(self._days, day)
        self._days.insert(place, day)
        self._pains.insert(place, pain)
