"""Writing a session down while it happens. Each call is on the disk when it returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from backcoach.journal import tables
from backcoach.journal.part import Part, new_id, one_of, require, within
from backcoach.journal.signal import pack
from backcoach.journal.tallies import renew_tallies
from backcoach.journal.values import Json, Outcome, Signal, Source
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking

SET = tables.practice_set
SESSION = tables.session


class Practice(Part):
    """What happens in a session, in the order in which it happens."""

    def begin_session(
        self,
        profile_id: str,
        *,
        started_at: datetime,
        source: Source,
        routine: Mapping[str, Json],
        engine_version: str,
        pain_before: int | None = None,
    ) -> str:
        """Begin a session and return its identifier.

        Parameters
        ----------
        routine : mapping
            What is planned, in any form that lets the caller go on with it later.
        pain_before : int, optional
            0 to 10.

        Raises
        ------
        JournalError
            If there is no such person.
        ValueError
            If the source is none of the known ones, or the pain is out of range.
        """
        one_of("source", source, Source)
        session_id = new_id()
        with self._database.writing() as connection:
            require(connection, tables.profile, profile_id)
            connection.execute(
                insert(SESSION).values(
                    id=session_id,
                    profile_id=profile_id,
                    source=source,
                    routine=dict(routine),
                    engine_version=engine_version,
                    started_at=started_at,
                )
            )
            if pain_before is not None:
                within("pain", pain_before, 0, 10)
                connection.execute(
                    insert(tables.pain).values(
                        id=new_id(),
                        profile_id=profile_id,
                        session_id=session_id,
                        at=started_at,
                        when="before",
                        value=pain_before,
                    )
                )
        return session_id

    def begin_set(
        self,
        session_id: str,
        *,
        position: int,
        exercise: str,
        exercise_version: int,
        exercise_hash: str,
        planned: Mapping[str, Json],
        self_reported: bool,
        started_at: datetime,
    ) -> str:
        """Begin a set and return its identifier; begun again after an interruption, it is a new set.

        Parameters
        ----------
        position : int
            Place in the routine, from 0.
        planned : mapping
            The dose: ``repetitions``, ``hold_s``, ``sides``, ``variant``.
        """
        set_id = new_id()
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(
                insert(SET).values(
                    id=set_id,
                    session_id=session_id,
                    position=position,
                    exercise=exercise,
                    exercise_version=exercise_version,
                    exercise_hash=exercise_hash,
                    planned=dict(planned),
                    self_reported=self_reported,
                    started_at=started_at,
                    seen_s=0.0,
                    unsure_s=0.0,
                    lost_s=0.0,
                )
            )
        return set_id

    def add_repetition(self, set_id: str, repetition: Repetition, *, self_reported: bool = False) -> None:
        """Write a finished repetition down. The same index again replaces what was there."""
        with self._database.writing() as connection:
            require(connection, SET, set_id)
            row = tables.repetition.c
            connection.execute(
                delete(tables.repetition).where(row.practice_set_id == set_id, row.index == repetition.index)
            )
            connection.execute(
                insert(tables.repetition).values(
                    repetition_row(set_id, repetition, self_reported=self_reported)
                )
            )
            renew_tallies(connection, set_id)

    def add_hold(self, set_id: str, hold: Hold, *, self_reported: bool = False) -> None:
        """Write a finished hold down. A hold with the same start, side and target is replaced."""
        row = tables.hold.c
        same = (_same(row.side, hold.side), _same(row.what, hold.what), row.start_s == hold.start_s)
        values = {
            "start_s": hold.start_s,
            "end_s": hold.end_s,
            "side": hold.side,
            "what": hold.what,
            "self_reported": self_reported,
        }
        self._put(tables.hold, set_id, same, values)

    def add_fault(self, set_id: str, fault: FaultSpan) -> None:
        """Write a fault down. One of the same kind, side and start is replaced."""
        row = tables.fault.c
        same = (row.id == fault.id, _same(row.side, fault.side), row.start_s == fault.start_s)
        values = {
            "id": fault.id,
            "severity": fault.severity,
            "start_s": fault.start_s,
            "end_s": fault.end_s,
            "side": fault.side,
            "phase": fault.phase,
        }
        self._put(tables.fault, set_id, same, values)

    def end_set(
        self,
        set_id: str,
        *,
        ended_at: datetime,
        outcome: Outcome,
        tracking: Tracking | None = None,
        signal: Signal = (),
    ) -> None:
        """Close a set: how it ended, how much of it was seen, and its curve for the plot."""
        one_of("outcome", outcome, Outcome)
        tracking = tracking or Tracking()
        with self._database.writing() as connection:
            require(connection, SET, set_id)
            connection.execute(
                update(SET)
                .where(SET.c.id == set_id)
                .values(
                    ended_at=ended_at,
                    outcome=outcome,
                    seen_s=tracking.seen_s,
                    unsure_s=tracking.unsure_s,
                    lost_s=tracking.lost_s,
                    signal=pack(signal),
                )
            )

    def end_session(self, session_id: str, *, ended_at: datetime, outcome: Outcome) -> None:
        """Close a session; sets that were still open broke off."""
        one_of("outcome", outcome, Outcome)
        closed = {"ended_at": ended_at, "outcome": outcome}
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(closed))
            still_open = (SET.c.session_id == session_id) & SET.c.ended_at.is_(None)
            connection.execute(update(SET).where(still_open).values({**closed, "outcome": "broken_off"}))

    def report_effort(self, session_id: str, value: int) -> None:
        """Write down how hard a session was: 0 to 10."""
        within("effort", value, 0, 10)
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(effort=value))

    def delete_session(self, session_id: str) -> bool:
        """Delete a session and what was reported in it. Backups keep it until they are rotated away.

        Returns
        -------
        bool
            Whether nothing of it is left in the journal's files; see `finish_deleting`.
        """
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            connection.execute(delete(SESSION).where(SESSION.c.id == session_id))
        return self._database.empty_log()

    def _put(self, table: Table, set_id: str, same: tuple[Any, ...], values: dict[str, Any]) -> None:
        """Replace the row that is the same, or add one with the next number."""
        of_set = table.c.practice_set_id == set_id
        with self._database.writing() as connection:
            require(connection, SET, set_id)
            number = connection.execute(select(table.c.number).where(of_set, *same)).scalar()
            if number is None:
                connection.execute(
                    insert(table).values(
                        practice_set_id=set_id, number=_next(connection, table, of_set), **values
                    )
                )
            else:
                connection.execute(update(table).where(of_set, table.c.number == number).values(values))
            renew_tallies(connection, set_id)


def _next(connection: Connection, table: Table, condition: Any) -> int:
    last: int | None = connection.execute(select(func.max(table.c.number)).where(condition)).scalar()
    return 0 if last is None else last + 1


def _same(column: Any, value: str | None) -> Any:
    return column.is_(None) if value is None else column == value


def repetition_row(set_id: str, repetition: Repetition, *, self_reported: bool) -> dict[str, Any]:
    """Return a repetition as its row."""
    return {
        "practice_set_id": set_id,
        "index": repetition.index,
        "side": repetition.side,
        "status": repetition.status,
        "start_s": repetition.start_s,
        "target_s": repetition.target_s,
        "release_s": repetition.release_s,
        "end_s": repetition.end_s,
        "hold_s": repetition.hold_s,
        "range": repetition.range_of_motion,
        "faults": list(repetition.faults),
        "clean": repetition.clean,
        "self_reported": self_reported,
    }
