"""One live connection: a person in front of the camera, without one, or the simulated person."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from starlette.websockets import WebSocket

from backcoach.coaching.free.session import FreeSession
from backcoach.coaching.planned import Habits, Source
from backcoach.coaching.session import Session
from backcoach.demo import FreePerformer, Performer
from backcoach.texts import Message
from backcoach.web.home import Home
from backcoach.web.live.beginning import Beginning, Trouble, begin
from backcoach.web.live.clock import FrameClock
from backcoach.web.live.demo import Actor, SimulatedPerson
from backcoach.web.live.distant import DistantEye, camera_of
from backcoach.web.live.encoding import Encoder
from backcoach.web.live.frames import SentPose, SentSound
from backcoach.web.live.incoming import Incoming, Received
from backcoach.web.live.inputs import action_of
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.listening import Listening
from backcoach.web.live.looking import Looking
from backcoach.web.live.messages import EndMessage, Notice, Ready, ToPage, Warming
from backcoach.web.live.outbox import Outbox
from backcoach.web.live.protocol import CameraMessage, Hello, Latency, Speaking, Speed
from backcoach.web.live.refusal import blind, taken_over
from backcoach.web.live.runner import Runner
from backcoach.web.live.tasks import until_first

TICK_S = 0.1
FLUSH_S = 10.0


class Coaching:
    """Holds the server's only place for a live session, from the hello to the end."""

    def __init__(
        self, socket: WebSocket, incoming: Incoming, home: Home, hello: Hello, encoder: Encoder
    ) -> None:
        self._incoming = incoming
        self._home = home
        self._hello = hello
        self._encoder = encoder
        self._outbox = Outbox(socket)
        self._leaving = asyncio.Event()
        self._runner: Runner | None = None
        self._source: Looking | SimulatedPerson | None = None
        self._listening: Listening | None = None
        self._begun_s = 0.0
        self._clock = FrameClock()
        self._camera = camera_of(home, hello)
        if self._camera is not None:
            self._outbox.also = self._camera.hear

    async def run(self) -> None:
        """Serve until the session or the connection ends.

        Raises
        ------
        RefusalError
            If another tab has the place, or takes it; or what is asked for cannot be.
        """
        await self._home.slot.take(self, self._leave, takeover=self._hello.takeover)
        try:
            await until_first(self._make_room(), self._outbox.send_all(), self._read(), self._coach())
        finally:
            self._home.slot.release(self)

    async def _leave(self) -> None:
        self._leaving.set()

    async def _make_room(self) -> None:
        await self._leaving.wait()
        raise taken_over()

    async def _read(self) -> None:
        while True:
            received = await self._incoming.next()
            if self._runner is not None:
                self._take(self._runner, received)

    def _take(self, runner: Runner, received: Received) -> None:
        if isinstance(received, SentSound | Speaking):
            return self._hear(received)
        if isinstance(received, CameraPicture | SentPose | CameraMessage) and self._camera is not None:
            return  # the page has no camera now
        if isinstance(received, CameraPicture | SentPose):
            if isinstance(self._source, Looking):
                self._source.put(received, self._clock.session_s(received.time_s, self._now_s()))
        elif isinstance(received, CameraMessage):
            runner.camera(received.working, received.reason, self._now_s())
        elif isinstance(received, Speed):
            if isinstance(self._source, SimulatedPerson):
                self._source.set_speed(received.factor)
        elif isinstance(received, Latency):
            self._home.latency.add(received.ms)
        elif (action := action_of(received)) is not None:
            runner.act(action, self._now_s())

    def _hear(self, received: SentSound | Speaking) -> None:
        """Hand on what the microphone hears, and what the page says; without a wish for words nothing is heard."""
        if self._listening is None:
            return
        if isinstance(received, Speaking):
            self._listening.speaking(received.text)
        else:
            self._listening.put(received)

    def _now_s(self) -> float:
        """The session's time."""
        if isinstance(self._source, SimulatedPerson):
            return self._source.now_s
        return time.monotonic() - self._begun_s

    async def _coach(self) -> None:
        """Get ready, coach until the session is over, and make sure that all of it is kept."""
        sees = await self._warm()
        beginning = await begin(self._home, self._hello, self._trouble(asyncio.get_running_loop()))
        try:
            if beginning.limits is not None and self._hello.source == "camera" and not sees:
                raise blind()
            await self._work(beginning, sees)
            await beginning.finish(FLUSH_S)
        finally:
            self._put_down()
            await beginning.close()
        url = None if beginning.session_id is None else f"/done/{beginning.session_id}"
        self._tell(EndMessage(url))
        await self._outbox.sent()

    def _put_down(self) -> None:
        """The page may have gone: a hold that is counted but not yet left is kept as far as it was seen."""
        if self._runner is not None and not self._runner.finished:
            self._runner.act("pause", self._now_s())

    async def _warm(self) -> bool:
        """Wait for the pose model, where there is a camera; return whether pictures can be looked at."""
        if self._hello.source != "camera":
            return False
        worker = self._home.pose
        if worker.state != "ready":
            self._tell(Warming())
            worker.start()
        return await worker.wait_ready()

    async def _work(self, beginning: Beginning, sees: bool) -> None:
        source: Source = "camera" if self._hello.source == "landmarks" else self._hello.source
        habits = replace(
            beginning.habits,
            asks_afterwards=beginning.recorder is not None,
            checks_sound=self._hello.source == "camera" and self._home.checks_sound,
        )
        session = self._session(beginning, source, habits)
        runner = Runner(
            session,
            self._encoder,
            self._outbox.put,
            beginning.recorder,
            foretells=self._hello.source != "landmarks",
        )
        runner.heard = self._home.sound.keep
        if beginning.recorder is not None:
            self._outbox.is_behind = beginning.recorder.is_behind
        self._begun_s = time.monotonic() - beginning.elapsed_s
        self._tell(Ready(beginning.session_id, sees))
        if self._hello.source == "demo":
            person = SimulatedPerson(
                runner, self._performer(beginning), self._hello.speed, beginning.elapsed_s
            )
            self._source, self._runner = person, runner
            await until_first(person.perform(), self._listen(runner))
            return
        camera = self._camera
        spoiled = None if camera is None else camera.spoiled
        looking = Looking(self._home.pose, runner, self._now_s, debug=self._hello.debug, spoiled=spoiled)
        self._source, self._runner = looking, runner
        if self._hello.source == "camera" and not sees:
            runner.camera(False, "no pose model", self._now_s())
        if camera is None or not sees:
            await until_first(self._tick(runner), looking.look(), self._listen(runner))
            return
        eye = DistantEye(camera, looking, runner, self._outbox, self._now_s)
        await until_first(self._tick(runner), looking.look(), eye.look(), self._listen(runner))

    async def _listen(self, runner: Runner) -> None:
        """Understand the person's words, where that is wanted, until cancelled."""
        if not self._hello.words:
            await asyncio.Event().wait()
        person = self._home.profile.id
        self._listening = Listening(
            self._home.hearing,
            lambda: self._home.taught.of(person),
            self._encoder.language,
            runner.tell,
            lambda: runner.session.actions,
            lambda press: runner.act(press, self._now_s()),
        )
        await self._listening.listen()

    def _session(self, beginning: Beginning, source: Source, habits: Habits) -> Session | FreeSession:
        """Return the session that follows the plan, or one without a plan."""
        if beginning.limits is None:
            return Session(beginning.sets, source, habits, beginning.done)
        exercises = [self._home.catalogue[name] for name in self._home.catalogue.ids]
        return FreeSession(exercises, source, habits, beginning.limits, beginning.position)

    def _performer(self, beginning: Beginning) -> Actor:
        if beginning.limits is None:
            return Performer(beginning.sets, seed=1, signals=len(beginning.sets) > 1)
        return FreePerformer(self._home.catalogue, seed=1)

    async def _tick(self, runner: Runner) -> None:
        while not runner.finished:
            runner.tick(self._now_s())
            await asyncio.sleep(TICK_S)

    def _tell(self, message: ToPage) -> None:
        self._outbox.put(self._encoder.encode(message))

    def _trouble(self, loop: asyncio.AbstractEventLoop) -> Trouble:
        """Return what tells the page, from the journal's thread, that something could not be written, and why."""

        def tell(why: Message | None) -> None:
            loop.call_soon_threadsafe(self._tell, Notice("not_saved" if why else "saved", why))

        return tell
