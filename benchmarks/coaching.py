"""How soon the live coach corrects the simulated person, and how often without reason.

Every fault of every exercise is shown at 1.5 times its threshold, by people and cameras drawn by chance. The delay runs
from the moment from which the fault can be seen to the moment at which the cue begins to be spoken. A fault of a held
position can be seen when the target is reached, one of a whole repetition (its range, its speed, how long it was held)
when the repetition is over, swinging when the body has swung there and back once: before that it has only moved.
Seeds below 1000 are for development, published figures use seeds from 1000 on.
"""

from __future__ import annotations

import math
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from inputs import load_builtin
from reporting import Report, make_parser
from simulating import Work, read_options, workers
from staging import draw_fault_stage

from backcoach.coaching.outputs import Say
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.coaching.session import Session
from backcoach.exercises.model import Exercise
from backcoach.mannequin import Simulation, simulate
from backcoach.tracking.summary import Repetition

WANTED_S = 1.5
READY_S = 14.0
"""The simulated person waits this long in the start position: long enough for "three, two, one"."""

CLEAN_MINUTES = 5.0
MANY = 50


@dataclass(frozen=True)
class FaultDelay:
    """One set with one fault: how long until it was first said; NaN where it never was."""

    exercise: str
    fault: str
    delay_s: float
    others: tuple[str, ...]


@dataclass(frozen=True)
class CleanSet:
    """One set without faults: which cues were given in how many minutes of work."""

    exercise: str
    minutes: float
    cues: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument("--noisy", action="store_true", help="with landmark noise and lost frames")
    options, chosen = read_options(parser, arguments, sets=8, quick="one set of each fault, a clean minute")
    report = Report("coaching", options.json)
    with workers(options) as work:
        sets = 1 if options.quick else options.sets
        report.note(
            f"seed {options.seed}, {sets} sets of each fault" + (", with noise" if options.noisy else "")
        )
        _table_faults(report, chosen, [options.seed + i for i in range(sets)], options.noisy, work)
        _table_clean(report, chosen, options, 1.0 if options.quick else CLEAN_MINUTES, work)
    return report.close()


def _table_faults(
    report: Report, exercises: dict[str, Exercise], seeds: Sequence[int], noisy: bool, work: Work
) -> None:
    jobs = [
        (name, fault, seed, noisy)
        for name, e in exercises.items()
        for fault in e.figure.faults
        for seed in seeds
    ]
    found = list(work(time_to_cue, jobs))
    rows = []
    for name, exercise in exercises.items():
        for fault in exercise.figure.faults:
            delays = [f.delay_s for f in found if (f.exercise, f.fault) == (name, fault)]
            said = sorted(d for d in delays if not math.isnan(d))
            middle, most = (float(np.median(said)), said[-1]) if said else (math.nan, math.nan)
            kind = "repetition" if _judged_at_the_end(exercise, fault) else "moment"
            within = sum(d <= WANTED_S for d in said)
            rows.append(
                [name, fault, kind, _least_s(exercise, fault), len(delays), len(said), within, middle, most]
            )
    columns = [
        "exercise",
        "fault",
        "of a",
        "must last s",
        "sets",
        "said",
        f"<= {WANTED_S} s",
        "median s",
        "longest s",
    ]
    report.table("First cue after a clear fault", columns, rows)
    all_delays = [f.delay_s for f in found]
    said = [d for d in all_delays if not math.isnan(d)]
    report.check(
        "faults that are said", len(said) / len(all_delays), ">= 0.95", len(said) >= 0.95 * len(all_delays)
    )
    middle = float(np.median(said))
    report.check("first cue, median (s)", middle, f"<= {WANTED_S}", middle <= WANTED_S)
    share = sum(d <= WANTED_S for d in said) / len(said)
    report.check(f"first cue within {WANTED_S} s", share, ">= 0.9", share >= 0.9)


def _table_clean(
    report: Report, exercises: dict[str, Exercise], options: Namespace, minutes: float, work: Work
) -> None:
    found = list(work(listen_clean, [(name, minutes, options.seed, options.noisy) for name in exercises]))
    rows = [[c.exercise, c.minutes, len(c.cues), ", ".join(c.cues)] for c in found]
    report.table("Cues without reason, clean sets", ["exercise", "minutes", "cues", "which"], rows)
    most = max(len(c.cues) / c.minutes * 5 for c in found)
    report.check("false cues in five clean minutes, worst exercise", most, "<= 1", most <= 1)


def _judged_at_the_end(exercise: Exercise, fault: str) -> bool:
    return all(f.feature is None or f.extreme for f in exercise.faults if f.id == fault)


def _least_s(exercise: Exercise, fault: str) -> float:
    """Return how long the exercise file wants the fault to last before it is one; 0 where it is judged at the end."""
    if _judged_at_the_end(exercise, fault):
        return 0.0
    return min(f.for_s for f in exercise.faults if f.id == fault)


def time_to_cue(job: tuple[str, str, int, bool]) -> FaultDelay:
    """Coach a set with one fault."""
    name, fault, seed, noisy = job
    exercise = load_builtin(name)
    stage = draw_fault_stage(exercise, fault, fault, (seed,), noisy=noisy)
    performance = replace(stage.performance, ready_s=READY_S)
    simulation = simulate(performance, stage.body, stage.camera, stage.noise)
    said, begun_s = coach(exercise, simulation)
    own = {text for f in exercise.faults if f.id == fault for text in (f.cue, f.stronger_cue)}
    at_s = next((t for t, text in said if text in own), math.nan)
    visible_s = min(
        _visible_s(exercise, fault, r, performance.faults[fault]) for r in simulation.truth[0].repetitions
    )
    others = tuple(text for _, text in said if text not in own)
    return FaultDelay(name, fault, at_s - max(visible_s, begun_s), others)


def _visible_s(exercise: Exercise, fault: str, repetition: Repetition, strength: float) -> float:
    """Return when the fault can first be seen in a repetition of the truth."""
    figure = exercise.figure.faults[fault]
    if _judged_at_the_end(exercise, fault) or figure.when == "between":
        return repetition.end_s
    if figure.swing_s:
        return (repetition.start_s if figure.when == "always" else repetition.target_s) + figure.swing_s / 2
    if figure.when == "always" or figure.move_s:
        return repetition.start_s if figure.move_s else 0.0
    if figure.grows_s:
        return repetition.target_s + figure.grows_s / strength
    return repetition.target_s


def listen_clean(job: tuple[str, float, int, bool]) -> CleanSet:
    """Coach clean sets for some minutes."""
    name, minutes, seed, noisy = job
    exercise = load_builtin(name)
    done_s, cues, k = 0.0, [], 0
    while done_s < 60 * minutes:
        stage = draw_fault_stage(exercise, None, None, (seed, k), noisy=noisy)
        simulation = simulate(
            replace(stage.performance, ready_s=READY_S), stage.body, stage.camera, stage.noise
        )
        said, begun_s = coach(exercise, simulation)
        cues += [text for _, text in said]
        done_s += simulation.frames[-1].time_s - begun_s
        k += 1
    return CleanSet(name, done_s / 60, tuple(cues))


def coach(exercise: Exercise, simulation: Simulation) -> tuple[list[tuple[float, str]], float]:
    """Run a session over the frames; return the cues with their times, and when the work began."""
    hold_s = exercise.dose.hold_s
    session = Session([PlannedSet(exercise, MANY, hold_s)], "demo", Habits(introductions=False))
    said: list[tuple[float, str]] = []
    begun_s = math.nan
    for frame in simulation.frames:
        outputs = session.see(frame) + session.tick(frame.time_s)
        said += [(frame.time_s, str(o.message)) for o in outputs if isinstance(o, Say) and o.kind == "cue"]
        if math.isnan(begun_s) and session.screen.state == "work":
            begun_s = frame.time_s
    return said, begun_s


if __name__ == "__main__":
    sys.exit(main())
