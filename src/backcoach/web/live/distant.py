"""A session that sees through a camera which is not the page's: one that the server reads, or a phone."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Protocol

from backcoach.coaching.actions import Action
from backcoach.texts import Message, message
from backcoach.web.home import Home
from backcoach.web.live.clock import FrameClock
from backcoach.web.live.encoding import Json
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.looking import Looking
from backcoach.web.live.messages import Notice
from backcoach.web.live.outbox import Outbox
from backcoach.web.live.protocol import Hello
from backcoach.web.live.runner import Runner

PREVIEW = b"BCP1"
"""Before a JPEG picture that goes to the page: what the camera sees."""

PREVIEW_S = 0.1


class Camera(Protocol):
    """Gives pictures that do not come from the page."""

    async def watch(
        self,
        take: Callable[[CameraPicture], None],
        changed: Callable[[Message | None], None],
        act: Callable[[Action], None],
    ) -> None:
        """Hand out pictures, why there are none (None when there are again), and wishes, until cancelled."""

    def hear(self, told: Json) -> None:
        """Hear what the page hears."""

    def spoiled(self) -> None:
        """Hear that a picture of it could not be decoded."""


def camera_of(home: Home, hello: Hello) -> Camera | None:
    """Return the camera that a page asks for; None: it sends pictures itself."""
    if hello.source != "camera" or hello.eye == "page":
        return None
    if hello.eye == "phone":
        return home.phones.phone or NoCamera(
            message("No phone is paired. Pair it in the settings, under Camera.")
        )
    address = home.camera.address
    if address is None:
        return NoCamera(message("No other camera is chosen. Choose one in the settings, under Camera."))
    from backcoach.web.cameras.camera import ServerCamera

    return ServerCamera(address)


class NoCamera:
    """Stands where the camera is not there any more: says so, and gives nothing."""

    def __init__(self, why: Message) -> None:
        self._why = why

    async def watch(
        self,
        take: Callable[[CameraPicture], None],
        changed: Callable[[Message | None], None],
        act: Callable[[Action], None],
    ) -> None:
        """Say why there are no pictures; see `Camera`."""
        changed(self._why)
        await asyncio.Event().wait()

    def hear(self, told: Json) -> None:
        """Do nothing: nobody is there."""

    def spoiled(self) -> None:
        """Do nothing: there was no picture."""


class DistantEye:
    """Brings a camera's pictures to the session and to the page, and its troubles to both.

    Parameters
    ----------
    camera : Camera
    looking : Looking
        Has the pictures looked at.
    runner : Runner
        Is told when the camera fails, and when it is back.
    outbox : Outbox
        Gets pictures now and then.
    now_s : callable
        Returns the session's time.
    """

    def __init__(
        self,
        camera: Camera,
        looking: Looking,
        runner: Runner,
        outbox: Outbox,
        now_s: Callable[[], float],
    ) -> None:
        self._camera = camera
        self._looking = looking
        self._runner = runner
        self._outbox = outbox
        self._now_s = now_s
        self._clock = FrameClock()
        self._sent_s = -math.inf
        self._shown_s = -PREVIEW_S

    async def look(self) -> None:
        """Look through the camera until cancelled."""
        await self._camera.watch(self._take, self._changed, self._act)

    def _take(self, picture: CameraPicture) -> None:
        now_s = self._now_s()
        if picture.time_s < self._sent_s:  # the phone's page was loaded again
            self._clock.restart()
        self._sent_s = picture.time_s
        self._looking.put(picture, self._clock.session_s(picture.time_s, now_s))
        if now_s - self._shown_s >= PREVIEW_S:
            self._shown_s = now_s
            self._outbox.show(PREVIEW + picture.jpeg)

    def _act(self, action: Action) -> None:
        self._runner.act(action, self._now_s())

    def _changed(self, why: Message | None) -> None:
        self._runner.camera(why is None, None if why is None else "unplugged", self._now_s())
        self._runner.tell(Notice("camera", why))
