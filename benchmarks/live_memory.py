"""Does the live coach's memory grow? Hours of sessions in minutes, by a clock that runs eight times as fast.

    python benchmarks/live_memory.py --json docs/results/live_memory.json

The server is the real one, with its journal and its socket, and gets pictures as from a page. Only two things differ:
its clock, and the pose model, in whose place a process plays a recording; that model's own memory is what
``live.py --minutes 60`` shows.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from inputs import stop
from reporting import Report, make_parser
from serving import CLIP, PRACTICE, SAMPLE, Server, answer, connected, pictures_of, server
from websockets.exceptions import ConnectionClosedOK

FASTER = float(os.environ.get("BACKCOACH_FASTER", "8"))
"""How many times as fast the clock runs; a slow machine cannot do much more."""

RATE_HZ = 15.0
SAMPLED_EVERY_S = 60.0
WARM_S = 1200.0
MAX_MB_IN_AN_HOUR = 3.0
"""Sets come and go, so that the memory swings by some 5 MB; what an hour adds may not stand out of that."""


def main() -> int:
    """Run it; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument(
        "--hours", type=float, default=3.0, help="how long people are coached, by their clock"
    )
    parser.add_argument("--clip", type=Path, default=CLIP, help="of which a picture is sent")
    options = parser.parse_args()
    if not options.clip.is_file():
        stop(f"{options.clip} is not there: name a video with --clip")
    if options.hours < 1:
        stop("an hour at least: the first minutes say nothing about growth")
    report = Report("live memory", options.json)
    measure(report, options.clip, 3600 * options.hours)
    return report.close()


def measure(report: Report, clip: Path, for_s: float) -> None:
    """Coach one person after another, and tell how the server's memory grows once it is warm."""
    jpeg = pictures_of(clip)[0][1]
    with server([__file__, "--as-server"]) as running:
        watched = asyncio.run(_coached(running, jpeg, for_s))
    times_s, sizes_mb = np.array([row for row in watched if row[0] >= WARM_S]).T
    growth_mb = 3600 * float(np.polyfit(times_s, sizes_mb, 1)[0])
    step = max(1, len(watched) // 12)
    report.table(
        f"Memory of the server's process, {for_s / 3600:.1f} hours of sessions",
        ["minute", "MB"],
        [[round(time_s / 60), size_mb] for time_s, size_mb in watched[::step]],
    )
    report.table(
        "After twenty minutes", ["least MB", "most MB"], [[float(sizes_mb.min()), float(sizes_mb.max())]]
    )
    report.check(
        "growth in an hour (MB)", growth_mb, f"<= {MAX_MB_IN_AN_HOUR:.0f}", growth_mb <= MAX_MB_IN_AN_HOUR
    )


async def _coached(running: Server, jpeg: bytes, for_s: float) -> list[tuple[float, float]]:
    """Coach until the time is over, one set after another; return (session seconds, MB) once a minute."""
    watched: list[tuple[float, float]] = []
    begun_s = _now_s()
    while _now_s() - begun_s < for_s:
        with suppress(ConnectionClosedOK):
            await _one_set(running, jpeg, begun_s, for_s, watched)
    return watched


async def _one_set(
    running: Server, jpeg: bytes, begun_s: float, for_s: float, watched: list[tuple[float, float]]
) -> None:
    from backcoach.web.live.frames import pack_picture

    set_begun_s, seq = _now_s(), 0
    async with connected(running, {"source": "camera", "practice": PRACTICE}) as socket:
        while (passed_s := _now_s() - begun_s) < for_s:
            await asyncio.sleep((set_begun_s + seq / RATE_HZ - _now_s()) / FASTER)
            seq += 1
            await socket.send(pack_picture(seq, _now_s(), jpeg))
            await answer(socket)
            if passed_s >= SAMPLED_EVERY_S * (len(watched) + 1):
                watched.append((passed_s, round(running.own_memory_mb, 1)))


def _now_s() -> float:
    """The clock of the people who are coached."""
    return FASTER * time.monotonic()


def serve() -> None:
    """Be the server: with the fast clock, and a recording in the pose model's place."""
    from backcoach.cli import main as command
    from backcoach.pose.worker import PoseWorker
    from backcoach.web.live import coaching, incoming

    with (
        patch.object(coaching, "time", SimpleNamespace(monotonic=_now_s)),
        patch.object(coaching, "TICK_S", coaching.TICK_S / FASTER),
        patch.object(incoming, "FRAMES_PER_S", FASTER * incoming.FRAMES_PER_S),
        patch.object(PoseWorker.__init__, "__defaults__", (play_recording,)),
    ):
        command()


def play_recording(connection: Connection) -> None:
    """Answer as the pose model's process does, with what was seen in a recording at that time."""
    from dataclasses import replace

    from backcoach.aside import READY
    from backcoach.pose.looking import NewStream, PictureSeen
    from backcoach.pose.picture import Picture
    from backcoach.pose.recording import load_recording

    poses = list(load_recording(SAMPLE))
    connection.send(READY)
    with suppress(EOFError):
        while True:
            request = connection.recv()
            if isinstance(request, NewStream):
                connection.send(READY)
                continue
            pose = poses[int(30 * request.time_s) % len(poses)]
            connection.send(PictureSeen(replace(pose, time_s=request.time_s), Picture(0.5, 0.2), 0.001, 0.01))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as-server"]:
        del sys.argv[1]
        serve()
    else:
        sys.exit(main())
