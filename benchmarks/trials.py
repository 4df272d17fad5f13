"""One trial of the simulated benchmarks each: stage it, track it, compare with the truth. Sent to worker processes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from inputs import load_builtin, load_seven
from staging import Stage, draw_body, draw_camera, draw_fault_stage, draw_noise, draw_stage

from backcoach.exercises.model import Exercise, Follower
from backcoach.mannequin import Life, Performance, Simulation, life, simulate
from backcoach.pose.frame import INDEX, PoseFrame
from backcoach.tracking import Recognizer, Tracker
from backcoach.tracking.summary import ExerciseSet, Hold, Repetition, Summary

Seed = tuple[int, ...]


@dataclass(frozen=True)
class HoldError:
    """How far a found hold is off, in seconds: start, end (+ too late) and duration (+ too long)."""

    start_s: float
    end_s: float
    duration_s: float


@dataclass(frozen=True)
class CountTrial:
    """One set: counted right?"""

    exercise: str
    exact: bool
    told: str
    holds: tuple[HoldError, ...] = ()


@dataclass(frozen=True)
class FaultTrial:
    """One set with one fault, or clean."""

    repetitions: int
    found: int = 0
    warned: int = 0
    false: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class HiddenTrial:
    """One set of which a joint is hidden."""

    repetitions: int
    counted: int
    unsure: int
    blamed: dict[str, int]


def perform(stage: Stage) -> Simulation:
    """Simulate a stage."""
    return simulate(stage.performance, stage.body, stage.camera, stage.noise)


def track(exercise: Exercise, frames: Iterable[PoseFrame]) -> Summary:
    """Follow frames as one exercise."""
    tracker = Tracker(exercise)
    for frame in frames:
        tracker.feed(frame)
    return tracker.finish()


def recognize(frames: Iterable[PoseFrame]) -> Summary:
    """Follow frames as all seven."""
    recognizer = Recognizer(list(load_seven().values()))
    for frame in frames:
        recognizer.feed(frame)
    return recognizer.finish()


def tally(sets: Iterable[ExerciseSet], exercise: str) -> tuple[int, int, int]:
    """Return repetitions counted of an exercise, and of them left and right."""
    own = [s for s in sets if s.exercise == exercise]
    left, right = sum(s.by_side["left"] for s in own), sum(s.by_side["right"] for s in own)
    return sum(s.counted for s in own), left, right


def count_set(job: tuple[str, Seed, bool]) -> CountTrial:
    """Track a set by chance: are count and sides exact, and how far off are the holds?"""
    name, seed, noisy = job
    exercise = load_builtin(name)
    stage = draw_stage(exercise, seed, noisy=noisy)
    simulation = perform(stage)
    summary = track(exercise, simulation.frames)
    expected, found = tally(simulation.truth, name), tally(summary.sets, name)
    told = f"{name} {seed}: {expected} expected, {found} found, {_describe(stage)}"
    errors: tuple[HoldError, ...] = ()
    if any(phase.hold for phase in exercise.phases):
        holds = [h for s in simulation.truth for h in s.holds]
        errors = tuple(_hold_errors(holds, [h for s in summary.sets for h in s.holds]))
    return CountTrial(name, expected == found, told, errors)


def _describe(stage: Stage) -> str:
    camera, performance = stage.camera, stage.performance
    return (
        f"{camera.fps:.0f}/s, yaw {camera.yaw_deg:.0f}, facing {performance.facing}, tempo {performance.tempo:.2f}, "
        f"{stage.body.height_m:.2f} m, build {stage.body.build:.2f}"
    )


def _hold_errors(holds: Sequence[Hold], found: Sequence[Hold]) -> Iterable[HoldError]:
    """Yield the error of each true hold; one that was not found is too short by its whole length."""
    for hold in holds:
        parts = [h for h in found if min(h.end_s, hold.end_s) - max(h.start_s, hold.start_s) > 0]
        duration_s = sum(h.duration_s for h in parts) - hold.duration_s
        start_s = parts[0].start_s - hold.start_s if parts else math.nan
        yield HoldError(start_s, parts[-1].end_s - hold.end_s if parts else math.nan, duration_s)


def look_for_fault(job: tuple[str, str | None, str | None, Seed, bool]) -> FaultTrial:
    """Track repetitions that all show one fault, or that are all clean."""
    name, fault, view, seed, noisy = job
    exercise = load_builtin(name)
    simulation = perform(draw_fault_stage(exercise, fault, view, seed, noisy=noisy))
    sets = track(exercise, simulation.frames).sets
    truth = [r for s in simulation.truth for r in s.repetitions]
    if fault is None:
        spans = [faults_in(sets, repetition, ("fault",)) for repetition in truth]
        return FaultTrial(len(truth), false={f: sum(f in s for s in spans) for f in set().union(*spans)})
    found = [fault in faults_in(sets, r, ("fault",)) or _refused(sets, r) for r in truth]
    warned = [fault in faults_in(sets, r, ("warning",)) for r in truth]
    return FaultTrial(len(truth), sum(found), sum(w or f for w, f in zip(warned, found, strict=True)))


def faults_in(sets: Iterable[ExerciseSet], repetition: Repetition, severities: Sequence[str]) -> set[str]:
    """Return the faults that were shown while a repetition lasted."""
    return {
        fault.id
        for s in sets
        for fault in s.faults
        if fault.severity in severities
        and fault.start_s < repetition.end_s + 0.5
        and fault.end_s > repetition.start_s - 0.5
    }


def _refused(sets: Iterable[ExerciseSet], repetition: Repetition) -> bool:
    """Whether a repetition that does not count was not counted: that is how a fault that undoes it is found."""
    if repetition.status == "counted":
        return False
    middle_s = (repetition.start_s + repetition.end_s) / 2
    found = [r for s in sets for r in s.repetitions if r.status == "counted"]
    return not any(r.start_s < middle_s < r.end_s for r in found)


def hide_joint(job: tuple[str, str, float, Seed]) -> HiddenTrial:
    """Track a clean set of which one joint, on both sides, is hidden: its landmarks are the model's wild guesses."""
    name, joint, visibility, seed = job
    exercise = load_builtin(name)
    stage = draw_fault_stage(exercise, None, None, seed, noisy=False)
    rng = np.random.default_rng(seed)
    simulation = perform(stage)
    sets = track(exercise, (_hidden(f, joint, visibility, rng) for f in simulation.frames)).sets
    blind = {f.id for f in exercise.faults if f.feature and joint in joints_of(exercise, f.feature)}
    seeing = {f.id for f in exercise.faults if not f.feature or joint not in joints_of(exercise, f.feature)}
    blamed: dict[str, int] = {}
    for fault in (fault for s in sets for fault in s.faults if fault.id in blind - seeing):
        blamed[fault.id] = blamed.get(fault.id, 0) + 1
    repetitions = sum(len(s.repetitions) for s in simulation.truth)
    return HiddenTrial(repetitions, sum(s.counted for s in sets), sum(s.unsure for s in sets), blamed)


def _hidden(frame: PoseFrame, joint: str, visibility: float, rng: np.random.Generator) -> PoseFrame:
    seen, landmarks, world = frame.visibility.copy(), frame.landmarks.copy(), frame.world.copy()
    both = [INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]]
    seen[both] = np.minimum(seen[both], visibility)
    wild = rng.normal(0, 0.05, (2, 3))
    landmarks[both] += wild
    world[both] += 2 * wild
    return replace(frame, visibility=seen, landmarks=landmarks, world=world)


def joints_of(exercise: Exercise, feature: str) -> set[str]:
    """Return the joints that a feature needs to be seen."""
    what = exercise.features[feature]
    if isinstance(what, Follower):
        return joints_of(exercise, what.of)
    joints = {
        point.removeprefix("left_").removeprefix("right_").removeprefix("mid_") for point in what.points
    }
    return joints or {"shoulder", "hip"}


def live(job: tuple[float, Seed, bool]) -> dict[str, int]:
    """Return what is counted, tracked as each of the seven and in auto, while nobody exercises."""
    minutes, seed, noisy = job
    rng = np.random.default_rng(seed)
    scene = life(60 * minutes, seed=int(rng.integers(2**31)))
    frames = simulate(scene, draw_body(rng), draw_camera(rng), draw_noise(rng, noisy=noisy)).frames
    counted = {name: track(exercise, frames).counted for name, exercise in load_seven().items()}
    return {**counted, "auto": recognize(frames).counted, "seconds": round(frames[-1].time_s)}


def do_other(job: tuple[str, Seed, bool]) -> dict[str, int]:
    """Return what is counted, tracked as each of the seven and in auto, while another exercise is done."""
    kind, seed, noisy = job
    rng = np.random.default_rng(seed)
    heading = float(rng.choice([0.0, 180.0]) + rng.normal(0, 12))
    body, camera, noise = draw_body(rng), draw_camera(rng), draw_noise(rng, noisy=noisy)
    frames = simulate(Life(kind, 20.0, heading), body, camera, noise).frames
    counted = {name: track(exercise, frames).counted for name, exercise in load_seven().items()}
    return {**counted, "auto": recognize(frames).counted}


def cross(job: tuple[str, Seed, bool]) -> dict[str, int]:
    """Return what is counted when a set of one exercise is tracked as each of the seven."""
    name, seed, noisy = job
    frames = perform(draw_stage(load_builtin(name), seed, noisy=noisy)).frames
    return {other: track(exercise, frames).counted for other, exercise in load_seven().items()}


def follow_routine(job: tuple[Seed, bool]) -> list[CountTrial]:
    """Recognise a routine of all seven in random order, with life in between, and compare each exercise."""
    seed, noisy = job
    rng = np.random.default_rng(seed)
    exercises = load_seven()
    scene: list[Performance | Life] = []
    breaks = life(300, seed=int(rng.integers(2**31)))
    for i, name in enumerate(rng.permutation(list(exercises))):
        stage = draw_stage(exercises[str(name)], (*seed, i), noisy=noisy)
        scene += [breaks[i % len(breaks)], stage.performance]
    simulation = simulate(scene, draw_body(rng), draw_camera(rng), draw_noise(rng, noisy=noisy))
    summary = recognize(simulation.frames)
    trials = []
    for name in exercises:
        expected, found = tally(simulation.truth, name), tally(summary.sets, name)
        trials.append(
            CountTrial(name, expected == found, f"routine {seed}: {name} {expected} expected, {found} found")
        )
    return trials
