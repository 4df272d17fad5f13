"""What the second listener offers: the capture page, what it is made of, and its socket. Nothing else."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from backcoach.texts import Message as Words
from backcoach.texts import message
from backcoach.texts.catalogue import Translator, js_messages
from backcoach.web.live.refusal import RefusalError
from backcoach.web.phone.camera import PhoneCamera, refusal_json
from backcoach.web.phone.ticket import Ticket
from backcoach.web.render import environment
from backcoach.web.static_files import FOLDER

PAGE, SOCKET, FILES = "/capture", "/capture/live", "/capture/files/"
COOKIE = "__Host-backcoach-phone-"
"""Before the ticket's own name, so that one of an earlier pairing is no wrong try. The prefix makes browsers take it
from this address and over TLS only."""

FILES_OF_PAGE = (
    "css/capture.css",
    "icons/backcoach.svg",
    "js/phone/capture.js",
    "js/phone/screen.js",
    "js/session/camera.js",
    "js/session/texts.js",
    "js/session/troubles.js",
    "js/session/wake.js",
)
"""What the capture page is made of: besides it no file is handed out."""

REFUSED = {
    "used": message("This code has been used already: one phone at a time. Show a new one on the computer."),
    "late": message("This code is too old. Show a new one on the computer."),
    "wrong": message("This is not the code that the computer shows. Scan it again."),
    "closed": message(
        "Too many wrong codes were tried, so nobody is let in any more. Show a new one on the computer."
    ),
}
STRANGER = message("Scan the code that the computer shows with this phone's camera.")

_HEADERS = {
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), display-capture=(), usb=()",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src wss://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass
class Visit:
    """What the capture page serves: to whom, and in which language.

    Attributes
    ----------
    host : str
        Address and port, exactly as `Host` has to be.
    """

    host: str
    ticket: Ticket
    phone: PhoneCamera
    texts: Translator
    theme: str
    now_s: Callable[[], float]


def create_capture(visit: Visit) -> ASGIApp:
    """Return the application of the second listener."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await _socket(visit, scope, receive, send)
        elif scope["type"] == "http":
            answer = _answer(visit, scope, Headers(scope=scope))
            await answer(scope, receive, _with_headers(send, visit.host))

    return app


def _with_headers(send: Send, host: str) -> Send:
    async def with_headers(told: Message) -> None:
        if told["type"] == "http.response.start":
            headers = MutableHeaders(scope=told)
            headers.update({**_HEADERS, "content-security-policy": _POLICY.format(host=host)})
        await send(told)

    return with_headers


def _answer(visit: Visit, scope: Scope, headers: Headers) -> Response:
    if not _is_ours(visit, headers) or scope["method"] != "GET":
        return _refusal(visit, STRANGER)
    path: str = scope["path"]
    if path == PAGE and (token := _token(scope)) is not None:
        entry = visit.ticket.enter(token, visit.now_s())
        if entry == "used" and _knows(visit, headers):
            return _page(visit)
        return _page(visit, new=True) if entry == "in" else _refusal(visit, REFUSED[entry])
    if not _knows(visit, headers):
        return _refusal(visit, REFUSED["closed"] if visit.ticket.is_closed else STRANGER)
    if path == PAGE:
        return _page(visit)
    name = path.removeprefix(FILES)
    if path.startswith(FILES) and name in FILES_OF_PAGE:
        return FileResponse(FOLDER / name)
    return _refusal(visit, message("There is nothing at this address."), 404)


def _is_ours(visit: Visit, headers: Headers) -> bool:
    """Whether a request comes by the address that was chosen, and not from a page of another site."""
    if headers.getlist("host") != [visit.host]:
        return False
    if headers.getlist("origin") not in ([], [f"https://{visit.host}"]):
        return False
    follows_code = headers.get("sec-fetch-mode") == "navigate"
    return headers.get("sec-fetch-site") not in {"cross-site", "same-site"} or follows_code


def _token(scope: Scope) -> str | None:
    given = parse_qs(scope["query_string"].decode("ascii", "replace"), keep_blank_values=True).get("code")
    return given[0][:100] if given else None


def _knows(visit: Visit, headers: Headers) -> bool:
    return visit.ticket.knows(_cookie(headers, COOKIE + visit.ticket.name))


def _cookie(headers: Headers, wanted: str) -> str | None:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == wanted:
            return value[:100]
    return None


def _page(visit: Visit, *, new: bool = False) -> Response:
    texts = visit.texts
    content = environment().get_template("capture.html").render(
        _=lambda text: texts.translate(text),
        language=texts.language,
        theme=visit.theme,
        file=lambda name: FILES + name,
        socket=SOCKET,
        texts=js_messages(texts.language),
    )  # fmt: skip
    answer = HTMLResponse(content)
    if new:
        answer.headers["set-cookie"] = (
            f"{COOKIE}{visit.ticket.name}={visit.ticket.cookie}; Path=/; Secure; HttpOnly; SameSite=Strict"
        )
    return answer


def _refusal(visit: Visit, words: Words, status: int = 403) -> Response:
    said = html.escape(visit.texts.translate(words))
    return HTMLResponse(
        f'<!doctype html><html lang="{visit.texts.language}"><meta name="viewport" content="width=device-width">'
        f"<title>Backcoach</title><h1>Backcoach</h1><p>{said}</p></html>",
        status,
    )


async def _socket(visit: Visit, scope: Scope, receive: Receive, send: Send) -> None:
    headers = Headers(scope=scope)
    is_ours = _is_ours(visit, headers) and headers.get("origin") is not None
    if scope["path"] != SOCKET or not is_ours or not _knows(visit, headers):
        await receive()
        await send({"type": "websocket.close", "code": 4403, "reason": ""})
        return
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    try:
        await visit.phone.serve(socket)
    except RefusalError as refusal:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_text(refusal_json(refusal, visit.texts.translate))
            await socket.close(refusal.code)
    except (WebSocketDisconnect, RuntimeError):
        pass  # it has gone
