"""Poses from another program: a session of its own for each connection, of which nothing is remembered.

Time is the sender's: a program may send as fast as it likes, and gets what a page would have shown at that moment.
"""

from __future__ import annotations

import asyncio

from starlette.websockets import WebSocket

from backcoach.coaching.session import Session
from backcoach.texts import message
from backcoach.web.home import Home
from backcoach.web.live.asked import agenda_for
from backcoach.web.live.encoding import Encoder
from backcoach.web.live.frames import SentPose
from backcoach.web.live.incoming import Incoming, Received
from backcoach.web.live.inputs import action_of
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.messages import EndMessage, Ready
from backcoach.web.live.outbox import Outbox
from backcoach.web.live.protocol import CameraMessage, Hello
from backcoach.web.live.refusal import bad, busy
from backcoach.web.live.runner import Runner
from backcoach.web.live.tasks import until_first

TICK_S = 0.1


class PoseStream:
    """One connection of a program that sends poses."""

    def __init__(
        self, socket: WebSocket, incoming: Incoming, home: Home, hello: Hello, encoder: Encoder
    ) -> None:
        self._incoming = incoming
        self._home = home
        self._hello = hello
        self._encoder = encoder
        self._outbox = Outbox(socket)
        self._begun_s: float | None = None
        self._now_s = 0.0
        self._ticked_s = -TICK_S

    async def run(self) -> None:
        """Serve until the session or the connection ends.

        Raises
        ------
        RefusalError
            If what is asked for does not exist, or there are too many streams to answer all of them in time.
        """
        async with self._home.streams.place() as leave:
            await until_first(self._serve(), self._make_room(leave))

    async def _make_room(self, leave: asyncio.Event) -> None:
        await leave.wait()
        raise busy()

    async def _serve(self) -> None:
        agenda = await asyncio.to_thread(agenda_for, self._home, self._hello)
        self._runner = Runner(Session(agenda.sets), self._encoder, self._outbox.put, None)
        self._runner.tell(Ready(session=None, pose=False))
        await self._outbox.send_waiting()
        while not self._runner.finished:
            self._take(await self._incoming.next())
            await self._outbox.send_waiting()
        self._runner.tell(EndMessage(summary_url=None))
        await self._outbox.send_waiting()

    def _take(self, told: Received) -> None:
        if isinstance(told, SentPose):
            self._see(told)
        elif isinstance(told, CameraPicture):
            raise bad(message("This connection takes poses, not pictures."))
        elif isinstance(told, CameraMessage):
            self._runner.camera(told.working, told.reason, self._now_s)
        elif (action := action_of(told)) is not None:
            self._runner.act(action, self._now_s)

    def _see(self, sent: SentPose) -> None:
        if self._begun_s is None:
            self._begun_s = sent.time_s
        self._now_s = sent.time_s - self._begun_s
        frame = sent.at(self._now_s)
        if self._now_s - self._ticked_s >= TICK_S:
            self._ticked_s = self._now_s
            self._runner.tick(self._now_s)
        self._runner.see(frame, None, sent.seq)
        self._runner.tell(self._runner.pose(sent.seq, frame, points=False))
