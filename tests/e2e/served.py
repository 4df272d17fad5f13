"""The real server in a process of its own, which a test may kill."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path


class Served:
    """`backcoach serve` with a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, timeout_s: float = 300.0) -> None:
        """Start it, at the same port as before."""
        command = [sys.executable, "-m", "backcoach", "serve", "--no-browser", "--data-dir", str(self.folder)]
        command += ["--port", str(self.port or 8970)]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "BACKCOACH_HOME": str(self.folder), "PYTHONUNBUFFERED": "1"},
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        self._wait_until_up(timeout_s)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._said.append(line)
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])

    def _wait_until_up(self, timeout_s: float) -> None:
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if self.port and self._answers():
                return
            assert self._process is not None
            assert self._process.poll() is None, "".join(self._said)
            time.sleep(0.1)
        raise AssertionError("the server did not start: " + "".join(self._said))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/sessions", timeout=20) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End it at once, as a power failure does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
