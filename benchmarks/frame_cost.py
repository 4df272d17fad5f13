"""What does a pose cost that another program sends, and where does it go? Processor time by part, of one frame.

    python benchmarks/frame_cost.py --json docs/results/frame_cost.json

The parts are those of `backcoach.web.live.stream`: reading the message, understanding the pose, the message to the
page, and its JSON. What passes through the socket itself is left: the whole, which `live.py` measures, less these.
Asking for the processor time takes time, too: the whole is measured in turns of its own that ask only twice, and
from each part is taken what asking for it cost.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from inputs import load_builtin
from reporting import Report, make_parser
from serving import SAMPLE

from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.session import Session
from backcoach.pose.recording import load_recording
from backcoach.web.live.encoding import Encoder
from backcoach.web.live.frames import SentPose, pack_pose, parse_frame
from backcoach.web.live.outbox import as_text
from backcoach.web.live.runner import Runner

Result = TypeVar("Result")
TICK_S = 0.1
TURNS = 4
WANTED_US = 375.0


class Costs:
    """Processor time by part.

    Parameters
    ----------
    asking_s : float
        What asking for the time itself adds to each part; it is taken off.
    by_part : bool
        Whether to measure at all; otherwise the work is done and nothing noted.
    """

    def __init__(self, asking_s: float = 0.0, *, by_part: bool = True) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)
        self._asking_s, self._by_part = asking_s, by_part

    def of(self, part: str, work: Callable[..., Result], *told: Any) -> Result:
        """Do it, and note what it took."""
        begun_s = time.process_time()
        try:
            return work(*told)
        finally:
            self.spent_s[part] += time.process_time() - begun_s - self._asking_s

    def within(self, part: str, work: Callable[..., Result]) -> Callable[..., Result]:
        """Return the same work, which notes what it takes."""
        return (lambda *told: self.of(part, work, *told)) if self._by_part else work


def asking_s(times: int = 20_000) -> float:
    """Return what is noted for work that does nothing."""
    costs = Costs()
    for _ in range(times):
        costs.of("nothing", int)
    return costs.spent_s["nothing"] / times


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
    packed = [pack_pose(0, 0.0, pose) for pose in load_recording(SAMPLE)]
    follow(Costs(by_part=False), packed, count // 4)  # what is only done once is done now
    costs, whole_s = Costs(asking_s()), 0.0
    for _ in range(TURNS):
        begun_s = time.process_time()
        follow(Costs(by_part=False), packed, count // TURNS)
        whole_s += time.process_time() - begun_s
        follow(costs, packed, count // TURNS)
    whole_us = 1e6 * whole_s / count
    spent_us = {part: 1e6 * spent_s / count for part, spent_s in costs.spent_s.items()}
    spent_us["between"] = whole_us - sum(spent_us.values())
    rows = [[part, us, us / whole_us] for part, us in spent_us.items()]
    rows.append(["all of it", whole_us, 1.0])
    report.table(f"Processor time of a frame, {count} frames", ["part", "us", "share"], rows)
    report.check("a frame without its socket (us)", whole_us, f"<= {WANTED_US:.0f}", whole_us <= WANTED_US)


def follow(costs: Costs, packed: Sequence[bytes], count: int) -> None:
    """Send a recording again and again, as `backcoach.web.live.followed` gets it."""
    session = Session([PlannedSet(load_builtin("cat_camel"), repetitions=1000)])
    encoder = Encoder("en")
    encoder.encode = costs.within("message", encoder.encode)  # type: ignore[method-assign]
    encoder.changes = costs.within("message", encoder.changes)  # type: ignore[method-assign]
    read = costs.within("reading", parse_frame)
    session.see = costs.within("understanding", session.see)  # type: ignore[method-assign]
    session.tick = costs.within("understanding", session.tick)  # type: ignore[method-assign]
    runner = Runner(session, encoder, costs.within("JSON", as_text), None)  # type: ignore[arg-type]
    ticked_s = -TICK_S
    for seq in range(count):
        time_s = seq / 30
        told = read(packed[seq % len(packed)])
        assert isinstance(told, SentPose)
        if time_s - ticked_s >= TICK_S:
            ticked_s = time_s
            runner.tick(time_s)
        frame = told.at(time_s)
        runner.see(frame, None, seq)
        runner.tell(runner.pose(seq, frame, points=False))


if __name__ == "__main__":
    sys.exit(main())
