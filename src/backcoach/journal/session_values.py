"""Sessions and sets as the journal hands them out: in full, in a list, in numbers.

Moments are in UTC; seconds count from the start of the session.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from backcoach.journal.values import Outcome, PainReport, Signal, Source
from backcoach.journal.work import Json, clean_share, is_free, practice_in, work_of
from backcoach.plan.done import BySide, Work
from backcoach.tracking.summary import ExerciseSet, Tracking


@dataclass(frozen=True, slots=True)
class SetTotals:
    """One set in numbers, for lists and charts.

    Attributes
    ----------
    id, session_id : str
        Its identifier, and that of its session.
    position : int
        Place in the session's routine, from 0.
    exercise : str
        The exercise's identifier; ``exercise_version`` (int) is what its file said.
    planned : mapping
        The dose that was asked for: repetitions, hold_s, sides, variant.
    self_reported : bool
        Whether the set began without a camera.
    started_at, ended_at : datetime
        ``ended_at`` is None where it broke off.
    outcome : {"done", "skipped", "hurt", "broken_off"}, optional
        None while it runs.
    tracking : Tracking
        For how many seconds the person was seen, partly seen and not seen.
    counted, unsure, clean : int
        Repetitions; ``clean`` ones are counted and without a fault.
    self_reported_count : int
        How many of the counted ones nobody saw: the person said so.
    by_side, clean_by_side, unsure_by_side, self_reported_by_side : mapping
        The same for each side; the key None is there where the exercise has no sides.
    range_by_side : mapping
        Mean range of motion of the counted repetitions, in the unit of the exercise's signal; NaN if unknown.
    hold_s, longest_hold_s : float
        Seconds held in all, and the longest at a stretch; the mapping ``hold_by_side_s`` has all for each side.
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
class SetRecord:
    """One set as it was done.

    Attributes
    ----------
    id : str
        Its identifier.
    position : int
        Place in the session's routine, from 0. A set that was begun again after an interruption has the same position.
    exercise_version : int
        What the exercise's file said; ``exercise_hash`` (str) is the SHA-256 of the file.
    planned : mapping
        The dose that was asked for: repetitions, hold_s, sides, variant.
    started_at, ended_at : datetime
        ``ended_at`` is None where it broke off.
    outcome : {"done", "skipped", "hurt", "broken_off"}, optional
        None while it runs.
    tracking : Tracking
        For how many seconds the person was seen, partly seen and not seen.
    done : ExerciseSet
        Repetitions, holds and faults, as the tracker's summary has them.
    self_reported : bool
        Whether the set began without a camera.
    self_reported_repetitions, self_reported_holds : frozenset of int
        What nobody saw: indexes of repetitions, places in ``done.holds``.
    signal : tuple of (float, float)
        Its curve; see `Signal`.
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
    """When a session was and how it ended; of many years there are thousands.

    Attributes
    ----------
    id : str
        Its identifier.
    started_at, ended_at : datetime
        ``ended_at`` is None where it broke off, or still runs.
    outcome : {"done", "skipped", "hurt", "broken_off"}, optional
        None where it broke off, or still runs.
    engine_version : str
        The version of Backcoach that counted.
    """

    id: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    engine_version: str


class SessionWork(NamedTuple):
    """A session with how much of its plan was done.

    Attributes
    ----------
    head : SessionHead
        When it was and how it ended.
    work : Work
        See `backcoach.plan.done`.
    """

    head: SessionHead
    work: Work

    @property
    def started_at(self) -> datetime:
        """When it began."""
        return self.head.started_at


@dataclass(frozen=True, slots=True)
class SessionOverview:
    """One session in a list.

    Attributes
    ----------
    id, profile_id : str
        Its identifier, and that of the person.
    source : {"camera", "none", "demo"}
        What saw the person.
    engine_version : str
        The version of Backcoach that counted.
    started_at, ended_at : datetime
        ``ended_at`` is None where it broke off, or still runs.
    outcome : {"done", "skipped", "hurt", "broken_off"}, optional
        None where it broke off, or still runs.
    effort : int, optional
        How hard it was, 0 to 10.
    pain : tuple of PainReport
        What was reported in it, the oldest first.
    sets : tuple of SetTotals
        In the order in which they began.
    routine : mapping
        What was planned, as the caller gave it.
    """

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
    """One session with everything in it: as `SessionOverview`, but with its sets in full.

    Attributes
    ----------
    id, profile_id, source, engine_version, started_at, ended_at, outcome, effort, pain
        As of `SessionOverview`.
    routine : mapping
        What was planned, as the caller gave it: enough to go on with a session that broke off.
    sets : tuple of SetRecord
        By their position.
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
    def free(self) -> bool:
        """Whether there was no plan: what was done was recognised."""
        return is_free(self.routine)

    @property
    def practice(self) -> str | None:
        """The exercise, where a single one was asked for."""
        return practice_in(self.routine)
