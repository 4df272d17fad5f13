"""A server of the live coach in a process of its own, and what a page says to it: shared by the live benchmarks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import websockets

ROOT = Path(__file__).resolve().parents[1]
CLIP = ROOT.parent / "shared" / "data" / "clips" / "cat_camel_side.mp4"
SAMPLE = ROOT / "src" / "backcoach" / "samples" / "cat_camel.bcr"
PRACTICE = {"exercise": "cat_camel", "reps": 50}
PATIENCE_S = 60.0


@dataclass
class Server:
    """A server in a process of its own."""

    url: str
    secret: str
    process: subprocess.Popen[str]
    started_s: float

    @property
    def memory_mb(self) -> float:
        """Resident memory of the server and the pose model's process together."""
        return sum(map(_resident_mb, [self.process.pid, *_children(self.process.pid)]))

    @property
    def own_memory_mb(self) -> float:
        """Resident memory of the server's own process."""
        return _resident_mb(self.process.pid)

    @property
    def cpu_s(self) -> float:
        """Processor time that the server's own process has used."""
        return _used_s(self.process.pid)

    @property
    def all_cpu_s(self) -> float:
        """Processor time that the server and the processes that it has started have used."""
        return sum(map(_used_s, [self.process.pid, *_children(self.process.pid)]))


@contextmanager
def server(
    program: Sequence[str] = ("-m", "backcoach"), *, cores: set[int] | None = None
) -> Iterator[Server]:
    """Start a server with an empty data folder, by Python with these arguments; stop it at the end.

    ``cores``: the only ones that it may use.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = ["serve", "--no-browser", "--data-dir", folder, "--port", "8900"]
        command = [sys.executable, *program, *options]
        begun_s = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if cores is not None:
            os.sched_setaffinity(process.pid, cores)
        try:
            assert process.stdout is not None
            said = next(
                word for line in process.stdout for word in line.split() if word.startswith("http://")
            )
            url = said.partition("/?")[0]
            secret = json.loads((Path(folder) / "server.json").read_text())["secret"]
            _wait_for(url, secret)
            started_s = time.perf_counter() - begun_s
            _wait_for(url, secret, warm=True)
            yield Server(url, secret, process, started_s)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(url: str, secret: str, *, warm: bool = False) -> None:
    """Wait until requests are answered; or else until the pose model is warm and the journal open, too."""
    for _ in range(int(PATIENCE_S / 0.05)):
        try:
            with _asked(f"{url}/api/{'sessions' if warm else 'alive'}", secret):
                pass
            with _asked(f"{url}/api/live", secret) as reply:
                if not warm or json.load(reply)["pose"] != "warming":
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError(url)


def _asked(url: str, secret: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {secret}"})
    return urllib.request.urlopen(request, timeout=PATIENCE_S)


def _children(pid: int) -> list[int]:
    """Return the processes that any thread of a process has started."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found += [int(child) for child in listed.read_text().split()]
    return found


def _used_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


@asynccontextmanager
async def connected(running: Server, hello: dict[str, Any]) -> AsyncIterator[Any]:
    """Open the server's socket, say hello, and wait until it is ready."""
    uri = running.url.replace("http://", "ws://") + "/live"
    let_in = {"Authorization": f"Bearer {running.secret}"}
    connecting = websockets.connect(
        uri,
        origin=running.url,  # type: ignore[arg-type]
        additional_headers=let_in,
        max_size=None,
        compression=None,
    )
    async with connecting as socket:
        await socket.send(json.dumps({"type": "hello", "protocol": 1, **hello}))
        while json.loads(await socket.recv())["type"] != "ready":
            pass
        yield socket


async def answer(socket: Any) -> dict[str, Any]:
    """Wait for the answer to a frame."""
    while True:
        told: dict[str, Any] = json.loads(await socket.recv())
        if told["type"] == "pose":
            return told


def pictures_of(clip: Path) -> list[tuple[float, bytes]]:
    """Return a clip's pictures as JPEG, as a page sends them, each with its time in seconds."""
    import cv2

    from backcoach.pose.video import open_video

    quality = [cv2.IMWRITE_JPEG_QUALITY, 80]
    with open_video(clip) as video:
        return [
            (time_s, cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), quality)[1].tobytes())
            for time_s, rgb in video
        ]
