"""The versions of a clip: the same movement, filmed from the other side, in a bar, slower, darker, or later.

Pictures are altered before the pose model sees them, so a version shows what the model makes of it. Recordings hold
numbers only; they can be mirrored, thinned, cut, moved in time and turned, exactly.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import av
import cv2
import numpy as np

from backcoach.pose.estimator import Picture
from backcoach.pose.frame import INDEX, LANDMARKS, PoseFrame

Shown = tuple[float, Picture]
"""A picture and the time at which it is shown."""

CUT_S = 0.5
"""So much is missing from the start of the version that is cut."""

NOTHING_S = 60.0
"""So long nobody is there before the version that begins after nothing."""

TURN_DEG = 5.0
BETWEEN_S = 1.0
"""After another clip nobody is there for so long."""

_COARSEST = "44"
"""H.264's constant rate factor of the strongly compressed version: faces are blocks, limbs smears."""

_PARTNERS = (("left", "right"), ("right", "left"))


def _partner(name: str) -> str:
    return next((name.replace(one, other) for one, other in _PARTNERS if one in name), name)


OTHER_SIDE = [INDEX[_partner(name)] for name in LANDMARKS]
"""For each landmark the one on the other side of the body."""


@dataclass(frozen=True)
class Version:
    """One version of a clip.

    Attributes
    ----------
    name : str
    of_pictures : callable
        From pictures and their times to those of the version.
    of_frames : callable or None
        The same for what was seen; None where numbers cannot show it (brightness, size, compression).
    exchanges_sides : bool
        The person's left is the right now.
    begins_s : float
        By how much later than in the clip everything happens.
    """

    name: str
    of_pictures: Callable[[Iterable[Shown]], Iterator[Shown]]
    of_frames: Callable[[Iterable[PoseFrame]], Iterator[PoseFrame]] | None = None
    exchanges_sides: bool = False
    begins_s: float = 0.0


def each(change: Callable[[Picture], Picture]) -> Callable[[Iterable[Shown]], Iterator[Shown]]:
    """Return what changes every picture alike."""
    return lambda shown: ((time_s, change(picture)) for time_s, picture in shown)


def mirror(picture: Picture) -> Picture:
    """Exchange the picture's left and right."""
    return np.ascontiguousarray(picture[:, ::-1])


def mirror_frame(frame: PoseFrame) -> PoseFrame:
    """Mirror what was seen: the picture's left and right change places, and so do the person's."""
    landmarks, world = frame.landmarks[OTHER_SIDE].copy(), frame.world[OTHER_SIDE].copy()
    landmarks[:, 0], world[:, 0] = frame.aspect - landmarks[:, 0], -world[:, 0]
    back = frame.back_line.copy()
    back[:, 0] = frame.aspect - back[:, 0]
    return replace(
        frame, landmarks=landmarks, world=world, visibility=frame.visibility[OTHER_SIDE], back_line=back
    )


def add_bars(picture: Picture) -> Picture:
    """Put the picture into a black one of 16:9, or a wide one into a square, no longer than it was."""
    height, width = picture.shape[:2]
    wide = width >= 1.5 * height
    full = (width, width) if wide else (round(height * 16 / 9), height)
    board = np.zeros((full[1], full[0], 3), np.uint8)
    top, left = (full[1] - height) // 2, (full[0] - width) // 2
    board[top : top + height, left : left + width] = picture
    return _scaled(board, max(height, width) / max(full))


def halve(picture: Picture) -> Picture:
    """Make the picture half as wide and half as high."""
    return _scaled(picture, 0.5)


def _scaled(picture: Picture, factor: float) -> Picture:
    height, width = picture.shape[:2]
    size = (round(width * factor), round(height * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def lighten(picture: Picture) -> Picture:
    """Make the picture as bright as an overexposed one."""
    return np.asarray(np.clip(picture * 1.5 + 25, 0, 255), dtype=np.uint8)


def darken(picture: Picture) -> Picture:
    """Make the picture as dark as one of a dim room."""
    return (picture * 0.4).astype(np.uint8)


def turn(picture: Picture) -> Picture:
    """Turn the picture by a few degrees, clockwise, as by a phone that leans; the corners stay black."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -TURN_DEG, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height)), dtype=np.uint8)


def turn_frame(frame: PoseFrame) -> PoseFrame:
    """Turn what was seen by the same, about the middle of the picture."""
    angle = math.radians(TURN_DEG)
    turned = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    middle = np.array([frame.aspect / 2, 0.5])
    landmarks, world = frame.landmarks.copy(), frame.world.copy()
    landmarks[:, :2] = (landmarks[:, :2] - middle) @ turned + middle
    world[:, :2] = world[:, :2] @ turned
    return replace(
        frame, landmarks=landmarks, world=world, back_line=(frame.back_line - middle) @ turned + middle
    )


def compress(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Encode the pictures as strongly as a bad connection does, and decode them again."""
    times_s, pictures = zip(*shown, strict=True)
    memory = io.BytesIO()
    with av.open(memory, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(30), options={"crf": _COARSEST})
        height, width = pictures[0].shape[:2]
        stream.width, stream.height, stream.pix_fmt = width - width % 2, height - height % 2, "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(picture[: stream.height, : stream.width].copy(), "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    memory.seek(0)
    with av.open(memory) as container:
        decoded = (frame.to_ndarray(format="rgb24") for frame in container.decode(video=0))
        yield from zip(times_s, decoded, strict=True)


def cut_start(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Leave out the first moment; what follows begins at 0."""
    return ((time_s - CUT_S, picture) for time_s, picture in shown if time_s >= CUT_S)


def cut_frames(frames: Iterable[PoseFrame]) -> Iterator[PoseFrame]:
    """Leave out the first moment; what follows begins at 0."""
    return (replace(f, time_s=f.time_s - CUT_S) for f in frames if f.time_s >= CUT_S)


def thin(rate_hz: float) -> Callable[[Iterable[Shown]], Iterator[Shown]]:
    """Return what keeps so many pictures a second."""

    def kept(shown: Iterable[Shown]) -> Iterator[Shown]:
        beat = _Beat(rate_hz)
        return ((time_s, picture) for time_s, picture in shown if beat.strikes(time_s))

    return kept


def thin_frames(rate_hz: float) -> Callable[[Iterable[PoseFrame]], Iterator[PoseFrame]]:
    """Return what keeps so many frames a second."""

    def kept(frames: Iterable[PoseFrame]) -> Iterator[PoseFrame]:
        beat = _Beat(rate_hz)
        return (frame for frame in frames if beat.strikes(frame.time_s))

    return kept


class _Beat:
    """Chooses the first picture after each beat of an even rhythm."""

    def __init__(self, rate_hz: float) -> None:
        self._step_s, self._next_s = 1 / rate_hz, 0.0

    def strikes(self, time_s: float) -> bool:
        if time_s < self._next_s - 1e-6:
            return False
        self._next_s = max(self._next_s + self._step_s, time_s + 0.5 * self._step_s)
        return True


def after_nothing(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Show a minute of an empty, grey wall first."""
    first, wall = True, NOTHING_S * 2
    for time_s, picture in shown:
        if first:
            empty = np.full_like(picture, 128)
            yield from ((k / 2, empty) for k in range(round(wall)))
            first = False
        yield NOTHING_S + time_s, picture


def frames_after_nothing(frames: Iterable[PoseFrame]) -> Iterator[PoseFrame]:
    """Begin with a minute in which nobody is there."""
    yield from (PoseFrame.empty(float(s)) for s in range(round(NOTHING_S)))
    yield from (replace(f, time_s=f.time_s + NOTHING_S) for f in frames)


def join(first: Sequence[PoseFrame], second: Iterable[PoseFrame]) -> tuple[list[PoseFrame], float]:
    """Return one clip after another, and when the second begins."""
    begins_s = first[-1].time_s + BETWEEN_S if first else 0.0
    gap = [PoseFrame.empty(first[-1].time_s + BETWEEN_S / 2)] if first else []
    return [*first, *gap, *(replace(f, time_s=f.time_s + begins_s) for f in second)], begins_s


def _same(shown: Iterable[Shown]) -> Iterator[Shown]:
    return iter(shown)


VERSIONS = (
    Version("straight", _same, iter),
    Version("mirrored", each(mirror), lambda frames: map(mirror_frame, frames), exchanges_sides=True),
    Version("bars", each(add_bars)),
    Version("half size", each(halve)),
    Version("10 a second", thin(10), thin_frames(10)),
    Version("15 a second", thin(15), thin_frames(15)),
    Version("brighter", each(lighten)),
    Version("darker", each(darken)),
    Version("turned 5 degrees", each(turn), lambda frames: map(turn_frame, frames)),
    Version("compressed", compress),
    Version("cut start", cut_start, cut_frames, begins_s=-CUT_S),
    Version("after nothing", after_nothing, frames_after_nothing, begins_s=NOTHING_S),
)
"""Those of one clip alone; the one after another clip is joined from two."""
