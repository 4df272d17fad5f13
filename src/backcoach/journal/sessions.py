"""Sessions: written down while they happen, and read back. Each call that writes is on the disk when it returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from backcoach.journal import tables
from backcoach.journal.past_sessions import SESSION, SET, PastSessions
from backcoach.journal.records import load_sessions
from backcoach.journal.section import add_row, one_of, require, unknown, within
from backcoach.journal.session_values import SessionRecord
from backcoach.journal.values import Outcome, Source
from backcoach.journal.work import Json


class Sessions(PastSessions):
    """Sessions, in the order in which they happen, and as they were."""

    def begin(
        self,
        profile_id: str,
        *,
        started_at: datetime,
        source: Source,
        routine: Mapping[str, Json],
        engine_version: str,
        pain_before: int | None = None,
    ) -> str:
        """Begin a session.

        Parameters
        ----------
        profile_id : str
            Whose.
        started_at : datetime
            Now, with a time zone.
        source : {"camera", "none", "demo"}
            What sees the person: a camera; nothing, so that all is self-reported; or it is a simulated person.
        routine : mapping
            What is planned, in any form that lets the caller go on with it later.
        engine_version : str
            The version of Backcoach that counts.
        pain_before : int, optional
            0 to 10.

        Returns
        -------
        str
            The session's identifier.

        Raises
        ------
        JournalError
            If there is no such person.
        ValueError
            If the source is none of the known ones, or the pain is out of range.
        """
        one_of("source", source, Source)
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            session_id = add_row(
                connection,
                SESSION,
                profile_id=profile_id,
                source=source,
                routine=dict(routine),
                engine_version=engine_version,
                started_at=started_at,
            )
            if pain_before is not None:
                within("pain", pain_before, 0, 10)
                add_row(
                    connection,
                    tables.pain,
                    profile_id=profile_id,
                    session_id=session_id,
                    at=started_at,
                    when="before",
                    value=pain_before,
                )
        return session_id

    def change_plan(
        self, session_id: str, routine: Mapping[str, Json], sets: Mapping[int, Mapping[str, Json]]
    ) -> None:
        """Plan the rest of a session otherwise: it was made easier.

        Parameters
        ----------
        session_id : str
            Which.
        routine : mapping
            The whole session as it is planned now, in the form that it began with.
        sets : mapping
            The new dose of each set that has changed, by its position; it holds for those that are still open.

        Raises
        ------
        JournalError
            If there is no such session.
        """
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(
                update(SESSION).where(SESSION.c.id == session_id).values(routine=dict(routine))
            )
            for position, planned in sets.items():
                still_open = (
                    (SET.c.session_id == session_id) & (SET.c.position == position) & SET.c.ended_at.is_(None)
                )
                connection.execute(update(SET).where(still_open).values(planned=dict(planned)))

    def end(self, session_id: str, *, ended_at: datetime, outcome: Outcome) -> None:
        """Close a session; sets that were still open broke off.

        Parameters
        ----------
        session_id : str
            Which.
        ended_at : datetime
            Now, with a time zone.
        outcome : {"done", "skipped", "hurt", "broken_off"}
            How it ended.

        Raises
        ------
        JournalError
            If there is no such session.
        ValueError
            If the outcome is none of these words.
        """
        one_of("outcome", outcome, Outcome)
        closed = {"ended_at": ended_at, "outcome": outcome}
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(closed))
            still_open = (SET.c.session_id == session_id) & SET.c.ended_at.is_(None)
            connection.execute(update(SET).where(still_open).values({**closed, "outcome": "broken_off"}))

    def report_effort(self, session_id: str, value: int) -> None:
        """Write down how hard a session was.

        Parameters
        ----------
        session_id : str
            Which.
        value : int
            0 (no effort) to 10.

        Raises
        ------
        JournalError
            If there is no such session.
        ValueError
            If the value is out of range.
        """
        within("effort", value, 0, 10)
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(effort=value))

    def correct_date(self, session_id: str, began_at: datetime) -> None:
        """Move a session to another time, with everything in it: the computer's clock was wrong.

        Parameters
        ----------
        session_id : str
            Which.
        began_at : datetime
            When it really began, with a time zone.

        Raises
        ------
        JournalError
            If there is no such session.
        ValueError
            If the session would lie outside of what a journal can hold.
        """
        row, reports = SET.c, tables.pain.c
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            session = SESSION.c.id == session_id
            moments = select(SESSION.c.started_at, SESSION.c.ended_at).where(session)
            began, ended = connection.execute(moments).one()
            by = began_at - began
            connection.execute(
                update(SESSION).where(session).values(started_at=began_at, ended_at=_moved(ended, by))
            )
            sets = select(row.id, row.started_at, row.ended_at).where(row.session_id == session_id)
            for key, started, over in connection.execute(sets).all():
                moved = {"started_at": _moved(started, by), "ended_at": _moved(over, by)}
                connection.execute(update(SET).where(row.id == key).values(moved))
            told = select(reports.id, reports.at).where(reports.session_id == session_id)
            for key, at in connection.execute(told).all():
                connection.execute(update(tables.pain).where(reports.id == key).values(at=_moved(at, by)))

    def delete(self, session_id: str) -> bool:
        """Delete a session and what was reported in it. Backups keep it until they are rotated away.

        Parameters
        ----------
        session_id : str
            Which.

        Returns
        -------
        bool
            Whether nothing of it is left in the journal's files; see `Files.finish_deleting`.

        Raises
        ------
        JournalError
            If there is no such session.
        """
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(delete(SESSION).where(SESSION.c.id == session_id))
        return self._database.empty_log()

    def get(self, session_id: str) -> SessionRecord:
        """Return one session with everything in it.

        Parameters
        ----------
        session_id : str
            Which.

        Returns
        -------
        SessionRecord
            Its pain reports, and its sets with their repetitions, holds, faults and curves.

        Raises
        ------
        JournalError
            If there is none.
        """
        with self._database.reading() as connection:
            found = load_sessions(connection, select(SESSION.c.id).where(SESSION.c.id == session_id))
        if not found:
            raise unknown(SESSION, session_id)
        return found[0]


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    """Return a moment moved; an `OverflowError` is told as what it is."""
    try:
        return None if moment is None else moment + by
    except OverflowError:
        raise ValueError(f"{moment} cannot be moved by {by}") from None
