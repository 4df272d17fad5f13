"""The tables of figures, from what the benchmarks wrote with `--json`.

A page shows what proves a published figure. Long tables are shown in part: the rest is counted in one sentence,
and every row stays in the file of the results, to which the page links.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docs_text import table

MISSING = "*Not measured yet: `docs/results/{name}` is missing.*"
ONLY_IN_THE_FILE: dict[str, Sequence[str]] = {
    "accuracy": ("Counts by exercise", "Counted when tracked as (+ unsure)"),
    "contradictions": ("Contradictions",),
    "free": ("Recordings",),
    "hand": ("Processor time of a frame",),
    "plank_frames": (
        "Label (row) and verdict (column)",
        "The limits of the exercise file, wrong when shown: warning or fault",
    ),
    "plan_year": ("Processor time", "How often each rule spoke"),
    "simulated": ("Counted in life between exercises", "Counted while 6 scenes of another exercise are done"),
    "versions": ("By version", "Counts by exercise, straight", "Counts by version"),
}
"""Tables whose every figure stands in the requirements, or on another page."""

ALIKE: dict[str, Sequence[str]] = {
    "Is everything all right?": ("asked",),
    "Taken for another exercise": ("in position for another", "target of another reached"),
    "Faults at 1.5 times the threshold, without noise": ("found", "with warnings", "false, in clean ones"),
    "Faults at 1.5 times the threshold, with noise": ("found", "with warnings", "false, in clean ones"),
    "Hidden joints: those that the count needs, and others": ("counted", "blamed for it"),
    "Cues without reason, clean sets": ("cues", "which"),
    "Routines of all seven, recognised": ("sets", "exact"),
    "Hands that the drawn figure raises, as the pose model sees them": ("found",),
}
"""Tables of which most rows say the same in these columns: those rows are counted, not shown."""

WORST: dict[str, tuple[str, int]] = {
    "First cue after a clear fault": ("longest s", 8),
    "What the pose model sees": ("worst", 4),
    "Hands that are raised, seen from the camera's side": ("median s", 4),
}
"""Tables of which the worst rows are shown, by a column."""


FEWER_COLUMNS: dict[str, Sequence[str]] = {
    "accuracy": ("frames",),
    "coaching": ("of a", "must last s"),
    "simulated": ("share", "starts s", "ends s"),
    "versions": ("relative",),
}
"""Columns that other columns tell as well, or that only the file keeps."""


def render_result(path: Path) -> str:
    """Return requirements and tables of one benchmark; a remark where it has not been run."""
    if not path.exists():
        return MISSING.format(name=path.name)
    found = json.loads(path.read_text(encoding="utf-8"))
    about = ", ".join(str(found[key]) for key in ("version", "python", "machine"))
    parts = [f"Measured {found['date'][:10]} with {about}.\n", _requirements(found["checks"])]
    left_out = ONLY_IN_THE_FILE.get(found["benchmark"], ())
    shown = [part for part in found["tables"] if part["title"] not in left_out]
    narrower = FEWER_COLUMNS.get(found["benchmark"], ())
    in_part = len(shown) < len(found["tables"])
    for part in shown:
        rows, told = _in_part(part)
        in_part = in_part or bool(told)
        parts.append(f"{part['title']}:\n")
        if rows:
            places = [i for i, name in enumerate(part["columns"]) if name not in narrower]
            cells = [[show(row[i]) for i in places] for row in rows]
            parts.append(table([part["columns"][i] for i in places], cells))
        parts += [f"{told}\n"] if told else []
    if in_part:
        parts.append(f"All rows: [{path.name}](../results/{path.name}).\n")
    return "\n".join(parts)


def _in_part(part: dict[str, Any]) -> tuple[list[list[Any]], str]:
    """Return the rows of a table that are shown, and what is told of the others."""
    columns, rows = part["columns"], part["rows"]
    if alike := ALIKE.get(part["title"]):
        return _unlike(columns, rows, alike)
    if part["title"] in WORST:
        return _worst(columns, rows, *WORST[part["title"]])
    return rows, ""


def _unlike(
    columns: Sequence[str], rows: list[list[Any]], alike: Sequence[str]
) -> tuple[list[list[Any]], str]:
    places = [columns.index(name) for name in alike]
    values = [tuple(show(row[i]) for i in places) for row in rows]
    commonest, times = Counter(values).most_common(1)[0]
    said = ", ".join(f"{name} {value or '-'}" for name, value in zip(alike, commonest, strict=True))
    others = [row for row, value in zip(rows, values, strict=True) if value != commonest]
    return others, f"{'The other' if others else 'All'} {times} rows: {said}."


def _worst(
    columns: Sequence[str], rows: list[list[Any]], name: str, most: int
) -> tuple[list[list[Any]], str]:
    place = columns.index(name)
    falling = sorted(rows, key=lambda row: -row[place])
    rest = falling[most:]
    return falling[
        :most
    ], f"The other {len(rest)} rows: {name} {show(rest[0][place])} at most." if rest else ""


def _requirements(checks: Sequence[dict[str, Any]]) -> str:
    rows = [(c["what"], show(c["measured"]), c["wanted"], "yes" if c["met"] else "**no**") for c in checks]
    return table(["requirement", "measured", "wanted", "met"], rows)


def show(cell: Any) -> str | None:
    """Return a cell as text: four significant digits, and words for yes and no."""
    if isinstance(cell, bool):
        return "yes" if cell else "**no**"
    if isinstance(cell, float):
        return f"{cell:.4g}" if abs(cell) < 10000 else f"{cell:.0f}"
    return None if cell is None else str(cell)
