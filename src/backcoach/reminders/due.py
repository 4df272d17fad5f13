"""What a person is reminded of at a moment. Pure: what is known comes in, what is due comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from backcoach.reminders.habits import Reminders, minute_of
from backcoach.texts import Message, message

Kind = Literal["routine", "morning", "activities", "questionnaires", "break"]

LATEST_MIN = 180
"""A computer that was off at the time still reminds within so many minutes; after that it is not the day for it."""

ACTIVITIES_DAYS = 7
QUESTIONNAIRES_DAYS = 28


@dataclass(frozen=True, slots=True)
class Known:
    """What the journal says about a person.

    Attributes
    ----------
    weekdays : tuple of int
        Planned days, 0 = Monday.
    sessions : frozenset of date
        Days of the last weeks with exercise: at least part of the routine was done.
    moved : frozenset of date
        Days of the last weeks on which anything was done.
    morning_answered : date or None
        The last day on which the morning's question was answered.
    activities, questionnaires : date or None
        When they were last answered; None: never.
    begun : date or None
        The day of the first session; check-ins begin a week, or four, after it.
    """

    weekdays: tuple[int, ...] = tuple(range(7))
    sessions: frozenset[date] = frozenset()
    moved: frozenset[date] = frozenset()
    morning_answered: date | None = None
    activities: date | None = None
    questionnaires: date | None = None
    begun: date | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be reminded of: a heading, one sentence, and the page for it."""

    kind: Kind
    heading: Message
    text: Message
    page: str


def due(
    now: datetime, wanted: Reminders, known: Known, said: frozenset[Kind] = frozenset()
) -> list[Reminder]:
    """Return what is due now; ``said`` holds what has been said today already: once a day is enough."""
    return [reminder for reminder in _due(now, wanted, known) if reminder.kind not in said]


def asks_for_the_morning(today: date, known: Known) -> bool:
    """Whether this is the morning after a session, and nobody has said yet how the back is."""
    return today - timedelta(days=1) in known.sessions | known.moved and known.morning_answered != today


def _due(now: datetime, wanted: Reminders, known: Known) -> Iterator[Reminder]:
    today = now.date()
    if wanted.routine and _is_time(now, wanted.at) and _is_planned(today, known):
        text = message("Your routine is waiting for you, whenever it suits you today.")
        yield Reminder("routine", message("Time for your back"), text, "/")
    if wanted.morning and _is_time(now, wanted.morning_at) and asks_for_the_morning(today, known):
        text = message("How is your back this morning, after yesterday's exercises?")
        yield Reminder("morning", message("Good morning"), text, "/check-in")
    if not wanted.check_ins or not _is_time(now, wanted.at) or known.begun is None:
        return
    if (today - (known.activities or known.begun)).days >= ACTIVITIES_DAYS:
        text = message("How well are your three activities going this week?")
        yield Reminder("activities", message("A look back at the week"), text, "/check-in")
    if (today - (known.questionnaires or known.begun)).days >= QUESTIONNAIRES_DAYS:
        text = message("Four weeks have gone by: a few questions about how your back is doing.")
        yield Reminder("questionnaires", message("A look back at four weeks"), text, "/check-in")


def _is_time(now: datetime, time: str) -> bool:
    return 0 <= now.hour * 60 + now.minute - minute_of(time) < LATEST_MIN


def _is_planned(today: date, known: Known) -> bool:
    return today.weekday() in known.weekdays and today not in known.sessions
