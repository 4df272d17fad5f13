"""Frames of one session: the newest one is looked at, one at a time, and each is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.pose.worker import PoseLostError, PoseWorker
from backcoach.texts import message
from backcoach.web.live.frames import SentPose
from backcoach.web.live.jpeg import CameraPicture
from backcoach.web.live.messages import PoseMessage
from backcoach.web.live.refusal import bad
from backcoach.web.live.runner import Runner

Frame = CameraPicture | SentPose


class Looking:
    """Takes frames as they come, and has them looked at.

    Parameters
    ----------
    worker : PoseWorker
    runner : Runner
        Gets what was seen, and answers each frame.
    now_s : callable
        Returns the session's time.
    debug : bool
        Whether answers say how long each step took.
    spoiled : callable, optional
        Is told of a picture that cannot be decoded; without, the page has sent it, and its connection is closed.
    """

    def __init__(
        self,
        worker: PoseWorker,
        runner: Runner,
        now_s: Callable[[], float],
        *,
        debug: bool = False,
        spoiled: Callable[[], None] | None = None,
    ) -> None:
        self._worker = worker
        self._runner = runner
        self._now_s = now_s
        self._debug = debug
        self._spoiled = spoiled
        self._waiting: tuple[Frame, float, float] | None = None
        self._came = asyncio.Event()
        self._begun = self._lost = False

    def put(self, frame: Frame, time_s: float) -> None:
        """Take a frame of the given session time; one that still waits is given up for it."""
        if self._waiting is not None:
            self._runner.tell(PoseMessage(self._waiting[0].seq, seen=False, dropped=True))
        self._waiting = frame, time_s, time.perf_counter()
        self._came.set()

    async def look(self) -> None:
        """Look at what comes, until cancelled."""
        while True:
            await self._came.wait()
            self._came.clear()
            if self._waiting is None:
                continue
            (frame, time_s, came_s), self._waiting = self._waiting, None
            if isinstance(frame, SentPose):
                self._answer(frame.seq, frame.at(time_s), None, {}, came_s)
            else:
                await self._look_at(frame, time_s, came_s)

    async def _look_at(self, picture: CameraPicture, time_s: float, came_s: float) -> None:
        asked_s = time.perf_counter()
        try:
            if not self._begun:
                await self._worker.new_stream()
                self._begun = True
            seen = await self._worker.see(picture.jpeg, time_s)
        except PoseLostError:
            await self._recover(picture.seq)
            return
        if seen is None:
            self._refuse(picture.seq)
            return
        steps = {"wait": asked_s - came_s, "decode": seen.decode_s, "pose": seen.pose_s}
        self._answer(picture.seq, seen.frame, seen.picture, steps, came_s)

    def _answer(
        self, seq: int, frame: PoseFrame, picture: Picture | None, steps: dict[str, float], came_s: float
    ) -> None:
        seen_s = time.perf_counter()
        self._runner.see(frame, picture, seq)
        answer = self._runner.pose(seq, frame)
        if self._debug:
            now_s = time.perf_counter()
            ms = _milliseconds({**steps, "session": now_s - seen_s, "all": now_s - came_s})
            answer = replace(answer, ms=ms)
        self._runner.tell(answer)

    def _refuse(self, seq: int) -> None:
        if self._spoiled is None:
            raise bad(message("A picture cannot be used: it could not be decoded."))
        self._spoiled()
        self._runner.tell(PoseMessage(seq, seen=False, dropped=True))

    async def _recover(self, seq: int) -> None:
        """Go on without the camera while the pose model is started again."""
        if not self._lost:
            self._lost = True
            self._runner.camera(False, "the pose model stopped", self._now_s())
        self._begun = False
        if await self._worker.wait_ready():
            self._lost = False
            self._runner.camera(True, None, self._now_s())
        self._runner.tell(PoseMessage(seq, seen=False, dropped=True))


def _milliseconds(steps: dict[str, float]) -> dict[str, float]:
    return {name: round(1000 * value, 2) for name, value in steps.items()}
