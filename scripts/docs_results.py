"""The tables of figures, from what the benchmarks wrote with `--json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docs_text import table

MISSING = "*Not measured yet: `docs/results/{name}` is missing.*"


def render_result(path: Path) -> str:
    """Return requirements and tables of one benchmark; a remark where it has not been run."""
    if not path.exists():
        return MISSING.format(name=path.name)
    found = json.loads(path.read_text(encoding="utf-8"))
    about = ", ".join(str(found[key]) for key in ("version", "python", "machine"))
    parts = [f"Measured {found['date'][:10]} with {about}.\n", _requirements(found["checks"])]
    for part in found["tables"]:
        parts.append(f"{part['title']}:\n")
        parts.append(table(part["columns"], [[show(cell) for cell in row] for row in part["rows"]]))
    return "\n".join(parts)


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
