"""What comes in over one connection: checked, in order, and not faster than any page sends."""

from __future__ import annotations

import time

from starlette.websockets import WebSocket, WebSocketDisconnect

from backcoach.texts import message
from backcoach.web.live.clock import RateLimit
from backcoach.web.live.frames import SentPose, SentSound, parse_frame
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.protocol import FromPage, parse
from backcoach.web.live.refusal import bad, too_fast

FRAMES_PER_S = 120.0
TEXTS_PER_S = 50.0

Received = FromPage | CameraPicture | SentPose | SentSound


class Reader:
    """Reads the messages of one connection, wherever they are understood."""

    def __init__(self) -> None:
        self._frames = RateLimit(FRAMES_PER_S, FRAMES_PER_S)
        self._texts = RateLimit(TEXTS_PER_S, TEXTS_PER_S)
        self._last: CameraPicture | SentPose | None = None

    def read(self, data: str | bytes) -> Received:
        """Return what a message says.

        Raises
        ------
        RefusalError
            If the message cannot be taken.
        """
        return self._text(data) if isinstance(data, str) else self._frame(data)

    def _text(self, text: str) -> FromPage:
        if not self._texts.allows(time.monotonic()):
            raise too_fast()
        return parse(text)

    def _frame(self, data: bytes) -> CameraPicture | SentPose | SentSound:
        if not self._frames.allows(time.monotonic()):
            raise too_fast()
        frame = parse_frame(data)
        if isinstance(frame, SentSound):
            return frame
        last, self._last = self._last, frame
        if last is not None and (frame.seq <= last.seq or frame.time_s <= last.time_s):
            raise bad(message("Frames are out of order."))
        return frame


class Incoming:
    """Reads messages until the connection is closed."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._reader = Reader()

    async def next(self) -> Received:
        """Return the next message.

        Raises
        ------
        WebSocketDisconnect
            If the connection was closed.
        RefusalError
            If the message cannot be taken.
        """
        return self._reader.read(await self.next_unread())

    async def next_unread(self) -> str | bytes:
        """Return the next message as it came.

        Raises
        ------
        WebSocketDisconnect
            If the connection was closed.
        """
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        text, data = received.get("text"), received.get("bytes")
        return text if text is not None else data or b""
