"""What a phone may say, and what it hears: its pictures go in, three wishes with them; numbers and words come out."""

from __future__ import annotations

import time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from backcoach.coaching.actions import Action, HurtAnswer
from backcoach.texts import message
from backcoach.web.live.clock import RateLimit
from backcoach.web.live.frames import parse_frame
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.refusal import RefusalError, bad, too_fast, too_large

Json = dict[str, Any]
MAX_TEXT_BYTES = 1024
FRAMES_PER_S = 60.0
TEXTS_PER_S = 10.0

SHOWN = (
    "type", "state", "headline", "detail", "name", "count", "planned", "side_text", "hold_s", "hold_planned_s",
    "clock_s", "clock_planned_s", "phase", "cue", "cue_kind", "source", "of_seq", "question",
)  # fmt: skip
"""What of a screen the phone shows. What was done before, planned or remembered is not among it."""


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Pressed(_Told):
    """One of the large buttons."""

    type: Literal["press"]
    what: Literal["pause", "resume", "skip", "hurt", "go_on", "leave_out", "stop", "yes", "no"]


class CameraState(_Told):
    """The phone's camera stopped, or is back."""

    type: Literal["camera"]
    working: bool
    reason: Annotated[str, Field(max_length=20)] | None = None


Told = Pressed | CameraState
_TOLD: TypeAdapter[Told] = TypeAdapter(Annotated[Told, Field(discriminator="type")])


def action_of(pressed: Pressed) -> Action:
    """Return what the session is asked for."""
    answers: dict[str, Action] = {
        "go_on": HurtAnswer(None, None, "go_on"),
        "leave_out": HurtAnswer(None, None, "skip"),
        "stop": HurtAnswer(None, None, "stop"),
        "pause": "pause",
        "resume": "resume",
        "skip": "skip",
        "hurt": "hurt",
        "yes": "yes",
        "no": "no",
    }
    return answers[pressed.what]


def shown(told: Json) -> Json | None:
    """Return what the phone hears of a message to the page; None: nothing."""
    if told["type"] == "screen":
        return {name: told[name] for name in SHOWN if name in told}
    if told["type"] == "pose":
        return {"type": "seen", "seq": told["seq"], "seen": told["seen"]}
    if told["type"] == "say":
        return {"type": "say", "text": told["text"]}
    if told["type"] in ("hush", "end"):
        return {"type": told["type"]}
    return None


class Incoming:
    """Reads what a phone sends, until it is gone."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._frames = RateLimit(FRAMES_PER_S, FRAMES_PER_S)
        self._texts = RateLimit(TEXTS_PER_S, 2 * TEXTS_PER_S)
        self._last: CameraPicture | None = None

    async def next(self) -> Told | CameraPicture:
        """Return the next message.

        Raises
        ------
        WebSocketDisconnect
            If the connection was closed.
        RefusalError
            If the message cannot be taken.
        """
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1005))
        if (text := received.get("text")) is not None:
            return self._text(text)
        return self._picture(received.get("bytes") or b"")

    def _text(self, text: str) -> Told:
        if not self._texts.allows(time.monotonic()):
            raise too_fast()
        if len(text) > MAX_TEXT_BYTES:
            raise too_large(message("A text message may have at most {most} bytes.", most=MAX_TEXT_BYTES))
        try:
            return _TOLD.validate_json(text)
        except (ValidationError, RecursionError):
            raise bad(
                message("The phone said something that is not understood. Load its page again.")
            ) from None

    def _picture(self, data: bytes) -> CameraPicture:
        if not self._frames.allows(time.monotonic()):
            raise too_fast()
        frame = parse_frame(data)
        if not isinstance(frame, CameraPicture):
            raise bad(message("The phone sent something that is no picture. Load its page again."))
        last, self._last = self._last, frame
        if last is not None and (frame.seq <= last.seq or frame.time_s <= last.time_s):
            raise bad(message("Frames are out of order."))
        return frame


__all__ = ["SHOWN", "CameraState", "Incoming", "Pressed", "RefusalError", "action_of", "shown"]
