"""Gathers repetitions, holds and faults into sets, and adds up what was seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition, Summary, Tracking

SET_GAP_S = 30.0
"""Repetitions further apart than this belong to different sets."""


LEAD_S = 2.0
"""Faults of the start position count for a set from this long before it begins."""


RETURN_S = 0.5
"""A fault that begins this soon after a repetition belongs to its end."""


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

    def add_time(self, dt_s: float, *, seen: bool, unsure: bool) -> None:
        """Add up seconds seen, partly seen, not seen."""
        if seen:
            self._seen_s += dt_s
        elif unsure:
            self._unsure_s += dt_s
        else:
            self._lost_s += dt_s

    def add(self, repetition: Repetition, holds: tuple[Hold, ...]) -> Repetition:
        """Add a repetition that is over; return it with its number in its set."""
        self.counted += repetition.status == "counted"
        last = self._sets[-1].repetitions[-1] if self._sets else None
        if last is None or repetition.start_s - last.end_s > SET_GAP_S:
            self._sets.append(_OpenSet())
        group = self._sets[-1]
        numbered = replace(repetition, index=len(group.repetitions) + 1)
        group.repetitions.append(numbered)
        group.holds.extend(holds)
        return numbered

    def add_fault(self, fault: FaultSpan) -> None:
        """Add a fault that is over; a warning that grew into a fault at once has no length of its own."""
        if fault.end_s > fault.start_s:
            self._faults.append(fault)

    def withdraw_fault(self, fault: FaultSpan) -> None:
        """Forget a fault that hindsight shows to be none."""
        self._faults = [other for other in self._faults if other is not fault]

    def faults_in(self, start_s: float, end_s: float) -> set[str]:
        """Return the ids of faults (not warnings) shown at any time in a stretch."""
        return {
            fault.id
            for fault in self._faults
            if fault.severity == "fault" and fault.start_s <= end_s and fault.end_s >= start_s
        }

    def summary(self) -> Summary:
        """Return sets with the faults that belong to them."""
        sets = tuple(self._closed(group) for group in self._sets)
        return Summary(sets, Tracking(self._seen_s, self._unsure_s, self._lost_s))

    def _closed(self, group: _OpenSet) -> ExerciseSet:
        start_s, end_s = group.repetitions[0].start_s, group.repetitions[-1].end_s
        near = [f for f in self._faults if f.end_s > start_s - LEAD_S and f.start_s < end_s + RETURN_S]
        return ExerciseSet(
            exercise=self._exercise_id,
            start_s=start_s,
            end_s=end_s,
            repetitions=tuple(self._with_return(r) for r in group.repetitions),
            holds=tuple(group.holds),
            faults=tuple(sorted(near, key=lambda f: (f.start_s, f.id))),
        )

    def _with_return(self, repetition: Repetition) -> Repetition:
        """Add the faults that the start position shows right after a repetition: it did not come back well."""
        after = {
            f.id
            for f in self._faults
            if f.severity == "fault"
            and abs(f.start_s - repetition.end_s) < RETURN_S
            and f.id not in repetition.faults
        }
        return replace(repetition, faults=(*repetition.faults, *sorted(after)))
