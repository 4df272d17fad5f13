"""Poses from another program over one connection: its messages in, the answers out, in order."""

from __future__ import annotations

import asyncio

from starlette.websockets import WebSocket

from backcoach.web.home import Home
from backcoach.web.live.asked import agenda_for
from backcoach.web.live.encoding import Encoder
from backcoach.web.live.followed import Answer
from backcoach.web.live.incoming import Incoming
from backcoach.web.live.protocol import Hello
from backcoach.web.live.refusal import RefusalError, busy
from backcoach.web.live.streams import Place
from backcoach.web.live.tasks import until_first


class PoseStream:
    """One connection of a program that sends poses."""

    def __init__(
        self, socket: WebSocket, incoming: Incoming, home: Home, hello: Hello, encoder: Encoder
    ) -> None:
        self._socket = socket
        self._incoming = incoming
        self._home = home
        self._hello = hello
        self._language = encoder.language

    async def run(self) -> None:
        """Serve until the session or the connection ends.

        Raises
        ------
        RefusalError
            If what is asked for does not exist, or there are too many streams to answer all of them in time.
        """
        async with self._home.streams.place() as place:
            await until_first(self._serve(place), self._make_room(place))

    async def _make_room(self, place: Place) -> None:
        await place.leave.wait()
        raise busy()

    async def _serve(self, place: Place) -> None:
        agenda = await asyncio.to_thread(agenda_for, self._home, self._hello)
        answer = await place.begin(agenda.sets, self._language)
        await self._send(answer)
        while not answer.over:
            answer = await place.take(await self._incoming.next_unread())
            await self._send(answer)

    async def _send(self, answer: Answer) -> None:
        if answer.refused is not None:
            raise RefusalError(*answer.refused)
        for text in answer.texts:
            await self._socket.send_text(text)
