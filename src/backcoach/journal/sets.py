"""Sets: written down repetition by repetition. Each call that writes is on the disk when it returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from backcoach.journal import tables
from backcoach.journal.section import Section, add_row, one_of, require, sessions_of
from backcoach.journal.session_values import SetTotals
from backcoach.journal.signal import pack
from backcoach.journal.tallies import renew_tallies
from backcoach.journal.totals import totals_of
from backcoach.journal.values import Outcome, Signal
from backcoach.journal.work import Json
from backcoach.tracking.as_json import fault_as_dict, hold_as_dict, repetition_as_dict, tracking_as_dict
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking

SET, SESSION = tables.practice_set, tables.session


class Sets(Section):
    """What happens in a set, in the order in which it happens, and what came of it."""

    def begin(
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
        """Begin a set; begun again after an interruption, it is a new set.

        Parameters
        ----------
        session_id : str
            In which session.
        position : int
            Place in the routine, from 0.
        exercise : str
            The exercise's identifier.
        exercise_version : int
            The version that its file says.
        exercise_hash : str
            SHA-256 of its file.
        planned : mapping
            The dose: ``repetitions``, ``hold_s``, ``sides``, ``variant``.
        self_reported : bool
            Whether it begins without a camera.
        started_at : datetime
            Now, with a time zone.

        Returns
        -------
        str
            The set's identifier.

        Raises
        ------
        JournalError
            If there is no such session.
        """
        with self._database.writing() as connection:
            require(connection, SESSION, session_id)
            return add_row(
                connection,
                SET,
                session_id=session_id,
                position=position,
                exercise=exercise,
                exercise_version=exercise_version,
                exercise_hash=exercise_hash,
                planned=dict(planned),
                self_reported=self_reported,
                started_at=started_at,
                **tracking_as_dict(Tracking()),
            )

    def withdraw(self, set_id: str) -> None:
        """Take a set back that was none: what was done was something else. Harmless where it is gone already.

        Parameters
        ----------
        set_id : str
            Which.
        """
        with self._database.writing() as connection:
            connection.execute(delete(SET).where(SET.c.id == set_id))

    def add_repetition(self, set_id: str, repetition: Repetition, *, self_reported: bool = False) -> None:
        """Write a finished repetition down. The same index again replaces what was there.

        Parameters
        ----------
        set_id : str
            Of which set.
        repetition : Repetition
            As the tracker's summary has it; seconds from the beginning of the session, NaN for not seen.
        self_reported : bool
            Whether nobody saw it: the person said so.

        Raises
        ------
        JournalError
            If there is no such set.
        """
        with self._database.writing() as connection:
            require(connection, SET, set_id)
            row = tables.repetition.c
            connection.execute(
                delete(tables.repetition).where(row.practice_set_id == set_id, row.index == repetition.index)
            )
            values = _row(tables.repetition, repetition_as_dict(repetition))
            connection.execute(
                insert(tables.repetition).values(
                    practice_set_id=set_id, self_reported=self_reported, **values
                )
            )
            renew_tallies(connection, set_id)

    def add_hold(self, set_id: str, hold: Hold, *, self_reported: bool = False) -> None:
        """Write a finished hold down. A hold with the same start, side and target is replaced.

        Parameters
        ----------
        set_id : str
            Of which set.
        hold : Hold
            Seconds from the beginning of the session; NaN for not known.
        self_reported : bool
            Whether nobody saw it: the person said so.

        Raises
        ------
        JournalError
            If there is no such set.
        """
        row = tables.hold.c
        same = (_same(row.side, hold.side), _same(row.what, hold.what), row.start_s == hold.start_s)
        values = {**_row(tables.hold, hold_as_dict(hold)), "self_reported": self_reported}
        self._put(tables.hold, set_id, same, values)

    def add_fault(self, set_id: str, fault: FaultSpan) -> None:
        """Write a fault down. One of the same kind, side and start is replaced.

        Parameters
        ----------
        set_id : str
            Of which set.
        fault : FaultSpan
            Seconds from the beginning of the session.

        Raises
        ------
        JournalError
            If there is no such set.
        """
        row = tables.fault.c
        same = (row.id == fault.id, _same(row.side, fault.side), row.start_s == fault.start_s)
        self._put(tables.fault, set_id, same, _row(tables.fault, fault_as_dict(fault)))

    def end(
        self,
        set_id: str,
        *,
        ended_at: datetime,
        outcome: Outcome,
        tracking: Tracking | None = None,
        signal: Signal = (),
    ) -> None:
        """Close a set.

        Parameters
        ----------
        set_id : str
            Which.
        ended_at : datetime
            Now, with a time zone.
        outcome : {"done", "skipped", "hurt", "broken_off"}
            How it ended.
        tracking : Tracking, optional
            For how many seconds the person was seen, partly seen and not seen; none of it without.
        signal : sequence of (float, float)
            Its curve for the plot: seconds from the beginning of the session, and the value in the unit of the
            exercise's signal; NaN where it was not seen. At most ten a second.

        Raises
        ------
        JournalError
            If there is no such set.
        ValueError
            If the outcome is none of these words, or a number of the curve is too large.
        """
        one_of("outcome", outcome, Outcome)
        with self._database.writing() as connection:
            require(connection, SET, set_id)
            connection.execute(
                update(SET)
                .where(SET.c.id == set_id)
                .values(
                    ended_at=ended_at,
                    outcome=outcome,
                    signal=pack(signal),
                    **tracking_as_dict(tracking or Tracking()),
                )
            )

    def totals(
        self,
        profile_id: str,
        *,
        exercise: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        include_demo: bool = False,
    ) -> tuple[SetTotals, ...]:
        """Return the sets of sessions that began in ``[since, until)``, in numbers.

        Parameters
        ----------
        profile_id : str
            Whose.
        exercise : str, optional
            Of one exercise only.
        since, until : datetime, optional
            With a time zone; without one of them that end is open.
        include_demo : bool
            Whether those of demonstrations are among them.

        Returns
        -------
        tuple of SetTotals
            The oldest first.
        """
        sessions = sessions_of(profile_id, since, until, include_demo)
        sets = select(SET.c.id).where(SET.c.session_id.in_(sessions))
        if exercise is not None:
            sets = sets.where(SET.c.exercise == exercise)
        with self._database.reading() as connection:
            return tuple(totals_of(connection, sets))

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


def _row(table: Table, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a repetition, hold or fault what the table keeps; the rest is derived, or not remembered."""
    return {name: value for name, value in plain.items() if name in table.c}
