"""What a person wants to be reminded of. Everything can be off, and is until it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from backcoach.exercises.plain_tables import shown
from backcoach.exercises.problem import Problem
from backcoach.exercises.strict import Strict, lists_to_tuples
from backcoach.plan.breaks import BreakHabits

KEY = "reminders"
"""Where a profile's settings in the journal keep them."""

Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="A time of day, 07:30.")]


class Quiet(Strict):
    """A time of day in which nothing is said; it may go over midnight."""

    start: Time
    stop: Time


class Breaks(Strict):
    """Breaks at the desk.

    Attributes
    ----------
    every_min : int
        20 to 60 minutes of sitting.
    start, stop : str
        Working hours.
    weekdays : tuple of int
        0 = Monday.
    """

    on: bool = False
    every_min: int = Field(default=30, ge=20, le=60)
    length_min: int = Field(default=2, ge=1, le=10)
    postpone_min: int = Field(default=5, ge=1, le=20)
    start: Time = "09:00"
    stop: Time = "18:00"
    weekdays: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)] = (0, 1, 2, 3, 4)
    quiet: Annotated[tuple[Quiet, ...], Field(max_length=5)] = ()

    def habits(self) -> BreakHabits:
        """Return them as the break clock wants them."""
        return BreakHabits(
            every_s=self.every_min * 60.0,
            length_s=self.length_min * 60.0,
            postpone_s=self.postpone_min * 60.0,
            weekdays=frozenset(self.weekdays),
            from_min=minute_of(self.start),
            to_min=minute_of(self.stop),
            quiet=tuple((minute_of(quiet.start), minute_of(quiet.stop)) for quiet in self.quiet),
        )


class Reminders(Strict):
    """Everything a person can be reminded of.

    Attributes
    ----------
    routine : bool
        On the planned days, at the time ``at``, unless it has been done.
    ahead_min : int
        How long before that the alarm of the calendar sounds.
    morning : bool
        The morning after: how is your back?
    check_ins : bool
        My three activities every week; the questionnaires every four weeks.
    token : str
        Secret part of the calendar's address; empty: there is none.
    """

    routine: bool = False
    at: Time = "18:00"
    ahead_min: int = Field(default=10, ge=0, le=120)
    morning: bool = False
    morning_at: Time = "08:00"
    check_ins: bool = False
    breaks: Breaks = Breaks()
    token: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""

    @model_validator(mode="before")
    @classmethod
    def _lists_to_tuples(cls, data: Any) -> Any:
        return lists_to_tuples(data)


class WrongRemindersError(ValueError):
    """What was sent are no reminders; ``problems`` lists every mistake."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def read_reminders(content: bytes) -> Reminders:
    """Return the reminders in a request's JSON.

    Raises
    ------
    WrongRemindersError
        If anything in it is unknown, of another type or beyond its limits; all mistakes are told at once.
    """
    try:
        return Reminders.model_validate(json.loads(content))
    except ValidationError as error:
        found = error.errors(include_url=False)
        places = [".".join(map(str, e["loc"])) for e in found]
        problems = [Problem(at, shown(e["input"]), e["msg"]) for at, e in zip(places, found, strict=True)]
        raise WrongRemindersError(problems) from None
    except (ValueError, RecursionError):
        raise WrongRemindersError([Problem("", "no JSON", "a JSON object")]) from None


def kept_reminders(settings: Mapping[str, Any]) -> Reminders:
    """Return the reminders among a profile's settings; none where they cannot be understood."""
    try:
        return Reminders.model_validate(settings.get(KEY, {}))
    except ValidationError:
        return Reminders()


def minute_of(time: str) -> int:
    """Return the minute of the day of a time such as ``07:30``."""
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
