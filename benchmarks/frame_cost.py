"""What does a pose cost that another program sends, and where does it go? Processor time by part, of one frame.

    python benchmarks/frame_cost.py --json docs/results/frame_cost.json

The parts are those of `backcoach.web.live.stream`: reading the message, understanding the pose, the message to the
page, and its JSON. What passes through the socket itself is left: the whole, which `live.py` measures, less these.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from inputs import load_builtin
from reporting import Report, make_parser
from serving import SAMPLE

from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.session import Session
from backcoach.pose.recording import load_recording
from backcoach.web.live.encoding import Encoder, Json
from backcoach.web.live.frames import SentPose, pack_pose, parse_frame
from backcoach.web.live.runner import Runner

Result = TypeVar("Result")
TICK_S = 0.1
WANTED_US = 375.0


class Costs:
    """Processor time by part."""

    def __init__(self) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)

    def of(self, part: str, work: Callable[..., Result], *told: Any) -> Result:
        """Do it, and note what it took."""
        begun_s = time.process_time()
        try:
            return work(*told)
        finally:
            self.spent_s[part] += time.process_time() - begun_s

    def within(self, part: str, work: Callable[..., Result]) -> Callable[..., Result]:
        """Return the same work, which notes what it takes."""
        return lambda *told: self.of(part, work, *told)


def main() -> int:
    """Measure; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument("--frames", type=int, default=6000)
    options = parser.parse_args()
    report = Report("frame cost", options.json)
    measure(report, options.frames)
    return report.close()


def measure(report: Report, count: int) -> None:
    """Send a recording again and again, and tell where the time went."""
    poses = list(load_recording(SAMPLE))
    costs, sent = Costs(), 0
    session = Session([PlannedSet(load_builtin("cat_camel"), repetitions=1000)])
    encoder = Encoder("en")
    encoder.encode = costs.within("message", encoder.encode)  # type: ignore[method-assign]
    encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
    session.see = costs.within("understanding", session.see)  # type: ignore[method-assign]
    session.tick = costs.within("understanding", session.tick)  # type: ignore[method-assign]

    def send(told: Json) -> None:
        costs.of("JSON", encode, told)

    runner = Runner(session, encoder, send, None)
    ticked_s = -TICK_S
    for seq in range(count):
        time_s = seq / 30
        packed = pack_pose(seq, time_s, poses[seq % len(poses)])
        sent_s = time.process_time()
        told = costs.of("reading", parse_frame, packed)
        assert isinstance(told, SentPose)
        if time_s - ticked_s >= TICK_S:
            ticked_s = time_s
            runner.tick(time_s)
        frame = told.at(time_s)
        runner.see(frame, None, seq)
        runner.tell(runner.pose(seq, frame, points=False))
        costs.spent_s["whole"] += time.process_time() - sent_s
        sent += 1
    whole = costs.spent_s.pop("whole")
    costs.spent_s["between"] = whole - sum(costs.spent_s.values())
    rows = [[part, 1e6 * spent / sent, spent / whole] for part, spent in costs.spent_s.items()]
    rows.append(["all of it", 1e6 * whole / sent, 1.0])
    report.table(f"Processor time of a frame, {sent} frames", ["part", "us", "share"], rows)
    each_us = 1e6 * whole / sent
    report.check("a frame without its socket (us)", each_us, f"<= {WANTED_US:.0f}", each_us <= WANTED_US)


if __name__ == "__main__":
    sys.exit(main())
