"""How much was done on each day: every calendar, count and reminder asks here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Protocol

from backcoach.days import day_of
from backcoach.plan.done import COUNTS, Amount, Work, amount_of_day
from backcoach.plan.rule_model import DoneRules


class Timed(Protocol):
    """A session that says when it was and how much of its plan was done."""

    @property
    def started_at(self) -> datetime: ...  # noqa: D102
    @property
    def work(self) -> Work: ...  # noqa: D102


def days_done(sessions: Iterable[Timed], limits: DoneRules, zone: tzinfo | None = None) -> dict[date, Amount]:
    """Return the days on which anything was done, and how much of their routines."""
    by_day: dict[date, list[Work]] = defaultdict(list)
    for session in sessions:
        by_day[day_of(session.started_at, zone)].append(session.work)
    found = {day: amount_of_day(works, limits) for day, works in by_day.items()}
    return {day: amount for day, amount in found.items() if amount != "nothing"}


def days_with_exercise(
    sessions: Iterable[Timed], limits: DoneRules, zone: tzinfo | None = None
) -> frozenset[date]:
    """Return the days that count as days with exercise: at least part of a routine was done."""
    return frozenset(day for day, amount in days_done(sessions, limits, zone).items() if amount in COUNTS)
