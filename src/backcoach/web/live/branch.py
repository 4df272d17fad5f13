"""A process that understands streams of poses: the server passes their messages on, and gets the answers back."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backcoach import offshoot
from backcoach.coaching.planned import PlannedSet
from backcoach.web.live.followed import Answer, FollowedStream
from backcoach.web.live.refusal import busy

START_S = 30.0
_LENGTH = struct.Struct("<I")
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Begin:
    """A stream begins."""

    sets: Sequence[PlannedSet]
    language: str


@dataclass(frozen=True, slots=True)
class End:
    """A stream has ended: forget it."""


Asked = Begin | End | str | bytes


class Branch:
    """One such process, started when it is first needed and ended with its last stream.

    Parameters
    ----------
    main : callable
        Main function of the process; gets the socket over which it is asked.
    """

    def __init__(self, main: Callable[[socket.socket], None] | None = None) -> None:
        self._main = main or serve_streams
        self._process: Any = None
        self._link: _Link | None = None
        self._starting = asyncio.Lock()

    async def ask(self, stream: int, asked: Asked) -> Answer:
        """Return what the process answers.

        Raises
        ------
        RefusalError
            If the process has ended, or does not start: another one serves whoever comes again.
        """
        link = await self._linked()
        try:
            return await link.ask(stream, asked)
        except ConnectionError:
            self.close()
            raise busy() from None

    def forget(self, stream: int) -> None:
        """Let the process forget a stream."""
        if self._link is not None:
            self._link.tell(stream, End())

    def behind_s(self, now_s: float) -> float:
        """Return for how long the oldest question has waited for its answer."""
        return 0.0 if self._link is None else self._link.behind_s(now_s)

    def close(self) -> None:
        """End the process; harmless when repeated."""
        link, process = self._link, self._process
        self._link = self._process = None
        if link is not None:
            link.close()
        if process is not None:
            offshoot.stop(process)
            process.close()

    async def _linked(self) -> _Link:
        async with self._starting:
            if self._link is None:
                self._link = await self._start()
            return self._link

    async def _start(self) -> _Link:
        ours, theirs = socket.socketpair()
        self._process = await asyncio.to_thread(offshoot.start, self._main, theirs, "streams")
        _, link = await asyncio.get_running_loop().create_connection(_Link, sock=ours)
        try:
            await asyncio.wait_for(link.ready, START_S)
        except (asyncio.TimeoutError, ConnectionError):
            self._link = link
            self.close()
            raise busy() from None
        return link


class _Link(asyncio.Protocol):
    """The server's end: questions go out at once, and each stream waits for one answer at a time."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self._now_s = loop.time
        self._waiting: dict[int, tuple[float, asyncio.Future[Answer]]] = {}
        self._buffer = bytearray()
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        for stream, answer in _messages(self._buffer):
            if answer is None:
                self.ready.set_result(None)
                continue
            _, future = self._waiting.pop(stream, (0.0, None))
            if future is not None and not future.done():
                future.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        lost = ConnectionError("the process has ended")
        waiting, self._waiting = self._waiting, {}
        futures: list[asyncio.Future[Any]] = [self.ready, *(future for _, future in waiting.values())]
        for future in futures:
            if not future.done():
                future.set_exception(lost)
                future.exception()  # looked at: nobody may be waiting for it any more

    async def ask(self, stream: int, asked: Asked) -> Answer:
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[stream] = self._now_s(), future
        self.tell(stream, asked)
        return await future

    def tell(self, stream: int, asked: Asked) -> None:
        if self._transport.is_closing():
            self.connection_lost(None)
        else:
            self._transport.write(_packed(stream, asked))

    def behind_s(self, now_s: float) -> float:
        return max((now_s - asked_s for asked_s, _ in self._waiting.values()), default=0.0)

    def close(self) -> None:
        self._transport.abort()


def serve_streams(asked: socket.socket) -> None:
    """Understand streams until the server's end is closed: the main function of the process."""
    streams: dict[int, FollowedStream] = {}
    buffer = bytearray()
    with contextlib.suppress(OSError), asked:
        asked.sendall(_packed(0, None))
        while data := asked.recv(_READ_BYTES):
            buffer += data
            # What came together is answered together: whoever is woken once for several has more time for all of them.
            answers = [(stream, _answer(streams, stream, told)) for stream, told in _messages(buffer)]
            asked.sendall(
                b"".join(_packed(stream, answer) for stream, answer in answers if answer is not None)
            )


def _answer(streams: dict[int, FollowedStream], stream: int, told: Asked) -> Answer | None:
    if isinstance(told, Begin):
        streams[stream] = FollowedStream(told.sets, told.language)
        return streams[stream].begin()
    if isinstance(told, End):
        streams.pop(stream, None)
        return None
    if stream not in streams:  # another process has ended, and this one took its place
        again = busy()
        return Answer(refused=(again.code, again.reason, again.ways))
    return streams[stream].take(told)


def _packed(stream: int, told: object) -> bytes:
    packed = pickle.dumps((stream, told), pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(packed)) + packed


def _messages(buffer: bytearray) -> Iterator[tuple[int, Any]]:
    """Take the whole messages out of a buffer. Both ends are this program: nobody else writes to the socket."""
    while len(buffer) >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(buffer)
        end = _LENGTH.size + length
        if len(buffer) < end:
            return
        message = pickle.loads(buffer[_LENGTH.size : end])
        del buffer[:end]
        yield message
