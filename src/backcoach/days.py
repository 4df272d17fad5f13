"""Days of the calendar, where the person is: one place, whatever the season."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo


def midnight(day: date, zone: tzinfo | None = None) -> datetime:
    """Return the beginning of a day in a time zone; without one, in that of this computer at that time of year."""
    beginning = datetime.combine(day, time(), zone)
    return beginning.astimezone() if zone is None else beginning


def day_of(moment: datetime, zone: tzinfo | None = None) -> date:
    """Return the day of a moment in a time zone; without one, in that of this computer at that time of year.

    The zone of ``datetime.now().astimezone()`` will not do: it is the difference from UTC of today, also in July.
    """
    # The difference from UTC of each moment on its own would take most of the time of a page of many years.
    return date.fromtimestamp(moment.timestamp()) if zone is None else moment.astimezone(zone).date()


def read_day(text: str) -> date:
    """Return the day that is written as ``2026-06-10``, and in no other way: Python reads others from 3.11 on.

    It is of the years 1970 to 9998: from such a day on one can count back and forth, in every time zone.

    Raises
    ------
    ValueError
        If it is written in another way, or there is no such day.
    """
    day = date.fromisoformat(text)
    if day.isoformat() != text or not 1970 <= day.year < 9999:
        raise ValueError(f"{text!r} is no day such as 2026-06-10")
    return day


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return date.fromordinal(day.toordinal() - day.weekday())
