"""How well the forearm plank's thresholds tell correct frames (C) from low (L) and high hips (H).

The tables hold one labelled frame a row: `label` and, for 17 landmarks, `<name>_x`, `_y` (divided by the picture's
width and height), `_z` and `_v` (visibility). Each frame is judged alone by `check_frame`. A frame is called L or H
when the fault is shown; the second variant counts warnings too.

The published figure is that of a session on which no limit was set: for each table the limits are set anew on the
frames of all the others, by the rule that is told in the exercise file, and tried on this one. What the limits of the
exercise file reach is shown beside it; they were set on all tables, so that it says less.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from inputs import SHARED, load_builtin, stop
from reporting import Report, make_parser

from backcoach.exercises.model import Exercise
from backcoach.pose.frame import BACK_STATIONS, INDEX, LANDMARKS, PoseFrame
from backcoach.tracking import FrameCheck, check_frame
from backcoach.tracking.judging.faults import grade

CLASSES = {"C": "correct", "L": "hips low", "H": "hips high"}
WANTED = 0.99
MAX_FALSE = 0.03
CAMERA_SHIFT = 0.05
"""By so much the level of a good plank differs from camera to camera: 0.00 to 0.09 in one session, 0.045 to 0.12 in
another."""

WARN_LOW, WARN_HIGH = 0.005, 0.015
"""The limits to warn lie so far inside those of the faults."""

SHIFTS = (-0.03, -0.015, 0.015, 0.03, 0.045)
VARIANTS = {"fault": ("fault",), "warning or fault": ("warning", "fault")}

Confusion = Counter[tuple[str, str]]
"""How often each (label, verdict) occurred."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser(__doc__)
    parser.add_argument(
        "tables", nargs="*", type=Path, metavar="CSV", help="default: the labelled frames in shared"
    )
    parser.add_argument("--aspect", type=float, default=16 / 9, help="width / height of the pictures (1.778)")
    options = parser.parse_args(arguments)
    paths = options.tables or sorted((SHARED / "plank_frames").glob("*.csv.gz"))
    if not paths:
        stop(f"no tables were named, and there are none in {SHARED / 'plank_frames'}")
    report = Report("plank_frames", options.json)
    exercise = load_builtin("forearm_plank")
    tables = {path.name: read_frames(path, options.aspect) for path in paths}
    checks = {name: judge(exercise, frames) for name, frames in tables.items()}
    if len(tables) > 1:
        _report_left_out(report, exercise, tables, checks)
    for variant, severities in VARIANTS.items():
        total = _report_variant(report, variant, {n: count(found, severities) for n, found in checks.items()})
        if len(tables) == 1 and variant == "fault":
            accuracy = compute_accuracy(total)
            report.check("accuracy, limits of the file", accuracy, f">= {WANTED}", accuracy >= WANTED)
    everything = [row for found in checks.values() for row in found]
    _report_measure(report, everything)
    _report_shifts(report, exercise, everything)
    return report.close()


def read_frames(path: Path, aspect: float) -> list[tuple[str, PoseFrame]]:
    """Return label and pose of every row of a table."""
    return [(row["label"], make_frame(row, aspect)) for row in read_rows(path)]


def judge(exercise: Exercise, frames: Sequence[tuple[str, PoseFrame]]) -> list[tuple[str, FrameCheck]]:
    """Return label and judgement of every frame."""
    return [(label, check_frame(exercise, frame, "hold")) for label, frame in frames]


def set_limits(exercise: Exercise, found: Sequence[tuple[str, FrameCheck]]) -> Exercise:
    """Return the exercise with limits set on these frames, by the rule that its file tells."""

    def level(label: str, percent: float) -> float:
        return float(
            np.nanpercentile([check.values["line"] for said, check in found if said == label], percent)
        )

    low, high = (level("C", 1) + level("L", 99)) / 2, level("C", 99) + CAMERA_SHIFT
    limits: dict[str, dict[str, Any]] = {
        "hips_low": {"below": low, "warn_below": low + WARN_LOW},
        "hips_high": {"above": high, "warn_above": high - WARN_HIGH},
    }
    faults = tuple(replace(fault, **limits.get(fault.id, {})) for fault in exercise.faults)
    return replace(exercise, faults=faults)


def _report_left_out(
    report: Report,
    exercise: Exercise,
    tables: Mapping[str, Sequence[tuple[str, PoseFrame]]],
    checks: Mapping[str, Sequence[tuple[str, FrameCheck]]],
) -> None:
    """Report what each table gets from limits that were set on all the others."""
    rows, total, warned = [], Confusion(), Confusion()
    for name, frames in tables.items():
        others = [row for other, found in checks.items() if other != name for row in found]
        if {"C", "L"} - {label for label, _ in others}:
            report.note(f"{name}: the others hold no frames to set limits on")
            continue
        limited = set_limits(exercise, others)
        found = judge(limited, frames)
        confusion, with_warnings = (count(found, severities) for severities in VARIANTS.values())
        low, high = (next(f for f in limited.faults if f.id == i) for i in ("hips_low", "hips_high"))
        rows.append(
            (name, low.below, high.above, len(frames), compute_accuracy(confusion), _false(with_warnings))
        )
        total, warned = total + confusion, warned + with_warnings
    accuracy, false = compute_accuracy(total), _false(warned)
    rows.append(("all", None, None, sum(total.values()), accuracy, false))
    columns = ["file left out", "low below", "high above", "frames", "accuracy", "false warnings"]
    report.table("A session on which no limit was set", columns, rows)
    report.check("accuracy, file left out", accuracy, f">= {WANTED}", accuracy >= WANTED)
    report.check("false warnings, file left out", false, f"< {MAX_FALSE}", false < MAX_FALSE)


def _false(confusion: Confusion) -> float:
    """Return the share of correct frames that are called anything else; NaN without correct frames."""
    correct = sum(n for (label, _), n in confusion.items() if label == "C")
    return sum(confusion["C", said] for said in "LH") / correct if correct else float("nan")


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, gzipped or not; end the program when it cannot be understood."""
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    except (OSError, EOFError, ValueError) as error:
        stop(f"{path} cannot be read: {error}")
    needed = {"label"} | {
        f"{side}_{n}_{c}" for side in ("left", "right") for n in ("shoulder", "hip") for c in "xyv"
    }
    for number, row in enumerate(rows, start=2):
        if missing := needed - {name for name, value in row.items() if value}:
            stop(f"{path}, line {number}: nothing stands in {', '.join(sorted(missing))}")
        if row["label"] not in CLASSES:
            stop(f"{path}, line {number}: the label is {row['label']!r}, but {', '.join(CLASSES)} are known")
        yield row


def make_frame(row: Mapping[str, str], aspect: float) -> PoseFrame:
    """Return the pose frame of a row; landmarks that it lacks are not seen, and it has no world landmarks."""
    landmarks = np.full((len(LANDMARKS), 3), np.nan)
    visibility = np.zeros(len(LANDMARKS))
    for name, index in INDEX.items():
        if row.get(f"{name}_x"):
            x, y, z, v = (float(row[f"{name}_{c}"] or "nan") for c in "xyzv")
            landmarks[index] = (x * aspect, y, z * aspect)
            visibility[index] = v
    unknown = np.full((len(LANDMARKS), 3), np.nan)
    return PoseFrame(0.0, landmarks, unknown, visibility, np.full((BACK_STATIONS, 2), np.nan), aspect)


def verdict(check: FrameCheck, severities: Sequence[str]) -> str:
    """Return the class that a judgement stands for."""
    for fault, label in (("hips_low", "L"), ("hips_high", "H")):
        if check.faults.get(fault) in severities:
            return label
    return "C"


def count(found: Sequence[tuple[str, FrameCheck]], severities: Sequence[str]) -> Confusion:
    """Return how often each label got each verdict."""
    return Counter((label, verdict(check, severities)) for label, check in found)


def compute_accuracy(confusion: Confusion) -> float:
    """Return the share of frames whose verdict is their label; NaN without frames."""
    total = sum(confusion.values())
    return (
        sum(n for (label, said), n in confusion.items() if label == said) / total if total else float("nan")
    )


def compute_f1(confusion: Confusion, label: str) -> float:
    """Return the harmonic mean of precision and recall of one class; NaN when no frame has that label."""
    if not any(n for (true, _), n in confusion.items() if true == label):
        return float("nan")
    hit = confusion[label, label]
    either = sum(n * ((true == label) + (said == label)) for (true, said), n in confusion.items())
    return 2 * hit / either


def _report_variant(report: Report, variant: str, by_file: Mapping[str, Confusion]) -> Confusion:
    total = sum(by_file.values(), Counter())
    rows = [
        (name, sum(c.values()), compute_accuracy(c), *(compute_f1(c, label) for label in CLASSES))
        for name, c in [*by_file.items(), ("all", total)]
    ]
    report.table(
        f"The limits of the exercise file, wrong when shown: {variant}",
        ["file", "frames", "accuracy", *(f"F1 {label}" for label in CLASSES)],
        rows,
    )
    cells = [(f"{k} {name}", *(total[k, said] for said in CLASSES)) for k, name in CLASSES.items()]
    report.table("Label (row) and verdict (column)", ["", *CLASSES], cells)
    return total


def _report_measure(report: Report, found: Sequence[tuple[str, FrameCheck]]) -> None:
    """Show where each class lies, so that anybody can see how readable thresholds could be."""
    rows = []
    for label, name in CLASSES.items():
        values = np.array([check.values["line"] for said, check in found if said == label])
        if len(values):
            cuts = np.nanpercentile(values, [0, 1, 50, 99, 100])
            rows.append((name, len(values), int(np.isnan(values).sum()), *map(float, cuts)))
    columns = ["class", "frames", "not seen", "least", "1 %", "median", "99 %", "greatest"]
    report.table("Hip's distance from the line shoulder-ankle / its length", columns, rows)


def _report_shifts(report: Report, exercise: Exercise, found: Sequence[tuple[str, FrameCheck]]) -> None:
    """Show what the correct frames would get from a camera or a person whose level is another one."""
    lines = [check.values["line"] for label, check in found if label == "C" and "line" in check.values]
    faults = [fault for fault in exercise.faults if fault.id in ("hips_low", "hips_high")]
    rows = []
    for shift in SHIFTS if lines else ():
        said = [{grade(fault, line + shift) for fault in faults} for line in lines]
        rows.append((shift, *(sum(wanted in s for s in said) / len(said) for wanted in ("fault", "warning"))))
    report.table("Correct frames, all moved by so much", ["moved", "fault shown", "only a warning"], rows)


if __name__ == "__main__":
    raise SystemExit(main())
