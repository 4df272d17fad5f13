"""Looks at pictures in a process of its own: decodes them, judges the light, finds the pose. Started by `worker`.

A picture from outside is decoded here and nowhere else, so that whatever is wrong with it cannot touch the server.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from backcoach.aside import READY, serve

if TYPE_CHECKING:
    from backcoach.pose.frame import PoseFrame
    from backcoach.pose.picture import Picture
    from backcoach.pose.picture_meter import Box

JUDGED_EVERY = 4
"""Light and shaking do not change from one picture to the next: so many share one judgement."""


@dataclass(frozen=True, slots=True)
class NewStream:
    """Another session begins: forget everything."""


@dataclass(frozen=True, slots=True)
class JpegPicture:
    """A JPEG picture, and when it was taken in session time."""

    jpeg: bytes
    time_s: float


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """What was seen in a picture, and how long that took."""

    frame: PoseFrame
    picture: Picture
    decode_s: float
    pose_s: float


@dataclass(frozen=True, slots=True)
class Undecodable:
    """The picture could not be decoded."""


def box_of(frame: PoseFrame) -> Box | None:
    """Return where the person is in the picture, as parts of its width and height; None where nobody was seen."""
    if not frame.seen:
        return None
    inside = (frame.landmarks[:, :2] / [frame.aspect, 1.0]).clip(0.0, 1.0)
    (left, top), (right, bottom) = inside.min(0).tolist(), inside.max(0).tolist()
    return left, top, right, bottom


def watch(connection: Connection) -> None:
    """Answer requests until the other end is closed. The process's main function."""
    serve(connection, lambda: _Eyes().answer)


class _Eyes:
    def __init__(self) -> None:
        import cv2

        from backcoach.pose.blazepose import BlazePose

        self._cv2: Any = cv2
        self._make = BlazePose
        self._model = BlazePose()
        self._fresh = True
        self._begin()

    def answer(self, request: NewStream | JpegPicture) -> object:
        """Return what is to be sent back."""
        if isinstance(request, NewStream):
            if not self._fresh:
                self._model.close()
                self._model = self._make()
            self._begin()
            return READY
        return self._look(request)

    def _begin(self) -> None:
        from backcoach.pose.picture import Picture
        from backcoach.pose.picture_meter import PictureMeter

        self._meter = PictureMeter()
        self._judged = Picture(0.5, 0.2)
        self._looks = 0
        self._person: Box | None = None
        self._fresh = True

    def _look(self, sent: JpegPicture) -> PictureSeen | Undecodable:
        begun_s = time.perf_counter()
        picture = self._decoded(sent.jpeg)
        if picture is None:
            return Undecodable()
        if self._looks % JUDGED_EVERY == 0:
            self._judged = self._meter.measure(picture, self._person)
        self._looks += 1
        rgb = self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2RGB)
        decoded_s = time.perf_counter()
        self._fresh = False
        frame = self._model.estimate(rgb, sent.time_s)
        self._person = box_of(frame)
        return PictureSeen(frame, self._judged, decoded_s - begun_s, time.perf_counter() - decoded_s)

    def _decoded(self, jpeg: bytes) -> Any:
        """Return the picture in the size that the pose model sees in videos, too; None if it is no picture."""
        import numpy as np

        from backcoach.pose.video import LONG_SIDE_PX

        try:
            picture = self._cv2.imdecode(np.frombuffer(jpeg, np.uint8), self._cv2.IMREAD_COLOR)
        except self._cv2.error:
            return None
        if picture is None:
            return None
        height, width = picture.shape[:2]
        scale = LONG_SIDE_PX / max(height, width)
        if scale >= 1:
            return picture
        size = (max(2, round(width * scale)), max(2, round(height * scale)))
        return self._cv2.resize(picture, size, interpolation=self._cv2.INTER_AREA)
