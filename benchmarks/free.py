"""A session without a plan against `analyze --exercise auto`: are its sets the same, and is what it says true?

Every recording of people is fed to a free session frame by frame, as a camera would, and the clips one after the other
with pauses between them. What is kept of it (with what was withdrawn taken away) has to be what the recogniser finds in
the same frames. A name that was said is wrong where nothing that was kept is of that exercise.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from inputs import SHARED, load_seven, see, stop
from reporting import Report, make_parser

from backcoach.coaching.free.session import FreeSession
from backcoach.coaching.outputs import (
    FaultNoted,
    HoldDone,
    Output,
    RepetitionDone,
    SetBegun,
    SetWithdrawn,
)
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import load_recording
from backcoach.tracking import Recognizer
from backcoach.tracking.summary import ExerciseSet

STILL_S, AWAY_S = 3.0, 5.0
"""Between two clips: standing still, and nobody in the picture."""

FPS = 15.0

Kept = dict[int, tuple[str, dict[int, object], list[object], list[object]]]


@dataclass
class Run:
    """What a free session made of some frames.

    Attributes
    ----------
    same : bool
        Whether its sets are those of the recogniser.
    named : set of str
        Exercises that were named.
    late_s : list of float
        From the end of the first repetition of a set to its name.
    """

    same: bool
    sets: Sequence[ExerciseSet]
    named: set[str]
    withdrawn: int
    paused: int
    late_s: list[float]
    frame_ms: float


def run(frames: Sequence[PoseFrame]) -> Run:
    """Feed frames to a free session and to a recogniser."""
    exercises = list(load_seven().values())
    session, kept = FreeSession(exercises), Kept()
    named: dict[str, float] = {}
    withdrawn = paused = 0
    begin_s = time.process_time()
    for frame in frames:
        outputs = [*session.see(frame), *session.tick(frame.time_s)]
        withdrawn += keep(outputs, kept)
        screen = session.screen
        if screen.state == "work" and screen.exercise is not None:
            named.setdefault(screen.exercise, frame.time_s)
        if screen.state == "paused":
            paused += 1
            session.act("resume", frame.time_s)
    keep(session.act("stop", frames[-1].time_s), kept)
    spent_s = time.process_time() - begin_s
    truth = recognised(frames)
    firsts = {
        one.exercise: next(r.end_s for r in one.repetitions if r.status == "counted")
        for one in reversed(truth)
        if one.counted
    }
    late_s = [named[name] - end_s for name, end_s in firsts.items() if name in named]
    ms = 1000 * spent_s / max(1, len(frames))
    return Run(is_same(kept, truth), truth, set(named), withdrawn, paused, late_s, ms)


def recognised(frames: Sequence[PoseFrame]) -> Sequence[ExerciseSet]:
    """Return the sets that the analysis finds."""
    recognizer = Recognizer(list(load_seven().values()))
    for frame in frames:
        recognizer.feed(frame)
    return recognizer.finish().sets


def keep(outputs: Sequence[Output], kept: Kept) -> int:
    """Write down what a journal would; return how many sets were withdrawn."""
    withdrawn = 0
    for one in outputs:
        if isinstance(one, SetBegun):
            assert one.unplanned is not None
            kept[one.position] = one.unplanned.id, {}, [], []
        elif isinstance(one, SetWithdrawn):
            del kept[one.position]
            withdrawn += 1
        elif isinstance(one, RepetitionDone):
            kept[one.position][1][one.repetition.index] = comparable(one.repetition)
        elif isinstance(one, HoldDone):
            kept[one.position][2].append(one.hold)
        elif isinstance(one, FaultNoted):
            kept[one.position][3].append(one.fault)
    return withdrawn


def comparable(repetition: object) -> object:
    """Return a repetition as text without its number, which begins with 0 here and with 1 there."""
    return repr(replace(repetition, index=0))  # type: ignore[type-var]


def is_same(kept: Kept, truth: Sequence[ExerciseSet]) -> bool:
    """Whether what was kept is what the recogniser has found: exercises, repetitions, holds, faults."""
    found = sorted(
        (name, [done[i] for i in sorted(done)], list(map(repr, holds)), set(map(repr, faults)))
        for name, done, holds, faults in kept.values()
    )
    true = sorted(
        (
            s.exercise,
            [comparable(r) for r in s.repetitions],
            list(map(repr, s.holds)),
            set(map(repr, s.faults)),
        )
        for s in truth
    )
    return len(found) == len(true) and all(
        a[:3] == b[:3] and a[3] >= b[3] for a, b in zip(found, true, strict=True)
    )


def in_a_row(clips: Sequence[Sequence[PoseFrame]]) -> Iterator[PoseFrame]:
    """Give the clips one after the other, as one webcam."""
    at_s = 0.0
    for clip in clips:
        for frame in clip:
            yield replace(frame, time_s=at_s + frame.time_s - clip[0].time_s)
        at_s += clip[-1].time_s - clip[0].time_s
        for k in range(1, int((STILL_S + AWAY_S) * FPS)):
            time_s = at_s + k / FPS
            still = k / FPS <= STILL_S
            yield replace(clip[-1], time_s=time_s) if still else PoseFrame.empty(time_s, clip[-1].aspect)
        at_s += STILL_S + AWAY_S


def inputs(wish: Namespace) -> Iterator[tuple[str, list[PoseFrame]]]:
    """Give what is at hand: the clips in a row, and each recording of people."""
    clips = sorted((SHARED / "clips").glob("*.mp4"))
    people = sorted((SHARED / "people").glob("*.bcr"))
    if not clips and not people:
        stop("needs the clips or the recordings of ../shared/data")
    if clips and not wish.recordings:
        yield "the clips in a row", list(in_a_row([see(clip) for clip in clips]))
    for path in people[:: wish.every]:
        yield path.stem, list(load_recording(Path(path)))


def main() -> int:
    """Print the tables."""
    parser = make_parser(__doc__)
    parser.add_argument(
        "--recordings", action="store_true", help="without the clips, which take the pose model"
    )
    parser.add_argument("--every", type=int, default=1, help="of the recordings, only each nth")
    wish = parser.parse_args()
    report = Report("free", wish.json)
    rows, runs = [], []
    for name, frames in inputs(wish):
        one = run(frames)
        runs.append(one)
        done = ", ".join(f"{s.exercise} {s.counted}" for s in one.sets if s.counted or s.unsure)
        named_wrongly = one.named - {s.exercise for s in one.sets if s.counted or s.unsure}
        rows.append(
            (
                name,
                len(frames),
                done or "-",
                "yes" if one.same else "NO",
                ", ".join(sorted(named_wrongly)),
                one.withdrawn,
            )
        )
    report.table("Recordings", ("recording", "frames", "sets", "same", "named wrongly", "withdrawn"), rows)
    late_s = [late for one in runs for late in one.late_s]
    report.check(
        "same sets", f"{sum(one.same for one in runs)} of {len(runs)}", "all", all(o.same for o in runs)
    )
    wrongly = sum(bool(row[4]) for row in rows)
    report.check("recordings in which something was named wrongly", wrongly, "told", True)
    report.check("sets withdrawn", sum(one.withdrawn for one in runs), "told", True)
    paused = sum(one.paused for one in runs)
    report.check("pauses by a hand that was not raised", paused, "0", paused == 0)
    if late_s:
        median = float(np.median(late_s))
        report.check("first repetition to its name, median (s)", median, "<= 1", median <= 1.0)
    cost = float(np.mean([one.frame_ms for one in runs]))
    report.check("processor time of a frame (ms)", cost, "<= 5", cost <= 5)
    return report.close()


if __name__ == "__main__":
    raise SystemExit(main())
