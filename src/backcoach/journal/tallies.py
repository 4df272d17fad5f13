"""Adding up each set once, when it changes: years of sets can then be looked at without reading every repetition."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)

from backcoach.journal.tables import fault, hold, practice_set, repetition, session, tally

PARTS = (
    "counted", "unsure", "clean", "self_reported", "faults", "warnings", "ranges", "range_sum", "hold_s",
    "longest_hold_s",
)  # fmt: skip
HEAD = ("profile_id", "begun_at", "source", "exercise", "practice_set_id", "side")
SetIds = Select[tuple[str]]


def renew_tallies(connection: Connection, sets: str | SetIds) -> None:
    """Add up one set, or all chosen ones, anew."""
    connection.execute(delete(tally).where(_chosen(tally.c.practice_set_id, sets)))
    parts = union_all(_repetitions(sets), _holds(sets), _faults(sets)).subquery()
    sums: list[ColumnElement[Any]] = [func.sum(parts.c[name]).label(name) for name in PARTS[:-1]]
    longest = func.max(parts.c.longest_hold_s).label("longest_hold_s")
    added = (
        select(parts.c.set_id, parts.c.side, *sums, longest).group_by(parts.c.set_id, parts.c.side).subquery()
    )
    owner, done = session.c, practice_set.c
    rows = (
        select(owner.profile_id, owner.started_at, owner.source, done.exercise, *added.c)
        .select_from(added)
        .join(practice_set, done.id == added.c.set_id)
        .join(session, owner.id == done.session_id)
    )
    connection.execute(insert(tally).from_select([*HEAD, *PARTS], rows))


def _repetitions(sets: str | SetIds) -> Select[Any]:
    row = repetition.c
    counted = row.status == "counted"
    ranged = and_(counted, row.range.is_not(None))
    return _part(
        repetition,
        sets,
        counted=_one(counted),
        unsure=_one(row.status == "unsure"),
        clean=_one(row.clean),
        self_reported=_one(and_(counted, row.self_reported)),
        ranges=_one(ranged),
        range_sum=case((ranged, row.range), else_=0.0),
    )


def _holds(sets: str | SetIds) -> Select[Any]:
    known = func.coalesce(hold.c.end_s - hold.c.start_s, 0.0)
    return _part(hold, sets, hold_s=known, longest_hold_s=known)


def _faults(sets: str | SetIds) -> Select[Any]:
    row = fault.c
    return _part(fault, sets, faults=_one(row.severity == "fault"), warnings=_one(row.severity == "warning"))


def _part(table: Any, sets: str | SetIds, **given: ColumnElement[Any]) -> Select[Any]:
    """What each row of a table adds to the tally of its side."""
    nothing = {name: literal(0.0 if name.endswith(("_s", "_sum")) else 0) for name in PARTS}
    columns = [column.label(name) for name, column in {**nothing, **given}.items()]
    owner = table.c.practice_set_id
    return select(owner.label("set_id"), func.coalesce(table.c.side, "").label("side"), *columns).where(
        _chosen(owner, sets)
    )


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _chosen(column: ColumnElement[str], sets: str | SetIds) -> ColumnElement[bool]:
    return column == sets if isinstance(sets, str) else column.in_(sets)
