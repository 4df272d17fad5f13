"""What a performance really was, in the words of the tracker's summary.

A movement is a minimum-jerk curve. A repetition leaves its start when a tenth of the way to the first target is
done, reaches a target at four fifths, leaves it when less than four fifths remain, and is back at a tenth: people who
label videos by eye call a target reached while the last of the movement is still settling.
"""

from __future__ import annotations

from backcoach.mannequin.motion import Motion
from backcoach.mannequin.timetable import TENTH, Stroke
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Hold, Repetition, Status

REACHED = 0.8
"""Share of the way at which a target is reached and left."""


def truth_of(motion: Motion, begin_s: float) -> ExerciseSet:
    """Return the set that was performed, in the scene's time.

    Parameters
    ----------
    motion : Motion
    begin_s : float
        When the performance begins in the scene.
    """
    repetitions, holds, faults = [], [], []
    for stroke in motion.strokes:
        spans = _in_targets(motion, stroke)
        held = [Hold(begin_s + a, begin_s + b, stroke.side, what) for a, b, what in spans]
        start_s, end_s = begin_s + _tenth(stroke, 0), begin_s + _tenth(stroke, -1)
        shown = tuple(stroke.faults)
        repetition = Repetition(
            index=stroke.index,
            side=stroke.side,
            status=_status(motion, stroke),
            start_s=start_s,
            target_s=held[0].start_s,
            release_s=held[-1].end_s,
            end_s=end_s,
            hold_s=sum(hold.duration_s for hold in held),
            faults=shown,
        )
        repetitions.append(repetition)
        if repetition.status == "counted":
            holds += held
        faults += [FaultSpan(fault, "fault", start_s, end_s, stroke.side) for fault in shown]
    return ExerciseSet(
        motion.performance.exercise,
        repetitions[0].start_s,
        repetitions[-1].end_s,
        tuple(repetitions),
        tuple(holds),
        tuple(faults),
    )


def _tenth(stroke: Stroke, move: int) -> float:
    begin, stop = stroke.moves[move]
    return begin + (TENTH if move == 0 else 1 - TENTH) * (stop - begin)


def _in_targets(motion: Motion, stroke: Stroke) -> list[tuple[float, float, str | None]]:
    """Return begin, end and name of the time in each target."""
    names = [end.name for end in motion.ordered_ends()]
    sizes = motion.sizes(stroke)
    spans = []
    for k, name in enumerate(names):
        into, out = stroke.moves[k], stroke.moves[k + 1]
        arrive = _when(
            into, REACHED if k == 0 else (sizes[k - 1] + REACHED * sizes[k]) / (sizes[k - 1] + sizes[k])
        )
        last = k == len(names) - 1
        leave = _when(out, 1 - REACHED if last else (1 - REACHED) * sizes[k] / (sizes[k] + sizes[k + 1]))
        spans.append((arrive, leave, name if len(names) > 1 else None))
    return spans


def _when(move: tuple[float, float], way: float) -> float:
    """Return when a part of the way of a minimum-jerk movement is done."""
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if middle**3 * (10 - 15 * middle + 6 * middle**2) < way:
            low = middle
        else:
            high = middle
    return move[0] + low * (move[1] - move[0])


def _status(motion: Motion, stroke: Stroke) -> Status:
    for name, strength in stroke.faults.items():
        limit = motion.figure.faults[name].uncounted_from
        if limit is not None and strength >= limit:
            return "unfinished"
    return "counted"
