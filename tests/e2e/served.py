"""The real server in a process of its own, which a test may kill."""

from __future__ import annotations

import json
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
from typing import Any

from backcoach.computer import running
from backcoach.computer.secret import cookie_of

RUNNING: list[Served] = []
CONTEXTS: list[Any] = []
"""Servers that run, and windows that are let into each of them."""


def ask(url: str, told: object = None) -> Any:
    """Ask one of the servers that run as a program of its owner does; with something told, it is posted."""
    (folder,) = (one.folder for one in RUNNING if url.startswith(f"{one.url}/"))
    there = running.find(folder)
    assert there is not None
    headers = {
        "Authorization": f"Bearer {there.secret}",
        "Content-Type": "application/json",
        "Origin": there.url,
    }
    request = urllib.request.Request(url, None if told is None else json.dumps(told).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
        return json.load(answer)


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

    @property
    def cookies(self) -> list[dict[str, str]]:
        """What a browser has that was let in."""
        there = running.find(self.folder)
        if there is None:
            return []
        name, value = cookie_of(there.secret, self.port)
        return [{"name": name, "value": value, "url": self.url, "sameSite": "Strict"}]

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
        RUNNING[:] = [*(one for one in RUNNING if one is not self), self]
        for context in CONTEXTS:
            self.let_in(context)

    def let_in(self, context: Any) -> None:
        """Give a window of a browser the cookie, as the address does that the server opens."""
        context.add_cookies(self.cookies)

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
        there = running.find(self.folder)
        headers = {"Authorization": f"Bearer {there.secret}"} if there else {}
        request = urllib.request.Request(f"{self.url}/api/sessions", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
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
        RUNNING[:] = [one for one in RUNNING if one is not self]
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
