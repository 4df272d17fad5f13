"""Recognition: which exercise is done when, found by following all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.events import Event
from backcoach.tracking.judging.unclear import told
from backcoach.tracking.measuring.observation import Observer
from backcoach.tracking.state import State
from backcoach.tracking.summary import ExerciseSet, Repetition, Summary, Tracking
from backcoach.tracking.tracker import Tracker

OVERLAP_SHARE = 0.3
"""Two sets that share more than this part of the shorter one are the same movement, understood in two ways."""


SHOWN_S = 1.0
"""A hold of this length that is too short to count is told all the same, where nothing else was done."""


class Recognizer:
    """Follows several exercises through one stream; each posture gate lets in only what belongs to it.

    Parameters
    ----------
    exercises : sequence of Exercise
        The exercises that may occur.

    Notes
    -----
    The frames are smoothed and measured once for all trackers. A tracker that counts nothing says nothing; where
    two of them claim the same stretch of time, the one with more evidence has it.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self._observer = Observer()
        self._trackers = [Tracker(exercise) for exercise in exercises]
        self._by_id = {tracker.exercise.id: tracker for tracker in self._trackers}
        self._current = self._trackers[0] if self._trackers else None

    @property
    def state(self) -> State:
        """What a display shows now: the state of the exercise that is being done."""
        return self._current.state if self._current else State()

    @property
    def current(self) -> Tracker | None:
        """The tracker of the exercise that is being done, or was done last."""
        return self._current

    def feed(self, frame: PoseFrame) -> tuple[Event, ...]:
        """Take in the next frame; return the events of the exercise that is being done.

        Parameters
        ----------
        frame : PoseFrame
            Not earlier than the last one.

        Returns
        -------
        tuple of Event
            In the order of time.
        """
        events = self.follow(frame)
        return () if self._current is None else events[self._current.exercise.id]

    def follow(self, frame: PoseFrame) -> Mapping[str, tuple[Event, ...]]:
        """Take in the next frame; return the events of every exercise, whichever is being done.

        Parameters
        ----------
        frame : PoseFrame
            Not earlier than the last one.

        Returns
        -------
        mapping of str to tuple of Event
            By the exercise's id, in the order of time.
        """
        seen = self._observer.observe(frame)
        events = {tracker.exercise.id: tracker.observe(seen) for tracker in self._trackers}
        self._choose()
        return events

    @property
    def trackers(self) -> Mapping[str, Tracker]:
        """The tracker of each exercise, by its id."""
        return self._by_id

    def end(self) -> Mapping[str, tuple[Event, ...]]:
        """Close what is still running, as at the end of a recording; the same trackers may go on afterwards.

        Returns
        -------
        mapping of str to tuple of Event
            The last events of every exercise, by its id.
        """
        return {tracker.exercise.id: tracker.end() for tracker in self._trackers}

    def so_far(self) -> Summary:
        """Return the sets of all exercises until now, without what is still running.

        What is done later may still decide that an earlier movement was another exercise.

        Returns
        -------
        Summary
            As of ``finish``.
        """
        return _summary([tracker.so_far() for tracker in self._trackers])

    def finish(self) -> Summary:
        """Close what is still running; return the sets of all exercises in the order of time.

        Returns
        -------
        Summary
            Sets in the order of time; seconds seen, unsure and lost.
        """
        return _summary([tracker.finish() for tracker in self._trackers])

    def _choose(self) -> None:
        """Change to another exercise only when it is in position and the current one is not, or is doing less."""
        for tracker in self._trackers:
            if tracker is self._current or self._current is None:
                continue
            if _activity(tracker) > _activity(self._current):
                self._current = tracker


def _summary(summaries: Sequence[Summary]) -> Summary:
    """Put together what the trackers have understood: where several claim the same time, one of them has it."""
    claims = [s for summary in summaries for s in summary.sets if s.counted or s.unsure]
    kept = _settle(claims)
    kept += _short_holds([s for summary in summaries for s in summary.sets], kept)
    sets = tuple(sorted(kept, key=lambda s: s.start_s))
    unclear = told([seen for summary in summaries for seen in summary.unclear], sets)
    return Summary(sets, _sight(summaries, claims), unclear)


def _activity(tracker: Tracker) -> int:
    return 2 * tracker.running + tracker.in_position


def _evidence(claim: ExerciseSet) -> tuple[float, ...]:
    seconds = sum(r.end_s - r.start_s for r in claim.repetitions if r.status == "counted")
    return (min(claim.counted, 1), seconds, claim.counted, claim.unsure)


def _settle(claims: list[ExerciseSet]) -> list[ExerciseSet]:
    """Keep, of sets that overlap, the ones with more evidence; attempts inside of another's time go."""
    kept: list[ExerciseSet] = []
    for claim in sorted(claims, key=_evidence, reverse=True):
        if not any(_overlap(claim, other) > OVERLAP_SHARE for other in kept):
            kept.append(claim)
    return [_trimmed(claim, [_extent(other) for other in kept if other is not claim]) for claim in kept]


def _short_holds(sets: Sequence[ExerciseSet], kept: Sequence[ExerciseSet]) -> list[ExerciseSet]:
    """Return sets of nothing but holds too short to count, at times at which nothing was counted; the longest first."""
    found: list[ExerciseSet] = []
    short = [_only_short(done) for done in sets if not (done.counted or done.unsure)]
    for claim in sorted((s for s in short if s), key=lambda s: s.hold_s, reverse=True):
        times = [_extent(other) for other in kept] + [(other.start_s, other.end_s) for other in found]
        if not any(a < claim.end_s and claim.start_s < b for a, b in times):
            found.append(claim)
    return found


def _only_short(done: ExerciseSet) -> ExerciseSet | None:
    """Return a set without its attempts that are not a hold of some length; None if nothing is left."""
    held = tuple(
        r for r in done.repetitions if r.attempt and r.attempt.lack == "hold" and r.hold_s >= SHOWN_S
    )
    return _between(done, held) if held else None


def _extent(claim: ExerciseSet) -> tuple[float, float]:
    """Return from when to when something was done: attempts before and after prove nothing."""
    done = [r for r in claim.repetitions if r.status != "unfinished"]
    return min(r.start_s for r in done), max(r.end_s for r in done)


def _overlap(a: ExerciseSet, b: ExerciseSet) -> float:
    """Return the time that two sets share, as a part of the shorter one."""
    (a_start_s, a_end_s), (b_start_s, b_end_s) = _extent(a), _extent(b)
    shared = min(a_end_s, b_end_s) - max(a_start_s, b_start_s)
    shorter = min(a_end_s - a_start_s, b_end_s - b_start_s)
    return shared / shorter if shorter > 0 else float(shared >= 0)


def _trimmed(claim: ExerciseSet, others: Sequence[tuple[float, float]]) -> ExerciseSet:
    """Return a set without the attempts at its ends that are another exercise, and without what belongs to them."""
    start_s, end_s = _extent(claim)

    def belongs(attempt: Repetition) -> bool:
        """Whether no other exercise lies between an attempt and what was done."""
        first_s, last_s = min(attempt.start_s, end_s), max(attempt.end_s, start_s)
        return not any(a < last_s and first_s < b for a, b in others)

    repetitions = tuple(r for r in claim.repetitions if start_s <= r.start_s < end_s or belongs(r))
    if len(repetitions) == len(claim.repetitions):
        return claim
    return _between(claim, repetitions)


def _between(claim: ExerciseSet, repetitions: tuple[Repetition, ...]) -> ExerciseSet:
    """Return a set with some of its repetitions only, and the holds and faults between the first and the last."""
    first_s, last_s = repetitions[0].start_s, repetitions[-1].end_s
    return replace(
        claim,
        start_s=first_s,
        end_s=last_s,
        repetitions=repetitions,
        holds=tuple(h for h in claim.holds if first_s <= h.start_s < last_s),
        faults=tuple(f for f in claim.faults if first_s <= f.start_s < last_s),
    )


def _sight(summaries: Sequence[Summary], claims: Sequence[ExerciseSet]) -> Tracking:
    """Return what was seen by the tracker with the most evidence; the best-sighted one where nothing was done."""
    if not summaries:
        return Tracking()
    busy = [s for s in summaries if any(c in claims for c in s.sets)]
    return max((s for s in busy or summaries), key=lambda s: (s.counted, s.tracking.seen_s)).tracking
