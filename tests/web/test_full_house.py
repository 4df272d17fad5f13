"""A limit is told before it hurts: too many requests, too many streams, connections that stand still."""

import asyncio
import contextlib
import socket
import threading
import time

import pytest
import uvicorn
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient

from backcoach.web import patience
from backcoach.web.app import create_app
from backcoach.web.crowd import MAX_AT_ONCE, MAX_CHANGES
from backcoach.web.live import streams
from backcoach.web.live.refusal import BUSY, RefusalError
from backcoach.web.live.streams import TIMES, Streams
from backcoach.web.security import Allowed, Guard
from tests.coroutines import run as run_coroutine
from tests.web.live_client import HOST, ORIGIN, Page


def asked(method):
    headers = [(b"host", HOST.encode()), (b"origin", ORIGIN.encode())]
    return {"type": "http", "method": method, "path": "/api/pain", "query_string": b"", "headers": headers}


@pytest.mark.parametrize(("method", "most"), [("GET", MAX_AT_ONCE), ("POST", MAX_CHANGES)])
def test_one_more_than_there_is_room_for_is_told_so_at_once(method, most):
    async def run():
        go, begun, statuses = asyncio.Event(), [], []

        async def app(scope, receive, send):
            begun.append(scope)
            await go.wait()
            await PlainTextResponse("done")(scope, receive, send)

        async def send(message):
            if message["type"] == "http.response.start":
                statuses.append((message["status"], dict(message["headers"]).get(b"retry-after")))

        guard = Guard(app, Allowed.at(8765))
        there = [asyncio.ensure_future(guard(asked(method), None, send)) for _ in range(most)]
        await asyncio.sleep(0)
        await guard(asked(method), None, send)
        assert statuses == [(503, b"1")]
        if method == "POST":  # whoever only asks has room still
            there.append(asyncio.ensure_future(guard(asked("GET"), None, send)))
            await asyncio.sleep(0)
        assert len(begun) == len(there)
        go.set()
        await asyncio.gather(*there)
        await guard(asked(method), None, send)
        assert {status for status, _ in statuses[1:]} == {200}

    run_coroutine(run())


def test_a_place_is_free_again_when_a_request_has_failed(home):
    app = create_app(home, Allowed.at(8765))
    with TestClient(
        app, base_url=ORIGIN, headers={"origin": ORIGIN}, raise_server_exceptions=False
    ) as client:
        for _ in range(MAX_CHANGES + 1):
            assert client.post("/api/pain", content=b"{").status_code == 415


def test_of_too_many_streams_the_newest_is_sent_away(monkeypatch):
    async def run():
        person = []
        crowd = Streams(lambda: bool(person))
        async with crowd.place() as first, crowd.place() as second:
            late_s = (streams.LATE_S + streams.LATE_FOR_PERSON_S) / 2
            for _ in range(2 * TIMES):
                crowd.note(late_s)
            assert not second.leave.is_set()
            person.append("exercises")
            for _ in range(TIMES):
                crowd.note(late_s)
            assert second.leave.is_set()
            assert not first.leave.is_set()
            with pytest.raises(RefusalError) as refused:
                async with crowd.place():
                    pass
            assert refused.value.code == BUSY
            crowd.note(0.0)
            async with crowd.place():
                assert crowd.count == 3
        assert crowd.count == 0
        monkeypatch.setattr(streams, "MAX_STREAMS", 0)
        with pytest.raises(RefusalError):
            async with crowd.place():
                pass

    run_coroutine(run())


def test_a_stream_for_which_there_is_no_room_is_told_so(connect, home, monkeypatch):
    monkeypatch.setattr(home, "streams", Streams(lambda: False, cores=1))
    monkeypatch.setattr(streams, "MAX_STREAMS", 1)
    with connect() as first, connect() as second:
        first.hello().wait_for("ready")
        code, reason = second.hello().closed()
        assert code == BUSY
        assert "busy" in reason
    with connect() as third:
        Page.hello(third).wait_for("ready")


@contextlib.contextmanager
def served(app):
    """A real server at a port of this computer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=patience.PatientProtocol, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join(10)


async def answers(scope, receive, send):
    if scope["path"] == "/slow":
        await asyncio.sleep(1.0)
    if scope["path"] == "/large":
        await StreamingResponse(iter([b"x" * 65536] * 1000))(scope, receive, send)
        return
    while (await receive()).get("more_body"):
        pass
    await PlainTextResponse("done")(scope, receive, send)


STILL = [
    b"",
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
    b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
]


def test_a_connection_that_stands_still_is_ended_and_no_other(monkeypatch):
    monkeypatch.setattr(patience, "STILL_S", 0.2)
    with served(answers) as address:
        standing = [socket.create_connection(address, timeout=20) for _ in STILL]
        working = socket.create_connection(address, timeout=20)
        working.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        for one, words in zip(standing, STILL, strict=True):
            one.sendall(words)
        assert working.makefile("rb").read().endswith(b"done")
        for one in standing:
            read = 0
            with contextlib.suppress(ConnectionError):
                while some := one.recv(1 << 20):
                    read += len(some)
            assert read < 60_000_000  # not all of what nobody read
            one.close()
        working.close()
