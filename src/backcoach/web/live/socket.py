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
from backcoach.web.live.encoding import Encoder
from backcoach.web.live.incoming import Incoming
from backcoach.web.live.messages import ErrorMessage, OfferedWay
from backcoach.web.live.protocol import Hello, Takeover
from backcoach.web.live.refusal import RefusalError, bad
from backcoach.web.live.stream import PoseStream

HELLO_S = 10.0
_MAX_REASON_BYTES = 120


async def live(socket: WebSocket) -> None:
    """Serve one live connection."""
    await socket.accept()
    encoder = Encoder(best_language(socket.headers.get("accept-language")))
    try:
        await _serve(socket, encoder)
        await socket.close(1000)
    except RefusalError as refusal:
        await _refuse(socket, refusal, encoder)
    except WebSocketDisconnect:
        pass  # it has gone, which is noticed when reading or when sending
    except RuntimeError:
        # What Starlette says when something is sent after the page has gone.
        if socket.client_state is not WebSocketState.DISCONNECTED:
            raise


async def _serve(socket: WebSocket, encoder: Encoder) -> None:
    home: Home = socket.app.state.home
    incoming = Incoming(socket)
    hello = await _hello(incoming)
    if hello.language in languages():
        encoder.language = hello.language
    if hello.source == "landmarks":
        await PoseStream(socket, incoming, home, hello, encoder).run()
    else:
        await Coaching(socket, incoming, home, hello, encoder).run()


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


async def _refuse(socket: WebSocket, refusal: RefusalError, encoder: Encoder) -> None:
    """Say why in a message, which a script can read, and in the closing, which a tool shows."""
    reason = encoder.text(refusal.reason) or ""
    ways = tuple(
        OfferedWay(way.text, href=way.href) if way.href else OfferedWay(way.text, hello=way.hello)
        for way in refusal.ways
    )
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(json.dumps(encoder.encode(ErrorMessage(refusal.code, refusal.reason, ways))))
        short = reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
        await socket.close(refusal.code, short)
