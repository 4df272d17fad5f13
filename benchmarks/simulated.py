"""What the trackers make of the simulated person, whose truth is exactly known.

Chance comes from --seed: below 1000 for development, from 1000 on for published figures (see `staging.py`).
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import leaving
import numpy as np
from inputs import load_seven
from leaving import WAYS
from reporting import Report, make_parser
from simulating import Work, read_options, workers
from staging import FAULT_VIEWS_DEG
from trials import (
    CountTrial,
    HiddenTrial,
    count_set,
    cross,
    do_other,
    follow_routine,
    hide_joint,
    joints_of,
    live,
    look_for_fault,
)

from backcoach.exercises.model import Exercise
from backcoach.mannequin.other_exercises import OTHER_EXERCISES

J = TypeVar("J")
R = TypeVar("R")

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
HIDDEN = {"half": 0.35, "wholly": 0.1}
"""Visibility of a joint that is half hidden (unsure), and of one that the pose model only guesses (not seen)."""

WORST = 8
"""So many failures of a table are told."""


@dataclass(frozen=True)
class Run:
    """What all tables need: where to show, how much, and who works."""

    report: Report
    exercises: dict[str, Exercise]
    seed: int
    sets: int
    minutes: float
    work: Work

    def all(self, trial: Callable[[J], R], jobs: Sequence[J], what: str) -> list[R]:
        """Do all trials, here or in worker processes."""
        begun_s = time.perf_counter()
        found = list(self.work(trial, jobs))
        print(f"{what}: {len(jobs)} trials in {time.perf_counter() - begun_s:.0f} s", file=sys.stderr)
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument(
        "--only",
        nargs="+",
        choices=TABLES,
        default=list(TABLES),
        metavar="TABLE",
        help="of " + ", ".join(TABLES),
    )
    options, chosen = read_options(
        parser, arguments, sets=30, quick="2 sets of each exercise, a minute of life"
    )
    report = Report("simulated", options.json)
    with workers(options) as work:
        sets, minutes = (2, 1.0) if options.quick else (options.sets, 10.0)
        run = Run(report, chosen, options.seed, sets, minutes, work)
        report.note(f"seed {run.seed}, {run.sets} sets of each exercise in a table")
        for name in options.only:
            TABLES[name](run)
    return report.close()


def table_counts(run: Run, *, noisy: bool = False) -> None:
    """Sets by chance: count and sides exact, the error of holds, and how late (+) they start and end in the median."""
    name = "with noise" if noisy else "without noise"
    jobs = [
        (e, (run.seed, 1 + noisy, k, i), noisy) for k, e in enumerate(run.exercises) for i in range(run.sets)
    ]
    trials = run.all(count_set, jobs, f"sets {name}")
    rows = [_count_row(e, [t for t in trials if t.exercise == e]) for e in run.exercises]
    rows.append(_count_row("all", trials))
    columns = ["exercise", "sets", "exact", "share", "hold error s", "95 %", "greatest", "starts s", "ends s"]
    run.report.table(f"Sets {name}", columns, rows)
    _tell_worst(run, [t.told for t in trials if not t.exact])
    wanted = 0.99 if noisy else 1.0
    share = float(rows[-1][3])
    run.report.check(f"sets exact {name}", share, f">= {wanted}", share >= wanted)
    median_s, p95_s = float(rows[-1][4]), float(rows[-1][5])
    run.report.check(f"hold error, median, {name} (s)", median_s, "<= 0.2", not median_s > 0.2)
    run.report.check(f"hold error, 95 %, {name} (s)", p95_s, "<= 0.5", not p95_s > 0.5)


def table_noisy_counts(run: Run) -> None:
    """The same with landmark noise and lost frames."""
    table_counts(run, noisy=True)


def _count_row(name: str, trials: Sequence[CountTrial]) -> tuple[str | int | float, ...]:
    exact = sum(t.exact for t in trials)
    errors = [e for t in trials for e in t.holds]
    sizes = np.percentile([abs(e.duration_s) for e in errors], [50, 95, 100]) if errors else [np.nan] * 3
    sides = [
        np.nanmedian([getattr(e, edge) for e in errors]) if errors else np.nan
        for edge in ("start_s", "end_s")
    ]
    return name, len(trials), exact, exact / len(trials), *map(float, (*sizes, *sides))


def table_faults(run: Run) -> None:
    """Each fault at 1.5 times its threshold, and clean repetitions."""
    for noisy in (False, True):
        name = "with noise" if noisy else "without noise"
        jobs = [
            (e.id, fault, fault, (run.seed, 3 + noisy, k, n, i), noisy)
            for k, e in enumerate(run.exercises.values())
            for n, fault in enumerate(fault_ids(e))
            for i in range(run.sets)
        ]
        trials = run.all(look_for_fault, jobs, f"faults {name}")
        false = _false_faults(run, noisy=noisy)
        rows = []
        for e, fault in dict.fromkeys((job[0], job[1]) for job in jobs):
            own = [t for job, t in zip(jobs, trials, strict=True) if job[:2] == (e, fault)]
            n = sum(t.repetitions for t in own)
            found, warned = sum(t.found for t in own) / n, sum(t.warned for t in own) / n
            rows.append((e, fault, n, found, warned, false[e, fault]))
        columns = ["exercise", "fault", "repetitions", "found", "with warnings", "false, in clean ones"]
        run.report.table(f"Faults at 1.5 times the threshold, {name}", columns, rows)
        low, high = min(row[3] for row in rows), max(row[5] for row in rows)
        run.report.check(f"faults found {name}, the worst fault", low, ">= 0.95", low >= 0.95)
        run.report.check(f"false faults {name}, the worst fault", high, "<= 0.05", high <= 0.05)


def fault_ids(exercise: Exercise) -> list[str]:
    """Return the faults of an exercise that the figure can show, each once."""
    return [
        fault for fault in dict.fromkeys(f.id for f in exercise.faults) if fault in exercise.figure.faults
    ]


def _false_faults(run: Run, *, noisy: bool) -> dict[tuple[str, str], float]:
    """Return the share of clean repetitions in which each fault is shown, in the view in which it can be seen."""
    views = {e: [None, *(f for x, f in FAULT_VIEWS_DEG if x == e)] for e in run.exercises}
    jobs = [
        (e, None, view, (run.seed, 5 + noisy, k, i), noisy)
        for k, e in enumerate(run.exercises)
        for view in views[e]
        for i in range(2 * run.sets)
    ]
    trials = run.all(look_for_fault, jobs, "clean repetitions")
    shares = {}
    for e, exercise in run.exercises.items():
        for fault in fault_ids(exercise):
            view = fault if fault in views[e] else None
            own = [t for job, t in zip(jobs, trials, strict=True) if job[0] == e and job[2] == view]
            shares[e, fault] = sum(t.false.get(fault, 0) for t in own) / sum(t.repetitions for t in own)
    return shares


def table_hidden(run: Run) -> None:
    """A joint hidden on both sides: no fault that needs it, and no sure count where the count needs it."""
    jobs = [
        (e, joint, visibility, (run.seed, 7, k, i))
        for k, e in enumerate(run.exercises)
        for joint in JOINTS
        for visibility in HIDDEN.values()
        for i in range(max(1, run.sets // 10))
    ]
    trials = run.all(hide_joint, jobs, "hidden joints")
    rows = []
    for e, exercise in run.exercises.items():
        needed = {joint for feature in exercise.repetition.sure for joint in joints_of(exercise, feature)}
        for degree, visibility in HIDDEN.items():
            for title, joints in (("needed", needed), ("others", set(JOINTS) - needed)):
                chosen = [(e, joint, visibility) for joint in joints]
                own = [t for job, t in zip(jobs, trials, strict=True) if job[:3] in chosen]
                rows.append((e, degree, title, *_hidden_cells(own)))
    columns = ["exercise", "hidden", "joints", "repetitions", "counted", "unsure", "blamed for it"]
    run.report.table("Hidden joints: those that the count needs, and others", columns, rows)
    counted = sum(row[4] for row in rows if row[2] == "needed")
    run.report.check("counted although a needed joint is hidden", counted, "0", counted == 0)
    blamed = sum(row[6] is not None for row in rows)
    run.report.check("faults of hidden joints", blamed, "0", blamed == 0)


def _hidden_cells(trials: Sequence[HiddenTrial]) -> tuple[int, int, int, str | None]:
    blamed: Counter[str] = Counter()
    for trial in trials:
        blamed.update(trial.blamed)
    told = ", ".join(f"{n} {fault}" for fault, n in blamed.items()) or None
    return (
        sum(t.repetitions for t in trials),
        sum(t.counted for t in trials),
        sum(t.unsure for t in trials),
        told,
    )


def table_life(run: Run) -> None:
    """What is counted while nobody exercises."""
    jobs = [
        (run.minutes, (run.seed, 8, noisy, i), bool(noisy))
        for noisy in (0, 1)
        for i in range(max(1, run.sets // 10))
    ]
    trials = run.all(live, jobs, "life")
    names = [*load_seven(), "auto"]
    rows = [
        ("with noise" if job[2] else "without noise", t["seconds"] / 60, *(t[name] for name in names))
        for job, t in zip(jobs, trials, strict=True)
    ]
    run.report.table("Counted in life between exercises", ["noise", "minutes", *names], rows)
    counted = sum(t[name] for t in trials for name in names)
    run.report.check("counted in life between exercises", counted, "0", counted == 0)


def table_cross(run: Run) -> None:
    """Each exercise tracked as each other."""
    each = max(1, run.sets // 5)
    jobs = [(e, (run.seed, 9, k, i), bool(i % 2)) for k, e in enumerate(run.exercises) for i in range(each)]
    trials = run.all(cross, jobs, "cross-talk")
    names = list(load_seven())
    done = {e: Counter[str]() for e in run.exercises}
    for job, counted in zip(jobs, trials, strict=True):
        done[job[0]].update(counted)
    rows = [(e, *(counted[name] for name in names)) for e, counted in done.items()]
    run.report.table(
        f"Counted (column) when {each} sets of an exercise (row) are done", ["done", *names], rows
    )
    wrong = sum(n for e, counted in done.items() for name, n in counted.items() if name != e)
    run.report.check("counted as another exercise", wrong, "0", wrong == 0)


def table_routine(run: Run) -> None:
    """All seven in random order with life in between, recognised."""
    jobs = [((run.seed, 10, i), bool(i % 2)) for i in range(max(1, run.sets // 5))]
    trials = [t for found in run.all(follow_routine, jobs, "routines") for t in found]
    rows = []
    for e in load_seven():
        own = [t.exact for t in trials if t.exercise == e]
        rows.append((e, len(own), sum(own)))
    run.report.table("Routines of all seven, recognised", ["exercise", "sets", "exact"], rows)
    _tell_worst(run, [t.told for t in trials if not t.exact])
    share = sum(t.exact for t in trials) / len(trials)
    run.report.check("sets exact in routines, recognised", share, ">= 0.99", share >= 0.99)


def table_other_exercises(run: Run) -> None:
    """What is counted while other exercises are done, whichever way the person faces."""
    each = max(2, run.sets // 5)
    jobs = [
        (kind, (run.seed, 11, k, i), bool(i % 2))
        for k, kind in enumerate((*OTHER_EXERCISES, "get_up_and_lie_down"))
        for i in range(each)
    ]
    trials = run.all(do_other, jobs, "other exercises")
    names = [*load_seven(), "auto"]
    done = {kind: Counter[str]() for kind, _, _ in jobs}
    for job, counted in zip(jobs, trials, strict=True):
        done[job[0]].update(counted)
    rows = [(kind, *(counted[name] for name in names)) for kind, counted in done.items()]
    run.report.table(f"Counted while {each} scenes of another exercise are done", ["done", *names], rows)
    wrong = sum(counted.total() for counted in done.values())
    run.report.check("counted of other exercises", wrong, "0", wrong == 0)


def table_leaving(run: Run) -> None:
    """How late (+) a hold ends that is left another way than it was entered."""
    each = max(2, run.sets // 3)
    jobs = [(way, (run.seed, 12, k, i), bool(i % 2)) for k, way in enumerate(WAYS) for i in range(each)]
    late_s = run.all(leaving.measure, jobs, "ways out of holds")
    rows = []
    for way in WAYS:
        own = [t for job, t in zip(jobs, late_s, strict=True) if job[0] == way]
        rows.append((way, len(own), float(np.median(own)), float(np.max(np.abs(own)))))
    run.report.table("Holds that are left another way (s)", ["way", "holds", "median", "greatest"], rows)
    within = sum(abs(t) <= 0.5 for t in late_s) / len(late_s)
    run.report.check("hold ends within 0.5 s, another way out", within, ">= 0.95", within >= 0.95)


def _tell_worst(run: Run, told: Sequence[str]) -> None:
    for line in told[:WORST]:
        run.report.note(f"  {line}")
    if len(told) > WORST:
        run.report.note(f"  and {len(told) - WORST} more")


TABLES: dict[str, Callable[[Run], None]] = {
    "clean": table_counts,
    "noisy": table_noisy_counts,
    "faults": table_faults,
    "hidden": table_hidden,
    "life": table_life,
    "cross": table_cross,
    "routine": table_routine,
    "others": table_other_exercises,
    "leaving": table_leaving,
}

if __name__ == "__main__":
    raise SystemExit(main())
