"""What was done of each exercise: over weeks or years, read from sums and not from repetitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import distinct, exists, func, select

from backcoach.journal import tables
from backcoach.journal.section import Section
from backcoach.journal.totals import attempt_counts, fault_counts, progress_of
from backcoach.journal.values import FaultCount, Progress

SESSION, SET = tables.session, tables.practice_set


class Exercises(Section):
    """A person's exercises in numbers."""

    def progress(
        self, profile_id: str, edges: Sequence[datetime], *, include_demo: bool = False
    ) -> tuple[Progress, ...]:
        """Add up what was done between each two neighbouring edges, for each exercise and side.

        Parameters
        ----------
        profile_id : str
            By whom.
        edges : sequence of datetime
            Increasing; for weeks the beginnings of the Mondays in the person's own time zone, and the end of the last.
        include_demo : bool
            Whether demonstrations count.

        Returns
        -------
        tuple of Progress
            By time, exercise and side; nothing for a stretch in which nothing was done.
        """
        with self._database.reading() as connection:
            return tuple(progress_of(connection, profile_id, edges, include_demo=include_demo))

    def faults(
        self, profile_id: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[FaultCount, ...]:
        """Count how often each fault was shown, in sessions that began in ``[since, until)``.

        Parameters
        ----------
        profile_id : str
            By whom.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.

        Returns
        -------
        tuple of FaultCount
            The commonest first; demonstrations are left out.
        """
        with self._database.reading() as connection:
            return tuple(fault_counts(connection, profile_id, since, until))

    def attempts(self, profile_id: str, *, since: datetime, until: datetime) -> dict[str, int]:
        """Count the repetitions that were begun and not finished, in sessions that began in ``[since, until)``.

        Parameters
        ----------
        profile_id : str
            By whom.
        since, until : datetime
            With a time zone.

        Returns
        -------
        dict of str to int
            For each exercise that has any; demonstrations are left out.
        """
        with self._database.reading() as connection:
            return dict(attempt_counts(connection, profile_id, since, until))

    def times_done(self, profile_id: str) -> dict[str, int]:
        """Count the sessions in which at least one repetition of an exercise was done.

        Parameters
        ----------
        profile_id : str
            By whom.

        Returns
        -------
        dict of str to int
            For each exercise that was ever done; demonstrations are left out.
        """
        row, done = SET.c, tables.repetition.c.practice_set_id
        query = (
            select(row.exercise, func.count(distinct(row.session_id)).label("times"))
            .join(SESSION, SESSION.c.id == row.session_id)
            .where(SESSION.c.profile_id == profile_id, SESSION.c.source != "demo")
            .where(exists().where(done == row.id))
            .group_by(row.exercise)
        )
        with self._database.reading() as connection:
            return {row.exercise: row.times for row in connection.execute(query)}
