"""Sessions from their rows: in full, and in a list with the totals of their sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from backcoach.journal import tables
from backcoach.journal.session_values import SessionOverview, SessionRecord, SetRecord, SetTotals
from backcoach.journal.signal import unpack
from backcoach.journal.totals import totals_of
from backcoach.journal.values import PainReport
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition, Tracking

SESSION, SET, PAIN = tables.session, tables.practice_set, tables.pain

_HEAD = (  # as `SessionOverview` begins
    "id", "profile_id", "source", "engine_version", "started_at", "ended_at", "outcome", "effort", "routine",
)  # fmt: skip


def load_overviews(connection: Connection, page: Select[tuple[str]]) -> tuple[SessionOverview, ...]:
    """Return sessions in the order of their choice, with pain and the totals of their sets."""
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
