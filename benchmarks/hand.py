"""Is a raised hand found, soon enough, in every posture; and is one seen where there is none?

    python benchmarks/hand.py --json docs/results/hand.json

Found: simulated people raise a hand in every position, and in the surroundings of all seven exercises. Not to be
found: in all clean and faulty sets, in life between exercises, in other exercises, and on every real recording
beside the checkout, as it is and mirrored. Chance comes from --seed: below 1000 for development, from 1000 on for
published figures.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from altering import mirror_frame
from inputs import SHARED, load_builtin
from reporting import Report, make_parser
from simulating import Work, read_options, workers
from staging import draw_body, draw_camera, draw_fault_stage, draw_noise, draw_stage

from backcoach.exercises.model import Exercise
from backcoach.mannequin import Camera, Life, Performance, RaisedHand, life, simulate
from backcoach.mannequin.life import KINDS
from backcoach.mannequin.with_hands import POSITIONS, WITH_HANDS
from backcoach.pose.frame import PoseFrame
from backcoach.pose.recording import load_recording
from backcoach.tracking import Tracker
from backcoach.tracking.hand import HandWatcher
from backcoach.tracking.summary import Side

UPRIGHT = POSITIONS[:5]
HELD = ("glute_bridge", "trunk_rotation", "clamshell", "cat_camel")
"""In these a hand can also be raised in the middle of the movement."""

ON_HANDS = ("all_fours", "bird_dog", "cat_camel", "child_pose", "forearm_plank")
"""There the hand goes to the ear."""

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "data" / "golden"
BEGINS_S = 2.0
STAYS_S = 2.2
FOUND_SHARE, MEDIAN_S = 0.98, 1.6
STRENGTHS = (1.5, 2.5)
_HEADINGS_DEG = (0.0, 180.0, -90.0, -45.0, -135.0)
"""To the right, to the left, to the camera, and between."""


@dataclass(frozen=True)
class Raise:
    """One hand that was raised: after how long it was found, None if it was not; what was counted meanwhile."""

    where: str
    noisy: bool
    found_s: float | None
    twice: bool
    counted: int
    told: str


Job = tuple[str, str, tuple[int, ...], bool]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return the exit status."""
    parser = make_parser(__doc__)
    options, chosen = read_options(parser, arguments, sets=6, quick="2 of each")
    report = Report("hand", options.json)
    sets, minutes = (2, 1.0) if options.quick else (options.sets, 5.0)
    report.note(f"seed {options.seed}, {sets} of each")
    with workers(options) as work:
        table_found(report, chosen, options.seed, sets, work)
        table_false(report, chosen, options.seed, sets, minutes, work)
    table_real(report)
    table_cost(report)
    return report.close()


# --- hands that are raised ------------------------------------------------------------------------------------


def table_found(report: Report, exercises: dict[str, Exercise], seed: int, sets: int, work: Work) -> None:
    """How many raised hands are found, and how soon, by posture and exercise, with and without noise."""
    places = [("position", name) for name in POSITIONS]
    places += [("before", name) for name in exercises] + [
        ("during", name) for name in HELD if name in exercises
    ]
    jobs: list[Job] = [
        (kind, name, (seed, 20 + noisy, k, i), noisy)
        for k, (kind, name) in enumerate(places)
        for noisy in (False, True)
        for i in range(sets)
    ]
    raises = list(work(raise_hand, jobs))
    rows = []
    for where in dict.fromkeys(r.where for r in raises):
        rows.append([where, *_found_row([r for r in raises if r.where == where])])
    rows.append(["all", *_found_row(raises)])
    columns = ["raised", "hands", "found", "share with noise", "median s", "95 % s", "counted"]
    report.table("Hands that are raised, seen from the camera's side", columns, rows)
    for told in [r.told for r in raises if r.found_s is None or r.twice or r.counted][:12]:
        report.note(told)
    noisy_ones = [r for r in raises if r.noisy]
    share = _share(noisy_ones)
    report.check("hands found, with noise", share, f">= {FOUND_SHARE}", share >= FOUND_SHARE)
    clean = _share([r for r in raises if not r.noisy])
    report.check("hands found, without noise", clean, f">= {FOUND_SHARE}", clean >= FOUND_SHARE)
    worst = min(_share([r for r in noisy_ones if r.where == row[0]]) for row in rows[:-1])
    report.check("the same, in the worst posture", worst, ">= 0.9", worst >= 0.9)
    median_s = float(np.median([r.found_s for r in raises if r.found_s is not None]))
    report.check("from the beginning, median (s)", median_s, f"<= {MEDIAN_S}", median_s <= MEDIAN_S)
    twice, counted = sum(r.twice for r in raises), sum(r.counted for r in raises)
    report.check("one hand that meant something twice", twice, "0", not twice)
    report.check("repetitions counted of a raised hand", counted, "0", not counted)


def _share(raises: Sequence[Raise]) -> float:
    return sum(r.found_s is not None for r in raises) / max(len(raises), 1)


def _found_row(raises: Sequence[Raise]) -> list[float | int]:
    after_s = [r.found_s for r in raises if r.found_s is not None]
    low, high = np.percentile(after_s, [50, 95]) if after_s else (np.nan, np.nan)
    noisy = _share([r for r in raises if r.noisy])
    return [len(raises), len(after_s), noisy, float(low), float(high), sum(r.counted for r in raises)]


def raise_hand(job: Job) -> Raise:
    """Let somebody raise a hand once, and watch."""
    kind, name, seed, noisy = job
    rng = np.random.default_rng(seed)
    body, camera = draw_body(rng), draw_camera(rng)
    begins_s = BEGINS_S
    if kind == "position":
        upright = name in UPRIGHT
        heading = float(rng.choice(_HEADINGS_DEG if upright else _HEADINGS_DEG[:2]) + rng.normal(0, 12))
        scene: Life | Performance = Life(f"rest_{name}", 6.0, heading)
        camera = _far_enough(camera, rng) if upright else camera
        facing_right = abs(heading) < 90
    else:
        stage = draw_stage(load_builtin(name), seed, noisy=noisy)
        scene = replace(stage.performance, ready_s=BEGINS_S + 5.0, repetitions=1, sides=None)
        if kind == "during":
            scene = replace(scene, ready_s=1.5, hold_s=7.0, tempo=1.0)
            moves = scene.figure.move_s
            begins_s = 1.5 + moves + 1.5
        facing_right = scene.facing == "right"
    side = _free_hand(name, rng, facing_right)
    hand = draw_hand(rng, begins_s, side, to_ear=name in ON_HANDS)
    frames = simulate(scene, body, camera, draw_noise(rng, noisy=noisy), hands=[hand]).frames
    fired = fires(frames)
    in_time = [t - hand.at_s for t in fired if hand.at_s < t <= hand.over_s]
    counted = 0
    if kind == "position" and name == "all_fours":
        end_s = hand.over_s + 1.0
        counted = _counted("bird_dog", [f for f in frames if f.time_s < end_s])
    told = f"{kind} {name} {seed} {side}: fired {[round(t - hand.at_s, 2) for t in fired]}, {camera.fps:.0f}/s, {hand}"
    return Raise(f"{kind} {name}", noisy, in_time[0] if in_time else None, len(fired) > 1, counted, told)


def _far_enough(camera: Camera, rng: np.random.Generator) -> Camera:
    """Return a camera that has a raised hand of somebody who stands in its picture."""
    return replace(
        camera,
        distance_m=float(rng.uniform(3.6, 4.6)),
        height_m=float(rng.uniform(0.7, 1.3)),
        target_m=1.05,
    )


def _free_hand(name: str, rng: np.random.Generator, facing_right: bool) -> Side:
    """Return the hand that is free: the upper one of somebody on the side, the camera's on hands and knees."""
    either: Side = "left" if rng.random() < 0.5 else "right"
    near: Side = "right" if facing_right else "left"
    upper: dict[str, Side] = {"on_right_side": "left", "on_left_side": "right", "clamshell": "left"}
    return upper.get(name) or (near if name in ON_HANDS else either)


def draw_hand(rng: np.random.Generator, at_s: float, side: Side, *, to_ear: bool) -> RaisedHand:
    """Return a hand that is raised by chance: quickly or slowly, straight or not."""
    lean = float(np.clip(rng.normal(0, 15), -30, 30)) if to_ear else float(rng.uniform(0, 20))
    return RaisedHand(
        at_s,
        side,
        up_s=float(rng.uniform(0.45, 0.85)),
        stay_s=STAYS_S,
        lean_deg=lean,
        towards_deg=float(rng.uniform(0, 360)),
        elbow_deg=float(rng.uniform(0, 35)),
        ear_m=float(rng.uniform(0.06, 0.15)),
    )


def fires(frames: Iterable[PoseFrame]) -> list[float]:
    """Return when a raised hand meant something."""
    watcher = HandWatcher()
    return [frame.time_s for frame in frames if watcher.see(frame)]


def _counted(exercise: str, frames: Iterable[PoseFrame]) -> int:
    tracker = Tracker(load_builtin(exercise))
    for frame in frames:
        tracker.feed(frame)
    return tracker.finish().counted


# --- where there is none --------------------------------------------------------------------------------------


def table_false(
    report: Report, exercises: dict[str, Exercise], seed: int, sets: int, minutes: float, work: Work
) -> None:
    """Raised hands that are seen where nobody raises one, on simulated people."""
    sets_of = [
        ("set", name, fault, strength, (seed, 30 + noisy, k, n, i), noisy)
        for k, (name, exercise) in enumerate(exercises.items())
        for n, (fault, strength) in enumerate(_faults(exercise))
        for noisy in (False, True)
        for i in range(max(1, sets // 10) if fault else sets)
    ]
    others = [
        ("scene", kind, None, 0.0, (seed, 40 + noisy, k, i), noisy)
        for k, kind in enumerate((*KINDS, *WITH_HANDS))
        for noisy in (False, True)
        for i in range(max(1, sets // 5))
    ]
    lives = [
        ("life", str(minutes), None, 0.0, (seed, 50 + noisy, i), noisy)
        for noisy in (False, True)
        for i in range(max(1, sets // 10))
    ]
    rows, all_false = [], 0
    for title, jobs in (
        ("clean and faulty sets", sets_of),
        ("other movements, each by itself", others),
        ("life, one after the other", lives),
    ):
        found = list(work(count_false, jobs))
        false = sum(n for n, _, _ in found)
        rows.append([title, len(jobs), sum(s for _, s, _ in found) / 60, false])
        all_false += false
        for told in [told for n, _, told in found if n][:12]:
            report.note(told)
    report.table("Raised hands seen where there is none", ["what", "scenes", "minutes", "seen"], rows)
    report.check("hands seen in sets and life", all_false, "0", not all_false)


def _faults(exercise: Exercise) -> list[tuple[str | None, float]]:
    return [(None, 0.0), *((fault, s) for fault in exercise.figure.faults for s in STRENGTHS)]


def count_false(job: tuple[str, str, str | None, float, tuple[int, ...], bool]) -> tuple[int, float, str]:
    """Return how many hands are seen where nobody raises one, in how many seconds, and where."""
    what, name, fault, strength, seed, noisy = job
    rng = np.random.default_rng(seed)
    scene: Performance | Life | Sequence[Life]
    body, camera, noise = draw_body(rng), draw_camera(rng), draw_noise(rng, noisy=noisy)
    if what == "set":
        if fault is None:
            stage = draw_stage(load_builtin(name), seed, noisy=noisy)
        else:
            stage = draw_fault_stage(load_builtin(name), fault, fault, seed, noisy=noisy)
            stage = replace(stage, performance=replace(stage.performance, faults={fault: strength}))
        scene, body, camera, noise = stage.performance, stage.body, stage.camera, stage.noise
    elif what == "scene":
        camera = _far_enough(camera, rng) if rng.random() < 0.5 else camera
        heading = float(rng.choice(_HEADINGS_DEG) + rng.normal(0, 12))
        scene = Life(name, 15.0, heading)
    else:
        scene = life(60 * float(name), seed=int(rng.integers(2**31)))
    frames = simulate(scene, body, camera, noise).frames
    fired = fires(frames)
    told = f"{what} {name} {fault or ''} {seed}: seen at {[round(t, 1) for t in fired]}"
    return len(fired), frames[-1].time_s, told


# --- real people ----------------------------------------------------------------------------------------------


def table_real(report: Report) -> None:
    """Raised hands that are seen on real recordings, as they are and mirrored: nobody raises one there."""
    golden = sorted(GOLDEN.glob("*.bcr"))
    rows, seen = [], 0
    for title, paths in (("clips", golden), ("people", sorted((SHARED / "people").rglob("*.bcr")))):
        minutes, false, false_mirrored = 0.0, 0, 0
        for path in paths:
            frames = list(load_recording(path))
            if not frames:
                continue
            minutes += (frames[-1].time_s - frames[0].time_s) / 60
            straight, turned = fires(frames), fires(map(mirror_frame, frames))
            false += len(straight)
            false_mirrored += len(turned)
            if straight or turned:
                report.note(f"{path.name}: seen at {straight}, mirrored at {turned}")
        rows.append([title, len(paths), minutes, false, false_mirrored])
        seen += false + false_mirrored
    report.table(
        "Raised hands seen on real recordings",
        ["what", "recordings", "minutes", "seen", "seen mirrored"],
        rows,
    )
    report.check("hands seen on real recordings", seen, "0", not seen)


# --- what it costs --------------------------------------------------------------------------------------------


def table_cost(report: Report) -> None:
    """Processor time of the watching, for a frame."""
    frames = [f for path in sorted(GOLDEN.glob("*.bcr")) for f in load_recording(path)]
    best_us = np.inf
    for _ in range(5):
        watcher = HandWatcher()
        begun_s = time.process_time()
        for i, frame in enumerate(frames):
            watcher.see(replace(frame, time_s=i / 30))
        best_us = min(best_us, 1e6 * (time.process_time() - begun_s) / len(frames))
    report.table("Processor time of a frame", ["frames", "us"], [[len(frames), best_us]])
    report.check("watching a frame (us)", best_us, "<= 40", best_us <= 40)


if __name__ == "__main__":
    sys.exit(main())
