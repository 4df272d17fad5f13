"""What the journal hands out: plain values. Moments are in UTC; seconds count from the start of the session."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from backcoach.plan.done import BySide, Work, is_something, share_of_set
from backcoach.texts import Message, message
from backcoach.tracking.summary import ExerciseSet, Tracking

Source = Literal["camera", "none", "demo"]
Outcome = Literal["done", "skipped", "hurt", "broken_off"]
PainWhen = Literal["before", "during", "after", "next_morning"]
AnswerKind = Literal["screening", "rmdq24", "activities", "global_change", "next_morning"]
Json = Any
"""What JSON can say: numbers, words, lists, and tables with words as keys."""

UNNAMED = "Me"
"""The name of the first person until they give another one; pages write it in their own language."""

MOST_LETTERS = 80

Signal = tuple[tuple[float, float], ...]
"""The curve of a set for its plot: (time_s, value), at most ten a second; NaN where it was not seen."""


def checked_name(name: str) -> str:
    """Return the name without blanks around it, or raise ValueError."""
    name = name.strip()
    if not 0 < len(name) <= MOST_LETTERS:
        raise ValueError(f"a name has 1 to {MOST_LETTERS} letters, this one has {len(name)}")
    if not name.isprintable():
        raise ValueError("a name holds letters, digits, blanks and punctuation only")
    return name


@dataclass(frozen=True, slots=True)
class Profile:
    """One person of the household."""

    id: str
    name: str
    created_at: datetime

    @property
    def called(self) -> Message | str:
        """The name as a page writes it: that of a person who has not given one is translated."""
        return message("Me") if self.name == UNNAMED else self.name


@dataclass(frozen=True, slots=True)
class PainReport:
    """How much it hurt: 0 (not at all) to 10.

    Attributes
    ----------
    when : {"before", "during", "after", "next_morning"}
        Seen from the session.
    where, then : str, optional
        In which part of the body, and what the person chose to do then.
    """

    id: str
    at: datetime
    when: PainWhen
    value: int
    where: str | None = None
    session_id: str | None = None
    exercise: str | None = None
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """One filled-in questionnaire, screening included."""

    id: str
    kind: AnswerKind
    at: datetime
    answers: Mapping[str, Json]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a dose changed, or did not: the rule, what it looked at, and one plain sentence."""

    id: str
    at: datetime
    rule_id: str
    exercise: str | None
    inputs: Mapping[str, Json]
    sentence: str
    before: Json = None
    after: Json = None


def clean_share(counted: int, clean: int, self_reported: int) -> float:
    """Return the share of repetitions without a fault among the counted ones that were seen; NaN where none was.

    What nobody saw has no fault, which says nothing about form: it is left out of both sums.
    """
    seen = counted - self_reported
    return max(0, clean - self_reported) / seen if seen > 0 else math.nan


Begun = tuple[int, Mapping[str, Json], BySide]
"""A set as it was begun: its position, what it asked for, and what was done in it."""


def practice_in(routine: Mapping[str, Json]) -> str | None:
    """Return the exercise of a session in which a single one was asked for."""
    name = routine.get("practice")
    return name if isinstance(name, str) else None


def work_of(routine: Mapping[str, Json], begun: Iterable[Begun]) -> Work:
    """Return how much of a session's plan was done; a set that was begun again counts once, with all that was done.

    Where the plan was not kept, as in a session of another program, the sets that were begun stand for it.
    """
    planned, done = _planned_sets(routine), dict[int, dict[str | None, tuple[int, float]]]()
    for position, asked, sides in begun:
        planned.setdefault(position, asked)
        sums = done.setdefault(position, {})
        for side, (repetitions, held_s) in sides.items():
            before = sums.get(side, (0, 0.0))
            sums[side] = before[0] + repetitions, before[1] + held_s
    share = sum(share_of_set(asked, done.get(position, {})) for position, asked in planned.items())
    return Work(
        share / max(1, len(planned)), any(map(is_something, done.values())), practice_in(routine) is None
    )


def _planned_sets(routine: Mapping[str, Json]) -> dict[int, Mapping[str, Json]]:
    sets = routine.get("sets")
    return (
        {i: one for i, one in enumerate(sets) if isinstance(one, Mapping)} if isinstance(sets, list) else {}
    )


@dataclass(frozen=True, slots=True)
class SetTotals:
    """One set in numbers, for lists and charts.

    Attributes
    ----------
    counted, unsure, clean : int
        Repetitions; ``clean`` ones are counted and without a fault.
    self_reported_count : int
        How many of the counted ones nobody saw: the person said so.
    by_side, clean_by_side, unsure_by_side, self_reported_by_side : mapping
        The same for each side; the key None is there where the exercise has no sides.
    range_by_side : mapping
        Mean range of motion of the counted repetitions, in the unit of the exercise's signal; NaN if unknown.
    hold_s : float
        Seconds held; ``hold_by_side_s`` the same for each side, ``longest_hold_s`` the longest at a stretch.
    faults, warnings : int
        Stretches in which a fault or a warning was shown.
    """

    id: str
    session_id: str
    position: int
    exercise: str
    exercise_version: int
    planned: Mapping[str, Json]
    self_reported: bool
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    tracking: Tracking
    counted: int = 0
    unsure: int = 0
    clean: int = 0
    self_reported_count: int = 0
    hold_s: float = 0.0
    longest_hold_s: float = 0.0
    faults: int = 0
    warnings: int = 0
    by_side: Mapping[str | None, int] = field(default_factory=dict)
    unsure_by_side: Mapping[str | None, int] = field(default_factory=dict)
    self_reported_by_side: Mapping[str | None, int] = field(default_factory=dict)
    clean_by_side: Mapping[str | None, int] = field(default_factory=dict)
    hold_by_side_s: Mapping[str | None, float] = field(default_factory=dict)
    range_by_side: Mapping[str | None, float] = field(default_factory=dict)

    @property
    def work(self) -> BySide:
        """What was done on each side: repetitions, those not clearly seen included, and seconds held."""
        parts = (self.by_side, self.unsure_by_side, self.hold_by_side_s)
        return {side: _done_on(side, *parts) for side in {*parts[0], *parts[1], *parts[2]}}


def _done_on(
    side: str | None,
    counted: Mapping[str | None, int],
    unsure: Mapping[str | None, int],
    held_s: Mapping[str | None, float],
) -> tuple[int, float]:
    return counted.get(side, 0) + unsure.get(side, 0), held_s.get(side, 0.0)


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """What a set asked for, without what came of it: enough for the course of a dose over years."""

    exercise: str
    started_at: datetime
    planned: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Progress:
    """What was done of one exercise on one side in a stretch of time ``[since, until)``, over all its sets.

    The names are those of `SetTotals`; ``range`` is the mean range of motion of the counted repetitions.
    """

    since: datetime
    until: datetime
    exercise: str
    side: str | None
    sets: int
    counted: int
    unsure: int
    clean: int
    self_reported_count: int
    hold_s: float
    longest_hold_s: float
    range: float
    faults: int
    warnings: int


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How often a fault was shown in a stretch of time: ``times`` stretches, ``sets`` sets in which there was one."""

    exercise: str
    fault: str
    severity: str
    times: int
    sets: int


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One set as it was done.

    Attributes
    ----------
    position : int
        Place in the session's routine. A set that was begun again after an interruption has the same position.
    planned : mapping
        The dose that was asked for: repetitions, hold_s, sides, variant.
    done : ExerciseSet
        Repetitions, holds and faults, as the tracker's summary has them.
    self_reported : bool
        Whether the set began without a camera.
    self_reported_repetitions, self_reported_holds : frozenset of int
        What nobody saw: indexes of repetitions, places in ``done.holds``.
    """

    id: str
    position: int
    exercise_version: int
    exercise_hash: str
    planned: Mapping[str, Json]
    self_reported: bool
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    done: ExerciseSet
    tracking: Tracking
    self_reported_repetitions: frozenset[int] = frozenset()
    self_reported_holds: frozenset[int] = frozenset()
    signal: Signal = ()

    @property
    def self_reported_count(self) -> int:
        """How many of the counted repetitions nobody saw."""
        told = self.self_reported_repetitions
        return sum(r.status == "counted" and r.index in told for r in self.done.repetitions)

    @property
    def work(self) -> BySide:
        """What was done on each side: repetitions, those not clearly seen included, and seconds held."""
        found: dict[str | None, tuple[int, float]] = {}
        for one in self.done.repetitions:
            if one.status in ("counted", "unsure"):
                repetitions, held_s = found.get(one.side, (0, 0.0))
                found[one.side] = repetitions + 1, held_s
        for hold in self.done.holds:
            if math.isfinite(hold.end_s - hold.start_s):
                repetitions, held_s = found.get(hold.side, (0, 0.0))
                found[hold.side] = repetitions, held_s + hold.end_s - hold.start_s
        return found

    @property
    def clean_share(self) -> float:
        """See `clean_share`."""
        return clean_share(self.done.counted, self.done.clean, self.self_reported_count)


class SessionHead(NamedTuple):
    """When a session was and how it ended; of many years there are thousands."""

    id: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    engine_version: str


class SessionWork(NamedTuple):
    """A session with how much of its plan was done."""

    head: SessionHead
    work: Work

    @property
    def started_at(self) -> datetime:
        """When it began."""
        return self.head.started_at


@dataclass(frozen=True, slots=True)
class SessionOverview:
    """One session in a list. ``ended_at`` and ``outcome`` are None where it broke off, or still runs."""

    id: str
    profile_id: str
    source: Source
    engine_version: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    effort: int | None
    pain: tuple[PainReport, ...] = ()
    sets: tuple[SetTotals, ...] = ()
    routine: Mapping[str, Json] = field(default_factory=dict)

    @property
    def work(self) -> Work:
        """How much of its plan was done."""
        return work_of(self.routine, [(one.position, one.planned, one.work) for one in self.sets])


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session with everything in it.

    Attributes
    ----------
    routine : mapping
        What was planned, as the caller gave it: enough to go on with a session that broke off.
    effort : int, optional
        How hard it was, 0 to 10.
    """

    id: str
    profile_id: str
    source: Source
    routine: Mapping[str, Json]
    engine_version: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    effort: int | None
    pain: tuple[PainReport, ...] = ()
    sets: tuple[SetRecord, ...] = ()

    @property
    def work(self) -> Work:
        """How much of its plan was done."""
        return work_of(self.routine, [(one.position, one.planned, one.work) for one in self.sets])

    @property
    def practice(self) -> str | None:
        """The exercise, where a single one was asked for."""
        return practice_in(self.routine)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: ``sessions_present`` were here already, and stayed as they were."""

    profiles_added: int
    sessions_added: int
    sessions_present: int
