"""What was told of the sets that are recognised: told at once, and taken back where later movement shows better.

The recogniser's sets are the truth at every moment. The ledger compares them with what it has told, and tells the
difference: whoever has heard all of it knows exactly the sets that the recogniser knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from backcoach.coaching.free.trace import Trace
from backcoach.coaching.outputs import (
    FaultNoted,
    HoldDone,
    Outcome,
    Record,
    RepetitionDone,
    SetBegun,
    SetEnded,
    SetWithdrawn,
)
from backcoach.exercises.model import Exercise
from backcoach.tracking.counting.tally import LEAD_S, SET_GAP_S
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Repetition, Side


@dataclass(slots=True)
class Entry:
    """A set that was told.

    Attributes
    ----------
    position : int
        Its place in the session; those of sets that were withdrawn stay empty.
    done : ExerciseSet
        As it was told last.
    outcome : Outcome
        How it ends.
    closed : bool
        Whether its end was told.
    """

    position: int
    exercise: Exercise
    done: ExerciseSet
    outcome: Outcome = "done"
    closed: bool = False

    @property
    def real(self) -> bool:
        """Whether it holds more than attempts."""
        return bool(self.done.counted or self.done.unsure)


@dataclass(frozen=True, slots=True)
class News:
    """A repetition that was told for the first time, and its set."""

    entry: Entry
    repetition: Repetition


class Ledger:
    """Turns the sets that a recogniser knows into records, each once.

    Parameters
    ----------
    exercises : mapping of str to Exercise
        All that may be recognised.
    traces : mapping of str to Trace
        What the tracker of each exercise saw.
    position : int
        Of the first set: not 0 where a session goes on.

    Attributes
    ----------
    entries : list of Entry
        The sets that stand, in the order in which they were found.
    news : list of News
        The repetitions that the last call has told for the first time.
    """

    def __init__(
        self, exercises: Mapping[str, Exercise], traces: Mapping[str, Trace], position: int = 0
    ) -> None:
        self._exercises = exercises
        self._traces = traces
        self._position = position
        self._heard: set[tuple[str, float]] = set()
        self._open: list[Entry] = []
        self.entries: list[Entry] = []
        self.news: list[News] = []

    def tell(self, sets: Sequence[ExerciseSet]) -> list[Record]:
        """Take in what the recogniser knows now; return what is to be remembered of it."""
        self.news = []
        known = [self._entry_of(done) for done in sets]
        kept = {id(entry) for entry in known}
        gone = [entry for entry in self._open if id(entry) not in kept]
        self._open = [entry for entry in self._open if id(entry) in kept]
        self.entries = [entry for entry in self.entries if not any(entry is one for one in gone)]
        records: list[Record] = [SetWithdrawn(entry.position) for entry in gone]
        for done, entry in zip(sets, known, strict=True):
            if entry is None:
                records += self._begin(done)
            elif entry.done != done:
                records += self._go_on(entry, done)
        return records

    def close(self, now_s: float, busy: Collection[str] = (), *, at_once: bool = False) -> list[Record]:
        """End the sets that are over, all of them ``at_once``; while an exercise is ``busy``, its set may go on."""
        over = [
            e
            for e in self._open
            if not e.closed and (at_once or (now_s - e.done.end_s > SET_GAP_S and e.exercise.id not in busy))
        ]
        return [self._end(entry) for entry in over]

    def settle(self) -> None:
        """The recogniser is gone: what it has said stays."""
        self._open = []

    def needed_since_s(self, exercise: str) -> float:
        """Return from when on the trace of an exercise may still be asked for."""
        return min((e.done.start_s for e in self._open if e.exercise.id == exercise), default=float("inf"))

    def _entry_of(self, done: ExerciseSet) -> Entry | None:
        """Return the entry that a set was told as: they share a repetition."""
        moments = set(map(_moment, done.repetitions))
        return next(
            (
                entry
                for entry in self._open
                if entry.exercise.id == done.exercise and moments & set(map(_moment, entry.done.repetitions))
            ),
            None,
        )

    def _begin(self, done: ExerciseSet) -> Iterator[Record]:
        entry = Entry(self._position, self._exercises[done.exercise], done)
        self._position += 1
        self._open.append(entry)
        self.entries.append(entry)
        yield from self._written(entry, None)

    def _go_on(self, entry: Entry, done: ExerciseSet) -> Iterator[Record]:
        before, entry.done, entry.closed = entry.done, done, False
        if _grows(before, done):
            yield from self._written(entry, before)
        else:
            yield SetWithdrawn(entry.position)
            yield from self._written(entry, None)

    def _written(self, entry: Entry, before: ExerciseSet | None) -> Iterator[Record]:
        """Give what a set has that it had not before."""
        done, position = entry.done, entry.position
        if before is None:
            yield SetBegun(position, done.start_s, self_reported=False, unplanned=entry.exercise)
            before = replace(done, repetitions=(), holds=(), faults=())
        for hold in done.holds[len(before.holds) :]:
            yield HoldDone(position, hold, self_reported=False)
        for index, repetition in enumerate(done.repetitions):
            if index >= len(before.repetitions) or repetition != before.repetitions[index]:
                numbered = replace(repetition, index=index)
                self._hear(entry, numbered)
                yield RepetitionDone(position, numbered, self_reported=False)
        for fault in done.faults:
            if fault not in before.faults:
                yield FaultNoted(position, fault)

    def _hear(self, entry: Entry, repetition: Repetition) -> None:
        moment = (entry.exercise.id, repetition.start_s)
        if moment not in self._heard:
            self._heard.add(moment)
            self.news.append(News(entry, repetition))

    def _end(self, entry: Entry) -> SetEnded:
        entry.closed = True
        done, trace = entry.done, self._traces[entry.exercise.id]
        start_s, end_s = done.start_s - LEAD_S, done.end_s
        return SetEnded(
            entry.position,
            end_s,
            entry.outcome,
            trace.tracking(done.start_s, end_s),
            trace.signal(start_s, end_s),
        )


def _moment(repetition: Repetition) -> tuple[float, Side | None]:
    return repetition.start_s, repetition.side


def _grows(before: ExerciseSet, after: ExerciseSet) -> bool:
    """Whether a set has only more than before: what was told of it stays true."""
    first = after.repetitions[: len(before.repetitions)]
    return (
        list(map(_moment, first)) == list(map(_moment, before.repetitions))
        and after.holds[: len(before.holds)] == before.holds
        and {_fault(fault) for fault in before.faults} <= {_fault(fault) for fault in after.faults}
        and after.start_s == before.start_s
    )


def _fault(fault: FaultSpan) -> tuple[str, Side | None, float]:
    return fault.id, fault.side, fault.start_s
