"""Binary messages: a picture of the camera, a piece of sound, or a pose that another program has found."""

from __future__ import annotations

import itertools
import math
import struct
from dataclasses import dataclass, replace

import numpy as np

from backcoach.pose.frame import BACK_STATIONS, LANDMARKS, Array, PoseFrame
from backcoach.texts import message
from backcoach.web.live.jpeg import CameraPicture, WrongPictureError, size_px
from backcoach.web.live.refusal import bad, too_large

PICTURE = b"BCF1"
SOUND = b"BCA1"
LANDMARKS_FRAME = b"BCL1"
MAX_PICTURE_BYTES = 400 * 1024
MAX_LONG_SIDE_PX, MAX_PX = 1280, 1280 * 720
MIN_SIDE_PX = 16

_HEAD = struct.Struct("<4sId")
_POINTS = len(LANDMARKS)
_NUMBERS = 1 + 3 * _POINTS + 3 * _POINTS + _POINTS + 2 * BACK_STATIONS
_ENDS = (1, 1 + 3 * _POINTS, 1 + 6 * _POINTS, 1 + 7 * _POINTS, _NUMBERS)
_PARTS = tuple(slice(first, last) for first, last in itertools.pairwise(_ENDS))
_MAX_NORM = 1000.0


@dataclass(frozen=True, slots=True)
class SentSound:
    """A piece of sound of the microphone: mono, 16 kHz, 16 bit, little-endian; not looked at."""

    seq: int
    time_s: float
    pcm: bytes


@dataclass(frozen=True, slots=True)
class SentPose:
    """A pose that came instead of a picture; the frame's time is the sender's."""

    seq: int
    time_s: float
    frame: PoseFrame

    def at(self, time_s: float) -> PoseFrame:
        """Return the pose with another time: the session's."""
        return replace(self.frame, time_s=time_s)


def parse_frame(data: bytes) -> CameraPicture | SentPose | SentSound:
    """Return what a binary message holds.

    Raises
    ------
    RefusalError
        If it is too large, cut off, or not what its first four bytes say.
    """
    if len(data) > MAX_PICTURE_BYTES + _HEAD.size:
        raise too_large(message("A picture may have at most {most} bytes.", most=MAX_PICTURE_BYTES))
    if len(data) < _HEAD.size:
        raise bad(message("A frame is cut off: it is shorter than its head."))
    magic, seq, time_s = _HEAD.unpack_from(data)
    if not math.isfinite(time_s) or abs(time_s) > 1e12:
        raise bad(message("A frame has no time."))
    if magic == PICTURE:
        return CameraPicture(seq, time_s, _checked_jpeg(data[_HEAD.size :]))
    if magic == SOUND:
        return SentSound(seq, time_s, data[_HEAD.size :])
    if magic == LANDMARKS_FRAME:
        return SentPose(seq, time_s, _pose(data, time_s))
    raise bad(message("A frame is neither a picture nor a pose nor sound."))


def _checked_jpeg(jpeg: bytes) -> bytes:
    try:
        width, height = size_px(jpeg)
    except WrongPictureError as error:
        raise bad(message("A picture cannot be used: {why}.", why=error.reason)) from None
    if max(width, height) > MAX_LONG_SIDE_PX or width * height > MAX_PX:
        raise too_large(message("A picture may be at most 1280 x 720 pixels, this one is {width} x {height}.",
                                width=width, height=height))  # fmt: skip
    if min(width, height) < MIN_SIDE_PX:
        raise bad(message("A picture is too small: {width} x {height} pixels.", width=width, height=height))
    return jpeg


def _pose(data: bytes, time_s: float) -> PoseFrame:
    if len(data) != _HEAD.size + 4 * _NUMBERS:
        raise bad(message("A pose has the wrong length."))
    numbers: Array = np.frombuffer(data, "<f4", offset=_HEAD.size).astype(np.float64)
    aspect = float(numbers[0])
    # Comparisons with NaN are false: only infinity and nonsense are refused, "not seen" is not.
    if not 0.1 <= aspect <= 10 or (np.abs(numbers) > _MAX_NORM).any():
        raise bad(message("A pose holds a number that cannot be."))
    landmarks, world, visibility, back = (numbers[part] for part in _PARTS)
    if math.isnan(landmarks[0]) and np.isnan(landmarks).all():
        return PoseFrame.empty(time_s, aspect)
    if not (_has_length(landmarks) and _has_length(world)):
        raise bad(
            message("A pose has no length: its points all lie in one place. World landmarks are in metres.")
        )
    return PoseFrame(
        time_s=time_s,
        landmarks=landmarks.reshape(_POINTS, 3),
        world=world.reshape(_POINTS, 3),
        visibility=np.fmin(np.fmax(visibility, 0.0), 1.0),  # not a number: not visible
        back_line=back.reshape(BACK_STATIONS, 2),
        aspect=aspect,
    )


def _has_length(points: Array) -> bool:
    """Whether the points differ, or are not said: NaN is not equal to itself."""
    table = points.reshape(_POINTS, 3)
    return bool(points[0] != points[3] or (table != table[0]).any())  # mostly the first two differ


def pack_pose(seq: int, time_s: float, frame: PoseFrame) -> bytes:
    """Return a pose as a binary message: the counterpart of `parse_frame` for programs that send poses."""
    numbers = [np.array([frame.aspect]), frame.landmarks, frame.world, frame.visibility, frame.back_line]
    flat: bytes = np.concatenate([part.ravel() for part in numbers]).astype("<f4").tobytes()
    return _HEAD.pack(LANDMARKS_FRAME, seq, time_s) + flat


def pack_picture(seq: int, time_s: float, jpeg: bytes) -> bytes:
    """Return a JPEG picture as a binary message."""
    return _HEAD.pack(PICTURE, seq, time_s) + jpeg


def pack_sound(seq: int, time_s: float, pcm: bytes) -> bytes:
    """Return a piece of sound as a binary message."""
    return _HEAD.pack(SOUND, seq, time_s) + pcm
