"""Does anything fall under attack? Thousands of wrong requests, frames, sockets, imports, journals, files, and kills.

    python benchmarks/hostile.py --json docs/results/hostile.json

The suite `tests/hostile` tries a few of each. Everything stays on this computer, in temporary folders.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from inputs import stop
from reporting import Report, make_parser

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.hostile import attacks, kills

TRIES = {"requests": 5000, "frames": 1000, "sockets": 300, "imports": 417, "damaged journals": 500}
USUAL = 600
KILLS = 200


def main() -> int:
    """Attack; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the tries that are made")
    parser.add_argument("--kinds", nargs="+", choices=[*attacks.KINDS, *(f"kills: {k}" for k in kills.KINDS)])
    parser.add_argument("--first", type=int, default=1000, help="seed of the first try")
    options = parser.parse_args()
    if not 0 < options.share <= 1:
        stop("--share: more than 0, at most 1")
    report = Report("hostile", options.json)
    measure(report, options.kinds, options.share, options.first)
    return report.close()


def measure(report: Report, kinds: list[str] | None, share: float, first: int) -> None:
    """Try every kind, and tell what held and what fell."""
    rows, fallen = [], []
    jobs = {name: (attacks.tried, name, TRIES.get(name, USUAL)) for name in attacks.KINDS}
    jobs |= {f"kills: {name}": (kills.tried, name, KILLS) for name in kills.KINDS}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BACKCOACH_HOME"] = str(Path(folder) / "own")
        for number, (name, (tried, kind, most)) in enumerate(jobs.items()):
            if kinds and name not in kinds:
                continue
            tries = max(1, round(share * most))
            begun_s = time.perf_counter()
            fell = tried(kind, Path(folder) / str(number), range(first, first + tries))
            rows.append([name, tries, tries - len(fell), len(fell), time.perf_counter() - begun_s])
            fallen += fell
            print(*rows[-1], file=sys.stderr, flush=True)
    report.table("Attacks", ["kind", "tried", "held", "fell", "seconds"], rows)
    for line in fallen[:50]:
        report.note(line)
    report.check("tries that made something fall", len(fallen), "0", not fallen)


if __name__ == "__main__":
    sys.exit(main())
