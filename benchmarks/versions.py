"""Every labelled clip in every version of itself: is it counted the same? Exit status 0 only when all of it is.

A video is shown to the pose model straight, mirrored, with bars, at half size, at 10 and 15 pictures a second,
brighter, darker, turned by 5 degrees, strongly compressed, without its first half second, and after a minute of
nothing. A recording has the versions that numbers can have: mirrored exactly, at lower rates, turned, cut, after
nothing. Both are tried after another clip, as recordings. Exact means what it means in `accuracy.py`: count, sides,
holds, and no repetition of any other exercise. In a mirrored clip left is right.

What was seen takes minutes to compute; `--recordings DIR` keeps it, and uses it next time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from accuracy import SIDES, Found, count_phantoms, follow, is_count_exact, measure_holds
from altering import VERSIONS, Version, join
from counting import COLUMNS, CountErrors
from inputs import SHARED, load_seven
from labels import Clip, read_labels
from reporting import Report, make_parser

from backcoach.pose.errors import InputError
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import RecordingMeta, is_recording, load_recording, save_recording
from backcoach.tracking import Recognizer, Tracker
from backcoach.tracking.summary import Hold, Repetition, Side, Summary

AFTER = "after another clip"
STRAIGHT = VERSIONS[0].name
NAMES = (*(version.name for version in VERSIONS), AFTER)
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Job:
    """One clip in some versions; ``before`` is the clip after which it is tried."""

    path: Path
    clip: Clip
    versions: tuple[str, ...]
    before: Path | None
    recordings: Path | None


@dataclass(frozen=True)
class Outcome:
    """What became of one version of a clip."""

    version: str
    counted: int = 0
    unsure: int = 0
    auto: int = 0
    sides: str = ""
    wrong: dict[str, int] = field(default_factory=dict)
    late_s: tuple[float, ...] = ()
    count_exact: bool = False
    holds_exact: bool = False
    error: str | None = None

    @property
    def exact(self) -> bool:
        """Count, sides, holds, and no phantom."""
        return self.count_exact and self.holds_exact


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument(
        "labels", nargs="?", type=Path, metavar="LABELS.json", default=SHARED / "clips" / "labels.json"
    )
    parser.add_argument(
        "--recordings", type=Path, metavar="DIR", help="keep what was seen here, and use it next time"
    )
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="VERSION", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="clips at once (1)")
    options = parser.parse_args(arguments)
    clips = read_labels(options.labels)
    report = Report("versions", options.json)
    if options.recordings:
        options.recordings.mkdir(parents=True, exist_ok=True)
    chosen = tuple(name for name in NAMES if name == STRAIGHT or name in (options.only or NAMES))
    jobs = [
        Job(
            options.labels.parent / clip.file,
            clip,
            chosen,
            _before(options.labels.parent, clips, i),
            options.recordings,
        )
        for i, clip in enumerate(clips)
    ]
    return report_outcomes(report, clips, list(_measured(jobs, options.workers)))


def _before(folder: Path, clips: Sequence[Clip], i: int) -> Path | None:
    """Return the clip before this one, round the list, that holds another exercise."""
    others = [
        clip for clip in chain(clips[:i][::-1], clips[i + 1 :][::-1]) if clip.exercise != clips[i].exercise
    ]
    return folder / others[0].file if others else None


def _measured(jobs: Sequence[Job], workers: int) -> Iterator[list[Outcome]]:
    if workers <= 1:
        for job in jobs:
            yield _say(job, measure(job))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for job, found in zip(jobs, pool.map(measure, jobs), strict=True):
            yield _say(job, found)


def _say(job: Job, found: list[Outcome]) -> list[Outcome]:
    told = ", ".join(o.version for o in found if not o.exact) or "all exact"
    print(f"{job.path.name}: {told}", file=sys.stderr)
    return found


def measure(job: Job) -> list[Outcome]:
    """Try one clip in all its versions."""
    outcomes = []
    try:
        recorded = is_recording(job.path)
        for version in VERSIONS:
            if version.name in job.versions and not (recorded and version.of_frames is None):
                frames = see_version(job.path, version, job.recordings)
                outcomes.append(judge(expected(job.clip, version), frames, version.name))
        if AFTER in job.versions and job.before is not None:
            first = see_version(job.before, VERSIONS[0], job.recordings)
            frames, begins_s = join(first, see_version(job.path, VERSIONS[0], job.recordings))
            later = expected(job.clip, Version(AFTER, VERSIONS[0].of_pictures, begins_s=begins_s))
            outcomes.append(judge(later, frames, AFTER, since_s=begins_s))
    except (InputError, OSError) as error:
        outcomes.append(Outcome(STRAIGHT, error=str(error)))
    return outcomes


def see_version(path: Path, version: Version, folder: Path | None) -> list[PoseFrame]:
    """Return what is seen in a version of a clip; what was kept of it, where it is not older."""
    if is_recording(path):
        assert version.of_frames is not None
        return list(version.of_frames(load_recording(path)))
    kept = folder / f"{path.stem}__{version.name.replace(' ', '_')}.bcr" if folder else None
    if kept is not None and kept.exists() and kept.stat().st_mtime >= path.stat().st_mtime:
        return list(load_recording(kept))
    from backcoach.analysis.sources import blazepose
    from backcoach.pose.video import open_video

    with open_video(path) as video, blazepose(still=video.info.still) as model:
        shown = version.of_pictures((time_s, picture.copy()) for time_s, picture in video)
        frames = [model.estimate(picture, time_s) for time_s, picture in shown]
    if kept is not None:
        save_recording(kept, frames, RecordingMeta(source=path.name))
    return frames


def expected(clip: Clip, version: Version) -> Clip:
    """Return the label that a version of a clip has: sides exchanged, times moved."""
    changed: dict[str, object] = {}
    if version.exchanges_sides and clip.by_side is not None:
        changed["by_side"] = {OTHER[side]: n for side, n in clip.by_side.items()}
    changed["holds"] = tuple(
        hold.model_copy(
            update={
                "start_s": max(0.0, hold.start_s + version.begins_s),
                "end_s": hold.end_s + version.begins_s,
                "side": OTHER[hold.side] if version.exchanges_sides and hold.side else hold.side,
            }
        )
        for hold in clip.holds
    )
    return clip.model_copy(update=changed)


def judge(clip: Clip, frames: Sequence[PoseFrame], version: str, since_s: float = 0.0) -> Outcome:
    """Track a version as each exercise and in auto; compare what was done since ``since_s`` with its label."""
    if not any(frame.seen for frame in frames):
        return Outcome(version, error="nobody was seen")
    exercises = load_seven()
    tracked = {i: _found(follow(Tracker(e), frames), i, since_s) for i, e in exercises.items()}
    summary = follow(Recognizer(list(exercises.values())), frames)
    auto = {i: _found(summary, i, since_s) for i in exercises}
    own, own_auto = (found.get(clip.exercise or "", Found()) for found in (tracked, auto))
    wrong = count_phantoms(clip, tracked) | {f"{i} (auto)": n for i, n in count_phantoms(clip, auto).items()}
    errors = measure_holds(clip, own)
    return Outcome(
        version,
        own.counted,
        own.unsure,
        own_auto.counted,
        ", ".join(str(n) for n in own.by_side.values()) if clip.by_side else "",
        wrong,
        tuple(t for error in errors for t in (error.start_s, error.end_s)),
        is_count_exact(clip, own) and is_count_exact(clip, own_auto) and not wrong,
        all(error.exact for error in errors),
    )


def _found(summary: Summary, exercise: str, since_s: float) -> Found:
    sets = [s for s in summary.sets if s.exercise == exercise]
    # A movement may have begun a moment before the clip does: with its first picture it is under way.
    done: list[Repetition] = [r for s in sets for r in s.repetitions if r.target_s >= since_s]
    holds: list[Hold] = [h for s in sets for h in s.holds if h.end_s >= since_s]
    counted = [r for r in done if r.status == "counted"]
    return Found(
        len(counted),
        sum(r.status == "unsure" for r in done),
        {side: sum(r.side == side for r in counted) for side in SIDES},
        tuple(holds),
    )


def report_outcomes(report: Report, clips: Sequence[Clip], outcomes: Sequence[Sequence[Outcome]]) -> int:
    """Print all tables; return the exit status."""
    pairs = [(clip, outcome) for clip, found in zip(clips, outcomes, strict=True) for outcome in found]
    columns = [
        "clip",
        "version",
        "expected",
        "found",
        "unsure",
        "auto",
        "left, right",
        "phantoms",
        "holds off by (s)",
        "exact",
    ]
    failed = [_row(clip, outcome) for clip, outcome in pairs if not outcome.exact]
    report.table("Versions that are not exact", columns, failed)
    straight = {clip.file for clip, outcome in pairs if outcome.version == STRAIGHT and outcome.exact}
    counted = {clip.file for clip, outcome in pairs if outcome.version == STRAIGHT and outcome.count_exact}
    rows = []
    for name in NAMES:
        found = [(clip, outcome) for clip, outcome in pairs if outcome.version == name]
        if not found:
            continue
        counts = [outcome.count_exact for clip, outcome in found if clip.file in counted]
        whole = [outcome.exact for clip, outcome in found if clip.file in straight]
        phantoms = sum(sum(outcome.wrong.values()) for _, outcome in found)
        rows.append(
            (name, len(found), sum(o.count_exact for _, o in found), sum(o.exact for _, o in found), phantoms)
        )
        report.check(
            f"{name}: counts of clips that are counted straight",
            f"{sum(counts)} of {len(counts)}",
            "all",
            all(counts),
        )
        report.check(f"{name}: holds too", f"{sum(whole)} of {len(whole)}", "all", all(whole))
        report.check(f"{name}: phantoms", str(phantoms), "0", not phantoms)
    report.table("By version", ["version", "clips", "count exact", "holds too", "phantoms"], rows)
    _report_errors(report, pairs)
    report.check("straight", f"{len(straight)} of {len(clips)}", "all", len(straight) == len(clips))
    return report.close()


def _report_errors(report: Report, pairs: Sequence[tuple[Clip, Outcome]]) -> None:
    """Show off-by-one accuracy and mean absolute error by exercise (straight) and by version."""
    held = [(clip, outcome) for clip, outcome in pairs if clip.exercise is not None]

    def cells(chosen: Sequence[tuple[Clip, Outcome]]) -> tuple[int | float, ...]:
        return CountErrors.of((c.reps, c.reps_accepted, o.counted) for c, o in chosen).cells()

    plain = [(clip, outcome) for clip, outcome in held if outcome.version == STRAIGHT]
    names = list(dict.fromkeys(clip.exercise for clip, _ in plain))
    rows = [(name, *cells([p for p in plain if p[0].exercise == name])) for name in names]
    report.table("Counts by exercise, straight", ["exercise", *COLUMNS], [*rows, ("all", *cells(plain))])
    kinds = [name for name in NAMES if any(outcome.version == name for _, outcome in held)]
    rows = [(name, *cells([p for p in held if p[1].version == name])) for name in kinds]
    report.table("Counts by version", ["version", *COLUMNS], rows)


def _row(clip: Clip, outcome: Outcome) -> tuple[str | int | bool, ...]:
    late = ", ".join(f"{t:.2f}" for t in outcome.late_s)
    wrong = outcome.error or ", ".join(f"{n} {i}" for i, n in outcome.wrong.items()) or "0"
    return (
        clip.file,
        outcome.version,
        clip.reps,
        outcome.counted,
        outcome.unsure,
        outcome.auto,
        outcome.sides,
        wrong,
        late,
        outcome.exact,
    )


if __name__ == "__main__":
    raise SystemExit(main())
