"""Gathers repetitions, holds and faults into sets, and adds up what was seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition, Summary, Tracking

SET_GAP_S = 30.0
"""Repetitions further apart than this belong to different sets."""


@dataclass(slots=True)
class _OpenSet:
    repetitions: list[Repetition] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)


class Tally:
    """Everything that one tracker has understood so far."""

    def __init__(self, exercise_id: str) -> None:
        self._exercise_id = exercise_id
        self._sets: list[_OpenSet] = []
        self._faults: list[FaultSpan] = []
        self._seen_s = self._unsure_s = self._lost_s = 0.0
        self.counted = 0

    @property
    def next_index(self) -> int:
        """The number of the next repetition in all, from 1."""
        return 1 + sum(len(s.repetitions) for s in self._sets)

    def add_time(self, dt_s: float, *, seen: bool, unsure: bool) -> None:
        """Add up seconds seen, partly seen, not seen."""
        if seen:
            self._seen_s += dt_s
        elif unsure:
            self._unsure_s += dt_s
        else:
            self._lost_s += dt_s

    def add(self, repetition: Repetition, holds: tuple[Hold, ...]) -> None:
        """Add a repetition that is over."""
        self.counted += repetition.status == "counted"
        last = self._sets[-1].repetitions[-1] if self._sets else None
        if last is None or repetition.start_s - last.end_s > SET_GAP_S:
            self._sets.append(_OpenSet())
        self._sets[-1].repetitions.append(repetition)
        self._sets[-1].holds.extend(holds)

    def add_fault(self, fault: FaultSpan) -> None:
        """Add a fault that is over."""
        self._faults.append(fault)

    def faults_in(self, start_s: float, end_s: float) -> set[str]:
        """Return the ids of faults (not warnings) shown at any time in a stretch."""
        found = set()
        for fault in reversed(self._faults):
            if fault.severity == "fault" and fault.start_s <= end_s and fault.end_s >= start_s:
                found.add(fault.id)
        return found

    def summary(self) -> Summary:
        """Return sets with the faults that belong to them."""
        sets = []
        for k, group in enumerate(self._sets):
            next_start_s = (
                self._sets[k + 1].repetitions[0].start_s if k + 1 < len(self._sets) else float("inf")
            )
            first_s = group.repetitions[0].start_s if k else float("-inf")
            faults = tuple(
                sorted(
                    (f for f in self._faults if first_s <= f.start_s < next_start_s),
                    key=lambda f: (f.start_s, f.id),
                )
            )
            sets.append(
                ExerciseSet(
                    exercise=self._exercise_id,
                    start_s=group.repetitions[0].start_s,
                    end_s=group.repetitions[-1].end_s,
                    repetitions=tuple(group.repetitions),
                    holds=tuple(group.holds),
                    faults=faults,
                )
            )
        return Summary(tuple(sets), Tracking(self._seen_s, self._unsure_s, self._lost_s))
