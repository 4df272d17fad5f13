"""How well the forearm plank's thresholds tell correct frames (C) from low (L) and high hips (H).

The tables hold one labelled frame a row: `label` and, for 17 landmarks, `<name>_x`, `_y` (divided by the picture's
width and height), `_z` and `_v` (visibility). Each frame is judged alone by `check_frame`, with the thresholds that
stand in the exercise file. A frame is called L or H when the fault is shown; the second variant counts warnings too.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from inputs import SHARED, load_builtin, stop
from reporting import Report, make_parser

from backcoach.exercises.schema import Exercise
from backcoach.pose.frame import BACK_STATIONS, INDEX, LANDMARKS, PoseFrame
from backcoach.tracking import FrameCheck, check_frame

CLASSES = {"C": "correct", "L": "hips low", "H": "hips high"}
WANTED = 0.996
VARIANTS = {"fault": ("fault",), "warning or fault": ("warning", "fault")}
HEADLINE = "fault"

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
    checks = {path.name: judge_table(exercise, path, options.aspect) for path in paths}
    for variant, severities in VARIANTS.items():
        _report_variant(report, variant, {n: count(found, severities) for n, found in checks.items()})
    _report_measure(report, [row for found in checks.values() for row in found])
    return report.close()


def judge_table(exercise: Exercise, path: Path, aspect: float) -> list[tuple[str, FrameCheck]]:
    """Return label and judgement of every row of a table."""
    return [(row["label"], check_frame(exercise, make_frame(row, aspect), "hold")) for row in read_rows(path)]


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


def _report_variant(report: Report, variant: str, by_file: Mapping[str, Confusion]) -> None:
    total = sum(by_file.values(), Counter())
    rows = [
        (name, sum(c.values()), compute_accuracy(c), *(compute_f1(c, label) for label in CLASSES))
        for name, c in [*by_file.items(), ("all", total)]
    ]
    report.table(
        f"Wrong when shown: {variant}",
        ["file", "frames", "accuracy", *(f"F1 {label}" for label in CLASSES)],
        rows,
    )
    cells = [(f"{k} {name}", *(total[k, said] for said in CLASSES)) for k, name in CLASSES.items()]
    report.table("Label (row) and verdict (column)", ["", *CLASSES], cells)
    if variant == HEADLINE:
        accuracy = compute_accuracy(total)
        report.check(f"accuracy ({variant})", accuracy, f">= {WANTED}", accuracy >= WANTED)


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


if __name__ == "__main__":
    raise SystemExit(main())
