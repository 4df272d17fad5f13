"""Anything that can be looked at: videos, GIFs, still pictures, recordings, the simulated person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from backcoach.exercises.schema import Exercise
from backcoach.pose.estimator import Picture, PoseEstimator
from backcoach.pose.frame import PoseFrame

if TYPE_CHECKING:
    from backcoach.pose.video import Video


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One moment of a source: the pose, and the picture it was seen in if there is one."""

    frame: PoseFrame
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Something that can be looked at once, from beginning to end.

    Attributes
    ----------
    duration_s : float or None
        The expected length, for the progress; None when the file does not say.
    still : bool
        Whether it is one picture without time.
    looks : iterator of Look
        In the order of time.
    warning : callable
        Says, after the looks, what could not be read, in one sentence; None when all was read.
    """

    duration_s: float | None
    still: bool
    looks: Iterator[Look]
    warning: Callable[[], str | None] = lambda: None

    def cut_off(self) -> bool:
        """Whether the end is missing; known after the looks."""
        return "cut off" in (self.warning() or "")


class MakeEstimator(Protocol):
    """Makes a pose model for the pictures of one source."""

    def __call__(self, *, still: bool) -> PoseEstimator:
        """Return a fresh pose model for one photo (``still``) or one video."""


def blazepose(*, still: bool, back_line: bool = True) -> PoseEstimator:
    """Return the pose model that comes with the package (loading it takes half a second)."""
    from backcoach.pose.blazepose import BlazePose

    return BlazePose(still=still, back_line=back_line)


def blazepose_for(exercises: Iterable[Exercise]) -> MakeEstimator:
    """Return what makes the pose model, without the line of the back when none of the exercises reads it."""
    read = any(feature.kind == "sagitta" for one in exercises for feature in one.features.values())
    return partial(blazepose, back_line=read)


@contextmanager
def open_source(
    path: Path, *, estimator: MakeEstimator = blazepose, picture_px: int | None = None
) -> Iterator[Source]:
    """Open a file by its content, not by its name.

    Parameters
    ----------
    path : Path
        A video, GIF, still picture or recording.
    estimator : callable
        Makes the pose model; called only when there are pictures to be understood.
    picture_px : int or None
        Longest side of the pictures in the looks; None hands out no pictures. The pose model always gets its
        own size, so that the result does not depend on who watches.

    Raises
    ------
    InputError
        The file does not exist, cannot be read, or is none of these.
    """
    from backcoach.pose.recording import is_recording

    with ExitStack() as stack:
        if is_recording(path):
            yield _open_recording(path)
        else:
            yield _open_pictures(path, estimator, picture_px, stack)


def _open_recording(path: Path) -> Source:
    from backcoach.pose.recording import load_recording

    frames = load_recording(path)
    duration_s = frames[-1].time_s if frames else 0.0
    return Source(duration_s, still=False, looks=(Look(frame) for frame in frames))


def _open_pictures(path: Path, estimator: MakeEstimator, picture_px: int | None, stack: ExitStack) -> Source:
    from backcoach.pose.video import open_video

    video = stack.enter_context(open_video(path))
    shown = stack.enter_context(open_video(path, picture_px)) if picture_px else None
    model = stack.enter_context(estimator(still=video.info.still))
    return Source(video.info.duration_s, video.info.still, _look(video, shown, model), lambda: video.warning)


def _look(video: Video, shown: Video | None, model: PoseEstimator) -> Iterator[Look]:
    """Estimate poses; ``shown`` is the same video in another size, picture for picture."""
    pictures: Iterator[Picture | None] = repeat(None) if shown is None else (rgb for _, rgb in shown)
    for (time_s, rgb), picture in zip(video, pictures, strict=False):
        yield Look(model.estimate(rgb, time_s), picture)
