"""A process of its own that answers one question at a time: started early, started again when it dies.

What is large, may crash, or keeps a processor busy is done there; the server goes on meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from backcoach import offshoot

READY = "ready"
"""What the process says when it can be asked."""

START_S = 60.0
MAX_STARTS = 3
"""So often in a row it is started without having answered anything, before it is given up."""

State = Literal["off", "warming", "ready", "failed"]


def serve(connection: Connection, begin: Callable[[], Callable[[Any], object]]) -> None:
    """Answer questions until the other end is closed: what the process does.

    Parameters
    ----------
    begin : callable
        Loads what takes a moment, and returns what answers a question.
    """
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        answer = begin()
        connection.send(READY)
        while True:
            connection.send(answer(connection.recv()))


class AsideLostError(RuntimeError):
    """The process died or does not answer; it is being started again."""


class Aside:
    """One process and what it is asked.

    Parameters
    ----------
    target : callable
        Main function of the process; gets the connection over which it is asked, and says `READY` first.
    name : str
        Of the process.
    """

    lost: type[AsideLostError] = AsideLostError
    """What is raised when there is no answer."""

    def __init__(self, target: Callable[[Connection], None], name: str) -> None:
        self._target = target
        self._name = name
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._ready: Future[bool] = Future()
        self._starts = 0
        self._closed = False
        self.state: State = "off"

    def start(self, after: Callable[[], object] | None = None) -> None:
        """Begin to start the process, once ``after`` has returned; returns at once. Harmless when repeated.

        What was given up before is tried again: what was in its way may be gone.
        """
        with self._lock:
            if self.state in ("warming", "ready") or self._closed:
                return
            self.state, self._ready, self._starts = "warming", Future(), 0
        if after is not None:
            self._thread.submit(after)
        self._thread.submit(self._launch)

    async def wait_ready(self) -> bool:
        """Wait until it can be asked; False if that cannot be."""
        if self.state == "off":
            self.start()
        while self.state == "warming":
            await asyncio.shield(asyncio.wrap_future(self._ready))
        return self.state == "ready"

    async def ask(self, request: object, patience_s: float) -> Any:
        """Return the answer to a question.

        Raises
        ------
        AsideLostError
            If the process died or does not answer in time.
        """
        if self.state != "ready":
            raise self.lost(f"the process {self._name} is not ready")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._exchange, request, patience_s)

    def close(self) -> None:
        """End the process; harmless when repeated."""
        with self._lock:
            self._closed = True
            self.state = "off"
        self._end_process()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _exchange(self, request: object, patience_s: float) -> object:
        connection = self._connection
        try:
            if connection is None:
                raise EOFError
            connection.send(request)
            if not connection.poll(patience_s):
                raise TimeoutError
            answer = connection.recv()
        except (EOFError, OSError) as error:
            self._restart()
            raise self.lost(f"the process {self._name} does not answer") from error
        self._starts = 0
        return answer

    def _restart(self) -> None:
        """Start the process again, in the background; whoever waits for `wait_ready` waits for that."""
        with self._lock:
            if self._closed:
                return
            self.state, self._ready = "warming", Future()
        self._end_process()
        self._thread.submit(self._launch)

    def _launch(self) -> None:
        """Start the process and wait until it can be asked."""
        self._starts += 1
        worked = False
        try:
            worked = self._starts <= MAX_STARTS and self._spawn()
        finally:
            if not worked:
                self._end_process()
            with self._lock:
                if not self._closed:
                    self.state = "ready" if worked else "failed"
            self._ready.set_result(worked)

    def _spawn(self) -> bool:
        ours, theirs = multiprocessing.Pipe()
        with self._lock:
            if self._closed:
                return False
            self._process, self._connection = offshoot.start(self._target, theirs, self._name), ours
        with contextlib.suppress(EOFError, OSError):
            return bool(ours.poll(START_S) and ours.recv() == READY)
        return False

    def _end_process(self) -> None:
        with self._lock:
            process, connection = self._process, self._connection
            self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            offshoot.stop(process)
