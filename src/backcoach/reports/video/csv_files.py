"""Results as CSV: one file each for sets, repetitions, holds and faults, ready for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from backcoach.analysis.result import Analysis
from backcoach.reports.video.json_result import as_document

COLUMNS: dict[str, tuple[str, ...]] = {
    "files": (
        "source", "duration_s", "frames", "error", "partial", "notes", "people_max",
        "seen_s", "unsure_s", "lost_s",
    ),
    "sets": (
        "source", "set", "exercise", "start_s", "end_s", "counted", "unsure", "clean", "left", "right",
        "hold_s", "attempts",
    ),
    "repetitions": (
        "source", "set", "exercise", "index", "side", "status", "start_s", "target_s", "release_s", "end_s",
        "hold_s", "clean", "faults", "range", "lack", "lacking", "reached", "needed",
    ),
    "holds": ("source", "set", "exercise", "start_s", "end_s", "duration_s", "side", "what"),
    "faults": ("source", "set", "exercise", "id", "severity", "start_s", "end_s", "side", "phase"),
}  # fmt: skip
"""File name (without .csv) and its columns; ``source`` and ``set`` (from 1) join the files."""


def make_csv_files(analyses: Sequence[Analysis]) -> dict[str, str]:
    """Return the content of each CSV file by its file name, all of them even when they hold no row."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    for result in as_document(analyses)["results"]:
        rows["files"].append({**result, **result["tracking"], "notes": "; ".join(result["notes"])})
        for number, done in enumerate(result["sets"], 1):
            key = {"source": result["source"], "set": number, "exercise": done["exercise"]}
            rows["sets"].append({**done, **done["by_side"], **key})
            rows["repetitions"] += [
                {**r, **_lacking(r["attempt"]), **key, "faults": " ".join(r["faults"])}
                for r in done["repetitions"]
            ]
            rows["holds"] += [{**hold, **key} for hold in done["holds"]]
            rows["faults"] += [{**fault, **key} for fault in done["faults"]]
    return {f"{name}.csv": _write(COLUMNS[name], rows[name]) for name in COLUMNS}


def _lacking(attempt: dict[str, Any] | None) -> dict[str, Any]:
    """Return what an attempt lacks, in columns of its own."""
    if attempt is None:
        return {}
    return {**{k: attempt[k] for k in ("lack", "reached", "needed")}, "lacking": attempt["feature"]}


def _write(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
