"""How fast the live coach is: from a picture to the count, without the pose model, and with many streams at once.

    python benchmarks/live.py latency [--clip FILE] [--seconds N]   one camera, one picture in flight
    python benchmarks/live.py streams [--most N]                    poses from many programs at 30 a second
    python benchmarks/live.py memory [--minutes N]                  one camera for a long time

The server runs in a process of its own and is spoken to as a page would, so what is measured includes the socket.
The load comes from this process and takes its part of the same machine. Each writes its part of docs/results/live.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import websockets

from backcoach.pose.recording import load_recording
from backcoach.web.live.frames import pack_picture, pack_pose

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "results" / "live.json"
CLIP = ROOT.parent / "shared" / "data" / "clips" / "cat_camel_side.mp4"
SAMPLE = ROOT / "src" / "backcoach" / "samples" / "cat_camel.bcr"
PRACTICE = {"exercise": "cat_camel", "reps": 50}
PATIENCE_S = 60.0
RATE_HZ = 30.0
BOUND_MS = 100.0
"""Streams are kept up with while 95 % of the answers come within this: three frames."""


@dataclass
class Server:
    """A server in a process of its own."""

    url: str
    process: subprocess.Popen[str]

    @property
    def memory_mb(self) -> float:
        """Resident memory of the server and the pose model's process together."""
        return sum(map(_resident_mb, [self.process.pid, *_children(self.process.pid)]))

    @property
    def cpu_s(self) -> float:
        """Processor time that the server's own process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with an empty data folder; stop it at the end."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "backcoach",
            "serve",
            "--no-browser",
            "--data-dir",
            folder,
            "--port",
            "8900",
        ]
        begun_s = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            url = next(word for line in process.stdout for word in line.split() if word.startswith("http://"))
            _wait_for(url)
            print(f"server answers after {time.perf_counter() - begun_s:.2f} s")
            yield Server(url, process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(url: str) -> None:
    """Wait until the pages are served, and the pose model is warm."""
    for _ in range(int(PATIENCE_S / 0.05)):
        try:
            with urllib.request.urlopen(f"{url}/api/live", timeout=PATIENCE_S) as reply:
                json.load(reply)
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(url)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


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
    """Send the newest picture when the last one is answered, at most at the camera's rate; again and again."""
    taken, seq = Taken(), 0
    async with _connected(running, {"source": "camera", "practice": PRACTICE, "debug": True}) as socket:
        taken.begun_s = begun_s = time.perf_counter()
        while time.perf_counter() - begun_s < seconds:
            due_s = begun_s + seq / rate_hz
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            now_s = time.perf_counter()
            seq = max(seq + 1, int((now_s - begun_s) * rate_hz))
            _, jpeg = pictures[seq % len(pictures)]
            await socket.send(pack_picture(seq, now_s, jpeg))
            answer = await _answer(socket)
            if "ms" in answer:
                taken.all_ms.append(1000 * (time.perf_counter() - now_s))
                taken.steps.append(answer["ms"])
            if len(taken.all_ms) % 450 == 0:
                taken.memory_mb.append(round(running.memory_mb, 1))
    return taken


class _Connected:
    def __init__(self, running: Server, hello: dict[str, Any]) -> None:
        self._hello = {"type": "hello", "protocol": 1, **hello}
        uri = running.url.replace("http://", "ws://") + "/live"
        self._connecting = websockets.connect(uri, origin=running.url, max_size=None, compression=None)  # type: ignore[arg-type]

    async def __aenter__(self) -> Any:
        self._socket = await self._connecting
        await self._socket.send(json.dumps(self._hello))
        while json.loads(await self._socket.recv())["type"] != "ready":
            pass
        return self._socket

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()


def _connected(running: Server, hello: dict[str, Any]) -> _Connected:
    return _Connected(running, hello)


async def _answer(socket: Any) -> dict[str, Any]:
    while True:
        told: dict[str, Any] = json.loads(await socket.recv())
        if told["type"] == "pose":
            return told


def _pictures(clip: Path) -> list[tuple[float, bytes]]:
    import cv2

    from backcoach.pose.video import open_video

    quality = [cv2.IMWRITE_JPEG_QUALITY, 80]
    with open_video(clip) as video:
        return [
            (time_s, cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), quality)[1].tobytes())
            for time_s, rgb in video
        ]


def latency(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure one camera."""
    pictures = _pictures(arguments.clip)
    with server() as running:
        taken = asyncio.run(_camera(running, pictures, arguments.seconds, RATE_HZ))
    return {
        "clip": arguments.clip.name,
        "jpeg_kb": round(np.mean([len(j) for _, j in pictures]) / 1024, 1),
        **taken.table(),
    }


def memory(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure one camera for long, and the memory every 450 frames."""
    pictures = _pictures(arguments.clip)
    with server() as running:
        taken = asyncio.run(_camera(running, pictures, 60 * arguments.minutes, 15.0))
    return {"minutes": arguments.minutes, "memory_mb": taken.memory_mb, **taken.table()}


def streams(arguments: argparse.Namespace) -> dict[str, Any]:
    """Find how many streams are kept up with: more and more, until the answers come too late."""
    frames = list(load_recording(SAMPLE))
    tried = []
    number = 5
    with server() as running:
        while number <= arguments.most:
            one = asyncio.run(_streams(running, frames, number, arguments.seconds))
            tried.append(one)
            print(json.dumps(one))
            if not one["kept_up"]:
                break
            number = number + 5 if number < 40 else number + 10
    reached = max((one["streams"] for one in tried if one["kept_up"]), default=0)
    return {"bound_ms": BOUND_MS, "rate_hz": RATE_HZ, "reached": reached, "tried": tried}


async def _streams(running: Server, frames: list[Any], number: int, seconds: float) -> dict[str, Any]:
    answers: list[float] = []
    cpu_s, begun_s = running.cpu_s, time.perf_counter()
    own_s = time.process_time()
    await asyncio.gather(
        *(_stream(running, frames, i / number / RATE_HZ, seconds, answers) for i in range(number))
    )
    took_s = time.perf_counter() - begun_s
    server_share = (running.cpu_s - cpu_s) / took_s
    table = _parts(answers)
    rate_hz = len(answers) / number / took_s
    return {
        "streams": number,
        "answers_ms": table,
        "frames_per_s_each": round(rate_hz, 1),
        "server_cores": round(server_share, 2),
        "server_us_per_frame": round(1e6 * server_share * took_s / len(answers)),
        "load_cores": round((time.process_time() - own_s) / took_s, 2),
        "kept_up": table["p95"] <= BOUND_MS and rate_hz > 0.9 * RATE_HZ,
    }


async def _stream(
    running: Server, frames: list[Any], offset_s: float, seconds: float, answers: list[float]
) -> None:
    """Send poses at the rate, whether or not answers come; note how long each answer took."""
    async with _connected(running, {"source": "landmarks", "practice": PRACTICE}) as socket:
        sent: dict[int, float] = {}
        reading = asyncio.ensure_future(_read(socket, sent, answers))
        begun_s = time.perf_counter() + offset_s
        for seq in range(int(seconds * RATE_HZ)):
            await asyncio.sleep(max(0.0, begun_s + seq / RATE_HZ - time.perf_counter()))
            sent[seq] = begun_s + seq / RATE_HZ
            await socket.send(pack_pose(seq, seq / RATE_HZ, frames[seq % len(frames)]))
        for _ in range(100):
            if not sent:
                break
            await asyncio.sleep(0.05)
        reading.cancel()


async def _read(socket: Any, sent: dict[int, float], answers: list[float]) -> None:
    """Note the answers; a screen is not even parsed, as it would load this process and not the server."""
    async for text in socket:
        if text.startswith('{"type":"pose"'):
            seq = int(text[len('{"type":"pose","seq":') :].partition(",")[0])
            answers.append(1000 * (time.perf_counter() - sent.pop(seq)))


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["latency", "streams", "memory"])
    parser.add_argument("--clip", type=Path, default=CLIP)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--most", type=int, default=200)
    arguments = parser.parse_args()
    measured = {"latency": latency, "streams": streams, "memory": memory}[arguments.what](arguments)
    measured["machine"] = {"cores": os.cpu_count(), "python": platform.python_version()}
    print(json.dumps(measured, indent=1))
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**kept, arguments.what: measured}, indent=1) + "\n")


if __name__ == "__main__":
    main()
