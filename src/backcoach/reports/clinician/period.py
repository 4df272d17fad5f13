"""Which days a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from backcoach.days import day_of, midnight, read_day
from backcoach.texts import Message, message

USUAL_DAYS = 84


class PeriodError(ValueError):
    """There is no such period; ``message`` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, in the person's own time zone.

    Attributes
    ----------
    zone : tzinfo or None
        None: that of this computer.
    """

    first: date
    last: date
    zone: tzinfo | None = None

    @classmethod
    def read(cls, first: str | None, last: str | None, today: date, zone: tzinfo | None = None) -> Period:
        """Return the period between two days as ``2026-06-10``; without any, the last twelve weeks.

        Parameters
        ----------
        first, last : str or None
            As a person typed them.
        today : date
            No period goes beyond it.
        zone : tzinfo, optional
            The person's; the computer's by default.

        Returns
        -------
        Period
            Both days included.

        Raises
        ------
        PeriodError
            If a text is no day, or the first day is after the last one or in the future.
        """
        end = min(_day(last), today) if last else today
        begin = _day(first) if first else end - timedelta(days=USUAL_DAYS - 1)
        if begin > today:
            raise PeriodError(message("{day} is in the future: there is nothing to report yet.", day=begin))
        if begin > end:
            raise PeriodError(
                message("The first day ({first}) is after the last one ({last}).", first=begin, last=end)
            )
        return cls(begin, end, zone)

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The moment after it."""
        return midnight(self.last + timedelta(days=1), self.zone)

    @property
    def middle(self) -> datetime:
        """The midnight between its two halves."""
        return midnight(self.first + timedelta(days=max(1, self.days // 2)), self.zone)

    def latest(self, days: int) -> Period:
        """Return its last days as a period of their own; all of it, if it is not longer.

        Parameters
        ----------
        days : int
            How many, at most.

        Returns
        -------
        Period
            With the same last day.
        """
        return Period(max(self.first, self.last - timedelta(days=days - 1)), self.last, self.zone)

    def day_of(self, moment: datetime) -> date:
        """Return the day in the person's calendar.

        Parameters
        ----------
        moment : datetime
            With a time zone.

        Returns
        -------
        date
            In the period's zone.
        """
        return day_of(moment, self.zone)

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is inside.

        Parameters
        ----------
        moment : datetime
            With a time zone.

        Returns
        -------
        bool
            Both days are inside.
        """
        return self.since <= moment < self.until


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise PeriodError(
            message("“{text}” is no day; a day looks like 2026-06-10.", text=text[:40])
        ) from None
