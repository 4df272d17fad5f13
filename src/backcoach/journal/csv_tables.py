"""The journal as CSV files, one for each kind of thing, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import ColumnElement, Connection, Select, Table, select, true

from backcoach.journal import tables
from backcoach.journal.database import as_json
from backcoach.journal.files import replacing
from backcoach.journal.session_json import moment_json
from backcoach.journal.signal import unpack

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


def write(connection: Connection, profile_id: str | None, target: Path) -> None:
    """Write all files into a folder, or into a zip file if the target ends in ``.zip``: all of them or none."""
    if target.suffix.lower() == ".zip":
        with (
            replacing(target) as part,
            zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
        ):
            _write_all(connection, profile_id, lambda name: _member(archive, name))
    else:
        with ExitStack() as parts:
            _write_all(
                connection, profile_id, lambda name: _file(parts.enter_context(replacing(target / name)))
            )


def _member(archive: zipfile.ZipFile, name: str) -> TextIO:
    return io.TextIOWrapper(archive.open(name, "w"), encoding="utf-8", newline="")


def _file(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _write_all(connection: Connection, profile_id: str | None, open_file: Callable[[str], TextIO]) -> None:
    for name, table in FILES.items():
        columns = [column for column in table.c if column.name != "signal"]
        query = select(*columns).where(_of(table, profile_id)).order_by(*_order(table))
        rows = (list(row) for row in connection.execute(query))
        _write_rows(open_file(f"{name}.csv"), [_name(column.name) for column in columns], rows)
    with open_file(f"{SIGNALS}.csv") as file:
        file.write("set_id,time_s,value\n")
        file.writelines(_signals(connection, profile_id))


def _write_rows(file: TextIO, head: list[str], rows: Iterator[list[Any]]) -> None:
    with file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([_cell(value) for value in row] for row in rows)


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
    """Give the lines of one curve after the other: millions, so they are written as they are, without a writer."""
    query = (
        select(SET.c.id, SET.c.signal)
        .where(_of(SET, profile_id), SET.c.signal.is_not(None))
        .order_by(SET.c.started_at, SET.c.id)
    )
    for set_id, data in connection.execute(query):
        yield "".join(
            f"{set_id},{time_s},{value if value == value else ''}\n" for time_s, value in unpack(data)
        )


def _cell(value: Any) -> Any:
    """Write a value as other programs read it; not known is empty."""
    if type(value) is str or type(value) is int:
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return moment_json(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return as_json(value)
    return value
