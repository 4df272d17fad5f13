"""A video with what the coach would have shown at every moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np

from backcoach.analysis.sources import Look
from backcoach.exercises.model import Exercise
from backcoach.pose.estimator import Picture
from backcoach.reports.video.overlay import draw_overlay
from backcoach.tracking import State
from backcoach.tracking.events import Event

TICKS = 60_000
"""Ticks of the clock in a second: whole for all usual frame rates, and few enough for MPEG-4."""

DARK = (24, 32, 40)
RECORDING_PX = 960
"""Longest side of the picture where there is none: a recording has poses only."""


class Annotator:
    """Writes one annotated video, picture by picture, with the times of the source.

    Parameters
    ----------
    path : Path
        An MP4 file; overwritten.
    exercises : mapping
        Exercises by their ids, for names, doses and faults.
    """

    def __init__(self, path: Path, exercises: Mapping[str, Exercise]) -> None:
        self._exercises = exercises
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._stream: av.VideoStream | None = None

    def __enter__(self) -> Annotator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:  # after a failed write PyAV must not write again: the process would end
            self._container.close()

    def watch(self, look: Look, state: State, events: Sequence[Event]) -> None:
        """Add the next picture."""
        picture = _canvas(look)
        draw_overlay(picture, look.frame, state, self._exercise_of(state))
        if self._stream is None:
            self._stream = self._open_stream(picture)
        frame = av.VideoFrame.from_ndarray(_fitted(picture, self._stream), format="rgb24")
        frame.time_base = Fraction(1, TICKS)
        frame.pts = round(look.frame.time_s * TICKS)
        self._container.mux(self._stream.encode(frame))

    def _exercise_of(self, state: State) -> Exercise | None:
        """Return the exercise to name: among several, none before one of them is taken up."""
        undecided = len(self._exercises) > 1 and not state.in_position and not state.count
        return None if undecided else self._exercises.get(state.exercise or "")

    def close(self) -> None:
        """Finish the file."""
        if self._stream is not None:
            self._container.mux(self._stream.encode())
        self._container.close()

    def _open_stream(self, picture: Picture) -> av.VideoStream:
        good = "libx264" in av.codecs_available
        stream = self._container.add_stream("libx264" if good else "mpeg4", rate=30)
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        stream.options = {"crf": "21", "preset": "veryfast"} if good else {"qscale": "4"}
        return stream


def _canvas(look: Look) -> Picture:
    """Return a picture of even sides to draw on; a dark one where there are only poses."""
    if look.picture is not None:
        height, width = (side // 2 * 2 for side in look.picture.shape[:2])
        return np.array(look.picture[:height, :width])
    scale = RECORDING_PX / max(look.frame.aspect, 1.0)
    height, width = (max(2, round(side / 2) * 2) for side in (scale, scale * look.frame.aspect))
    return np.full((height, width, 3), DARK, dtype=np.uint8)


def _fitted(picture: Picture, stream: av.VideoStream) -> Picture:
    """A source may change its size; the video cannot."""
    if picture.shape[:2] == (stream.height, stream.width):
        return picture
    import cv2

    return np.asarray(cv2.resize(picture, (stream.width, stream.height)), dtype=np.uint8)
