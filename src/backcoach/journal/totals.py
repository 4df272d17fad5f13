"""Sets in numbers, one by one and over stretches of time: read from the tallies, never repetition by repetition."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, column, func, select, values

from backcoach.journal.tables import DIGITS, Moment, practice_set, session, tally
from backcoach.journal.values import Progress, SetTotals
from backcoach.tracking.summary import Tracking

SetIds = Select[tuple[str]]

HEAD = (
    "id", "session_id", "position", "exercise", "exercise_version", "planned", "self_reported", "started_at",
    "ended_at", "outcome",
)  # fmt: skip
SEEN = ("seen_s", "unsure_s", "lost_s")
WHOLE = {
    "counted": "counted",
    "unsure": "unsure",
    "clean": "clean",
    "self_reported": "self_reported_count",
    "faults": "faults",
    "warnings": "warnings",
}
"""Columns of the tally that are added up over the sides, and what they are called in the totals."""


def totals_of(connection: Connection, sets: SetIds) -> Iterator[SetTotals]:
    """Give the totals of chosen sets, the oldest first."""
    row = practice_set.c
    by_side = [c.label(f"tally_{c.name}") for c in tally.c]
    query = (
        select(*(row[name] for name in (*HEAD, *SEEN)), *by_side)
        .outerjoin(tally, tally.c.practice_set_id == row.id)
        .where(row.id.in_(sets))
        .order_by(row.started_at, row.position, row.id, tally.c.side)
    )
    rows = connection.execute(query).mappings()
    for _, group in groupby(rows, key=lambda found: found["id"]):
        sides = list(group)
        first = sides[0]
        plain = {name: first[name] for name in HEAD}
        yield SetTotals(**plain, tracking=Tracking(*(first[name] for name in SEEN)), **_sums(sides))


def _sums(sides: Sequence[Any]) -> dict[str, Any]:
    """Add the sides up; a set in which nothing was done has one row that says nothing."""
    known = [one for one in sides if one["tally_side"] is not None]
    with_counts = [one for one in known if one["tally_counted"]]
    held = [one for one in known if one["tally_hold_s"]]
    return {
        **{name: sum(one[f"tally_{part}"] for one in known) for part, name in WHOLE.items()},
        "hold_s": round(sum(one["tally_hold_s"] for one in known), DIGITS),
        "longest_hold_s": round(max((one["tally_longest_hold_s"] for one in known), default=0.0), DIGITS),
        "by_side": {_side(one): one["tally_counted"] for one in with_counts},
        "clean_by_side": {_side(one): one["tally_clean"] for one in with_counts},
        "hold_by_side_s": {_side(one): round(one["tally_hold_s"], DIGITS) for one in held},
        "range_by_side": {
            _side(one): _mean(one["tally_range_sum"], one["tally_ranges"]) for one in with_counts
        },
    }


def _side(one: Any) -> Any:
    return one["tally_side"] or None


def _mean(total: float, number: int) -> float:
    return round(total / number, DIGITS) if number else math.nan


def progress_of(
    connection: Connection, profile_id: str, edges: Sequence[datetime], *, include_demo: bool
) -> Iterator[Progress]:
    """Give what was done in each stretch between two edges, for each exercise and side; see `Reading.progress`."""
    if len(edges) < 2:
        return
    listed = values(column("number", Integer), column("since", Moment), column("until", Moment)).data(
        [(number, since, until) for number, (since, until) in enumerate(pairwise(edges))]
    )
    spans = listed.cte("span")
    span = spans.c
    inside = and_(session.c.started_at >= span.since, session.c.started_at < span.until)
    query = (
        select(
            span.number,
            practice_set.c.exercise,
            tally.c.side,
            func.count(),
            *(func.sum(tally.c[name]) for name in ("counted", "unsure", "clean", "self_reported")),
            *(func.sum(tally.c[name]) for name in ("range_sum", "ranges", "hold_s", "faults", "warnings")),
            func.max(tally.c.longest_hold_s),
        )
        .select_from(spans)
        .join(session, and_(session.c.profile_id == profile_id, inside))
        .join(practice_set, practice_set.c.session_id == session.c.id)
        .join(tally, tally.c.practice_set_id == practice_set.c.id)
        .group_by(span.number, practice_set.c.exercise, tally.c.side)
        .order_by(span.number, practice_set.c.exercise, tally.c.side)
    )
    if not include_demo:
        query = query.where(session.c.source != "demo")
    for found in connection.execute(query):
        number, exercise, side, sets, *sums = found
        counted, unsure, clean, self_reported, range_sum, ranges, hold_s, faults, warnings, longest_s = sums
        yield Progress(
            edges[number], edges[number + 1], exercise, side or None, sets, counted, unsure, clean, self_reported,
            round(hold_s, DIGITS), round(longest_s, DIGITS), _mean(range_sum, ranges), faults,
            warnings,
        )  # fmt: skip
