"""What all benchmarks share: where and when they ran, tables for people, JSON for programs, what is met."""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from inputs import stop
from rich.console import Console
from rich.table import Table

import backcoach


def make_parser(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser with what every benchmark takes; ``doc`` is the docstring of the benchmark."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all tables as JSON as well")
    return parser


@dataclass
class Report:
    """Prints tables as they come and remembers them; ends with what was wanted and what was met.

    Parameters
    ----------
    name : str
        Of the benchmark.
    json_path : Path or None
        Where ``close`` writes everything.
    """

    name: str
    json_path: Path | None = None
    console: Console = field(default_factory=lambda: Console(width=None if sys.stdout.isatty() else 140))

    def __post_init__(self) -> None:
        if self.json_path is not None and not os.access(self.json_path.absolute().parent, os.W_OK):
            stop(f"{self.json_path} cannot be written")
        self._head = describe_run()
        self._tables: list[dict[str, Any]] = []
        self._checks: list[dict[str, Any]] = []
        about = ", ".join(str(value) for value in self._head.values())
        self.console.print(f"[bold]{self.name}[/bold] · {about}", highlight=False)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Print a table; numbers are rounded on the screen only."""
        self._tables.append({"title": title, "columns": list(columns), "rows": [list(row) for row in rows]})
        table = Table(title=title, title_justify="left")
        for i, column in enumerate(columns):
            numeric = any(isinstance(row[i], int | float) for row in rows)
            table.add_column(column, justify="right" if numeric else "left")
        for row in rows:
            table.add_row(*(show(cell) for cell in row))
        self.console.print(table)

    def check(self, what: str, measured: float | str, wanted: str, met: bool) -> None:
        """Note a requirement, to be shown at the end."""
        self._checks.append({"what": what, "measured": measured, "wanted": wanted, "met": bool(met)})

    def note(self, text: str) -> None:
        """Print a remark."""
        self.console.print(text, highlight=False)

    def close(self) -> int:
        """Show the requirements, write the JSON, and return the exit status: 0 when all are met."""
        checks = self._checks
        rows = [(c["what"], c["measured"], c["wanted"], "yes" if c["met"] else "NO") for c in checks]
        self.table("Requirements", ["what", "measured", "wanted", "met"], rows)
        met = all(c["met"] for c in checks)
        if self.json_path is not None:
            self._tables.pop()
            found = {
                "benchmark": self.name,
                **self._head,
                "met": met,
                "checks": checks,
                "tables": self._tables,
            }
            self.json_path.write_text(json.dumps(_plain(found), indent=1) + "\n", encoding="utf-8")
        return 0 if met else 1


def describe_run() -> dict[str, str]:
    """Return the time, the machine and the versions that figures depend on."""
    return {
        "date": datetime.now().astimezone().isoformat(timespec="minutes"),
        "version": f"backcoach {backcoach.__version__}",
        "python": f"Python {platform.python_version()}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def show(cell: object) -> str:
    """Return a cell as text: three significant decimals, a dash for what is not known."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "-"
    if isinstance(cell, bool):
        return "yes" if cell else "NO"
    if isinstance(cell, float):
        return f"{cell:.4f}" if abs(cell) < 10 else f"{cell:.1f}"
    return str(cell)


def _plain(value: Any) -> Any:
    """Return a value that JSON knows: NaN becomes null."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
