"""What waits to be sent to a page: in order, but of several screens, and of several pictures, only the newest."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket

from backcoach.texts import message
from backcoach.web.live.refusal import TOO_SLOW, RefusalError

Json = dict[str, Any]
MAX_WAITING = 500
KEPT_S = 0.5
"""So long a number waits for being on the disk; a journal that takes longer is told in words of its own."""

_LOOK_S = 0.002
_SHOWN = frozenset({"screen", "say"})
"""Messages that tell what was done."""

as_text = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def enqueue(waiting: deque[Json], told: Json) -> None:
    """Add a message. A screen takes the place of one that still waits at the end."""
    if told["type"] == "screen" and waiting and waiting[-1]["type"] == "screen":
        waiting.pop()
    waiting.append(told)


class Outbox:
    """Takes messages at once, and sends them as fast as the page reads.

    Attributes
    ----------
    is_behind : callable
        Whether what was done is still to be written down: what tells of it waits for that.
    also : callable
        Gets each message when it is sent: whoever shows the same numbers shows them no sooner than the page.
    """

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self.is_behind: Callable[[], bool] = _never
        self.also: Callable[[Json], None] = _nobody
        self._waiting: deque[Json] = deque()
        self._picture: bytes | None = None
        self._filled = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    def put(self, told: Json) -> None:
        """Add a message. A screen takes the place of one that still waits at the end.

        Raises
        ------
        RefusalError
            If the page does not read for so long that too much waits.
        """
        if len(self._waiting) >= MAX_WAITING:
            raise RefusalError(TOO_SLOW, message("The page does not read what it is sent."))
        enqueue(self._waiting, told)
        self._filled.set()
        self._empty.clear()

    def show(self, picture: bytes) -> None:
        """Send a picture before the messages that wait; one that still waits is given up for it."""
        self._picture = picture
        self._filled.set()
        self._empty.clear()

    async def send_all(self) -> None:
        """Send until cancelled."""
        while True:
            await self._filled.wait()
            await self.send_waiting()

    async def send_waiting(self) -> None:
        """Send what waits now."""
        while self._waiting or self._picture is not None:
            if self._picture is not None:
                picture, self._picture = self._picture, None
                await self._socket.send_bytes(picture)
                continue
            if self.is_behind() and self._waiting[0]["type"] in _SHOWN:
                await self._kept()
            told = self._waiting.popleft()
            self.also(told)
            await self._socket.send_text(as_text(told))
        self._filled.clear()
        self._empty.set()

    async def _kept(self) -> None:
        """Wait until what was done is on the disk: whoever has seen a number finds it after a power failure."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + KEPT_S
        while self.is_behind() and loop.time() < until_s:
            await asyncio.sleep(_LOOK_S)

    async def sent(self) -> None:
        """Wait until nothing waits any more."""
        await self._empty.wait()


def _never() -> bool:
    return False


def _nobody(_: Json) -> None:
    pass
