"""What people answered: warning signs, questionnaires, the check-in of a morning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from backcoach.journal import tables
from backcoach.journal.section import Section, add_row, between, one_of, require
from backcoach.journal.values import AnswerKind, Answers
from backcoach.journal.work import Json

ANSWERS = tables.answers


class Questionnaires(Section):
    """Filled-in questionnaires, the screening for warning signs included."""

    def save(
        self,
        profile_id: str,
        kind: AnswerKind,
        *,
        at: datetime,
        answers: Mapping[str, Json],
        score: float | None = None,
    ) -> str:
        """Keep a filled-in questionnaire.

        Parameters
        ----------
        profile_id : str
            Whose.
        kind : {"screening", "rmdq24", "activities", "global_change", "next_morning"}
            Which; "screening" are the questions about warning signs.
        at : datetime
            Now, with a time zone.
        answers : mapping
            What JSON can say, by question.
        score : float, optional
            In the questionnaire's own unit, if it has one.

        Returns
        -------
        str
            The identifier of these answers.

        Raises
        ------
        JournalError
            If there is no such person.
        ValueError
            If there is no such kind.
        """
        one_of("kind", kind, AnswerKind)
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            return add_row(
                connection,
                ANSWERS,
                profile_id=profile_id,
                kind=kind,
                at=at,
                answers=dict(answers),
                score=score,
            )

    def answers(
        self, profile_id: str, kind: AnswerKind | None = None, *, since: datetime | None = None
    ) -> tuple[Answers, ...]:
        """Return what a person answered.

        Parameters
        ----------
        profile_id : str
            Whose.
        kind : {"screening", "rmdq24", "activities", "global_change", "next_morning"}, optional
            Of one kind only.
        since : datetime, optional
            Not what is older; with a time zone.

        Returns
        -------
        tuple of Answers
            The oldest first.

        Raises
        ------
        ValueError
            If there is no such kind.
        """
        row = ANSWERS.c
        query = (
            select(row.id, row.kind, row.at, row.answers, row.score)
            .where(row.profile_id == profile_id)
            .order_by(row.at, row.id)
        )
        if kind is not None:
            one_of("kind", kind, AnswerKind)
            query = query.where(row.kind == kind)
        with self._database.reading() as connection:
            return tuple(
                Answers(key, what, at, given, None if score != score else score)
                for key, what, at, given, score in connection.execute(between(query, row.at, since, None))
            )
