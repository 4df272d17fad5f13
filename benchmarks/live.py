"""How fast the live coach is: from a picture to the count, without the pose model, and with many streams at once.

    python benchmarks/live.py --json docs/results/live.json

The server runs in a process of its own and is spoken to as a page would, so what is measured includes the socket.
The load comes from this process and takes its part of the same machine. Memory is watched while one camera runs;
``--minutes 60`` watches for an hour.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from inputs import stop
from reporting import Report, make_parser
from serving import CLIP, PRACTICE, SAMPLE, Server, answer, connected, pictures_of, server
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK

from backcoach.computer.cores import usable_cores
from backcoach.pose.recording import load_recording
from backcoach.web.live.frames import pack_picture, pack_pose
from backcoach.web.live.refusal import BUSY

RATE_HZ = 30.0
MAX_STREAMS = 200
PLACES = 15
BOUND_MS = 100.0
"""Streams are kept up with while 95 % of the answers come within this: three frames."""


@dataclass
class Taken:
    """What was measured of one camera."""

    all_ms: list[float] = field(default_factory=list)
    steps: list[dict[str, float]] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    begun_s: float = field(default_factory=time.perf_counter)

    def table(self) -> dict[str, Any]:
        """Return the figures: milliseconds that half and 95 % of the answers stay below."""
        took_s = time.perf_counter() - self.begun_s
        own = [one["wait"] + one["session"] for one in self.steps]
        return {
            "frames": len(self.all_ms),
            "frames_per_s": round(len(self.all_ms) / took_s, 1),
            "capture_to_answer_ms": _parts(self.all_ms),
            "pose_and_decoding_ms": _parts([one["pose"] + one["decode"] for one in self.steps]),
            "everything_else_ms": _parts(
                [
                    all_ms - one["pose"] - one["decode"]
                    for all_ms, one in zip(self.all_ms, self.steps, strict=True)
                ]
            ),
            "session_ms": _parts(own),
        }


def _parts(values: list[float]) -> dict[str, float]:
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}


async def _camera(
    running: Server, pictures: list[tuple[float, bytes]], seconds: float, rate_hz: float
) -> Taken:
    """Send pictures for so long; when a set is done, another one is begun, as on other days."""
    taken = Taken(begun_s=time.perf_counter())
    while time.perf_counter() - taken.begun_s < seconds:
        with suppress(ConnectionClosedOK):
            await _one_set(running, pictures, taken, seconds, rate_hz)
    return taken


async def _one_set(
    running: Server, pictures: list[tuple[float, bytes]], taken: Taken, seconds: float, rate_hz: float
) -> None:
    """Send the newest picture when the last one is answered, at most at the camera's rate; again and again."""
    seq = 0
    async with connected(running, {"source": "camera", "practice": PRACTICE, "debug": True}) as socket:
        begun_s = time.perf_counter()
        while time.perf_counter() - taken.begun_s < seconds:
            due_s = begun_s + seq / rate_hz
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            now_s = time.perf_counter()
            seq = max(seq + 1, int((now_s - begun_s) * rate_hz))
            _, jpeg = pictures[seq % len(pictures)]
            await socket.send(pack_picture(seq, now_s, jpeg))
            told = await answer(socket)
            if "ms" in told:
                taken.all_ms.append(1000 * (time.perf_counter() - now_s))
                taken.steps.append(told["ms"])
            if len(taken.all_ms) % 450 == 0:
                taken.memory_mb.append(round(running.memory_mb, 1))


def latency(report: Report, clip: Path, minutes: float) -> None:
    """Measure one camera: latency, rate, memory."""
    pictures = pictures_of(clip)
    with server() as running:
        started_s = running.started_s
        taken = asyncio.run(_camera(running, pictures, 60 * minutes, RATE_HZ))
    table, took = taken.table(), 60 * minutes
    names = ("capture_to_answer_ms", "pose_and_decoding_ms", "everything_else_ms", "session_ms")
    report.table(
        f"One camera ({clip.name}, {took:.0f} s, {np.mean([len(j) for _, j in pictures]) / 1024:.0f} KB a picture)",
        ["milliseconds", "half below", "95 % below"],
        [
            [name.removesuffix("_ms").replace("_", " "), table[name]["p50"], table[name]["p95"]]
            for name in names
        ],
    )
    report.check("command to first answer (s)", started_s, "< 3", started_s < 3)
    all_ms, own_ms = table["capture_to_answer_ms"]["p95"], table["everything_else_ms"]["p95"]
    report.check("picture to answer, 95 % (ms)", all_ms, "<= 250", all_ms <= 250)
    report.check("our part without the pose model, 95 % (ms)", own_ms, "<= 4", own_ms <= 4)
    report.check("pictures a second", table["frames_per_s"], ">= 15", table["frames_per_s"] >= 15)
    if len(taken.memory_mb) >= 4:
        quarter = len(taken.memory_mb) // 4
        early, late = np.mean(taken.memory_mb[quarter : 2 * quarter]), np.mean(taken.memory_mb[-quarter:])
        grown = float(late / early - 1)
        report.check("memory, last quarter against the second", f"{100 * grown:+.1f}%", "< +2%", grown < 0.02)
        rows = [[450 * (i + 1), mb] for i, mb in enumerate(taken.memory_mb)]
        report.table("Memory of server and pose model", ["pictures", "MB"], rows[:: max(1, quarter // 3)])


def streams(report: Report, most: int, seconds: float) -> None:
    """Find how many streams are kept up with, by server and load on one core and by both on all of them."""
    packed = _packed(seconds)
    one, one_us = _reached(report, "one core", packed, most, {0})
    every, every_us = _reached(report, "all cores", packed, most, None)
    report.check("streams of poses at 30 a second", every, f">= {MAX_STREAMS}", every >= MAX_STREAMS)
    if (cores := usable_cores()) >= 2:
        grown = every / one if one else float("nan")
        report.check(f"times more streams on {cores} cores than on one", grown, ">= 1.7", grown >= 1.7)
        grown = cores * one_us / every_us
        report.check("times more by processor time alone", grown, ">= 1.7", grown >= 1.7)
    report.note(
        "The load comes from the server's own cores, on one as on all: what it takes is missing to the server. "
        "By processor time alone: cores times what a frame costs the server on one, by what it costs it on all."
    )


def _reached(
    report: Report, where: str, packed: list[list[bytes]], most: int, cores: set[int] | None
) -> tuple[int, float]:
    """Send more and more streams, until the answers come too late.

    Returns
    -------
    (int, float)
        How many were kept up with, and what a frame then cost the server's processes, in microseconds; NaN for none.
    """
    tried: list[dict[str, Any]] = []
    with _only_on(cores), server(cores=cores) as running:
        number = 5
        while number <= most and (not tried or tried[-1]["kept up"]):
            tried.append(asyncio.run(_streams(running, packed, number)))
            number = number + 5 if number < 40 else number + 10
    rows = [list(one.values()) for one in tried]
    if tried:
        report.table(f"Streams of poses at 30 a second, server and load on {where}", list(tried[0]), rows)
    kept_up = [(one["streams"], one["server (us a frame)"]) for one in tried if one["kept up"]]
    return max(kept_up, default=(0, float("nan")))


@contextmanager
def _only_on(cores: set[int] | None) -> Iterator[None]:
    """Let the load come from some cores only: those of the server, so that one core is compared with all alike."""
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or usable)
    try:
        yield
    finally:
        os.sched_setaffinity(0, usable)


def _packed(seconds: float) -> list[list[bytes]]:
    """Return the recording from several of its places on, as people do not move in step.

    Packed beforehand: the load must not be the limit.
    """
    poses = list(load_recording(SAMPLE))
    begins = [place * len(poses) // PLACES for place in range(PLACES)]
    seqs = range(int(seconds * RATE_HZ))
    return [[pack_pose(k, k / RATE_HZ, poses[(begin + k) % len(poses)]) for k in seqs] for begin in begins]


async def _streams(running: Server, packed: list[list[bytes]], number: int) -> dict[str, Any]:
    answers: list[float] = []
    seconds = len(packed[0]) / RATE_HZ
    cpu_s, front_s = running.all_cpu_s, running.cpu_s
    begun_s, own_s = time.perf_counter(), time.process_time()
    sent = ((packed[i % PLACES], i / number / RATE_HZ) for i in range(number))
    served = await asyncio.gather(*(_stream(running, frames, late_s, answers) for frames, late_s in sent))
    took_s = time.perf_counter() - begun_s
    used_s, used_in_front_s = running.all_cpu_s - cpu_s, running.cpu_s - front_s
    parts = _parts(answers)
    rate_hz, sent_away = len(answers) / number / seconds, served.count(False)
    return {
        "streams": number,
        "sent away": sent_away,
        "answer, half below (ms)": parts["p50"],
        "answer, 95 % below (ms)": parts["p95"],
        "answers a second each": round(rate_hz, 1),
        "server (cores)": round(used_s / took_s, 2),
        "server (us a frame)": round(1e6 * used_s / len(answers)),
        "of it beside the pages": round(1e6 * used_in_front_s / len(answers)),
        "load (cores)": round((time.process_time() - own_s) / took_s, 2),
        "kept up": not sent_away and parts["p95"] <= BOUND_MS and rate_hz > 0.95 * RATE_HZ,
    }


async def _stream(running: Server, packed: list[bytes], offset_s: float, answers: list[float]) -> bool:
    """Send poses at the rate, whether or not answers come; note how long each took. False: the server was busy."""
    try:
        await _sent(running, packed, offset_s, answers)
    except ConnectionClosedError as closed:
        if closed.rcvd is None or closed.rcvd.code != BUSY:
            raise
        return False
    return True


async def _sent(running: Server, packed: list[bytes], offset_s: float, answers: list[float]) -> None:
    async with connected(running, {"source": "landmarks", "practice": PRACTICE}) as socket:
        sent: dict[int, float] = {}
        reading = asyncio.ensure_future(_read(socket, sent, answers))
        begun_s = time.perf_counter() + offset_s
        for seq, frame in enumerate(packed):
            await asyncio.sleep(max(0.0, begun_s + seq / RATE_HZ - time.perf_counter()))
            sent[seq] = begun_s + seq / RATE_HZ
            await socket.send(frame)
        for _ in range(100):
            if not sent:
                break
            await asyncio.sleep(0.05)
        reading.cancel()


async def _read(socket: Any, sent: dict[int, float], answers: list[float]) -> None:
    """Note the answers; a screen is not even parsed, as it would load this process and not the server."""
    with suppress(ConnectionClosedError):  # sending tells it, too
        async for text in socket:
            if text.startswith('{"type":"pose"'):
                seq = int(text[len('{"type":"pose","seq":') :].partition(",")[0])
                answers.append(1000 * (time.perf_counter() - sent.pop(seq)))


def main() -> int:
    """Run everything; return the exit status."""
    parser = make_parser(__doc__)
    parser.add_argument("--clip", type=Path, default=CLIP, help="whose pictures are sent")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long one camera runs")
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each number of streams runs")
    parser.add_argument("--most", type=int, default=MAX_STREAMS, help="most streams that are tried")
    options = parser.parse_args()
    if not options.clip.is_file():
        stop(f"{options.clip} is not there: name a video with --clip")
    report = Report("live", options.json)
    latency(report, options.clip, options.minutes)
    streams(report, options.most, options.seconds)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
