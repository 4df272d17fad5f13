"""What the dose rules read: plain values that never change. What they answer is in `backcoach.plan.answers`.

Most are frozen. Sessions and their records are made by the thousand, and a frozen one takes eight times as long to
make: their fields are final instead, which the type checker watches over.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from backcoach.plan.done import Work

EVERY_DAY = frozenset(range(7))

REPETITION_S = 4.0
"""A repetition that is not held counts as so long in a week's volume (a proposal of this project)."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of one exercise.

    Attributes
    ----------
    repetitions : int
        In one set; on each side, where the exercise has sides.
    hold_s : float
        How long each is held; 0 where nothing is held.
    sets : int
        How many sets.
    variant : str or None
        An easier or harder way of the exercise's file; None is the usual way.
    work_s : float
        About how long it takes, in seconds, rests and the second side left out; follows from the others.
    """

    repetitions: int
    hold_s: float = 0
    sets: int = 1
    variant: str | None = None
    work_s: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.repetitions < 1 or self.sets < 1 or not 0 <= self.hold_s < math.inf:
            raise ValueError(f"no dose: {self.sets} x {self.repetitions} x {self.hold_s} s")
        object.__setattr__(self, "work_s", self.sets * self.repetitions * max(self.hold_s, REPETITION_S))

    def as_data(self) -> Mapping[str, int | float | str | None]:
        """What makes it the dose it is, by name.

        Returns
        -------
        mapping
            Its attributes by name; what follows from the others is left out.
        """
        return {
            "repetitions": self.repetitions, "hold_s": self.hold_s, "sets": self.sets, "variant": self.variant,
        }  # fmt: skip


@dataclass(slots=True, unsafe_hash=True)
class ExerciseRecord:
    """One exercise of a session: what was planned, and what came of it.

    Attributes
    ----------
    dose : Dose
        What the plan asked for.
    done_share : float
        Repetitions (or hold seconds) that were done, by whatever witness, of those that were planned; 0 or more.
    clean_share : float
        Of the counted ones, 0 to 1; NaN where nobody saw them.
    counted, unsure, self_reported : int
        Repetitions, or holds.
    pain_during : int or None
        0 to 10, if the person said "it hurts" during this exercise.
    stopped_because : str or None
        A stop sign of the rule file, ``pain``, or any other reason; None when it was not stopped.
    """

    exercise: Final[str]
    dose: Final[Dose]
    done_share: Final[float] = 1.0
    clean_share: Final[float] = math.nan
    counted: Final[int] = 0
    unsure: Final[int] = 0
    self_reported: Final[int] = 0
    pain_during: Final[int | None] = None
    stopped_because: Final[str | None] = None

    def __post_init__(self) -> None:
        if self.pain_during is not None and not 0 <= self.pain_during <= 10:
            raise ValueError(f"pain_during is {self.pain_during}; it is 0 to 10")
        if not 0 <= self.done_share < math.inf:
            raise ValueError(f"done_share is {self.done_share}; it is 0 or more")
        if not (0 <= self.clean_share <= 1 or math.isnan(self.clean_share)):
            raise ValueError(f"clean_share is {self.clean_share}; it is 0 to 1, or NaN for not seen")


_DAY = attrgetter("day")


@dataclass(slots=True, unsafe_hash=True)
class Session:
    """One session: its exercises, effort and pain on scales from 0 to 10 (None = not said).

    Attributes
    ----------
    day : date
    pain_before, pain_after, pain_next_morning : int or None
        0 to 10.
    planned : bool
        Whether it was today's routine. One that a person chose freely counts for pain and for the week's volume, and
        leaves the doses alone.
    stopped_because : str or None
        Why it ended early: a stop sign of the rule file, ``pain``, or any other word.
    share : float or None
        How much of everything that it had planned was done, 0 to 1; None: as much as of the exercises that it holds.
    something : bool or None
        Whether anything was done at all, however little of what was asked for; None: as the shares tell.
    """

    day: Final[date]
    exercises: Final[tuple[ExerciseRecord, ...]] = ()
    effort: Final[int | None] = None
    pain_before: Final[int | None] = None
    pain_after: Final[int | None] = None
    pain_next_morning: Final[int | None] = None
    stopped_because: Final[str | None] = None
    planned: Final[bool] = True
    share: Final[float | None] = None
    something: Final[bool | None] = None

    def __post_init__(self) -> None:
        for value in (self.effort, self.pain_before, self.pain_after, self.pain_next_morning):
            if value is not None and not 0 <= value <= 10:
                raise ValueError(self._off_scale())
        if len({record.exercise for record in self.exercises}) < len(self.exercises):
            raise ValueError(f"the session of {self.day} holds an exercise twice")

    def _off_scale(self) -> str:
        names = ("effort", "pain_before", "pain_after", "pain_next_morning")
        said = {name: getattr(self, name) for name in names}
        wrong = [f"{name} is {v}" for name, v in said.items() if v is not None and not 0 <= v <= 10]
        return f"{wrong[0]}; it is 0 to 10"

    def with_next_morning(self, pain: int) -> Session:
        """Return the session with what was said on the next morning.

        Parameters
        ----------
        pain : int
            0 to 10.

        Returns
        -------
        Session
            A new one; this one stays as it is.
        """
        before, after = self.pain_before, self.pain_after
        return Session(
            self.day,
            self.exercises,
            self.effort,
            before,
            after,
            pain,
            self.stopped_because,
            self.planned,
            self.share,
            self.something,
        )

    @property
    def work(self) -> Work:
        """How much of its plan was done."""
        shares = [min(1.0, record.done_share) for record in self.exercises]
        share = sum(shares) / max(1, len(shares)) if self.share is None else self.share
        something = share > 0 or any(shares) if self.something is None else self.something
        return Work(share, something, self.planned)

    @property
    def by_exercise(self) -> Mapping[str, ExerciseRecord]:
        """The records by the exercise's id."""
        return {record.exercise: record for record in self.exercises}


@dataclass(frozen=True, slots=True)
class History:
    """All sessions of one person, put in the order of their days; those of one day stay as given."""

    sessions: tuple[Session, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.sessions, key=_DAY))
        object.__setattr__(self, "sessions", ordered)

    def __add__(self, session: Session) -> History:
        sessions = self.sessions
        if sessions and session.day < sessions[-1].day:
            place = bisect_right(sessions, session.day, key=_DAY)
            return _in_order((*sessions[:place], session, *sessions[place:]))
        return _in_order(sessions + (session,))  # noqa: RUF005 - copies a long history once, not twice

    def with_latest(self, session: Session) -> History:
        """Return the history with another session in place of the latest, of the same day.

        Parameters
        ----------
        session : Session
            Of the same day as the latest.

        Returns
        -------
        History
            A new one; this one stays as it is.

        Raises
        ------
        ValueError
            If there is no session of that day at the end.
        """
        if not self.sessions or self.sessions[-1].day != session.day:
            raise ValueError(f"the latest session is not of {session.day}")
        return _in_order(self.sessions[:-1] + (session,))  # noqa: RUF005


def _in_order(sessions: tuple[Session, ...]) -> History:
    """Return a history of sessions that are in order already: nothing is sorted."""
    history = object.__new__(History)
    object.__setattr__(history, "sessions", sessions)
    return history


class Moment(NamedTuple):
    """A day's ordinal, and how many of its sessions were over."""

    day: int
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class Screening:
    """Answers to the questions about warning signs.

    Attributes
    ----------
    yes : frozenset of str
        Ids of the questions answered with yes.
    agreed : bool
        The person confirmed that a health professional agreed to the exercises.
    after : int
        So many sessions of that day were over, and told about, before. It decides which of a day's sessions the
        answers are about.
    adds : bool
        Nothing was asked again: an agreement is added to the answers before it.
    """

    day: date
    yes: frozenset[str] = frozenset()
    agreed: bool = False
    after: int = 0
    adds: bool = False

    @property
    def moment(self) -> Moment:
        """When it was, as precisely as a history says."""
        return Moment(self.day.toordinal(), self.after)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about the person besides the history.

    Attributes
    ----------
    age : int or None
        In years; None where it was not said.
    conditions : frozenset of str
        Of `backcoach.exercises.schema.Health`; those of the latest screening come on top.
    screenings : tuple of Screening
        Answers to the questions about warning signs, in any order.
    weekdays : frozenset of int
        Planned days of exercise, 0 = Monday to 6 = Sunday.
    fixed : mapping
        Doses that a clinician has fixed, by exercise.
    doses_since : date or None
        When the routine's doses were last set by hand: they apply from that day on, whatever was done before.
    """

    age: int | None = None
    conditions: frozenset[str] = frozenset()
    screenings: tuple[Screening, ...] = ()
    weekdays: frozenset[int] = EVERY_DAY
    fixed: Mapping[str, Dose] = field(default_factory=dict)
    doses_since: date | None = None
