"""The WebSocket at ``/live``: from a hello to the end, and the reason when it ends early."""

from __future__ import annotations

import asyncio
import contextlib
import json

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from backcoach.texts import message
from backcoach.texts.catalogue import best_language, languages
from backcoach.web.home import Home
from backcoach.web.live.coaching import Coaching
from backcoach.web.live.incoming import Incoming
from backcoach.web.live.protocol import Hello, Takeover
from backcoach.web.live.refusal import RefusalError, bad
from backcoach.web.live.stream import PoseStream
from backcoach.web.live.view import View

HELLO_S = 10.0
_MOST_REASON_BYTES = 120


async def live(socket: WebSocket) -> None:
    """Serve one live connection."""
    await socket.accept()
    view = View(best_language(socket.headers.get("accept-language")))
    try:
        await _serve(socket, view)
        await socket.close(1000)
    except RefusalError as refusal:
        await _refuse(socket, refusal, view)
    except WebSocketDisconnect:
        pass  # it has gone, which is noticed when reading or when sending
    except RuntimeError:
        # What Starlette says when something is sent after the page has gone.
        if socket.client_state is not WebSocketState.DISCONNECTED:
            raise


async def _serve(socket: WebSocket, view: View) -> None:
    home: Home = socket.app.state.home
    incoming = Incoming(socket)
    hello = await _hello(incoming)
    if hello.language in languages():
        view.language = hello.language
    if hello.source == "landmarks":
        await PoseStream(socket, incoming, home, hello, view).run()
    else:
        await Coaching(socket, incoming, home, hello, view).run()


async def _hello(incoming: Incoming) -> Hello:
    takeover = False
    try:
        told = await asyncio.wait_for(incoming.next(), HELLO_S)
        if isinstance(told, Takeover):
            takeover = True
            told = await asyncio.wait_for(incoming.next(), HELLO_S)
    except asyncio.TimeoutError:
        raise bad(message("Nothing was said for too long.")) from None
    if not isinstance(told, Hello):
        raise bad(message("The first message has to be a hello."))
    return told.model_copy(update={"takeover": True}) if takeover else told


async def _refuse(socket: WebSocket, refusal: RefusalError, view: View) -> None:
    """Say why in a message, which a script can read, and in the closing, which a tool shows."""
    reason = view.text(refusal.reason) or ""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(json.dumps(view.refusal(refusal)))
        short = reason.encode()[:_MOST_REASON_BYTES].decode(errors="ignore")
        await socket.close(refusal.code, short)
