"""What a report says: plain values, before any words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from backcoach.exercises.model import Exercise
from backcoach.journal.values import PainWhen
from backcoach.plan import Dose
from backcoach.plan.questionnaires import Measure
from backcoach.reports.clinician.period import Period
from backcoach.texts import Message

MAX_ROWS = 60
"""A table of the details has no more; how much is left out is said."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the period, from Monday or the period's first day on: days planned, and days with a session."""

    first: date
    planned: int
    done: int


@dataclass(frozen=True, slots=True)
class Adherence:
    """How regularly was practised.

    Attributes
    ----------
    planned_days : int
        Planned days of the period since the person began.
    done_days, sessions, finished : int
        Days with exercise, sessions in which anything was done, and those of them that did all of their plan; see
        `backcoach.plan.done`.
    minutes : float
        Median length of the finished sessions; NaN if there is none.
    """

    planned_days: int
    done_days: int
    sessions: int
    finished: int
    minutes: float
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise in the period.

    Attributes
    ----------
    known : Exercise or None
        Its file; None if there is none any more.
    first, last : Dose or None
        What was asked for at the start and at the end of the period.
    seen, self_reported, unsure : int
        Repetitions counted from the camera, told by the person, and not clearly seen.
    attempts : int
        Repetitions that were begun and did not become whole: they count nowhere else.
    clean_share : float
        Of the seen ones; NaN if none was seen.
    by_side : mapping
        Of `seen`, those of the left and the right side; empty where there are no sides.
    ranges : mapping
        Mean range of motion in the first and in the second half of the period, for each side; NaN if unknown.
    fixed : bool
        Whether a clinician has fixed its dose.
    """

    exercise: str
    known: Exercise | None
    first: Dose | None
    last: Dose | None
    seen: int
    self_reported: int
    unsure: int
    clean_share: float
    by_side: Mapping[str, int]
    hold_s: float
    longest_hold_s: float
    versions: tuple[int, ...]
    fixed: bool = False
    ranges: Mapping[str | None, tuple[float, float]] = field(default_factory=dict)
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault that was shown: in words, and how often clearly and slightly."""

    exercise: str
    name: str
    clearly: int
    slightly: int


@dataclass(frozen=True, slots=True)
class Signs:
    """Answers to the questions about warning signs: those answered with yes, and whether a professional had agreed.

    Attributes
    ----------
    adds : bool
        Nothing was asked: an agreement was told afterwards.
    """

    day: date
    yes: tuple[str, ...]
    agreed: bool
    adds: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Pain at the two ends of the period.

    Attributes
    ----------
    reports : int
    first, last : float
        Median of the first and of the last seven days with a report; NaN where there is too little to compare.
    highest : int or None
    real : bool
        Whether the change is more than usual day-to-day variation.
    """

    when: PainWhen
    reports: int
    first: float
    last: float
    highest: int | None
    real: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A questionnaire at its first and last time in the period; the same day if there was only one."""

    name: Message
    measure: Measure
    first_day: date
    first: float
    last_day: date
    last: float
    times: int

    @property
    def real(self) -> bool:
        """Whether the change is more than usual variation."""
        return self.times > 1 and self.measure.is_real(self.first, self.last)

    @property
    def better(self) -> bool:
        """Whether the change goes the good way."""
        return (self.last > self.first) == self.measure.more_is_better


@dataclass(frozen=True, slots=True)
class Stop:
    """The person said that it hurts, or a session ended early."""

    at: datetime
    exercise: str | None
    where: str | None
    pain: int | None
    then: str


@dataclass(frozen=True, slots=True)
class Change:
    """A rule changed a dose."""

    day: date
    rule: str
    sentence: Message | str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about a period.

    Attributes
    ----------
    person : str
        The name.
    made_at : datetime
        When it was made.
    adherence : Adherence
        How regularly.
    exercises : tuple of ExerciseLine
        One for each exercise.
    trends : tuple of Trend
        First and last answers about pain.
    scores : tuple of Score
        Of the questionnaires.
    signs, stops : tuple
        What hurt, and sessions that ended early.
    pain : mapping
        Mean of each day, or of each week in a long period, by when it was asked; days of the weeks are Mondays.
    changes : tuple of Change
        The newest ones; `earlier_changes` says how many there are besides.
    hints_since : date
        The first day of which `faults` tells: in a long period later than its first.
    engine, rules : str
        Versions.
    """

    person: str
    period: Period
    made_at: datetime
    adherence: Adherence
    exercises: tuple[ExerciseLine, ...]
    faults: tuple[FaultLine, ...]
    hints_since: date
    pain: Mapping[PainWhen, tuple[tuple[date, float], ...]]
    trends: tuple[Trend, ...]
    scores: tuple[Score, ...]
    signs: tuple[Signs, ...]
    stops: tuple[Stop, ...]
    changes: tuple[Change, ...]
    earlier_changes: int
    engine: tuple[str, ...]
    rules: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing in the period."""
        return not (self.adherence.sessions or self.trends or self.scores or self.exercises)
