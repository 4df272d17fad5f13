"""Is `feed` as fast as it was? This checkout beside another one in one run, taking turns; processor time, by exercise.

    python benchmarks/feed.py ../base --json docs/results/feed.json

Each side is a process of its own (`feed_side.py`). They follow the same recordings in turns, so that both suffer alike
from other programs on the machine; of each pair of turns the ratio is taken, and of all pairs the median.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from inputs import stop
from reporting import Report, make_parser

from backcoach.exercises.catalogue import BUILTIN

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "data" / "golden"
WANTED = 1.3
ALL = "all seven at once"


class Side:
    """The program of one checkout, in a process of its own."""

    def __init__(self, stack: ExitStack, checkout: Path, recordings: list[Path]) -> None:
        source = checkout.resolve() / "src"
        if not (source / "backcoach").is_dir():
            stop(f"{checkout} is no checkout of the project: it has no src/backcoach")
        script = Path(__file__).with_name("feed_side.py")
        command = [sys.executable, str(script), str(source), *map(str, recordings)]
        process = stack.enter_context(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        self._to, self._from = _pipes(process)
        self._checkout = checkout

    def feed_us(self, exercises: str) -> float:
        """Return the microseconds of processor time that a frame takes."""
        print(exercises, file=self._to, flush=True)
        told = self._from.readline()
        return float(told) if told else stop(f"the program in {self._checkout} cannot follow {exercises}")

    def end(self) -> None:
        """Let the process end."""
        self._to.close()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def main() -> int:
    """Measure; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument("other", type=Path, metavar="CHECKOUT", help="what this checkout is compared with")
    parser.add_argument(
        "recordings", nargs="*", type=Path, metavar="RECORDING", help="default: the golden ones"
    )
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="turns of each side (9)")
    options = parser.parse_args()
    recordings = options.recordings or sorted(GOLDEN.glob("*.bcr"))
    report = Report("feed", options.json)
    with ExitStack() as stack:
        here = Path(__file__).resolve().parents[1]
        other, ours = (Side(stack, checkout, recordings) for checkout in (options.other, here))
        rows = [_compare(name, other, ours, options.rounds) for name in (*BUILTIN, ALL)]
        other.end()
        ours.end()
    columns = ["tracker", "other us", "this us", "times faster", "least", "most"]
    report.table(f"feed, processor time of a frame, {options.rounds} turns of each", columns, rows)
    faster = statistics.geometric_mean(row[3] for row in rows[:-1])
    report.check("feed, times faster, mean of the seven", faster, f">= {WANTED}", faster >= WANTED)
    least = min(row[3] for row in rows)
    report.check("feed, times faster, the least of all", least, ">= 1", least >= 1)
    return report.close()


def _compare(
    name: str, other: Side, ours: Side, rounds: int
) -> tuple[str, float, float, float, float, float]:
    asked = " ".join(BUILTIN) if name == ALL else name
    pairs = [(other.feed_us(asked), ours.feed_us(asked)) for _ in range(rounds + 1)][1:]
    before_us, now_us = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratios = [before / now for before, now in pairs]
    return name, before_us, now_us, statistics.median(ratios), min(ratios), max(ratios)


if __name__ == "__main__":
    sys.exit(main())
