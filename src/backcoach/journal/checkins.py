"""How it feels: pain, questionnaires, screening; and why doses changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select

from backcoach.journal import tables
from backcoach.journal.part import Part, new_id, one_of, require, within
from backcoach.journal.values import AnswerKind, Answers, Decision, Json, PainReport, PainWhen

PAIN, ANSWERS, DECISION = tables.pain, tables.answers, tables.decision


class CheckIns(Part):
    """What people report, and what was decided."""

    def report_pain(
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
        """Write down how much it hurts (0 to 10) and return the report's identifier."""
        one_of("when", when, PainWhen)
        within("pain", value, 0, 10)
        key = new_id()
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            if session_id is not None:
                require(connection, tables.session, session_id)
            connection.execute(
                insert(PAIN).values(
                    id=key,
                    profile_id=profile_id,
                    session_id=session_id,
                    at=at,
                    when=when,
                    value=value,
                    where=where,
                    exercise=exercise,
                    then=then,
                )
            )
        return key

    def pain(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        when: PainWhen | None = None,
        include_demo: bool = False,
    ) -> tuple[PainReport, ...]:
        """Return the pain reports of a person in ``[since, until)``, or those of one question, oldest first."""
        row = PAIN.c
        query = select(row.id, row.at, row.when, row.value, row.where, row.session_id, row.exercise, row.then)
        chosen = _pain_of(query, profile_id, since, until, when, include_demo).order_by(row.at, row.id)
        with self._database.reading() as connection:
            return tuple(PainReport(*found) for found in connection.execute(chosen))

    def pain_course(
        self,
        profile_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[tuple[datetime, int, PainWhen], ...]:
        """Return when how much pain was reported, and to which question, oldest first: enough for many years."""
        query = select(PAIN.c.at, PAIN.c.value, PAIN.c.when)
        chosen = _pain_of(query, profile_id, since, until, None, include_demo=False).order_by(PAIN.c.at)
        with self._database.reading() as connection:
            return tuple(map(tuple, connection.execute(chosen).all()))

    def save_answers(
        self,
        profile_id: str,
        kind: AnswerKind,
        *,
        at: datetime,
        answers: Mapping[str, Json],
        score: float | None = None,
    ) -> str:
        """Keep a filled-in questionnaire and return its identifier."""
        one_of("kind", kind, AnswerKind)
        key = new_id()
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(
                insert(ANSWERS).values(
                    id=key, profile_id=profile_id, kind=kind, at=at, answers=dict(answers), score=score
                )
            )
        return key

    def answers(
        self, profile_id: str, kind: AnswerKind | None = None, *, since: datetime | None = None
    ) -> tuple[Answers, ...]:
        """Return a person's questionnaires of one kind, or all, oldest first."""
        row = ANSWERS.c
        query = (
            select(row.id, row.kind, row.at, row.answers, row.score)
            .where(row.profile_id == profile_id)
            .order_by(row.at, row.id)
        )
        if kind is not None:
            one_of("kind", kind, AnswerKind)
            query = query.where(row.kind == kind)
        if since is not None:
            query = query.where(row.at >= since)
        with self._database.reading() as connection:
            return tuple(
                Answers(key, what, at, given, None if score != score else score)
                for key, what, at, given, score in connection.execute(query)
            )

    def save_screening(self, profile_id: str, *, at: datetime, answers: Mapping[str, Json]) -> str:
        """Keep the answers to the questions about warning signs."""
        return self.save_answers(profile_id, "screening", at=at, answers=answers)

    def last_screening(self, profile_id: str) -> Answers | None:
        """Return the newest answers about warning signs; None if the person was never asked."""
        found = self.answers(profile_id, "screening")
        return found[-1] if found else None

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
        """Write down which rule decided what, on what grounds, and return the decision's identifier."""
        key = new_id()
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(
                insert(DECISION).values(
                    id=key,
                    profile_id=profile_id,
                    at=at,
                    rule_id=rule_id,
                    exercise=exercise,
                    inputs=dict(inputs),
                    sentence=sentence,
                    before=before,
                    after=after,
                )
            )
        return key

    def decisions(
        self,
        profile_id: str,
        *,
        exercise: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[Decision, ...]:
        """Return the newest decisions in ``[since, until)`` about a person's doses, or one exercise's, oldest first."""
        row = DECISION.c
        query = select(
            row.id, row.at, row.rule_id, row.exercise, row.inputs, row.sentence, row.before, row.after
        )
        chosen = _decided(query, profile_id, since, until)
        if exercise is not None:
            chosen = chosen.where(row.exercise == exercise)
        with self._database.reading() as connection:
            found = connection.execute(chosen.order_by(row.at.desc(), row.id.desc()).limit(limit)).all()
        return tuple(Decision(*one) for one in reversed(found))

    def count_decisions(
        self, profile_id: str, *, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """Return how many decisions about a person's doses there are in ``[since, until)``."""
        query = _decided(select(func.count()).select_from(DECISION), profile_id, since, until)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())


def _decided(
    query: Select[Any], profile_id: str, since: datetime | None, until: datetime | None
) -> Select[Any]:
    query = query.where(DECISION.c.profile_id == profile_id)
    if since is not None:
        query = query.where(DECISION.c.at >= since)
    return query if until is None else query.where(DECISION.c.at < until)


def _pain_of(
    query: Select[Any],
    profile_id: str,
    since: datetime | None,
    until: datetime | None,
    when: PainWhen | None,
    include_demo: bool,
) -> Select[Any]:
    row, session = PAIN.c, tables.session.c
    query = query.where(row.profile_id == profile_id)
    if since is not None:
        query = query.where(row.at >= since)
    if until is not None:
        query = query.where(row.at < until)
    if when is not None:
        query = query.where(row.when == when)
    if not include_demo:
        demo = select(session.id).where(session.profile_id == profile_id, session.source == "demo")
        query = query.where(row.session_id.is_(None) | row.session_id.not_in(demo))
    return query
