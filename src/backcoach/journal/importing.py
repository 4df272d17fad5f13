"""Taking an exported journal in: checked as a whole first, then written in one transaction."""

from __future__ import annotations

import base64
import codecs
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Table, delete, insert, select

from backcoach.journal import errors, tables
from backcoach.journal.document import (
    FORMAT,
    VERSION,
    Document,
    ExportedPerson,
    ExportedSession,
    ExportedSet,
    Head,
)
from backcoach.journal.errors import JournalError
from backcoach.journal.signal import unpack
from backcoach.journal.tallies import renew_tallies
from backcoach.journal.values import Imported
from backcoach.texts import message

CHUNK = 200


def check_document(content: bytes | str, where: str) -> Document:
    """Return the checked document.

    Raises
    ------
    JournalError
        At the first mistake; the message names the place, such as ``profiles[0].sessions[3].started_at``.
    """
    if isinstance(content, bytes):  # some editors put it before a text
        content = content.removeprefix(codecs.BOM_UTF8)
    try:
        head = Head.model_validate_json(content)
    except ValidationError as error:
        raise _mistake(where, error) from None
    if head.format != FORMAT:
        raise errors.unusable(where, message("it is not an export of Backcoach"))
    if head.version > VERSION:
        raise errors.newer(where, str(head.version))
    try:
        document = Document.model_validate_json(content)
    except ValidationError as error:
        raise _mistake(where, error) from None
    _refuse_repeated(document, where)
    return document


def _mistake(where: str, error: ValidationError) -> JournalError:
    first = error.errors(include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        reason = message("it is cut off or damaged ({detail})", detail=first["msg"])
    elif first["loc"] in {("format",), ("version",)} or not first["loc"]:
        reason = message("it is not an export of Backcoach")
    else:
        reason = message(
            "there is a mistake at {place}: {detail}", place=_place(first["loc"]), detail=first["msg"]
        )
    return errors.unusable(where, reason)


def _place(steps: Iterable[int | str]) -> str:
    """Write ``("profiles", 0, "name")`` as ``profiles[0].name``."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).removeprefix(".")


def _keys(document: Document) -> Iterator[tuple[str, Any]]:
    """Give every place of the document that has an identifier, and the identifier."""
    for i, person in enumerate(document.profiles):
        yield f"profiles[{i}]", person.id
        for kind in ("pain", "answers", "decisions"):
            yield from ((f"profiles[{i}].{kind}[{n}]", one.id) for n, one in enumerate(getattr(person, kind)))
        for j, session in enumerate(person.sessions):
            place = f"profiles[{i}].sessions[{j}]"
            yield place, session.id
            yield from ((f"{place}.pain[{n}]", one.id) for n, one in enumerate(session.pain))
            for k, one in enumerate(session.sets):
                yield f"{place}.sets[{k}]", one.id
                yield from (
                    (f"{place}.sets[{k}].repetitions[{n}]", (one.id, repetition.index))
                    for n, repetition in enumerate(one.repetitions)
                )


def _refuse_repeated(document: Document, where: str) -> None:
    seen: dict[Any, str] = {}
    for place, key in _keys(document):
        if key in seen:
            raise errors.unusable(
                where,
                message("{place} and {other} have the same identifier", place=place, other=seen[key]),
            )
        seen[key] = place


def take_in(connection: Connection, document: Document, where: str, *, replace: bool) -> Imported:
    """Write what is not here yet, and tell how much that was."""
    if replace:
        connection.execute(delete(tables.profile))
    added = present = 0
    people = 0
    for person in document.profiles:
        people += _add_person(connection, person)
        new, old = _new_sessions(connection, person, where)
        added, present = added + len(new), present + old
        for begin in range(0, len(new), CHUNK):
            _add_sessions(connection, person.id, new[begin : begin + CHUNK], where)
        for table, many in (
            (tables.pain, person.pain),
            (tables.answers, person.answers),
            (tables.decision, person.decisions),
        ):
            _add_missing(connection, table, [{**one.model_dump(), "profile_id": person.id} for one in many])
    return Imported(profiles_added=people, sessions_added=added, sessions_present=present)


def _add_person(connection: Connection, person: ExportedPerson) -> int:
    plain = person.model_dump(include={"id", "name", "created_at", "settings"})
    return _add_missing(connection, tables.profile, [plain])


def _new_sessions(
    connection: Connection, person: ExportedPerson, where: str
) -> tuple[list[ExportedSession], int]:
    """Return the sessions that are not here, and how many are; none may be another person's."""
    row = tables.session.c
    owners: dict[str, str] = {}
    ids = [session.id for session in person.sessions]
    for begin in range(0, len(ids), CHUNK):
        found = connection.execute(
            select(row.id, row.profile_id).where(row.id.in_(ids[begin : begin + CHUNK]))
        )
        owners.update((key, owner) for key, owner in found)
    for key, owner in owners.items():
        if owner != person.id:
            raise errors.unusable(where, message("session {key} belongs to another person here", key=key))
    return [session for session in person.sessions if session.id not in owners], len(owners)


def _add_sessions(
    connection: Connection, profile_id: str, sessions: list[ExportedSession], where: str
) -> None:
    rows: dict[Table, list[dict[str, Any]]] = {
        tables.session: [],
        tables.practice_set: [],
        tables.repetition: [],
        tables.hold: [],
        tables.fault: [],
    }
    for session in sessions:
        plain = session.model_dump(exclude={"pain", "sets"})
        rows[tables.session].append({**plain, "profile_id": profile_id})
        for one in session.sets:
            _set_rows(session.id, one, rows, where)
    for table, many in rows.items():
        if many:
            connection.execute(insert(table), many)
    reports = [
        {**one.model_dump(), "profile_id": profile_id, "session_id": session.id}
        for session in sessions
        for one in session.pain
    ]
    _add_missing(connection, tables.pain, reports)
    row = tables.practice_set.c
    renew_tallies(connection, select(row.id).where(row.session_id.in_([session.id for session in sessions])))


def _set_rows(session_id: str, one: ExportedSet, rows: dict[Table, list[dict[str, Any]]], where: str) -> None:
    plain = one.model_dump(exclude={"tracking", "repetitions", "holds", "faults", "signal"})
    rows[tables.practice_set].append(
        {**plain, **one.tracking.model_dump(), "session_id": session_id, "signal": _signal(one, where)}
    )
    owner = {"practice_set_id": one.id}
    rows[tables.repetition] += [{**owner, **repetition.model_dump()} for repetition in one.repetitions]
    rows[tables.hold] += [{**owner, "number": n, **hold.model_dump()} for n, hold in enumerate(one.holds)]
    rows[tables.fault] += [{**owner, "number": n, **fault.model_dump()} for n, fault in enumerate(one.faults)]


def _signal(one: ExportedSet, where: str) -> bytes | None:
    if one.signal is None:
        return None
    try:
        data = base64.b64decode(one.signal, validate=True)
        unpack(data)
    except ValueError:
        raise errors.unusable(where, message("the curve of set {key} is damaged", key=one.id)) from None
    return data


def _add_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Insert the rows whose identifiers are not here, and return how many they are."""
    here: set[str] = set()
    for begin in range(0, len(rows), CHUNK):
        keys = [row["id"] for row in rows[begin : begin + CHUNK]]
        here.update(connection.execute(select(table.c.id).where(table.c.id.in_(keys))).scalars())
    missing = [row for row in rows if row["id"] not in here]
    if missing:
        connection.execute(insert(table), missing)
    return len(missing)
