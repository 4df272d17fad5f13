"""What a session was good for: the minutes moved, its week's ring, what was clean; the figures of the history."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from backcoach.days import day_of, midnight, monday
from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.problem import WrongFileError
from backcoach.journal.days import days_with_exercise
from backcoach.journal.session_values import SessionRecord
from backcoach.journal.work import clean_share
from backcoach.texts import Message
from backcoach.web.house import House, programme_of
from backcoach.web.wording import lasted_minutes


@dataclass(frozen=True)
class Reward:
    """What stands at the top of the end of a session.

    Attributes
    ----------
    minutes : int or None
        From the beginning to the end; None while it is not ended.
    days, planned : int
        Days with exercise of the session's week, and how many are planned.
    clean : float or None
        Share of the repetitions that were seen and clean, 0 to 1; None where nobody looked.
    spotless : tuple of Message
        Names of the exercises that were clean throughout.
    """

    minutes: int | None
    days: int
    planned: int
    clean: float | None
    spotless: tuple[Message, ...]

    @property
    def ring(self) -> float:
        """How much of the week's ring is filled, 0 to 1."""
        return min(1.0, self.days / self.planned) if self.planned else 1.0


def reward_of(house: House, record: SessionRecord) -> Reward:
    """Return what a session was good for."""
    first = monday(day_of(record.started_at))
    week = {first + timedelta(days=k) for k in range(7)}
    sessions = house.journal.sessions.work(house.profile.id, since=midnight(first))
    sets = record.sets
    share = clean_share(
        sum(one.done.counted for one in sets),
        sum(one.done.clean for one in sets),
        sum(one.self_reported_count for one in sets),
    )
    return Reward(
        minutes=lasted_minutes(record),
        days=len(week & days_with_exercise(sessions, programme_of(house).rules.done)),
        planned=len(house.preferences.weekdays),
        clean=None if math.isnan(share) else share,
        spotless=tuple(_spotless(record, house.catalogue)),
    )


def _spotless(record: SessionRecord, catalogue: Catalogue) -> Iterator[Message]:
    """Name the exercises of which every seen repetition was clean."""
    for exercise in dict.fromkeys(one.done.exercise for one in record.sets):
        sets = [one for one in record.sets if one.done.exercise == exercise]
        counted, told = sum(s.done.counted for s in sets), sum(s.self_reported_count for s in sets)
        if clean_share(counted, sum(s.done.clean for s in sets), told) == 1.0:
            try:
                yield Message(catalogue[exercise].name)
            except (UnknownExerciseError, WrongFileError):
                continue
