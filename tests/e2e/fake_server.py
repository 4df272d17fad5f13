"""A server that speaks the live protocol and does what a test says: the page can be tested without a coach."""

from __future__ import annotations

import asyncio
import json
import struct
import threading
import time
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from backcoach.exercises.catalogue import Catalogue
from backcoach.programme.preferences import Preferences
from backcoach.texts.catalogue import js_messages
from backcoach.web import figures
from backcoach.web.pages import session as session_pages
from backcoach.web.security import Allowed, Guard
from backcoach.web.static_files import VersionedFiles

HEADER = struct.Struct("<4sId")
PATIENCE_S = 60.0
"""What a busy machine may take; nothing waits longer than it must."""


class FakeCoach:
    """Serves the session page and a socket. What arrives is kept; what the test sends goes to the newest connection."""

    def __init__(self) -> None:
        self.preferences = Preferences()
        self.received: list[dict[str, Any]] = []
        self.frames: list[tuple[int, float, bytes]] = []
        self.posted: list[tuple[str, Any]] = []
        self.answer_frames = True
        self.refuse: tuple[int, str] | None = None
        self.ready: dict[str, Any] | None = {"type": "ready", "session": "s-1", "pose": True}
        self.pose: Callable[[int], dict[str, Any]] = lambda seq: {"type": "pose", "seq": seq, **NOBODY}
        self._sockets: list[WebSocket] = []
        self._server: uvicorn.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.port = 0
        self._guard = _LateHosts()

    # ---- what a test asks for

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, **message: Any) -> None:
        """Send a message to the page."""
        self._run(self._sockets[-1].send_text(json.dumps(message)))

    def drop(self, code: int = 1012) -> None:
        """Break the connection."""
        self._run(self._sockets[-1].close(code))

    def wait_for(self, kind: str, timeout_s: float = PATIENCE_S, **values: Any) -> dict[str, Any]:
        """Wait until the page has sent a message of that kind, with these values."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            for message in self.received:
                if message.get("type") == kind and values.items() <= message.items():
                    return message
            time.sleep(0.02)
        raise AssertionError(f"no {kind} with {values} came, only {self.received}")

    def wait_for_frames(self, count: int, timeout_s: float = PATIENCE_S) -> None:
        end = time.monotonic() + timeout_s
        while len(self.frames) < count and time.monotonic() < end:
            time.sleep(0.02)
        assert len(self.frames) >= count, f"{len(self.frames)} frames came"

    # ---- the server

    def start(self) -> None:
        started = threading.Event()
        threading.Thread(target=self._serve, args=(started,), daemon=True).start()
        assert started.wait(PATIENCE_S), "the fake server did not start"

    def stop(self) -> None:
        assert self._server is not None
        self._server.should_exit = True

    def _serve(self, started: threading.Event) -> None:
        asyncio.run(self._main(started))

    async def _main(self, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        config = uvicorn.Config(self._app(), port=0, log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        serving = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self._guard.hosts = frozenset({f"127.0.0.1:{self.port}"})
        started.set()
        await serving

    def _app(self) -> Starlette:
        app = Starlette(
            routes=[
                Mount("/static", VersionedFiles(), name="static"),
                WebSocketRoute("/live", self._live),
                Route("/texts/{language}.json", self._texts),
                *figures.routes,
                Route("/api/sessions/{session}/after", self._after, methods=["POST"]),
                Route(
                    "/done/s-1", lambda _: Response("<p data-testid=summary>done</p>", media_type="text/html")
                ),
                *session_pages.routes,
            ]
        )
        app.state.home = SimpleNamespace(
            catalogue=Catalogue(),
            preferences=self.preferences,
            camera=SimpleNamespace(address=None),
            eye="page",
            sound=SimpleNamespace(step=None),
        )
        return Guard(app, allowed=self._guard)  # type: ignore[return-value,arg-type]

    async def _texts(self, request: Any) -> Response:
        return JSONResponse(js_messages(request.path_params["language"]))

    async def _after(self, request: Any) -> Response:
        self.posted.append((request.path_params["session"], await request.json()))
        return JSONResponse({})

    async def _live(self, socket: WebSocket) -> None:
        await socket.accept()
        if self.refuse is not None:
            code, reason = self.refuse
            self.received.append(await socket.receive_json())
            await socket.send_json({"type": "error", "reason": reason, "ways": []})
            await socket.close(code)
            return
        try:
            while True:
                await self._take(socket, await socket.receive())
        except (WebSocketDisconnect, RuntimeError):
            pass

    async def _take(self, socket: WebSocket, event: Any) -> None:
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        if event.get("bytes") is not None:
            magic, seq, time_s = HEADER.unpack_from(event["bytes"])
            assert magic == b"BCF1"
            self.frames.append((seq, time_s, event["bytes"][HEADER.size :]))
            if self.answer_frames:
                await socket.send_json(self.pose(seq))
            return
        message = json.loads(event["text"])
        self.received.append(message)
        if message["type"] == "hello":
            self._sockets.append(socket)
            if self.ready is not None:
                await socket.send_json(self.ready)

    def _run(self, work: Any) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)


class _LateHosts:
    """The guard's rules for a port that is known only when the server runs."""

    hosts: frozenset[str] = frozenset()
    bodies: Mapping[str, int] = {}
    door: None = None

    def refusal(self, scope: Any, headers: Any) -> str | None:
        return Allowed(self.hosts, self.bodies).refusal(scope, headers)


NOBODY = {"seen": False, "points": [], "back": [], "marked": []}
