"""Whatever a live connection made is unmade, at whatever moment it ends: threads, sessions, the only place."""

import asyncio
import json
import threading
import time
from types import SimpleNamespace

import pytest
from starlette.datastructures import Headers
from starlette.websockets import WebSocketDisconnect, WebSocketState

from backcoach.web.home import Home
from backcoach.web.live.socket import live
from backcoach.web.live.tasks import made, until_first
from tests.coroutines import run as run_coroutine
from tests.web.live_client import ToldPose

PRACTICE = {"exercise": "glute_bridge", "reps": 1}
MAX_STOPS = 400
PATIENCE_S = 0.4
"""Nobody waits longer for what a page still wants to see."""


class Breaks:
    """A loop's tasks, each of whose stops is counted; at the chosen one something happens."""

    def __init__(self, at, do):
        self.at, self.do, self.stops = at, do, 0

    def __call__(self, loop, coroutine, **options):
        return asyncio.Task(self._driven(coroutine), loop=loop, **options)

    async def _driven(self, coroutine):
        return await _Counted(coroutine, self)

    def stopped(self):
        self.stops += 1
        if self.stops == self.at:
            asyncio.get_running_loop().call_soon(self.do)


class _Counted:
    """A coroutine that tells each time it waits."""

    def __init__(self, coroutine, breaks):
        self._coroutine, self._breaks = coroutine, breaks

    def __await__(self):
        send, value = self._coroutine.send, None
        while True:
            try:
                waits_for = send(value)
            except StopIteration as done:
                return done.value
            self._breaks.stopped()
            try:
                send, value = self._coroutine.send, (yield waits_for)
            except BaseException as error:
                send, value = self._coroutine.throw, error


class Socket:
    """A page that says hello and presses keys, until it is gone."""

    def __init__(self, home, says):
        self.app = SimpleNamespace(state=SimpleNamespace(home=home))
        self.headers, self.client_state = Headers({}), WebSocketState.CONNECTED
        self._says = list(says)
        self._gone = False
        self._said = asyncio.Event()

    async def accept(self):
        await asyncio.sleep(0)

    async def receive(self):
        await asyncio.sleep(0)
        while not self._says and not self._gone:
            self._said.clear()
            await self._said.wait()
        if self._gone:
            return {"type": "websocket.disconnect", "code": 1006}
        return {"type": "websocket.receive", "text": json.dumps(self._says.pop(0))}

    async def send_text(self, text):
        await asyncio.sleep(0)
        if self._gone:
            self.client_state = WebSocketState.DISCONNECTED
            raise WebSocketDisconnect(1006)
        told = json.loads(text)
        if told["type"] == "screen" and told["state"] == "work":
            self.leave()
        elif told["type"] == "screen":
            self._says.append({"type": "action", "action": "confirm"})
            self._said.set()

    async def close(self, code=1000, reason=""):
        await asyncio.sleep(0)

    def leave(self):
        self._gone = True
        self._said.set()


def hello(source, **more):
    return {"type": "hello", "protocol": 1, "source": source, **more}


def threads():
    return {t.name for t in threading.enumerate() if t.name in ("recorder", "making", "unmaking")}


def settled():
    """Wait for what the threads have still to do."""
    until_s = time.monotonic() + 10
    while (left := threads()) and time.monotonic() < until_s:
        time.sleep(0.002)
    return left


def ends(home, says, how, at, patience_s=PATIENCE_S):
    """Let a connection end at its nth stop; return whether it had come so far, and what went wrong."""
    wrong = []

    async def run():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: wrong.append(context))
        socket = Socket(home, says)
        loop.call_later(patience_s, socket.leave)
        breaks = Breaks(at, lambda: task.cancel() if how == "cancelled" else socket.leave())
        loop.set_task_factory(breaks)
        task = loop.create_task(live(socket))
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
        return breaks.stops >= at

    return run_coroutine(run()), wrong


@pytest.mark.parametrize("how", ["cancelled", "gone"])
@pytest.mark.parametrize(
    "says",
    [
        [hello("none", practice=PRACTICE)],
        [{"type": "takeover"}, hello("camera", practice=PRACTICE)],
        [hello("landmarks", practice=PRACTICE)],
    ],
    ids=["by voice", "camera", "poses"],
)
def test_a_connection_that_ends_at_any_moment_leaves_nothing(tmp_path, monkeypatch, how, says):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "own"))
    home = Home(tmp_path / "data", pose=ToldPose())
    journal, profile = home.journal, home.profile.id
    journal.questionnaires.save(profile, "screening", at=home.now(), answers={"yes": [], "agreed": False})
    ends(home, says, "gone", MAX_STOPS**2, patience_s=5.0)  # whatever is loaded once is loaded now
    assert settled() == set()
    at, more = 1, True
    while more and at < MAX_STOPS:
        more, wrong = ends(home, says, how, at)
        assert settled() == set(), f"stop {at}"
        assert wrong == [], f"stop {at}"
        assert not home.slot.taken, f"stop {at}"
        left = [s for s in journal.sessions.overviews(profile) if s.ended_at is None and not s.sets]
        assert left == [], f"stop {at}"
        at += 1 if at < 40 else 7
    assert at > 10
    home.close()


def test_what_a_thread_makes_for_somebody_who_has_left_is_unmade():
    go, unmade = threading.Event(), threading.Event()

    async def run():
        waiting = asyncio.ensure_future(made(lambda: go.wait(10), lambda _: unmade.set()))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        assert not unmade.is_set()
        go.set()

    run_coroutine(run())
    assert unmade.wait(10)


def test_all_have_ended_also_for_somebody_who_is_cancelled_twice():
    ended = []

    async def slow():
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended.append(True)

    async def run():
        both = asyncio.ensure_future(until_first(slow(), slow()))
        await asyncio.sleep(0.01)
        for _ in range(3):
            both.cancel()
            await asyncio.sleep(0.005)
        await asyncio.wait([both])
        assert both.cancelled()
        assert ended == [True, True]

    run_coroutine(run())


def test_a_page_that_is_loaded_again_before_anything_was_begun_begins_anew(connect, home):
    with connect() as page:
        page.hello("none", practice=PRACTICE, pain=1)
        first = page.wait_for("ready")["session"]
    with connect() as page:
        page.hello("none", practice=PRACTICE, resume=first)
        second = page.wait_for("ready")["session"]
    assert second != first
    settled()
    assert home.unfinished is None
    assert {one.outcome for one in home.journal.sessions.overviews(home.profile.id)} == {"broken_off"}
