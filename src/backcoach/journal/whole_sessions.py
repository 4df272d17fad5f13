"""Sessions in full as plain tables for an export: what `session_json` gives, straight from the rows.

An export of many years holds hundreds of thousands of repetitions. Their numbers are rounded in the database already,
so nothing is built or rounded again; a test compares the two ways.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Float, Select, Table, select, type_coerce

from backcoach.journal import tables
from backcoach.journal.reading import pain_by_session, seconds_since
from backcoach.journal.session_json import moment_json, pain_json
from backcoach.journal.tables import DIGITS, Measure
from backcoach.journal.values import Json

SESSION, SET = tables.session, tables.practice_set
Sessions = Select[tuple[str]]
Plain = dict[str, Any]

REPETITION = (
    "index", "side", "status", "start_s", "target_s", "release_s", "end_s", "hold_s", "range", "clean", "faults",
    "self_reported",
)  # fmt: skip
HOLD = ("start_s", "end_s", "side", "what", "self_reported")
FAULT = ("id", "severity", "start_s", "end_s", "side", "phase")


def whole_sessions(connection: Connection, sessions: Sessions) -> Iterator[dict[str, Json]]:
    """Give chosen sessions, oldest first, without their owner; the curves are packed, as Base64."""
    row = SESSION.c
    pain = pain_by_session(connection, sessions)
    sets = _sets(connection, sessions)
    for head in connection.execute(
        select(SESSION).where(row.id.in_(sessions)).order_by(row.started_at, row.id)
    ).all():
        yield {
            "id": head.id,
            "source": head.source,
            "engine_version": head.engine_version,
            "started_at": moment_json(head.started_at),
            "ended_at": moment_json(head.ended_at),
            "outcome": head.outcome,
            "effort": head.effort,
            "pain": [pain_json(report) for report in pain[head.id]],
            "routine": head.routine,
            "sets": [_set(one, head.started_at, *details) for one, *details in sets[head.id]],
        }


def _sets(connection: Connection, sessions: Sessions) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the sets of each session, each with its repetitions, holds and faults."""
    row = SET.c
    ids = select(row.id).where(row.session_id.in_(sessions))
    repetitions = _details(connection, tables.repetition, "index", REPETITION, ids)
    holds = _details(connection, tables.hold, "number", HOLD, ids)
    faults = _details(connection, tables.fault, "number", FAULT, ids)
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    query = select(SET).where(row.session_id.in_(sessions)).order_by(row.position, row.started_at, row.id)
    for one in connection.execute(query).all():
        found[one.session_id].append((one, repetitions[one.id], holds[one.id], faults[one.id]))
    return found


def _details(
    connection: Connection, table: Table, order: str, names: Sequence[str], sets: Sessions
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
    counted = [r for r in repetitions if r["status"] == "counted"]
    sides = [r["side"] for r in counted]
    held = [_with_duration(hold) for hold in holds]
    start_s = seconds_since(begin, one.started_at)
    known_ends = [r["end_s"] for r in (*repetitions, *held) if r["end_s"] is not None]
    end_s = seconds_since(begin, one.ended_at) if one.ended_at else max(known_ends, default=start_s)
    return {
        "id": one.id,
        "position": one.position,
        "exercise": one.exercise,
        "start_s": start_s,
        "end_s": max(start_s, end_s),
        "counted": len(counted),
        "unsure": sum(r["status"] == "unsure" for r in repetitions),
        "attempts": sum(r["status"] == "unfinished" for r in repetitions),
        "clean": sum(r["clean"] for r in repetitions),
        "by_side": {"left": sides.count("left"), "right": sides.count("right")},
        "hold_s": _sum(hold["duration_s"] for hold in held),
        "repetitions": repetitions,
        "holds": held,
        "faults": faults,
        "self_reported": one.self_reported,
        "self_reported_count": sum(r["self_reported"] for r in counted),
        "exercise_version": one.exercise_version,
        "exercise_hash": one.exercise_hash,
        "planned": one.planned,
        "started_at": moment_json(one.started_at),
        "ended_at": moment_json(one.ended_at),
        "outcome": one.outcome,
        "tracking": {"seen_s": one.seen_s, "unsure_s": one.unsure_s, "lost_s": one.lost_s},
        "signal": None if one.signal is None else base64.b64encode(one.signal).decode("ascii"),
    }


def _with_duration(hold: Plain) -> Plain:
    start_s, end_s, rest = hold.pop("start_s"), hold.pop("end_s"), hold
    known = start_s is not None and end_s is not None
    duration_s = round(end_s - start_s, DIGITS) if known else None
    return {"start_s": start_s, "end_s": end_s, "duration_s": duration_s, **rest}


def _sum(durations_s: Iterable[float | None]) -> float | None:
    """Add up; with one that is not known the sum is not known."""
    known = list(durations_s)
    return None if None in known else round(float(sum(filter(None, known))), DIGITS)
