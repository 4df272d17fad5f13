"""Sets in numbers: summed up by the database, never row by row."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from backcoach.journal import tables
from backcoach.journal.values import SetTotals
from backcoach.tracking.summary import Tracking

SET, REPETITION, HOLD, FAULT = tables.practice_set, tables.repetition, tables.hold, tables.fault
SetIds = Select[tuple[str]]

_COLUMNS = (
    "id", "session_id", "position", "exercise", "exercise_version", "planned", "self_reported", "started_at",
    "ended_at", "outcome",
)  # fmt: skip


def totals_of(connection: Connection, sets: SetIds) -> Iterable[SetTotals]:
    """Return the totals of chosen sets, in the order of their sessions' begin and their places in them."""
    sums: dict[str, dict[str, Any]] = defaultdict(dict)
    _add_repetitions(connection, sets, sums)
    _add_holds(connection, sets, sums)
    _add_faults(connection, sets, sums)
    row = SET.c
    query = (
        select(*(row[name] for name in _COLUMNS), row.seen_s, row.unsure_s, row.lost_s)
        .where(row.id.in_(sets))
        .order_by(row.started_at, row.position, row.id)
    )
    for found in connection.execute(query):
        *plain, seen_s, unsure_s, lost_s = found
        yield SetTotals(
            **dict(zip(_COLUMNS, plain, strict=True)),
            tracking=Tracking(seen_s, unsure_s, lost_s),
            **sums[plain[0]],
        )


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _add_repetitions(connection: Connection, sets: SetIds, sums: dict[str, dict[str, Any]]) -> None:
    row = REPETITION.c
    counted = row.status == "counted"
    query = (
        select(
            row.practice_set_id,
            row.side,
            _number_of(counted),
            _number_of(row.status == "unsure"),
            _number_of(row.clean),
            _number_of(counted & row.self_reported),
            func.avg(case((counted, row.range))),
        )
        .where(row.practice_set_id.in_(sets))
        .group_by(row.practice_set_id, row.side)
    )
    for set_id, side, number, unsure, clean, self_reported, mean_range in connection.execute(query):
        one = sums[set_id]
        for name, value in (
            ("counted", number),
            ("unsure", unsure),
            ("clean", clean),
            ("self_reported_count", self_reported),
        ):
            one[name] = one.get(name, 0) + value
        if number:
            one.setdefault("by_side", {})[side] = number
            one.setdefault("clean_by_side", {})[side] = clean
            one.setdefault("range_by_side", {})[side] = _rounded(mean_range)


def _add_holds(connection: Connection, sets: SetIds, sums: dict[str, dict[str, Any]]) -> None:
    row = HOLD.c
    duration = row.end_s - row.start_s
    query = (
        select(row.practice_set_id, row.side, func.sum(duration), func.max(duration))
        .where(row.practice_set_id.in_(sets))
        .group_by(row.practice_set_id, row.side)
    )
    for set_id, side, held_s, longest_s in connection.execute(query):
        one = sums[set_id]
        one["hold_s"] = _rounded(one.get("hold_s", 0.0) + held_s)
        one["longest_hold_s"] = max(one.get("longest_hold_s", 0.0), _rounded(longest_s))
        one.setdefault("hold_by_side_s", {})[side] = _rounded(held_s)


def _add_faults(connection: Connection, sets: SetIds, sums: dict[str, dict[str, Any]]) -> None:
    row = FAULT.c
    query = (
        select(row.practice_set_id, _number_of(row.severity == "fault"), func.count())
        .where(row.practice_set_id.in_(sets))
        .group_by(row.practice_set_id)
    )
    for set_id, faults, all_of_them in connection.execute(query):
        sums[set_id] |= {"faults": faults, "warnings": all_of_them - faults}


def _rounded(value: float | None) -> float:
    return math.nan if value is None else round(value, tables.DIGITS)
