"""Is `feed` as fast as it was? This checkout against another one, in turns, so that both have the same machine.

    python benchmarks/feed.py OTHER --json docs/results/feed.json

OTHER is another checkout of Backcoach, such as one made by `git worktree add`; it needs no environment of its own. Each
turn starts both, which track the recordings of the tests as each of the seven exercises. What is compared is processor
time, and of each only the quickest turn counts: whatever else runs on the machine makes a turn slower, never quicker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from inputs import stop
from reporting import Report, make_parser

ROOT = Path(__file__).parents[1]
RECORDINGS = sorted((ROOT / "tests" / "data" / "golden").glob("*_side.bcr"))
FASTER = 1.3
WORK = """
import json, sys, time
from inputs import load_seven
from backcoach.pose.recording import load_recording
from backcoach.tracking import Tracker
clips = [list(load_recording(file)) for file in sys.argv[1:]]
spent_us = {}
for name, exercise in load_seven().items():
    begun_s = time.process_time()
    for frames in clips:
        tracker = Tracker(exercise)
        for frame in frames:
            tracker.feed(frame)
    spent_us[name] = 1e6 * (time.process_time() - begun_s) / sum(map(len, clips))
print(json.dumps(spent_us))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument("other", type=Path, metavar="OTHER", help="the folder of another checkout")
    parser.add_argument("--turns", type=int, default=8, metavar="N", help="of each (8)")
    options = parser.parse_args(arguments)
    if not (options.other / "src" / "backcoach").is_dir():
        stop(f"{options.other} is no checkout of Backcoach: it has no src/backcoach")
    report = Report("feed", options.json)
    turns = [(_turn(ROOT), _turn(options.other)) for _ in range(options.turns)]
    ours, others = (_quickest([turn[k] for turn in turns]) for k in (0, 1))
    rows = [[name, ours[name], others[name], others[name] / ours[name]] for name in ours]
    whole = sum(others.values()) / sum(ours.values())
    rows.append(["all", sum(ours.values()) / len(ours), sum(others.values()) / len(others), whole])
    columns = ["exercise", "this, us a frame", "other, us a frame", "times faster"]
    report.table(f"Processor time of feed, the quickest of {options.turns} turns", columns, rows)
    report.check("feed, times faster than before", round(whole, 2), f">= {FASTER}", whole >= FASTER)
    return report.close()


def _turn(checkout: Path) -> dict[str, float]:
    path = os.pathsep.join(str(checkout / folder) for folder in ("src", "benchmarks"))
    done = subprocess.run(
        [sys.executable, "-c", WORK, *map(str, RECORDINGS)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    spent_us: dict[str, float] = json.loads(done.stdout)
    return spent_us


def _quickest(turns: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: min(turn[name] for turn in turns) for name in turns[0]}


if __name__ == "__main__":
    raise SystemExit(main())
