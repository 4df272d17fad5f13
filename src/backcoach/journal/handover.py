"""Everything about one person, or about all: written out as JSON or CSV, and taken in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select

from backcoach import __version__
from backcoach.journal import csv_tables, errors, tables
from backcoach.journal.copies import read_whole, refuse_database
from backcoach.journal.database import as_json
from backcoach.journal.document import FORMAT, VERSION
from backcoach.journal.errors import JournalError, explained_file
from backcoach.journal.exported_sessions import exported_sessions
from backcoach.journal.importing import check_document, take_in
from backcoach.journal.section import Section, unknown
from backcoach.journal.session_json import moment_json
from backcoach.journal.values import Imported
from backcoach.settings import expanded
from backcoach.texts import message
from backcoach.whole_files import replacing

CHUNK = 100
"""Sessions that are read at once: an export of many years needs little memory."""


class Handover(Section):
    """Handing everything over, and taking it back."""

    def export_text(self, profile_id: str | None = None) -> str:
        """Return everything as JSON text; docs/journal.md explains it.

        Parameters
        ----------
        profile_id : str, optional
            About whom; about everybody without it.

        Returns
        -------
        str
            One document.

        Raises
        ------
        JournalError
            If there is no such person.
        """
        return "".join(self.export_parts(profile_id))

    def export_parts(self, profile_id: str | None = None) -> Iterator[str]:
        """Give the text of `export_text` piece by piece, for a long journal.

        Parameters
        ----------
        profile_id : str, optional
            About whom; about everybody without it.

        Yields
        ------
        str
            The next piece.

        Raises
        ------
        JournalError
            If there is no such person.
        """
        with self._database.reading() as connection:
            yield from _document(connection, profile_id)

    def export_file(self, path: Path | str, profile_id: str | None = None) -> Path:
        """Write the text of `export_text` into a file, which is whole or not there.

        Parameters
        ----------
        path : Path or str
            The file; what was there is replaced.
        profile_id : str, optional
            About whom; about everybody without it.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        JournalError
            If there is no such person, a database is there, or it cannot be written.
        """
        target = expanded(path)
        refuse_database(target)
        with explained_file(str(target)), replacing(target) as part, part.open("w", encoding="utf-8") as file:
            file.writelines(self.export_parts(profile_id))
        return target

    def export_csv(self, path: Path | str, profile_id: str | None = None, *, signals: bool = True) -> Path:
        """Write one CSV file for each kind of thing: into a folder, or into one file if the path ends in ``.zip``.

        Parameters
        ----------
        path : Path or str
            The folder or file; what was there under the same names is replaced.
        profile_id : str, optional
            About whom; about everybody without it.
        signals : bool
            Whether the curves of the sets are written, too: a year of them has tens of megabytes.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        JournalError
            If there is no such person, a database is there, or it cannot be written; then nothing was.
        """
        target = expanded(path)
        refuse_database(target)
        with self._database.reading() as connection:
            if profile_id is not None:
                _refuse_unknown(connection, profile_id)
            with explained_file(str(target)):
                csv_tables.write(connection, profile_id, target, signals)
        return target

    def import_file(self, path: Path | str) -> Imported:
        """Take an exported file in; see `import_text`.

        Parameters
        ----------
        path : Path or str
            The file.

        Returns
        -------
        Imported
            How much was new.

        Raises
        ------
        JournalError
            As for `import_text`, and if the file cannot be read or is larger than any journal.
        """
        source = expanded(path)
        return self.import_text(read_whole(source), where=str(source))

    def import_text(
        self,
        content: bytes | str,
        *,
        replace: bool = False,
        where: str = "import",
    ) -> Imported:
        """Take an export in: all of it, or nothing.

        Sessions that a wrong clock has dated are taken in as well; `Sessions.correct_date` moves them.

        What is here already, known by its identifier, stays as it is and is not added again.

        Parameters
        ----------
        content : bytes or str
            What `export_text` has given, here or on another computer.
        replace : bool
            Delete everything else, in the same step.
        where : str
            How the import is called in messages.

        Returns
        -------
        Imported
            How much was new.

        Raises
        ------
        JournalError
            If it is no export, is cut off, has a mistake, or is of a newer version: what, and where in it.
        """
        document = check_document(content, where)
        try:
            with self._database.writing() as connection:
                return take_in(connection, document, where, replace=replace)
        except ValueError as error:
            self._give_back()
            raise errors.unusable(
                where, message("a value cannot be kept: {detail}", detail=str(error))
            ) from None
        except JournalError:
            self._give_back()
            raise

    def _give_back(self) -> None:
        """Empty the log of an import that failed: on a full disk it would keep the room that it took."""
        with suppress(JournalError):
            self._database.empty_log()


def _refuse_unknown(connection: Connection, profile_id: str) -> None:
    if (
        connection.execute(select(tables.profile.c.id).where(tables.profile.c.id == profile_id)).first()
        is None
    ):
        raise unknown(tables.profile, profile_id)


def _document(connection: Connection, profile_id: str | None) -> Iterator[str]:
    row = tables.profile.c
    query = select(tables.profile).order_by(row.created_at, row.id)
    if profile_id is not None:
        _refuse_unknown(connection, profile_id)
        query = query.where(row.id == profile_id)
    head = {"format": FORMAT, "version": VERSION, "engine": __version__}
    yield as_json(head).removesuffix("}") + ', "profiles": ['
    for number, person in enumerate(_rows(connection, query)):
        yield ",\n" if number else "\n"
        yield from _person(connection, person)
    yield "\n]}\n"


def _person(connection: Connection, person: Mapping[str, Any]) -> Iterator[str]:
    without_session = tables.pain.c.session_id.is_(None)
    plain = {
        **_plain(person),
        "pain": _list(connection, tables.pain, person["id"], without_session),
        "answers": _list(connection, tables.answers, person["id"]),
        "decisions": _list(connection, tables.decision, person["id"]),
    }
    yield as_json(plain).removesuffix("}") + ', "sessions": ['
    for number, session in enumerate(_sessions(connection, person["id"])):
        yield (",\n" if number else "\n") + as_json(session)
    yield "]}"


def _list(connection: Connection, table: Any, profile_id: str, *conditions: Any) -> list[dict[str, Any]]:
    query = (
        select(table).where(table.c.profile_id == profile_id, *conditions).order_by(table.c.at, table.c.id)
    )
    return [_plain(row) for row in _rows(connection, query)]


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(query)]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row ready for JSON, without the keys of its owners."""
    plain = {name: value for name, value in row.items() if name not in {"profile_id", "session_id"}}
    for name, value in plain.items():
        if isinstance(value, datetime):
            plain[name] = moment_json(value)
        elif isinstance(value, float) and value != value:
            plain[name] = None
    return plain


def _sessions(connection: Connection, profile_id: str) -> Iterator[dict[str, Any]]:
    row = tables.session.c
    query = select(row.id).where(row.profile_id == profile_id).order_by(row.started_at, row.id)
    ids = list(connection.execute(query).scalars())
    for begin in range(0, len(ids), CHUNK):
        yield from exported_sessions(connection, select(row.id).where(row.id.in_(ids[begin : begin + CHUNK])))
