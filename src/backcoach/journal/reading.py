"""Reading sessions back: lists with totals, one in full, and the one that broke off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, distinct, exists, func, select

from backcoach.journal import errors, tables
from backcoach.journal.part import KINDS, Part
from backcoach.journal.signal import unpack
from backcoach.journal.totals import attempt_counts, fault_counts, progress_of, totals_of, work_by_set
from backcoach.journal.values import (
    Begun,
    FaultCount,
    PainReport,
    PlannedDose,
    Progress,
    SessionHead,
    SessionOverview,
    SessionRecord,
    SessionWork,
    SetRecord,
    SetTotals,
    work_of,
)
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition, Tracking

SESSION, SET, PAIN = tables.session, tables.practice_set, tables.pain
RESUMABLE = timedelta(hours=12)


class Reading(Part):
    """Sessions as they were."""

    def sessions(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
        limit: int | None = 50,
        offset: int = 0,
    ) -> tuple[SessionOverview, ...]:
        """Return sessions that began in ``[since, until)``, the newest first, with pain and their sets' totals."""
        row = SESSION.c
        chosen = _chosen(profile_id, since, until, include_demo).order_by(row.started_at.desc(), row.id)
        with self._database.reading() as connection:
            return _overviews(connection, chosen.limit(limit).offset(offset))

    def session_heads(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
        limit: int | None = None,
    ) -> tuple[SessionHead, ...]:
        """Return when sessions that began in ``[since, until)`` were and how they ended, the newest first."""
        chosen = (
            _chosen(profile_id, since, until, include_demo).order_by(SESSION.c.started_at.desc()).limit(limit)
        )
        query = chosen.with_only_columns(*(SESSION.c[name] for name in SessionHead._fields))
        with self._database.reading() as connection:
            return tuple(map(SessionHead._make, connection.execute(query).all()))

    def session_work(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
    ) -> tuple[SessionWork, ...]:
        """Return how much of their plans was done in sessions that began in ``[since, until)``, the newest first."""
        row = SESSION.c
        chosen = _chosen(profile_id, since, until, include_demo)
        heads = chosen.with_only_columns(row.routine, *(row[name] for name in SessionHead._fields))
        sets = select(SET.c.id).where(SET.c.session_id.in_(chosen))
        begun: dict[str, list[Begun]] = defaultdict(list)
        with self._database.reading() as connection:
            for session_id, one in work_by_set(connection, sets):
                begun[session_id].append(one)
            found = connection.execute(heads.order_by(row.started_at.desc(), row.id)).all()
        return tuple(
            SessionWork(head := SessionHead._make(values), work_of(routine, begun[head.id]))
            for routine, *values in found
        )

    def set_totals(
        self,
        profile_id: str,
        *,
        exercise: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
    ) -> tuple[SetTotals, ...]:
        """Return all sets, or those of one exercise, of sessions that began in ``[since, until)``; oldest first."""
        sessions = _chosen(profile_id, since, until, include_demo)
        sets = select(SET.c.id).where(SET.c.session_id.in_(sessions))
        if exercise is not None:
            sets = sets.where(SET.c.exercise == exercise)
        with self._database.reading() as connection:
            return tuple(totals_of(connection, sets))

    def begun_at(self, profile_id: str) -> datetime | None:
        """Return when a person's first session began; None before there is one."""
        row = SESSION.c
        first = _chosen(profile_id, None, None, include_demo=False).with_only_columns(row.started_at)
        with self._database.reading() as connection:
            return connection.execute(first.order_by(row.started_at).limit(1)).scalar()

    def planned_doses(
        self, profile_id: str, *, since: datetime | None = None, include_demo: bool = False
    ) -> tuple[PlannedDose, ...]:
        """Return what each set of sessions that began since then asked for, oldest first."""
        row = SET.c
        query = select(row.exercise, row.started_at, row.planned)
        query = query.where(row.session_id.in_(_chosen(profile_id, since, None, include_demo)))
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(row.started_at, row.position, row.id))
            return tuple(PlannedDose(*one) for one in found)

    def progress(
        self, profile_id: str, edges: Sequence[datetime], *, include_demo: bool = False
    ) -> tuple[Progress, ...]:
        """Add up what was done between each two neighbouring edges, for each exercise and side.

        Parameters
        ----------
        edges : sequence of datetime
            Increasing; for weeks the beginnings of the Mondays in the person's own time zone, and the end of the last.

        Returns
        -------
        tuple of Progress
            By time, exercise and side; nothing for a stretch in which nothing was done.
        """
        with self._database.reading() as connection:
            return tuple(progress_of(connection, profile_id, edges, include_demo=include_demo))

    def faults(
        self, profile_id: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[FaultCount, ...]:
        """Return how often each fault was shown in sessions that began in ``[since, until)``, the commonest first."""
        with self._database.reading() as connection:
            return tuple(fault_counts(connection, profile_id, since, until))

    def attempts(self, profile_id: str, *, since: datetime, until: datetime) -> dict[str, int]:
        """Return how many repetitions of each exercise were begun and not finished in ``[since, until)``."""
        with self._database.reading() as connection:
            return dict(attempt_counts(connection, profile_id, since, until))

    def times_done(self, profile_id: str) -> dict[str, int]:
        """Return in how many sessions each exercise was begun and at least a repetition of it was done."""
        row, done = SET.c, tables.repetition.c.practice_set_id
        query = (
            select(row.exercise, func.count(distinct(row.session_id)).label("times"))
            .join(SESSION, SESSION.c.id == row.session_id)
            .where(SESSION.c.profile_id == profile_id, SESSION.c.source != "demo")
            .where(exists().where(done == row.id))
            .group_by(row.exercise)
        )
        with self._database.reading() as connection:
            return {row.exercise: row.times for row in connection.execute(query)}

    def session(self, session_id: str) -> SessionRecord:
        """Return one session with everything in it.

        Raises
        ------
        JournalError
            If there is none.
        """
        with self._database.reading() as connection:
            found = load_sessions(connection, select(SESSION.c.id).where(SESSION.c.id == session_id))
        if not found:
            raise errors.unknown(KINDS[SESSION.name], session_id)
        return found[0]

    def unfinished_session(
        self, profile_id: str, *, now: datetime, within: timedelta = RESUMABLE
    ) -> SessionRecord | None:
        """Return the person's newest session if it broke off not long ago, for going on with it.

        A demonstration is not offered, nor is a session after which another one was begun; those that a wrong clock
        has put far into the future hide none.
        """
        row = SESSION.c
        newest = (
            _chosen(profile_id, None, now + within, include_demo=False)
            .add_columns(row.started_at, row.ended_at)
            .order_by(row.started_at.desc(), row.id)
            .limit(1)
        )
        with self._database.reading() as connection:
            found: Any = connection.execute(newest).first()
            if found is None or found.ended_at is not None or now - found.started_at > within:
                return None
            return load_sessions(connection, select(row.id).where(row.id == found.id))[0]


def _chosen(
    profile_id: str, since: datetime | None, until: datetime | None, include_demo: bool
) -> Select[tuple[str]]:
    row = SESSION.c
    query = select(row.id).where(row.profile_id == profile_id)
    if not include_demo:
        query = query.where(row.source != "demo")
    if since is not None:
        query = query.where(row.started_at >= since)
    if until is not None:
        query = query.where(row.started_at < until)
    return query


_HEAD = (  # as `SessionOverview` begins
    "id", "profile_id", "source", "engine_version", "started_at", "ended_at", "outcome", "effort", "routine",
)  # fmt: skip


def _overviews(connection: Connection, page: Select[tuple[str]]) -> tuple[SessionOverview, ...]:
    found = connection.execute(page.with_only_columns(*(SESSION.c[name] for name in _HEAD))).all()
    ids = select(page.subquery().c.id)
    pain = pain_by_session(connection, ids)
    sets: dict[str, list[SetTotals]] = defaultdict(list)
    for totals in totals_of(connection, select(SET.c.id).where(SET.c.session_id.in_(ids))):
        sets[totals.session_id].append(totals)
    return tuple(
        SessionOverview(**_named(head), pain=tuple(pain[head.id]), sets=tuple(sets[head.id]))
        for head in found
    )


def _named(head: Any) -> dict[str, Any]:
    return dict(head._mapping)


def load_sessions(connection: Connection, ids: Select[tuple[str]]) -> tuple[SessionRecord, ...]:
    """Return sessions in full, oldest first; the number of queries does not depend on how many they are."""
    row = SESSION.c
    heads = select(*(row[name] for name in _HEAD)).where(row.id.in_(ids))
    found = connection.execute(heads.order_by(row.started_at, row.id)).all()
    pain = pain_by_session(connection, ids)
    begins = {head.id: head.started_at for head in found}
    sets = _sets_of(connection, ids, begins)
    return tuple(
        SessionRecord(
            **_named(head),
            pain=tuple(pain[head.id]),
            sets=tuple(sets[head.id]),
        )
        for head in found
    )


def pain_by_session(connection: Connection, sessions: Select[tuple[str]]) -> dict[str, list[PainReport]]:
    """Return what was reported in each of some sessions."""
    row = PAIN.c
    query = (
        select(row.id, row.at, row.when, row.value, row.where, row.session_id, row.exercise, row.then)
        .where(row.session_id.in_(sessions))
        .order_by(row.at, row.id)
    )
    reports: dict[str, list[PainReport]] = defaultdict(list)
    for found in connection.execute(query):
        reports[found.session_id].append(PainReport(*found))
    return reports


def _sets_of(
    connection: Connection, sessions: Select[tuple[str]], begins: dict[str, datetime]
) -> dict[str, list[SetRecord]]:
    row = SET.c
    query = select(SET).where(row.session_id.in_(sessions))
    found = connection.execute(query.order_by(row.position, row.started_at, row.id)).all()
    ids = select(row.id).where(row.session_id.in_(sessions))
    repetitions = _rows_by_set(connection, tables.repetition, "index", ids)
    holds = _rows_by_set(connection, tables.hold, "number", ids)
    faults = _rows_by_set(connection, tables.fault, "number", ids)
    sets: dict[str, list[SetRecord]] = defaultdict(list)
    for one in found:
        sets[one.session_id].append(
            _set_record(one, begins[one.session_id], repetitions[one.id], holds[one.id], faults[one.id])
        )
    return sets


def _rows_by_set(
    connection: Connection, table: Table, order: str, sets: Select[tuple[str]]
) -> dict[str, list[Any]]:
    query = select(table).where(table.c.practice_set_id.in_(sets))
    rows: dict[str, list[Any]] = defaultdict(list)
    for found in connection.execute(query.order_by(table.c.practice_set_id, table.c[order])).all():
        rows[found[0]].append(found)
    return rows


def _set_record(
    row: Any, begin: datetime, repetitions: Sequence[Any], holds: Sequence[Any], faults: Sequence[Any]
) -> SetRecord:
    start_s = seconds_since(begin, row.started_at)
    known_ends = [r.end_s for r in (*repetitions, *holds) if r.end_s == r.end_s]
    end_s = seconds_since(begin, row.ended_at) if row.ended_at else max(known_ends, default=start_s)
    done = ExerciseSet(
        row.exercise,
        start_s,
        max(start_s, end_s),
        repetitions=tuple(_repetition(r) for r in repetitions),
        holds=tuple(Hold(h.start_s, h.end_s, h.side, h.what) for h in holds),
        faults=tuple(FaultSpan(f.id, f.severity, f.start_s, f.end_s, f.side, f.phase) for f in faults),
    )
    return SetRecord(
        id=row.id,
        position=row.position,
        exercise_version=row.exercise_version,
        exercise_hash=row.exercise_hash,
        planned=row.planned,
        self_reported=row.self_reported,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        done=done,
        tracking=Tracking(row.seen_s, row.unsure_s, row.lost_s),
        self_reported_repetitions=frozenset(r.index for r in repetitions if r.self_reported),
        self_reported_holds=frozenset(i for i, h in enumerate(holds) if h.self_reported),
        signal=unpack(row.signal),
    )


def _repetition(row: Any) -> Repetition:
    """Return a row of `tables.repetition`; there are hundreds in a session, so it is unpacked at once."""
    _, index, side, status, start_s, target_s, release_s, end_s, hold_s, motion, faults, _, _ = row
    return Repetition(index, side, status, start_s, target_s, release_s, end_s, hold_s, tuple(faults), motion)


def seconds_since(begin: datetime, moment: datetime) -> float:
    """Seconds since the session began; a clock that was set back meanwhile does not make them negative."""
    return round(max(0.0, (moment - begin).total_seconds()), tables.DIGITS)
