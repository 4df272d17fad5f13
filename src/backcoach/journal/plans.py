"""What was planned, and why doses changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from backcoach.journal import tables
from backcoach.journal.section import Section, add_row, between, require, sessions_of
from backcoach.journal.values import PlannedDose, RecordedDecision
from backcoach.journal.work import Json

DECISION, SET = tables.decision, tables.practice_set


class Plans(Section):
    """The doses that were asked for, and the decisions behind them."""

    def doses(
        self, profile_id: str, *, since: datetime | None = None, include_demo: bool = False
    ) -> tuple[PlannedDose, ...]:
        """Return what each set asked for, in sessions that began since then.

        Parameters
        ----------
        profile_id : str
            Of whom.
        since : datetime, optional
            With a time zone; from the first session on without it.
        include_demo : bool
            Whether demonstrations are among them.

        Returns
        -------
        tuple of PlannedDose
            The oldest first.
        """
        row = SET.c
        query = select(row.exercise, row.started_at, row.planned)
        query = query.where(row.session_id.in_(sessions_of(profile_id, since, None, include_demo)))
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(row.started_at, row.position, row.id))
            return tuple(PlannedDose(*one) for one in found)

    def record_decision(
        self,
        profile_id: str,
        *,
        at: datetime,
        rule_id: str,
        exercise: str | None,
        inputs: Mapping[str, Json],
        sentence: str,
        before: Json = None,
        after: Json = None,
    ) -> str:
        """Write down which rule decided what, and on what grounds.

        Parameters
        ----------
        profile_id : str
            About whose doses.
        at : datetime
            Now, with a time zone.
        rule_id : str
            The rule, by its name in the file of the rules.
        exercise : str or None
            About one exercise, or about the whole routine.
        inputs : mapping
            What the rule looked at, by name.
        sentence : str
            The same for a person: one plain sentence.
        before, after : optional
            The dose, as JSON can say it.

        Returns
        -------
        str
            The decision's identifier.

        Raises
        ------
        JournalError
            If there is no such person.
        """
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            return add_row(
                connection,
                DECISION,
                profile_id=profile_id,
                at=at,
                rule_id=rule_id,
                exercise=exercise,
                inputs=dict(inputs),
                sentence=sentence,
                before=before,
                after=after,
            )

    def decisions(
        self,
        profile_id: str,
        *,
        exercise: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[RecordedDecision, ...]:
        """Return the newest decisions in ``[since, until)`` about a person's doses.

        Parameters
        ----------
        profile_id : str
            Whose.
        exercise : str, optional
            About one exercise only.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.
        limit : int, optional
            At most so many; all without it.

        Returns
        -------
        tuple of RecordedDecision
            The oldest of them first.
        """
        row = DECISION.c
        query = select(
            row.id, row.at, row.rule_id, row.exercise, row.inputs, row.sentence, row.before, row.after
        )
        chosen = _decided(query, profile_id, since, until)
        if exercise is not None:
            chosen = chosen.where(row.exercise == exercise)
        with self._database.reading() as connection:
            found = connection.execute(chosen.order_by(row.at.desc(), row.id.desc()).limit(limit)).all()
        return tuple(RecordedDecision(*one) for one in reversed(found))

    def count_decisions(
        self, profile_id: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """Count the decisions in ``[since, until)`` about a person's doses.

        Parameters
        ----------
        profile_id : str
            Whose.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.

        Returns
        -------
        int
            How many there are.
        """
        query = _decided(select(func.count()).select_from(DECISION), profile_id, since, until)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())


def _decided(
    query: Select[Any], profile_id: str, since: datetime | None, until: datetime | None
) -> Select[Any]:
    return between(query.where(DECISION.c.profile_id == profile_id), DECISION.c.at, since, until)
