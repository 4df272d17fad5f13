"""Counts, sides and holds of labelled clips: expected against found. Exit status 0 only when all are exact.

Each clip is seen once by the pose model; the same frames are then followed by a tracker of each of the seven exercises
and by the one that finds out by itself (auto). Exact means: the labelled count and sides when the exercise is named and
in auto; each hold's start, end and duration within the label's tolerance; and not a single repetition of any other
exercise, in auto or when the clip is tracked as that exercise. The format of labels is described in `labels.py`.
"""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from counting import COLUMNS, CountErrors
from inputs import SHARED, load_seven, see
from labels import Clip, LabelledHold, read_labels
from reporting import Report, make_parser

from backcoach.pose.errors import InputError
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import Recognizer, Tracker
from backcoach.tracking.summary import Hold, Side, Summary

AUTO = "auto"
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True)
class Found:
    """What was found of one exercise."""

    counted: int = 0
    unsure: int = 0
    by_side: dict[Side, int] = field(default_factory=lambda: {"left": 0, "right": 0})
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True)
class ClipResult:
    """What was found in one clip: tracked as each exercise, and in auto."""

    frames: int = 0
    duration_s: float = 0.0
    took_s: float = 0.0
    error: str | None = None
    tracked: dict[str, Found] = field(default_factory=dict)
    auto: dict[str, Found] = field(default_factory=dict)


@dataclass(frozen=True)
class HoldError:
    """How far a found hold lies from the labelled one, in seconds; NaN where none was found."""

    label: LabelledHold
    start_s: float
    end_s: float
    duration_s: float
    exact: bool


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument(
        "labels", nargs="?", type=Path, metavar="LABELS.json", default=SHARED / "clips" / "labels.json"
    )
    parser.add_argument(
        "--recordings", type=Path, metavar="DIR", help="keep what was seen here, and use it next time"
    )
    parser.add_argument("--workers", type=int, metavar="N", help="clips at once (as many as cores)")
    options = parser.parse_args(arguments)
    clips = read_labels(options.labels)
    report = Report("accuracy", options.json)
    if options.recordings:
        options.recordings.mkdir(parents=True, exist_ok=True)
    jobs = [(options.labels.parent / clip.file, _recording(options.recordings, clip)) for clip in clips]
    results = measure_all(jobs, options.workers or os.cpu_count() or 1)
    return report_results(report, clips, results)


def _recording(folder: Path | None, clip: Clip) -> Path | None:
    return folder / f"{clip.file.replace('/', '__')}.bcr" if folder else None


Job = tuple[Path, Path | None]


def measure_all(jobs: Sequence[Job], workers: int) -> list[ClipResult]:
    """Measure all clips, in processes when there are several and workers for them."""
    if min(workers, len(jobs)) <= 1:
        return [_say(job, measure(job)) for job in jobs]
    # Spawned, not forked: the pose model does not survive a fork.
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        return [_say(job, found) for job, found in zip(jobs, pool.map(measure, jobs), strict=True)]


def _say(job: Job, found: ClipResult) -> ClipResult:
    print(
        f"{job[0].name}: {found.error or f'{found.frames} frames in {found.took_s:.0f} s'}", file=sys.stderr
    )
    return found


def measure(job: Job) -> ClipResult:
    """See one clip, and track it as each exercise and in auto."""
    begun_s = time.perf_counter()
    try:
        frames = see(*job)
    except (InputError, OSError) as error:
        return ClipResult(error=str(error))
    if not any(frame.seen for frame in frames):
        return ClipResult(frames=len(frames), error="nobody was seen")
    exercises = load_seven()
    tracked = {i: collect(follow(Tracker(e), frames)).get(i, Found()) for i, e in exercises.items()}
    auto = collect(follow(Recognizer(list(exercises.values())), frames))
    took_s = time.perf_counter() - begun_s
    return ClipResult(len(frames), frames[-1].time_s, took_s, None, tracked, auto)


def follow(tracker: Tracker | Recognizer, frames: Sequence[PoseFrame]) -> Summary:
    """Feed all frames."""
    for frame in frames:
        tracker.feed(frame)
    return tracker.finish()


def collect(summary: Summary) -> dict[str, Found]:
    """Return what was found of each exercise, over all its sets."""
    found = {}
    for exercise in {s.exercise for s in summary.sets}:
        sets = [s for s in summary.sets if s.exercise == exercise]
        found[exercise] = Found(
            counted=sum(s.counted for s in sets),
            unsure=sum(s.unsure for s in sets),
            by_side={side: sum(s.by_side[side] for s in sets) for side in SIDES},
            holds=tuple(h for s in sets for h in s.holds),
        )
    return found


def is_count_exact(clip: Clip, found: Found) -> bool:
    """Whether count and sides are the labelled ones, or a further count that the label accepts."""
    if found.counted != clip.reps:
        return found.counted in clip.reps_accepted
    return clip.by_side is None or all(found.by_side[side] == n for side, n in clip.by_side.items())


def count_phantoms(clip: Clip, found: dict[str, Found]) -> dict[str, int]:
    """Return the repetitions that were counted of exercises that the clip does not hold."""
    return {i: f.counted for i, f in found.items() if i != clip.exercise and f.counted}


def measure_holds(clip: Clip, found: Found) -> list[HoldError]:
    """Match each labelled hold with the found one that shares most time with it, each used once."""
    left = list(found.holds)
    errors = []
    for label in clip.holds:
        best = max(left, key=lambda hold: _shared_s(label, hold), default=None)
        if best is None or _shared_s(label, best) <= 0:
            errors.append(HoldError(label, math.nan, math.nan, math.nan, exact=False))
            continue
        left.remove(best)
        errors.append(_compare(label, best, clip.hold_tolerance_s))
    return errors


def _shared_s(label: LabelledHold, hold: Hold) -> float:
    return min(label.end_s, hold.end_s) - max(label.start_s, hold.start_s)


def _compare(label: LabelledHold, hold: Hold, tolerance_s: float) -> HoldError:
    start_tolerance_s = tolerance_s if label.start_tolerance_s is None else label.start_tolerance_s
    start_s, end_s = hold.start_s - label.start_s, hold.end_s - label.end_s
    duration_s = end_s - start_s
    exact = (
        abs(start_s) <= start_tolerance_s
        and abs(end_s) <= tolerance_s
        and abs(duration_s) <= max(start_tolerance_s, tolerance_s)
        and (label.side is None or label.side == hold.side)
    )
    return HoldError(label, start_s, end_s, duration_s, exact)


def report_results(report: Report, clips: Sequence[Clip], results: Sequence[ClipResult]) -> int:
    """Print all tables; return the exit status."""
    pairs = list(zip(clips, results, strict=True))
    counts = [_count_row(clip, result) for clip, result in pairs]
    columns = ["clip", "exercise", "expected", "found", "left, right", "auto", "phantoms", "frames", "exact"]
    report.table("Repetitions", columns, counts)
    report.table("Counts by exercise", ["exercise", *COLUMNS], _errors_by_exercise(pairs))
    holds = [(clip, error) for clip, result in pairs for error in _hold_errors(clip, result)]
    columns = ["clip", "labelled", "side", "start error", "end error", "duration error", "exact"]
    report.table("Holds (seconds)", columns, [_hold_row(clip, error) for clip, error in holds])
    ids = list(load_seven())
    matrix = [(clip.file, clip.exercise, *(_cell(result, i) for i in ids)) for clip, result in pairs]
    report.table("Counted when tracked as (+ unsure)", ["clip", "holds", *ids], matrix)
    exact_clips = sum(bool(row[-1]) for row in counts)
    report.check("clips exact", f"{exact_clips} of {len(clips)}", "all", exact_clips == len(clips))
    exact_holds = sum(error.exact for _, error in holds)
    report.check("holds exact", f"{exact_holds} of {len(holds)}", "all", exact_holds == len(holds))
    return report.close()


def _count_row(clip: Clip, result: ClipResult) -> tuple[str | int | bool | None, ...]:
    if result.error is not None:
        return (clip.file, clip.exercise, clip.reps, None, None, result.error, None, result.frames, False)
    named = result.tracked.get(clip.exercise or "", Found())
    auto = result.auto.get(clip.exercise or "", Found())
    phantoms = count_phantoms(clip, result.tracked)
    phantoms_auto = count_phantoms(clip, result.auto)
    wrong = {**phantoms, **{f"{i} ({AUTO})": n for i, n in phantoms_auto.items()}}
    exact = is_count_exact(clip, named) and is_count_exact(clip, auto) and not wrong
    said = ", ".join(f"{n} {i}" for i, f in sorted(result.auto.items()) if (n := f.counted)) or "nothing"
    sides = ", ".join(str(n) for n in named.by_side.values()) if clip.by_side else None
    told = ", ".join(f"{n} {i}" for i, n in wrong.items()) or 0
    return (clip.file, clip.exercise, clip.reps, named.counted, sides, said, told, result.frames, exact)


def _errors_by_exercise(pairs: Sequence[tuple[Clip, ClipResult]]) -> list[tuple[str | int | float, ...]]:
    """Return off-by-one accuracy and mean absolute error of the clips that hold an exercise."""
    held = [(c, r.tracked.get(c.exercise, Found())) for c, r in pairs if c.exercise is not None]
    names = list(dict.fromkeys(str(clip.exercise) for clip, _ in held))
    chosen = [(name, [p for p in held if p[0].exercise == name]) for name in names]
    return [
        (name, *CountErrors.of((c.reps, c.reps_accepted, f.counted) for c, f in some).cells())
        for name, some in [*chosen, ("all", held)]
    ]


def _hold_errors(clip: Clip, result: ClipResult) -> list[HoldError]:
    return measure_holds(clip, result.tracked.get(clip.exercise or "", Found()))


def _hold_row(clip: Clip, error: HoldError) -> tuple[str | float | bool | None, ...]:
    label = f"{error.label.start_s:.2f} to {error.label.end_s:.2f}"
    return (clip.file, label, error.label.side, error.start_s, error.end_s, error.duration_s, error.exact)


def _cell(result: ClipResult, exercise: str) -> str | None:
    found = result.tracked.get(exercise)
    if found is None:
        return None
    return f"{found.counted}" + (f" + {found.unsure}" if found.unsure else "")


if __name__ == "__main__":
    raise SystemExit(main())
