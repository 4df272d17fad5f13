"""The simulated person in the camera's place: time goes as fast as asked, and the session does not know."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Protocol

from backcoach.coaching.screen import Screen
from backcoach.demo.film import CAMERA
from backcoach.figure.person import DrawnPerson
from backcoach.pose.frame import Array, PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import message
from backcoach.web.live.messages import ABSENT, Absent, DrawnLayer
from backcoach.web.live.protocol import FASTEST
from backcoach.web.live.runner import Runner

FRAME_S = 1 / 24
SHOWN_PER_S = 30.0
"""More skeletons in a second are not drawn."""

DRAWN_PER_S = 12.0
"""So often is the person drawn anew."""

EXPLAINED_AFTER_S = 1.5
"""So long after it has made a pause by hand it is told what that was: "Paused." is said first."""

TICK_S = 0.1
_MAX_BEHIND_S = 0.25


class Actor(Protocol):
    """Somebody in front of a camera that is not there."""

    def frame(self, time_s: float, screen: Screen) -> tuple[PoseFrame, Picture]:
        """Return what a camera would see at a time, given what the coach's screen says."""

    @property
    def posture(self) -> Array:
        """The posture of the last frame."""

    @property
    def rests(self) -> bool:
        """Whether it has made a pause by raising a hand."""


class SimulatedPerson:
    """Performs in front of a camera that is not there."""

    def __init__(self, runner: Runner, performer: Actor, speed: float, begin_s: float = 0.0) -> None:
        self._runner = runner
        self._performer = performer
        self._rested_s = 0.0
        self._drawing = DrawnPerson(CAMERA)
        self._drawn_s = 0.0
        self._seq = 0
        self._ticked_s = -1.0
        self.now_s = begin_s
        self.set_speed(speed)

    def set_speed(self, factor: float) -> None:
        """Let time go this many times as fast, 1 to 16."""
        self._speed = min(max(factor, 1.0), FASTEST)

    async def perform(self) -> None:
        """Perform until the session is over."""
        due_s, shown_s = time.monotonic(), 0.0
        while not self._runner.finished:
            now_s = time.monotonic()
            show = now_s - shown_s >= 1 / SHOWN_PER_S
            shown_s = now_s if show else shown_s
            self._step(show)
            # What the computer cannot do in time is left out of the speed, not caught up later.
            due_s = max(due_s + FRAME_S / self._speed, now_s - _MAX_BEHIND_S)
            await asyncio.sleep(max(0.0, due_s - time.monotonic()))

    def _step(self, show: bool) -> None:
        self.now_s += FRAME_S
        if self.now_s - self._ticked_s >= TICK_S:
            self._ticked_s = self.now_s
            self._runner.tick(self.now_s)
        frame, picture = self._performer.frame(self.now_s, self._runner.session.screen)
        self._explain()
        self._seq += 1
        self._runner.see(frame, picture, self._seq)
        if show:
            self._runner.tell(replace(self._runner.pose(self._seq, frame), demo=True, figure=self._figure()))

    def _explain(self) -> None:
        """Tell, once, what the raised hand was, when it has made its pause."""
        if not self._performer.rests:
            return
        before_s, self._rested_s = self._rested_s, self._rested_s + FRAME_S
        if before_s < EXPLAINED_AFTER_S <= self._rested_s:
            text = message("This was a raised hand: it pauses, and raised again it goes on.")
            self._runner.say(text, "instruction")

    def _figure(self) -> list[DrawnLayer] | Absent:
        """Return the person as it is drawn, a few times a second; what lies between is the page's to draw."""
        if time.monotonic() - self._drawn_s < 1 / DRAWN_PER_S:
            return ABSENT
        self._drawn_s = time.monotonic()
        return [DrawnLayer(**layer) for layer in self._drawing.layers(self._performer.posture)]
