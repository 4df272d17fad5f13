"""A camera of the network, or a device of this computer, as the eye of a session."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from backcoach.coaching.actions import Action
from backcoach.texts import Message
from backcoach.web.cameras.address import CameraAddress
from backcoach.web.cameras.reading import TROUBLE, read
from backcoach.web.cameras.troubles import trouble
from backcoach.web.live.frames import MAX_PICTURE_BYTES, parse_frame
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.refusal import RefusalError

SILENT_S = 15.0
"""So long without a picture, and without a word about why, and the camera's process is ended and started again."""

RESTART_S = 2.0
"""A process that has ended is not started again sooner."""

_MAX_BYTES = MAX_PICTURE_BYTES + 64


class ServerCamera:
    """Reads one camera while somebody watches through it.

    Parameters
    ----------
    address : CameraAddress
    target : callable
        Main function of the process that reads it; gets the connection on which it tells, and the address.
    silent_s : float
        See `SILENT_S`.

    Attributes
    ----------
    shown : str
        How the camera is named to people.
    """

    def __init__(
        self,
        address: CameraAddress,
        target: Callable[[Connection, CameraAddress], None] = read,
        silent_s: float = SILENT_S,
    ) -> None:
        self.shown = address.shown
        self._address = address
        self._target = target
        self._silent_s = silent_s
        self._lock = threading.Lock()
        self._closed = False
        self._process: Any = None
        self._connection: Connection | None = None
        self._seq = 0

    async def watch(
        self,
        take: Callable[[CameraPicture], None],
        changed: Callable[[Message | None], None],
        act: Callable[[Action], None] | None = None,
    ) -> None:
        """Hand out the newest picture again and again, until cancelled.

        Parameters
        ----------
        take : callable
            Gets each picture.
        changed : callable
            Is told why there is no picture, once for each reason; None when pictures come again.
        act : callable, optional
            Would get wishes; such a camera has none.
        """
        said: str | None = None
        thread = ThreadPoolExecutor(1, thread_name_prefix="camera")
        try:
            while True:
                told = await asyncio.get_running_loop().run_in_executor(thread, self._hear)
                word = None if isinstance(told, CameraPicture) else told
                if word != said:
                    said = word
                    changed(None if word is None else trouble(word, self.shown))
                if isinstance(told, CameraPicture):
                    take(told)
                elif self._process is None:
                    await asyncio.sleep(RESTART_S)
        finally:
            self._close()
            thread.shutdown(wait=True)
            self._end()

    def hear(self, told: dict[str, Any]) -> None:
        """Do nothing with what the page hears."""

    def spoiled(self) -> None:
        """Do nothing about a picture that could not be decoded: the next one comes."""

    def _hear(self) -> CameraPicture | str:
        """Return the newest picture, or the word for a trouble; waits for it."""
        try:
            connection = self._connection or self._start()
            if not connection.poll(self._silent_s):
                self._end()
                return "silent"
            told = connection.recv_bytes(_MAX_BYTES)
            while connection.poll():
                told = connection.recv_bytes(_MAX_BYTES)
        except (EOFError, OSError):
            self._end()
            return "dead"
        return self._read(told)

    def _read(self, told: bytes) -> CameraPicture | str:
        if told.startswith(TROUBLE):
            return told[len(TROUBLE) :].decode("ascii", "replace")
        try:
            frame = parse_frame(told)
        except RefusalError:
            return "rubbish"
        if not isinstance(frame, CameraPicture):
            return "rubbish"
        self._seq += 1
        return CameraPicture(self._seq, frame.time_s, frame.jpeg)

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=self._target, args=(theirs, self._address), name="camera", daemon=True
        )
        with self._lock:
            if self._closed:
                raise EOFError
            process.start()
            self._process, self._connection = process, ours
        theirs.close()
        return ours

    def _end(self) -> None:
        with self._lock:
            process, connection = self._process, self._connection
            self._process = self._connection = None
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
            process.join(timeout=5)
        if connection is not None:
            connection.close()

    def _close(self) -> None:
        """End the process, on whose connection the thread may wait: then it waits no more."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            process.kill()


async def look_once(camera: ServerCamera, patience_s: float) -> CameraPicture | Message:
    """Return a picture of the camera, or why there is none: the first thing that it tells.

    Parameters
    ----------
    patience_s : float
        After so long it counts as silent.
    """
    answer: asyncio.Future[CameraPicture | Message] = asyncio.get_running_loop().create_future()

    def tell(told: CameraPicture | Message | None) -> None:
        if told is not None and not answer.done():
            answer.set_result(told)

    watching = asyncio.ensure_future(camera.watch(tell, tell))
    try:
        return await asyncio.wait_for(answer, patience_s)
    except asyncio.TimeoutError:
        return trouble("silent", camera.shown)
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
