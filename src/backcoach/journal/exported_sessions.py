"""Sessions in full as plain tables for an export: what `session_json` gives, straight from the rows.

An export of many years holds hundreds of thousands of repetitions. Their numbers are rounded in the database already,
so nothing is built or rounded again; a test compares the two ways.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Float, Select, Table, select, type_coerce

from backcoach.journal import tables
from backcoach.journal.records import pain_by_session, seconds_since
from backcoach.journal.session_json import head_json, set_json
from backcoach.journal.tables import DIGITS, Measure
from backcoach.journal.work import Json
from backcoach.tracking.as_json import FAULT, HOLD, REPETITION, rounded, set_of, tracking_as_dict

SESSION, SET = tables.session, tables.practice_set
SessionIds = Select[tuple[str]]
Plain = dict[str, Any]

OWN = ("self_reported",)
"""What the journal adds to a repetition and a hold."""
KEPT_OF_HOLD = tuple(name for name in HOLD if name != "duration_s")


def exported_sessions(connection: Connection, sessions: SessionIds) -> Iterator[dict[str, Json]]:
    """Give chosen sessions, oldest first, without their owner; the curves are packed, as Base64."""
    row = SESSION.c
    pain = pain_by_session(connection, sessions)
    sets = _sets(connection, sessions)
    query = select(SESSION).where(row.id.in_(sessions)).order_by(row.started_at, row.id)
    for found in connection.execute(query).all():
        head = head_json(found, pain[found.id])
        del head["profile_id"]
        done = [_set(one, found.started_at, *details) for one, *details in sets[found.id]]
        yield {**head, "routine": found.routine, "sets": done}


def _sets(connection: Connection, sessions: SessionIds) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the sets of each session, each with its repetitions, holds and faults."""
    row = SET.c
    ids = select(row.id).where(row.session_id.in_(sessions))
    repetitions = _details(connection, tables.repetition, "index", (*REPETITION, *OWN), ids)
    holds = _details(connection, tables.hold, "number", (*KEPT_OF_HOLD, *OWN), ids)
    faults = _details(connection, tables.fault, "number", FAULT, ids)
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    query = select(SET).where(row.session_id.in_(sessions)).order_by(row.position, row.started_at, row.id)
    for one in connection.execute(query).all():
        found[one.session_id].append((one, repetitions[one.id], holds[one.id], faults[one.id]))
    return found


def _details(
    connection: Connection, table: Table, order: str, names: Sequence[str], sets: SessionIds
) -> dict[str, list[Plain]]:
    """Return the rows of each set as tables; what was not seen is null."""
    owner = table.c.practice_set_id
    columns = (
        type_coerce(c, Float) if isinstance(c.type, Measure) else c for c in (table.c[name] for name in names)
    )
    query = select(owner, *columns).where(owner.in_(sets)).order_by(owner, table.c[order])
    found: dict[str, list[Plain]] = defaultdict(list)
    for set_id, *values in connection.execute(query).all():
        found[set_id].append(dict(zip(names, values, strict=True)))
    return found


def _set(
    one: Any, begin: datetime, repetitions: list[Plain], holds: list[Plain], faults: list[Plain]
) -> dict[str, Json]:
    for repetition in repetitions:
        repetition["clean"] = repetition["status"] == "counted" and not repetition["faults"]
    held = [_with_duration(hold) for hold in holds]
    start_s = seconds_since(begin, one.started_at)
    known_ends = [r["end_s"] for r in (*repetitions, *held) if r["end_s"] is not None]
    end_s = seconds_since(begin, one.ended_at) if one.ended_at else max(known_ends, default=start_s)
    done = set_of(one.exercise, start_s, max(start_s, end_s), repetitions, held, faults)
    done["hold_s"] = rounded(done["hold_s"])
    signal = None if one.signal is None else base64.b64encode(one.signal).decode("ascii")
    return set_json(one, done, tracking_as_dict(one), signal)


def _with_duration(hold: Plain) -> Plain:
    start_s, end_s = hold["start_s"], hold["end_s"]
    known = start_s is not None and end_s is not None
    hold["duration_s"] = round(end_s - start_s, DIGITS) if known else None
    return {name: hold[name] for name in (*HOLD, *OWN)}
