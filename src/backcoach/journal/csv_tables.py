"""The journal as CSV files, one for each kind of thing, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Float,
    Select,
    String,
    Table,
    Text,
    cast,
    select,
    true,
    type_coerce,
)

from backcoach.journal import tables
from backcoach.journal.session_json import moment_json
from backcoach.journal.signal import unpack
from backcoach.journal.tables import DIGITS, Measure, UtcMoment
from backcoach.journal.totals import work_by_set
from backcoach.journal.work import Begun, work_of
from backcoach.plan.done import Amount, amount
from backcoach.plan.rule_file import what_counts_as_done
from backcoach.whole_files import filling, replacing

PROFILE, SESSION, SET = tables.profile, tables.session, tables.practice_set

FILES = {
    "profiles": PROFILE,
    "sessions": SESSION,
    "sets": SET,
    "repetitions": tables.repetition,
    "holds": tables.hold,
    "faults": tables.fault,
    "pain": tables.pain,
    "answers": tables.answers,
    "decisions": tables.decision,
}
SIGNALS = "signals"
DONE = ("done_share", "done")
"""Columns of the sessions beside those of the journal; see `backcoach.plan.done`."""

AT_ONCE = 5000
_FORMULA = frozenset("=+-@\t\r")
_BOOLEANS = {True: "true", False: "false"}


def write(connection: Connection, profile_id: str | None, target: Path, signals: bool = True) -> None:
    """Write all files into a folder, or into a zip file if the target ends in ``.zip``: all of them, or nothing.

    Parameters
    ----------
    signals : bool
        Whether the curves of the sets are among them: they are nearly all of it.
    """
    if target.suffix.lower() == ".zip":
        with (
            replacing(target) as part,
            zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
        ):
            _write_all(connection, profile_id, signals, lambda name: _member(archive, name))
    else:
        names = [f"{name}.csv" for name in (*FILES, *[SIGNALS][: int(signals)])]
        with filling(target, names) as parts:
            part_of = dict(zip(names, parts, strict=True))
            _write_all(
                connection,
                profile_id,
                signals,
                lambda name: part_of[name].open("w", encoding="utf-8", newline=""),
            )


def _member(archive: zipfile.ZipFile, name: str) -> TextIO:
    return io.TextIOWrapper(archive.open(name, "w"), encoding="utf-8", newline="")


def _write_all(
    connection: Connection, profile_id: str | None, signals: bool, open_file: Callable[[str], TextIO]
) -> None:
    for name, table in FILES.items():
        with open_file(f"{name}.csv") as file:
            _write_rows(file, connection, table, profile_id)
    if not signals:
        return
    with open_file(f"{SIGNALS}.csv") as file:
        file.write("set_id,time_s,value\n")
        file.writelines(_signals(connection, profile_id))


def _write_rows(file: TextIO, connection: Connection, table: Table, profile_id: str | None) -> None:
    """Write a table, some thousand rows at a time; only what other programs read in another form is converted."""
    columns = [column for column in table.c if column.name != "signal"]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*(_name(column.name) for column in columns), *(DONE if table is SESSION else ())])
    done = _done(connection, profile_id) if table is SESSION else None
    query = select(*map(_as_kept, columns)).where(_of(table, profile_id)).order_by(*_order(table))
    for rows in connection.execute(query).partitions(AT_ONCE):
        written = zip(*map(_written, columns, zip(*rows, strict=True)), strict=True)
        writer.writerows(written if done is None else ((*row, *done[row[0]]) for row in written))


def _done(connection: Connection, profile_id: str | None) -> dict[str, tuple[float | None, Amount]]:
    """Return how much of its plan each session did; None where it had none."""
    chosen, limits = (
        select(SESSION.c.id, SESSION.c.routine).where(_of(SESSION, profile_id)),
        what_counts_as_done(),
    )
    begun: dict[str, list[Begun]] = defaultdict(list)
    for session_id, one in work_by_set(connection, select(SET.c.id).where(_of(SET, profile_id))):
        begun[session_id].append(one)
    works = {name: work_of(routine, begun[name]) for name, routine in connection.execute(chosen)}
    return {
        name: (round(work.share, DIGITS) if work.planned else None, amount(work, limits))
        for name, work in works.items()
    }


def _as_kept(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Read JSON as its text, and what is not known as nothing."""
    if isinstance(column.type, JSON):
        return cast(column, Text)
    return type_coerce(column, Float) if isinstance(column.type, Measure) else column


def _written(column: ColumnElement[Any], values: Sequence[Any]) -> Iterable[Any]:
    if isinstance(column.type, UtcMoment):
        return map(moment_json, values)
    if isinstance(column.type, Boolean):
        return map(_BOOLEANS.get, values)
    return map(_harmless, values) if isinstance(column.type, String) else values


def _harmless(text: str | None) -> str | None:
    """Keep a spreadsheet from taking a text for a formula (OWASP, CSV injection): an apostrophe stands before it."""
    return f"'{text}" if text and text[0] in _FORMULA else text


def _name(column: str) -> str:
    return "set_id" if column == "practice_set_id" else column


def _of(table: Table, profile_id: str | None) -> ColumnElement[bool]:
    """Choose the rows of one person, or all."""
    if profile_id is None:
        return true()
    if table is PROFILE:
        return PROFILE.c.id == profile_id
    if "profile_id" in table.c:
        return table.c.profile_id == profile_id
    sessions: Select[Any] = select(SESSION.c.id).where(SESSION.c.profile_id == profile_id)
    if table is SET:
        return SET.c.session_id.in_(sessions)
    return table.c.practice_set_id.in_(select(SET.c.id).where(SET.c.session_id.in_(sessions)))


def _order(table: Table) -> list[Any]:
    moments = [table.c[name] for name in ("created_at", "started_at", "at") if name in table.c]
    return [*moments, *table.primary_key.columns]


def _signals(connection: Connection, profile_id: str | None) -> Iterator[str]:
    """Give the lines of one curve after the other: millions, so the numbers of a curve are written in one go."""
    query = (
        select(SET.c.id, SET.c.signal)
        .where(_of(SET, profile_id), SET.c.signal.is_not(None))
        .order_by(SET.c.started_at, SET.c.id)
    )
    for set_id, data in connection.execute(query):
        if pairs := unpack(data):
            text = to_json(pairs, inf_nan_mode="null").decode()
            inner = text.removeprefix("[[").removesuffix("]]").replace("null", "")
            yield f"{set_id},{inner.replace('],[', f'{chr(10)}{set_id},')}\n"
