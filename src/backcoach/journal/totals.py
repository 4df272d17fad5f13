"""Sets in numbers, one by one and over stretches of time: read from the tallies, never repetition by repetition."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, column, func, literal_column, select, values

from backcoach.journal.section import between
from backcoach.journal.session_values import SetTotals
from backcoach.journal.tables import DIGITS, UtcMoment, fault, practice_set, repetition, tally
from backcoach.journal.values import FaultCount, Progress
from backcoach.journal.work import Begun
from backcoach.tracking.summary import Tracking

SetIds = Select[tuple[str]]

HEAD = (  # as `SetTotals` begins
    "id", "session_id", "position", "exercise", "exercise_version", "planned", "self_reported", "started_at",
    "ended_at", "outcome",
)  # fmt: skip
_ADDED = (
    "counted", "unsure", "clean", "self_reported", "range_sum", "ranges", "hold_s", "faults", "warnings",
)  # fmt: skip
_SUMS = (func.count(), *(func.sum(tally.c[name]) for name in _ADDED), func.max(tally.c.longest_hold_s))
SEEN = ("seen_s", "unsure_s", "lost_s")


def totals_of(connection: Connection, sets: SetIds) -> Iterator[SetTotals]:
    """Give the totals of chosen sets, the oldest first."""
    row = practice_set.c
    sides: dict[str, list[Any]] = defaultdict(list)
    chosen = select(tally).where(tally.c.practice_set_id.in_(sets)).order_by(tally.c.side)
    for found in connection.execute(chosen):
        sides[found.practice_set_id].append(found)
    heads = select(*(row[name] for name in (*HEAD, *SEEN))).where(row.id.in_(sets))
    for head in connection.execute(heads.order_by(row.started_at, row.position, row.id)):
        values_of_set = [*head[: len(HEAD)], Tracking(*head[len(HEAD) :])]
        yield SetTotals(*values_of_set, **_sums(sides[head.id]))


def work_by_set(connection: Connection, sets: SetIds) -> Iterator[tuple[str, Begun]]:
    """Give what was done in chosen sets, each with its session; one query, nothing but sums."""
    done, row = practice_set.c, tally.c
    query = (
        select(
            done.session_id,
            done.id,
            done.position,
            done.planned,
            row.side,
            row.counted,
            row.unsure,
            row.hold_s,
        )
        .select_from(practice_set.outerjoin(tally, row.practice_set_id == done.id))
        .where(done.id.in_(sets))
        .order_by(done.session_id, done.id)
    )
    for (session_id, _), found in groupby(connection.execute(query), key=lambda one: (one[0], one[1])):
        sides = list(found)
        work = {
            one.side or None: (one.counted + one.unsure, one.hold_s) for one in sides if one.side is not None
        }
        yield session_id, (sides[0].position, sides[0].planned, work)


def _sums(sides: Sequence[Any]) -> dict[str, Any]:
    """Add the sides up; nothing was done in a set that has none."""
    counted = [one for one in sides if one.counted]
    return {
        "counted": sum(one.counted for one in sides),
        "unsure": sum(one.unsure for one in sides),
        "clean": sum(one.clean for one in sides),
        "self_reported_count": sum(one.self_reported for one in sides),
        "faults": sum(one.faults for one in sides),
        "warnings": sum(one.warnings for one in sides),
        "hold_s": round(sum(one.hold_s for one in sides), DIGITS),
        "longest_hold_s": round(max((one.longest_hold_s for one in sides), default=0.0), DIGITS),
        "by_side": {one.side or None: one.counted for one in counted},
        "unsure_by_side": {one.side or None: one.unsure for one in sides if one.unsure},
        "self_reported_by_side": {one.side or None: one.self_reported for one in sides if one.self_reported},
        "clean_by_side": {one.side or None: one.clean for one in counted},
        "hold_by_side_s": {one.side or None: round(one.hold_s, DIGITS) for one in sides if one.hold_s},
        "range_by_side": {one.side or None: _mean(one.range_sum, one.ranges) for one in counted},
    }


def _mean(total: float, number: int) -> float:
    return round(total / number, DIGITS) if number else math.nan


def progress_of(
    connection: Connection, profile_id: str, edges: Sequence[datetime], *, include_demo: bool
) -> Iterator[Progress]:
    """Give what was done in each stretch between two edges, for each exercise and side; see `Exercises.progress`."""
    if len(edges) < 2:
        return
    query = _in_one(*edges) if len(edges) == 2 else _in_each(edges)
    query = query.where(tally.c.profile_id == profile_id)
    if not include_demo:
        query = query.where(tally.c.source != "demo")
    for found in connection.execute(query):
        number, exercise, side, sets, *sums = found
        counted, unsure, clean, self_reported, range_sum, ranges, hold_s, faults, warnings, longest_s = sums
        yield Progress(
            edges[number], edges[number + 1], exercise, side or None, sets, counted, unsure, clean, self_reported,
            round(hold_s, DIGITS), round(longest_s, DIGITS), _mean(range_sum, ranges), faults,
            warnings,
        )  # fmt: skip


def _in_one(since: datetime, until: datetime) -> Select[Any]:
    """Add one stretch up, which may be all the years: without a table of stretches an index has the groups in order."""
    row = tally.c
    query = select(literal_column("0"), row.exercise, row.side, *_SUMS)
    inside = query.where(row.begun_at >= since, row.begun_at < until)
    return inside.group_by(row.exercise, row.side).order_by(row.exercise, row.side)


def _in_each(edges: Sequence[datetime]) -> Select[Any]:
    listed = values(column("number", Integer), column("since", UtcMoment), column("until", UtcMoment)).data(
        [(number, since, until) for number, (since, until) in enumerate(pairwise(edges))]
    )
    spans, row = listed.cte("span"), tally.c
    inside = and_(row.begun_at >= spans.c.since, row.begun_at < spans.c.until)
    groups = (spans.c.number, row.exercise, row.side)
    query = select(*groups, *_SUMS).select_from(spans).join(tally, inside)
    return query.group_by(*groups).order_by(*groups)


def fault_counts(
    connection: Connection, profile_id: str, since: datetime | None, until: datetime | None
) -> Iterator[FaultCount]:
    """Give how often each fault was shown in sessions of a stretch of time, the most frequent first."""
    row, kind = tally.c, (tally.c.exercise, fault.c.id, fault.c.severity)
    times, in_sets = func.count(), func.count(fault.c.practice_set_id.distinct())
    same_side = row.side == func.coalesce(fault.c.side, "")
    query = (
        select(*kind, times, in_sets)
        .select_from(tally)
        .join(fault, and_(fault.c.practice_set_id == row.practice_set_id, same_side))
        .where(row.profile_id == profile_id, row.source != "demo")
        .group_by(*kind)
        .order_by(times.desc(), *kind)
    )
    for found in connection.execute(between(query, row.begun_at, since, until)):
        yield FaultCount(*found)


def attempt_counts(
    connection: Connection, profile_id: str, since: datetime, until: datetime
) -> Iterator[tuple[str, int]]:
    """Give how many repetitions of each exercise were begun and not finished in sessions of a stretch of time."""
    row = tally.c
    same_side = row.side == func.coalesce(repetition.c.side, "")
    query = (
        select(row.exercise, func.count().label("attempts"))
        .select_from(tally)
        .join(repetition, and_(repetition.c.practice_set_id == row.practice_set_id, same_side))
        .where(row.profile_id == profile_id, row.source != "demo", repetition.c.status == "unfinished")
        .where(row.begun_at >= since, row.begun_at < until)
        .group_by(row.exercise)
        .order_by(row.exercise)
    )
    for found in connection.execute(query):
        yield found.exercise, found.attempts
