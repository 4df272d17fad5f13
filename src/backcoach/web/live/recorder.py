"""Writes a session into the journal while it runs: in order, in a thread of its own, within a second."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import singledispatchmethod
from typing import TYPE_CHECKING

from backcoach.coaching.outputs import (
    Eased,
    FaultNoted,
    HoldDone,
    HurtReported,
    Output,
    RepetitionDone,
    SessionEnded,
    SetBegun,
    SetEnded,
    SetWithdrawn,
    ToldAfter,
)
from backcoach.coaching.planned import PlannedSet
from backcoach.journal import JournalError
from backcoach.programme.afterwards import keep_after
from backcoach.programme.kept_plan import planned_json, routine_json
from backcoach.texts import Message

if TYPE_CHECKING:
    from backcoach.journal import Journal

RETRY_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""When the journal cannot be written, it is tried again after these seconds, the last one again and again."""

_PASSING = frozenset({"locked", "full", "read_only", "unreachable", "other"})
"""Troubles that can be over in a moment, or that a person can end: a full disk, another program."""


class Recorder:
    """Takes what a session gives out. One thread writes, so the order is kept.

    Parameters
    ----------
    journal : Journal
    profile_id, session_id : str
        The session must have been begun in the journal.
    started_at : datetime
        When the session began; session times count from here.
    sets : sequence of PlannedSet
    hashes : mapping
        Of each exercise's file, by the exercise's id.
    trouble : callable
        Called from the thread when something cannot be written (with why), and with None when it could be after all.
    practice : str, optional
        The exercise, where a single one was asked for.

    Attributes
    ----------
    has_begun : bool
        Whether a set was begun since.
    """

    def __init__(
        self,
        journal: Journal,
        profile_id: str,
        session_id: str,
        started_at: datetime,
        sets: Sequence[PlannedSet],
        hashes: Mapping[str, str],
        trouble: Callable[[Message | None], None],
        practice: str | None = None,
    ) -> None:
        self.session_id = session_id
        self._profile_id = profile_id
        self._journal = journal
        self._started_at = started_at
        self._sets = list(sets)
        self._practice = practice
        self._hashes = hashes
        self._trouble = trouble
        self._set_ids: dict[int, str] = {}
        self._taken = self._written = 0
        self.has_begun = False
        self._waiting: queue.SimpleQueue[Output | threading.Event | None] = queue.SimpleQueue()
        self._giving_up = threading.Event()
        self._thread = threading.Thread(target=self._write_all, name="recorder", daemon=True)
        self._thread.start()

    def take(self, output: Output) -> None:
        """Have something written; returns at once."""
        self.has_begun = self.has_begun or isinstance(output, SetBegun)
        self._taken += 1
        self._waiting.put(output)

    def is_behind(self) -> bool:
        """Whether something that was taken is not on the disk yet."""
        return self._written < self._taken

    def flush(self, patience_s: float) -> bool:
        """Wait until everything taken so far is on the disk; False if it could not be in time."""
        done = threading.Event()
        self._waiting.put(done)
        return done.wait(patience_s)

    def close(self, patience_s: float = 2.0) -> bool:
        """Write what is left and end; False if something could not be written in time."""
        self._waiting.put(None)
        self._thread.join(patience_s)
        self._giving_up.set()
        return not self._thread.is_alive()

    def end(self) -> None:
        """Note that a session of which nothing was begun is over; harmless where that was noted.

        Raises
        ------
        JournalError
            If it cannot be written.
        """
        if self._journal.sessions.get(self.session_id).ended_at is None:
            self._journal.sessions.end(self.session_id, ended_at=self._started_at, outcome="broken_off")

    def _write_all(self) -> None:
        while (item := self._waiting.get()) is not None:
            if isinstance(item, threading.Event):
                item.set()
            elif not self._write_at_last(item):
                return
            else:
                self._written += 1

    def _write_at_last(self, output: Output) -> bool:
        """Write one thing, however often it takes; False when the session is over first, or was deleted."""
        tries = 0
        while True:
            try:
                self._write(output)
            except JournalError as error:
                self._trouble(error.message)
                if error.problem not in _PASSING:
                    return False
            else:
                if tries:
                    self._trouble(None)
                return True
            if self._giving_up.wait(RETRY_S[min(tries, len(RETRY_S) - 1)]):
                return False
            tries += 1

    def _moment(self, time_s: float) -> datetime:
        return self._started_at + timedelta(seconds=time_s)

    @singledispatchmethod
    def _write(self, output: Output) -> None:
        """Write one thing down. What is only said is not kept."""

    @_write.register
    def _set_begun(self, output: SetBegun) -> None:
        planned = None if output.unplanned else self._sets[output.position]
        exercise = output.unplanned or self._sets[output.position].exercise
        self._set_ids[output.position] = self._journal.sets.begin(
            self.session_id,
            position=output.position,
            exercise=exercise.id,
            exercise_version=exercise.version,
            exercise_hash=self._hashes[exercise.id],
            planned={} if planned is None else planned_json(planned),
            self_reported=output.self_reported,
            started_at=self._moment(output.time_s),
        )

    @_write.register
    def _withdrawn(self, output: SetWithdrawn) -> None:
        self._journal.sets.withdraw(self._set_ids.pop(output.position))

    @_write.register
    def _repetition(self, output: RepetitionDone) -> None:
        set_id = self._set_ids[output.position]
        self._journal.sets.add_repetition(set_id, output.repetition, self_reported=output.self_reported)

    @_write.register
    def _hold(self, output: HoldDone) -> None:
        set_id = self._set_ids[output.position]
        self._journal.sets.add_hold(set_id, output.hold, self_reported=output.self_reported)

    @_write.register
    def _fault(self, output: FaultNoted) -> None:
        self._journal.sets.add_fault(self._set_ids[output.position], output.fault)

    @_write.register
    def _set_ended(self, output: SetEnded) -> None:
        self._journal.sets.end(
            self._set_ids[output.position],
            ended_at=self._moment(output.time_s),
            outcome=output.outcome,
            tracking=output.tracking,
            signal=output.signal,
        )

    @_write.register
    def _eased(self, output: Eased) -> None:
        """Keep what was made easier: who goes on later, after a reload or a breakdown, finds it so."""
        self._sets[output.position] = output.planned
        self._journal.sessions.change_plan(
            self.session_id,
            routine_json(self._sets, self._practice),
            {output.position: planned_json(output.planned)},
        )

    @_write.register
    def _hurt(self, output: HurtReported) -> None:
        if output.pain is None and output.where is None:
            return
        self._journal.pain.report(
            self._profile_id,
            at=self._moment(output.time_s),
            when="during",
            value=output.pain or 0,
            where=output.where,
            session_id=self.session_id,
            exercise=output.exercise,
            then=output.then,
        )

    @_write.register
    def _told_after(self, output: ToldAfter) -> None:
        at = self._moment(output.time_s)
        keep_after(
            self._journal, self._profile_id, self.session_id, at=at, pain=output.pain, effort=output.effort
        )

    @_write.register
    def _ended(self, output: SessionEnded) -> None:
        self._journal.sessions.end(
            self.session_id, ended_at=self._moment(output.time_s), outcome=output.outcome
        )
