"""How much it hurt, before, during and after a session, and on the next morning."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from backcoach.journal import tables
from backcoach.journal.section import Section, add_row, between, one_of, require, within
from backcoach.journal.values import PainReport, PainWhen

PAIN = tables.pain


class Pain(Section):
    """What people say about their pain."""

    def report(
        self,
        profile_id: str,
        *,
        at: datetime,
        when: PainWhen,
        value: int,
        where: str | None = None,
        session_id: str | None = None,
        exercise: str | None = None,
        then: str | None = None,
    ) -> str:
        """Write down how much it hurts.

        Parameters
        ----------
        profile_id : str
            Whom.
        at : datetime
            Now, with a time zone.
        when : {"before", "during", "after", "next_morning"}
            Seen from the session.
        value : int
            0 (not at all) to 10.
        where : str, optional
            In which part of the body.
        session_id : str, optional
            In which session.
        exercise : str, optional
            During which exercise.
        then : str, optional
            What the person chose to do then.

        Returns
        -------
        str
            The report's identifier.

        Raises
        ------
        JournalError
            If there is no such person or session.
        ValueError
            If ``when`` is none of these words, or the value is out of range.
        """
        one_of("when", when, PainWhen)
        within("pain", value, 0, 10)
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            if session_id is not None:
                require(connection, tables.session, session_id)
            return add_row(
                connection,
                PAIN,
                profile_id=profile_id,
                session_id=session_id,
                at=at,
                when=when,
                value=value,
                where=where,
                exercise=exercise,
                then=then,
            )

    def reports(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        when: PainWhen | None = None,
        include_demo: bool = False,
    ) -> tuple[PainReport, ...]:
        """Return what a person reported in ``[since, until)``.

        Parameters
        ----------
        profile_id : str
            Whose.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.
        when : {"before", "during", "after", "next_morning"}, optional
            Of one question only.
        include_demo : bool
            Whether those of demonstrations are among them.

        Returns
        -------
        tuple of PainReport
            The oldest first.
        """
        row = PAIN.c
        query = select(row.id, row.at, row.when, row.value, row.where, row.session_id, row.exercise, row.then)
        chosen = _pain_of(query, profile_id, since, until, when, include_demo).order_by(row.at, row.id)
        with self._database.reading() as connection:
            return tuple(PainReport(*found) for found in connection.execute(chosen))

    def course(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[tuple[datetime, int, PainWhen], ...]:
        """Return the bare numbers that a person reported in ``[since, until)``, for a curve over many years.

        Parameters
        ----------
        profile_id : str
            Whose.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.

        Returns
        -------
        tuple of (datetime, int, str)
            When, how much (0 to 10), and to which question, the oldest first; demonstrations are left out.
        """
        query = select(PAIN.c.at, PAIN.c.value, PAIN.c.when)
        chosen = _pain_of(query, profile_id, since, until, None, include_demo=False).order_by(PAIN.c.at)
        with self._database.reading() as connection:
            return tuple(map(tuple, connection.execute(chosen).all()))


def _pain_of(
    query: Select[Any],
    profile_id: str,
    since: datetime | None,
    until: datetime | None,
    when: PainWhen | None,
    include_demo: bool,
) -> Select[Any]:
    row, session = PAIN.c, tables.session.c
    query = between(query.where(row.profile_id == profile_id), row.at, since, until)
    if when is not None:
        query = query.where(row.when == when)
    if not include_demo:
        demo = select(session.id).where(session.profile_id == profile_id, session.source == "demo")
        query = query.where(row.session_id.is_(None) | row.session_id.not_in(demo))
    return query
