"""Whether the coach asks "Is everything all right?" of those who stop in the middle of a set, and of nobody else.

Simulated people do clean sets at their own tempo, slow ones too, with rests of up to 15 s between repetitions, and
hold as long as is asked: nobody is to be asked. Others stop at any moment, in whatever posture that is, or come down
from the plank and lie still: they are to be asked. Seeds below 1000 are for development, published figures use seeds
from 1000 on.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from inputs import load_builtin
from leaving import leave
from reporting import Report, make_parser
from simulating import read_options, workers
from staging import NOISY, Stage, draw_stage

from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.session import Session
from backcoach.exercises.model import Exercise
from backcoach.mannequin import Noise
from backcoach.mannequin.scene import staged
from backcoach.mannequin.simulate import photographed
from backcoach.pose.frame import PoseFrame

READY_S = 6.0
STAYS_S = 75.0
"""So long does somebody who has stopped stay as they are."""

MANY = 50
SLOW = (1.0, 1.0, 0.6)
RESTS_S = (1.0, 6.0, 15.0)
LYING = "plank to lying"
WANTED = 0.95


@dataclass(frozen=True)
class Asked:
    """One set: whether it was asked, and how long after the stop; NaN where it never was."""

    exercise: str
    kind: str
    minutes: float
    times: int
    after_s: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    options, chosen = read_options(parser, arguments, sets=12, quick="one set of each kind")
    report = Report("stops", options.json)
    sets = 1 if options.quick else options.sets
    jobs = [
        (name, kind, options.seed + k)
        for name in chosen
        for kind in ("clean", "stops", *([LYING] if name == "forearm_plank" else []))
        for k in range(sets)
    ]
    with workers(options) as work:
        found = list(work(watch, jobs))
    report.note(f"seed {options.seed}, {sets} sets of each kind, every second one with noise and lost frames")
    rows = []
    for name, kind in dict.fromkeys((one.exercise, one.kind) for one in found):
        some = [one for one in found if (one.exercise, one.kind) == (name, kind)]
        after = [one.after_s for one in some if not math.isnan(one.after_s)]
        middle, most = (float(np.median(after)), max(after)) if after else (math.nan, math.nan)
        minutes = sum(one.minutes for one in some)
        rows.append([name, kind, len(some), minutes, sum(one.times > 0 for one in some), middle, most])
    columns = ["exercise", "person", "sets", "minutes", "asked", "after s (median)", "latest s"]
    report.table("Is everything all right?", columns, rows)
    clean = sum(one.times for one in found if one.kind == "clean")
    report.check("asked in clean sets", clean, "0", clean == 0)
    stops = [one for one in found if one.kind != "clean"]
    share = sum(not math.isnan(one.after_s) for one in stops) / max(1, len(stops))
    report.check("asked of those who stop", share, f">= {WANTED}", share >= WANTED)
    return report.close()


def watch(job: tuple[str, str, int]) -> Asked:
    """Coach one set."""
    name, kind, seed = job
    exercise = load_builtin(name)
    noisy = bool(seed % 2)
    if kind == LYING:
        lying = leave(LYING, (seed,), noisy=noisy)
        still = _stay(lying.frames, NOISY if noisy else Noise(), seed)
        return _coach(exercise, [*lying.frames, *still], lying.frames[-1].time_s, 2 * lying.hold_s, kind)
    stage = draw_stage(exercise, (seed,), noisy=noisy)
    hold_s = 0.85 * (stage.performance.hold_s or 0.0) if exercise.dose.hold_s else 0.0
    frames, stop_s = _filmed(stage, seed, stops=kind == "stops")
    return _coach(exercise, frames, stop_s, hold_s, kind)


def _filmed(stage: Stage, seed: int, *, stops: bool) -> tuple[list[PoseFrame], float]:
    """Return what the camera sees, and when the person stops; NaN if never."""
    rng = np.random.default_rng((seed, 7))
    performance = replace(
        stage.performance,
        ready_s=READY_S,
        tempo=stage.performance.tempo * float(rng.choice(SLOW)),
        pause_s=max(stage.performance.pause_s or 0.0, float(rng.choice(RESTS_S))),
    )
    times_s, postures, truth = staged([performance], stage.body, stage.camera.fps, rng)
    stop_s = math.nan
    if stops:
        done = [repetition for one in truth for repetition in one.repetitions]
        stop_s = float(rng.uniform(done[0].start_s + 1.0, done[-1].end_s))
        last = int(np.searchsorted(times_s, stop_s))
        more = np.arange(1, int(STAYS_S * stage.camera.fps)) / stage.camera.fps
        times_s = np.concatenate([times_s[: last + 1], times_s[last] + more])
        postures = np.concatenate([postures[: last + 1], np.repeat(postures[last : last + 1], len(more), 0)])
    return photographed(times_s, postures, stage.body, stage.camera, stage.noise, rng), stop_s


def _stay(frames: Sequence[PoseFrame], noise: Noise, seed: int) -> Iterator[PoseFrame]:
    """Yield the last seen frame again and again, with the noise of the camera."""
    rng = np.random.default_rng(seed)
    last = next(frame for frame in reversed(frames) if frame.seen)
    step_s = frames[1].time_s - frames[0].time_s
    shake = noise.landmarks * float(np.hypot(*np.ptp(last.landmarks[:, :2], axis=0)))
    for k in range(1, int(STAYS_S / step_s)):
        time_s = frames[-1].time_s + k * step_s
        if rng.random() < noise.lost:
            yield PoseFrame.empty(time_s, last.aspect)
        else:
            landmarks = last.landmarks + rng.normal(0, shake, last.landmarks.shape)
            yield replace(last, time_s=time_s, landmarks=landmarks)


def _coach(exercise: Exercise, frames: Sequence[PoseFrame], stop_s: float, hold_s: float, kind: str) -> Asked:
    """Run a session over the frames; a person who is asked says yes."""
    session = Session([PlannedSet(exercise, MANY, hold_s)], "demo", Habits(introductions=False))
    times, after_s = 0, math.nan
    for frame in frames:
        session.see(frame)
        session.tick(frame.time_s)
        if session.screen.state == "all_right":
            times += 1
            if math.isnan(after_s) and frame.time_s > stop_s:
                after_s = frame.time_s - stop_s
            session.act("confirm", frame.time_s)
    return Asked(exercise.id, kind, (frames[-1].time_s - frames[0].time_s) / 60, times, after_s)


if __name__ == "__main__":
    sys.exit(main())
