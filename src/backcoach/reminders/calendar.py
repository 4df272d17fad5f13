"""The routine as calendar entries (iCalendar, RFC 5545), for any calendar program."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backcoach.reminders.habits import Reminders, minute_of
from backcoach.texts import Message, message

if TYPE_CHECKING:
    from icalendar import Event

    from backcoach.texts.catalogue import Translator

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = uuid.UUID("6f2f4f7e-2f0b-5d0c-9d55-0d8a3c1f7b11")
"""Name space of the entries' identifiers: the same person and entry give the same one, so nothing is doubled."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One recurring entry: what for, its first day and time, its rule, its length, and its words."""

    what: str
    begin: datetime
    rule: dict[str, object]
    minutes: int
    heading: Message
    text: Message
    ahead_min: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose calendar it is.

    Attributes
    ----------
    profile_id : str
        Makes the identifiers: the same person keeps the same entries, whenever the file is made.
    zone : str
        IANA name of the person's time zone; the time of day stays what it is when clocks change.
    page : str
        Address of the coach, ends with a slash.
    """

    profile_id: str
    zone: str
    page: str


def calendar_of(
    wanted: Reminders,
    weekdays: Sequence[int],
    owner: Owner,
    *,
    since: date,
    made: datetime,
    minutes: int,
    texts: Translator,
) -> bytes:
    """Return the calendar of a person's plan.

    Parameters
    ----------
    wanted : Reminders
        Time of day, alarm and check-ins.
    weekdays : sequence of int
        Planned days, 0 = Monday; none gives a calendar without the routine.
    owner : Owner
    since : date
        The first day.
    made : datetime
        When the plan was last changed, aware: the newer entry wins in a calendar program.
    minutes : int
        How long the routine takes.
    texts : Translator

    Raises
    ------
    zoneinfo.ZoneInfoNotFoundError
        If there is no such time zone.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Backcoach//{texts.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Backcoach")
    calendar.add("method", "PUBLISH")
    at = time(*divmod(minute_of(wanted.at), 60))
    begin = datetime.combine(since, at, ZoneInfo(owner.zone))
    for entry in _entries(wanted, weekdays, begin, minutes, owner.page):
        calendar.add_component(_event(entry, owner, made, texts))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def local_zone() -> str:
    """Return the IANA name of this computer's time zone."""
    import tzlocal

    return str(tzlocal.get_localzone_name() or "UTC")


def _first(begin: datetime, weekdays: Sequence[int]) -> datetime:
    """Return the first planned day from ``begin`` on: a recurring entry has to begin on one of its days."""
    return next(day for day in (begin + timedelta(days=k) for k in range(7)) if day.weekday() in weekdays)


def _entries(
    wanted: Reminders, weekdays: Sequence[int], begin: datetime, minutes: int, page: str
) -> Iterator[Entry]:
    if weekdays:
        yield Entry(
            "routine",
            _first(begin, weekdays),
            {"freq": "weekly", "byday": [DAYS[day] for day in sorted(set(weekdays))]},
            minutes,
            message("Exercises for your back"),
            message("Your routine with Backcoach: {page}", page=page),
            wanted.ahead_min,
        )
    if wanted.check_ins:
        heading, text = (
            message("Three activities: how did the week go?"),
            message("A few taps: {page}", page=page),
        )
        yield Entry("activities", begin + timedelta(days=7), {"freq": "weekly"}, 5, heading, text)
        heading = message("Four weeks: how is your back doing?")
        rule = {"freq": "weekly", "interval": 4}
        yield Entry("questionnaires", begin + timedelta(days=28), rule, 10, heading, text)


def _event(entry: Entry, owner: Owner, made: datetime, texts: Translator) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{uuid.uuid5(NAMES, f'{owner.profile_id}/{entry.what}')}@backcoach")
    event.add("dtstamp", made.astimezone(timezone.utc))
    event.add("sequence", int(made.timestamp()) // 60)
    event.add("dtstart", entry.begin)
    event.add("duration", timedelta(minutes=entry.minutes))
    event.add("rrule", entry.rule)
    event.add("summary", texts.translate(entry.heading))
    event.add("description", texts.translate(entry.text))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(minutes=-entry.ahead_min))
    alarm.add("description", texts.translate(entry.heading))
    event.add_component(alarm)
    return event
