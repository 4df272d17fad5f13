"""The phone as a session sees it: pictures come, stop and come again; it hears numbers and words, and may say a few."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable

from starlette.websockets import WebSocket

from backcoach.coaching.actions import Action
from backcoach.texts import Message, message
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.outbox import Outbox
from backcoach.web.live.refusal import BAD_MESSAGE, OTHER_TAB, RefusalError
from backcoach.web.live.tasks import until_first
from backcoach.web.phone.saying import CameraState, Incoming, Json, Pressed, action_of, shown

SILENT_S = 3.0
"""So long without a picture, and the session goes on without."""

_LOOK_EVERY_S = 0.2
_UNHURRIED_S = 0.5

AWAY = message(
    "The phone is not there any more. Bring it back into the Wi-Fi, and open its page again: it goes on by itself."
)
SILENT = message(
    "No picture comes from the phone. Look whether its page is in front and the Wi-Fi reaches it; it goes on by itself."
)
HIDDEN = message(
    "The phone's screen is locked, or shows something else. Go back to its page, and plug it in, so that it stays on."
)
BUSY = message(
    "Another app has the phone's camera, such as a call. End it; the picture comes back by itself."
)
REFUSED = message("The phone's browser refused the camera. Allow it on the phone, and load its page again.")
SPOILED = message(
    "The phone sent something that is no picture. Load its page on the phone again; the session goes on meanwhile."
)

_REASONS = {"hidden": HIDDEN, "busy": BUSY, "muted": BUSY, "unplugged": BUSY, "refused": REFUSED}


class PhoneCamera:
    """The one phone that was let in; between its connections it is away.

    Attributes
    ----------
    is_watched : bool
        Whether a session sees through it.
    is_over : bool
        Whether the session that saw through it has ended.
    was_watched : bool
        Whether one has.
    quiet_since_s : float
        Since when nobody has watched through it, by a steady clock.
    """

    def __init__(self) -> None:
        self.is_watched = False
        self.is_over = False
        self.was_watched = False
        self.quiet_since_s = time.monotonic()
        self._outbox: Outbox | None = None
        self._leave: Callable[[RefusalError], None] | None = None
        self._take: Callable[[CameraPicture], None] | None = None
        self._act: Callable[[Action], None] | None = None
        self._came_s = time.monotonic()
        self._trouble: Message | None = AWAY
        self._screen: Json | None = None

    @property
    def is_there(self) -> bool:
        """Whether the phone is connected."""
        return self._outbox is not None

    # ---- the phone's side

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection of the phone; an earlier one makes room, as it may be dead without knowing.

        Raises
        ------
        RefusalError
            If it sends what cannot be taken, or another connection takes its place.
        """
        if self._leave is not None:
            self._leave(
                RefusalError(
                    OTHER_TAB, message("The page is open a second time on the phone: it goes on there.")
                )
            )
        leaving: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def leave(why: RefusalError) -> None:
            if not leaving.done():
                leaving.set_exception(why)

        outbox = Outbox(socket)
        self._outbox, self._leave, self._trouble = outbox, leave, None
        self._came_s = time.monotonic()
        outbox.put(self._screen or {"type": "waiting"})
        why = AWAY
        try:
            await until_first(_raised(leaving), outbox.send_all(), self._read(Incoming(socket)))
        except RefusalError:
            why = SPOILED
            raise
        finally:
            if self._outbox is outbox:
                self._outbox, self._leave, self._trouble = None, None, why
            leaving.cancel()

    async def _read(self, incoming: Incoming) -> None:
        while True:
            told = await incoming.next()
            if isinstance(told, CameraPicture):
                self._picture(told)
            elif isinstance(told, CameraState):
                self._trouble = None if told.working else _REASONS.get(told.reason or "", SILENT)
                self._came_s = time.monotonic()
            elif isinstance(told, Pressed) and self._act is not None:
                self._act(action_of(told))

    def _picture(self, picture: CameraPicture) -> None:
        self._came_s = time.monotonic()
        self._trouble = None
        if self._take is not None:
            self._take(picture)
        else:  # nobody looks: it is not kept, and the next one may take its time
            answer = {"type": "seen", "seq": picture.seq, "seen": False}
            asyncio.get_running_loop().call_later(_UNHURRIED_S, self._put, answer)

    def refuse(self, why: RefusalError) -> None:
        """End the phone's connection, if there is one."""
        if self._leave is not None:
            self._leave(why)

    def farewell(self) -> None:
        """Tell the phone that it is not needed any more."""
        self._put({"type": "end"})

    def _put(self, told: Json) -> None:
        if self._outbox is None:
            return
        try:
            self._outbox.put(told)
        except RefusalError as slow:
            self.refuse(slow)

    # ---- the session's side

    async def watch(
        self,
        take: Callable[[CameraPicture], None],
        changed: Callable[[Message | None], None],
        act: Callable[[Action], None],
    ) -> None:
        """Hand out pictures, why there are none, and what the phone's buttons ask for, until cancelled."""
        self._take, self._act, self.is_watched = take, act, True
        self.was_watched = True
        said: Message | None = None
        try:
            while True:
                trouble = self.trouble
                if trouble != said:
                    said = trouble
                    changed(trouble)
                await asyncio.sleep(_LOOK_EVERY_S)
        finally:
            self._take = self._act = self._screen = None
            self.is_watched, self.quiet_since_s = False, time.monotonic()
            self._put({"type": "waiting"})

    @property
    def trouble(self) -> Message | None:
        """Why there is no picture; None when there is."""
        if self._trouble is None and time.monotonic() - self._came_s > SILENT_S:
            return SILENT
        return self._trouble

    def hear(self, told: Json) -> None:
        """Pass on to the phone what it shows of a message to the page."""
        words = shown(told)
        if words is None:
            return
        if words["type"] == "screen":
            self._screen = words
        self.is_over = self.is_over or words["type"] == "end"
        self._put(words)

    def spoiled(self) -> None:
        """Send the phone away whose picture could not be decoded."""
        self.refuse(RefusalError(BAD_MESSAGE, SPOILED))


async def _raised(future: asyncio.Future[None]) -> None:
    await future


def refusal_json(refusal: RefusalError, text: Callable[[Message], str]) -> str:
    """Return what a phone is told before its connection is closed."""
    return json.dumps({"type": "error", "code": refusal.code, "reason": text(refusal.reason)})
