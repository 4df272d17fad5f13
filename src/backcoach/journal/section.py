"""What the sections of the journal share."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, Connection, Select, Table, insert, select

from backcoach.journal import errors, tables
from backcoach.journal.database import Database
from backcoach.texts import Message, message

KINDS: dict[str, Message] = {
    tables.profile.name: message("person"),
    tables.session.name: message("session"),
    tables.practice_set.name: message("set"),
}


class Section:
    """A section of the journal: some questions and answers about an open database.

    Parameters
    ----------
    database : Database
        All sections of a journal share one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database


def new_id() -> str:
    """Make an identifier that no other journal has."""
    return str(uuid.uuid4())


def add_row(connection: Connection, table: Table, **values: Any) -> str:
    """Add a row, and return its new identifier."""
    key = new_id()
    connection.execute(insert(table).values(id=key, **values))
    return key


def require(connection: Connection, table: Table, key: str) -> None:
    """Make sure that a row exists, and that nobody else changes it until this change is done.

    Raises
    ------
    JournalError
        If there is no such row.
    """
    if connection.execute(select(table.c.id).where(table.c.id == key).with_for_update()).first() is None:
        raise unknown(table, key)


def unknown(table: Table, key: str) -> errors.JournalError:
    """Return the error that there is no such row."""
    return errors.unknown(KINDS[table.name], key)


def one_of(name: str, value: Any, choices: Any) -> None:
    """Refuse a word that is not one of a ``Literal`` type.

    Raises
    ------
    ValueError
        The message names the words that there are.
    """
    if value not in get_args(choices):
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(get_args(choices))}")


def within(name: str, value: int, least: int, most: int) -> None:
    """Refuse a number outside of its range, or one that is not whole.

    Raises
    ------
    ValueError
        The message tells the range.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name} is {value!r}; it must be a whole number from {least} to {most}")


def between(
    query: Select[Any], moment: ColumnElement[Any], since: datetime | None, until: datetime | None
) -> Select[Any]:
    """Keep the rows whose moment is in ``[since, until)``; None leaves that end open."""
    if since is not None:
        query = query.where(moment >= since)
    return query if until is None else query.where(moment < until)


def sessions_of(
    profile_id: str, since: datetime | None, until: datetime | None, include_demo: bool
) -> Select[tuple[str]]:
    """Choose the identifiers of a person's sessions that began in ``[since, until)``."""
    row = tables.session.c
    query = select(row.id).where(row.profile_id == profile_id)
    if not include_demo:
        query = query.where(row.source != "demo")
    return between(query, row.started_at, since, until)
