"""Sessions as they are looked up and summed up: which there were, how they ended, how much of their plans was done."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from backcoach.journal import tables
from backcoach.journal.records import load_overviews, load_sessions
from backcoach.journal.section import Section, sessions_of
from backcoach.journal.session_values import SessionHead, SessionOverview, SessionRecord, SessionWork
from backcoach.journal.totals import work_by_set
from backcoach.journal.work import Begun, work_of

SESSION, SET = tables.session, tables.practice_set
RESUMABLE = timedelta(hours=12)


class PastSessions(Section):
    """The sessions of a person, the newest first."""

    def unfinished(
        self, profile_id: str, *, now: datetime, within: timedelta = RESUMABLE
    ) -> SessionRecord | None:
        """Return the person's newest session if it broke off not long ago, for going on with it.

        A demonstration is not offered, nor is a session after which another one was begun; those that a wrong clock
        has put far into the future hide none.

        Parameters
        ----------
        profile_id : str
            Whose.
        now : datetime
            With a time zone.
        within : timedelta
            How long ago it may have begun.

        Returns
        -------
        SessionRecord or None
            With everything in it; None if there is none to go on with.
        """
        row = SESSION.c
        newest = (
            sessions_of(profile_id, None, now + within, include_demo=False)
            .add_columns(row.started_at, row.ended_at)
            .order_by(row.started_at.desc(), row.id)
            .limit(1)
        )
        with self._database.reading() as connection:
            found: Any = connection.execute(newest).first()
            if found is None or found.ended_at is not None or now - found.started_at > within:
                return None
            return load_sessions(connection, select(row.id).where(row.id == found.id))[0]

    def overviews(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
        limit: int | None = 50,
        offset: int = 0,
    ) -> tuple[SessionOverview, ...]:
        """Return sessions that began in ``[since, until)``, with pain and the totals of their sets.

        Parameters
        ----------
        profile_id : str
            Whose.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.
        include_demo : bool
            Whether demonstrations are among them.
        limit : int or None
            At most so many; None for all.
        offset : int
            After so many newer ones.

        Returns
        -------
        tuple of SessionOverview
            The newest first.
        """
        row = SESSION.c
        chosen = sessions_of(profile_id, since, until, include_demo).order_by(row.started_at.desc(), row.id)
        with self._database.reading() as connection:
            return load_overviews(connection, chosen.limit(limit).offset(offset))

    def heads(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
        limit: int | None = None,
    ) -> tuple[SessionHead, ...]:
        """Return when sessions that began in ``[since, until)`` were, and how they ended: enough for many years.

        Parameters
        ----------
        profile_id : str
            Whose.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.
        include_demo : bool
            Whether demonstrations are among them.
        limit : int, optional
            At most so many; all without it.

        Returns
        -------
        tuple of SessionHead
            The newest first.
        """
        row = SESSION.c
        chosen = sessions_of(profile_id, since, until, include_demo).order_by(row.started_at.desc())
        query = chosen.limit(limit).with_only_columns(*(row[name] for name in SessionHead._fields))
        with self._database.reading() as connection:
            return tuple(map(SessionHead._make, connection.execute(query).all()))

    def work(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
    ) -> tuple[SessionWork, ...]:
        """Return how much of their plans was done in sessions that began in ``[since, until)``.

        Parameters
        ----------
        profile_id : str
            Whose.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.
        include_demo : bool
            Whether demonstrations are among them.

        Returns
        -------
        tuple of SessionWork
            The newest first.
        """
        row = SESSION.c
        chosen = sessions_of(profile_id, since, until, include_demo)
        heads = chosen.with_only_columns(row.routine, *(row[name] for name in SessionHead._fields))
        sets = select(SET.c.id).where(SET.c.session_id.in_(chosen))
        begun: dict[str, list[Begun]] = defaultdict(list)
        with self._database.reading() as connection:
            for session_id, one in work_by_set(connection, sets):
                begun[session_id].append(one)
            found = connection.execute(heads.order_by(row.started_at.desc(), row.id)).all()
        return tuple(
            SessionWork(head := SessionHead._make(values), work_of(routine, begun[head.id]))
            for routine, *values in found
        )

    def first_at(self, profile_id: str) -> datetime | None:
        """Return when a person's first session began.

        Parameters
        ----------
        profile_id : str
            Whose.

        Returns
        -------
        datetime or None
            In UTC; None before there is one. Demonstrations are left out.
        """
        row = SESSION.c
        first = sessions_of(profile_id, None, None, include_demo=False).with_only_columns(row.started_at)
        with self._database.reading() as connection:
            return connection.execute(first.order_by(row.started_at).limit(1)).scalar()
