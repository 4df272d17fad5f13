"""Who may ask, for how much, and what a page of ours may do in the browser.

A page of another site can make a browser send requests to this computer, also under a name that it points here
(DNS rebinding). Therefore the exact `Host` is asked for everywhere, and the exact `Origin` wherever something could
change: on unsafe methods and when a WebSocket is opened. Browsers always send both.

Other people who use this computer can connect as well; the `Door` keeps them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backcoach.web.crowd import Crowd
from backcoach.web.door import Door, key_of, without_key
from backcoach.web.stranger import stranger, turned_away

if TYPE_CHECKING:
    from starlette.responses import Response

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY_BYTES = 64 * 1024
WRONG_ORIGIN = 4403
"""The code with which a WebSocket of another site is closed (HTTP 403 during the handshake)."""

NO_KEY = 4401
"""The code with which a WebSocket is closed that brings neither the cookie nor the secret of this start."""

_HEADERS = {
    "permissions-policy": "camera=(self), microphone=(self), geolocation=(), display-capture=(), usb=()",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With "no-referrer" browsers call our own forms' origin "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' ws://{host}; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Allowed:
    """What requests are let in.

    Attributes
    ----------
    hosts : frozenset of str
        The exact values of `Host`; the origins are these with ``http://`` before them.
    bodies : mapping
        Path to the most bytes that its body may have, where `MAX_BODY_BYTES` is too little.
    door : Door or None
        Asks for the secret of the start; None: everybody on this computer may come in, as in tests.
    """

    hosts: frozenset[str]
    bodies: Mapping[str, int] = field(default_factory=dict)
    door: Door | None = None

    @classmethod
    def at(
        cls,
        port: int,
        others: Iterable[str] = (),
        bodies: Mapping[str, int] | None = None,
        *,
        secret: str | None = None,
    ) -> Allowed:
        """Allow this computer's own names at a port, and those named, to whoever has the secret."""
        names = ("127.0.0.1", "localhost", "[::1]", *others)
        door = None if secret is None else Door(secret, port)
        return cls(frozenset(f"{name}:{port}" for name in names), bodies or {}, door)

    def refusal(self, scope: Scope, headers: Headers) -> str | None:
        """Say why a request is refused; None when it is let in."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return "This address is not one of this server's own: open the page that Backcoach names when it starts."
        asks_only = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        origins = headers.getlist("origin")
        # A link that somebody follows opens a page; nothing else of another site's is wanted.
        follows_link = asks_only and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site") in {"cross-site", "same-site"} and not follows_link:
            return "The request comes from a page of another site."
        if asks_only and not origins:
            return None
        # A safe request of another origin gets no answer either: nobody but our pages has to read it.
        if origins != [f"http://{hosts[0].lower()}"]:
            return "The request does not come from a page of this server."
        return None


class Guard:
    """ASGI middleware: lets in what is `Allowed`, limits bodies, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, allowed: Allowed) -> None:
        self._app = app
        self._allowed = allowed
        self._crowd = Crowd()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        reason = self._allowed.refusal(scope, headers)
        if scope["type"] == "websocket":
            return await self._websocket(reason, scope, receive, send)
        send = _with_headers(send, headers.get("host", ""), scope["path"])
        if reason is not None:
            return await PlainTextResponse(reason, 403)(scope, receive, send)
        if (answer := self._at_the_door(scope, headers)) is not None:
            return await answer(scope, receive, send)
        most = self._allowed.bodies.get(scope["path"], MAX_BODY_BYTES)
        body = _Body(receive, most)
        if body.announced_too_large(headers):
            return await _too_large(most)(scope, receive, send)
        changes = scope["method"] not in SAFE_METHODS
        if self._crowd.is_full(changes=changes):
            return await turned_away(headers)(scope, receive, send)
        with self._crowd.place(changes=changes):
            await self._app(scope, body.receive, send)

    def _at_the_door(self, scope: Scope, headers: Headers) -> Response | None:
        """Return what somebody gets who is not let in, or has come with a key; None for everybody else."""
        door, path = self._allowed.door, scope["path"]
        if door is None or door.is_open(path):
            return None
        known, has_key = door.knows(headers), key_of(scope) is not None
        if not has_key or scope["method"] != "GET":
            return None if known else stranger(scope, headers)
        if not known and not door.opens(scope):
            return stranger(scope, headers, used=True)
        # The whole address, so that no path can lead to another site.
        answer = RedirectResponse(f"http://{headers['host']}{without_key(scope)}", 303)
        answer.headers["set-cookie"] = door.set_cookie()
        return answer

    async def _websocket(self, reason: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        door = self._allowed.door
        if reason is not None:
            await receive()
            return await send({"type": "websocket.close", "code": WRONG_ORIGIN, "reason": reason})
        if door is None or door.knows(Headers(scope=scope)):
            return await self._app(scope, receive, send)
        await receive()
        # Accepted only to be told why: a page gets to know no reason of a handshake that failed.
        await send({"type": "websocket.accept"})
        await send(
            {
                "type": "websocket.close",
                "code": NO_KEY,
                "reason": "Start Backcoach again: it opens this page.",
            }
        )


class BodyTooLargeError(Exception):
    """More was sent than allowed, whatever was announced."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


class _Body:
    """A request's body, counted while it is read."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._read = 0

    def announced_too_large(self, headers: Headers) -> bool:
        length = headers.get("content-length", "0")
        return not length.isascii() or not length.isdigit() or int(length) > self._most

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            if self._read > self._most:
                raise BodyTooLargeError(self._most)
        return message


def too_large(_: Request, error: Exception) -> PlainTextResponse:
    """Answer a body that turned out larger than was announced."""
    assert isinstance(error, BodyTooLargeError)
    return _too_large(error.most)


def _too_large(most: int) -> PlainTextResponse:
    return PlainTextResponse(f"At most {most} bytes may be sent here.", 413)


def _with_headers(send: Send, host: str, path: str) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["content-security-policy"] = _POLICY.format(host=host)
            if not path.startswith(("/static/", "/figures/")) or message["status"] >= 400:
                headers["cache-control"] = "no-store"
        await send(message)

    return with_headers
