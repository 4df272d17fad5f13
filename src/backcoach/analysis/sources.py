"""Anything that can be looked at: videos, GIFs, still pictures, recordings, the simulated person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from backcoach.exercises.model import Exercise
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
    cut_off : callable
        Says, after the looks, whether the end is missing.
    turned_deg : int
        How far the looks are turned clockwise, as it was asked for.
    """

    duration_s: float | None
    still: bool
    looks: Iterator[Look]
    warning: Callable[[], str | None] = lambda: None
    cut_off: Callable[[], bool] = lambda: False
    turned_deg: int = 0


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
    path: Path, *, estimator: MakeEstimator = blazepose, picture_px: int | None = None, turn_deg: int = 0
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
    turn_deg : int
        Turn everything clockwise by 0, 90, 180 or 270, for what was filmed with the camera on its side.

    Raises
    ------
    InputError
        The file does not exist, cannot be read, or is none of these.
    """
    from backcoach.pose.recording import is_recording

    with ExitStack() as stack:
        if is_recording(path):
            yield _open_recording(path, turn_deg)
        else:
            yield _open_pictures(path, estimator, picture_px, turn_deg, stack)


def _open_recording(path: Path, turn_deg: int) -> Source:
    from backcoach.pose.recording import load_recording
    from backcoach.pose.upright import turn_pose

    frames = load_recording(path)
    duration_s = frames[-1].time_s if frames else 0.0
    looks = (Look(turn_pose(frame, turn_deg)) for frame in frames)
    return Source(duration_s, still=False, looks=looks, turned_deg=turn_deg)


def _open_pictures(
    path: Path, estimator: MakeEstimator, picture_px: int | None, turn_deg: int, stack: ExitStack
) -> Source:
    from backcoach.pose.video import open_video

    video = stack.enter_context(open_video(path, turn_deg=turn_deg))
    shown = stack.enter_context(open_video(path, picture_px, turn_deg=turn_deg)) if picture_px else None
    model = stack.enter_context(estimator(still=video.info.still))
    return Source(
        duration_s=video.info.duration_s,
        still=video.info.still,
        looks=_look(video, shown, model),
        warning=lambda: video.warning,
        cut_off=lambda: video.cut_off,
        turned_deg=turn_deg,
    )


def _look(video: Video, shown: Video | None, model: PoseEstimator) -> Iterator[Look]:
    """Estimate poses; ``shown`` is the same video in another size, picture for picture."""
    pictures: Iterator[Picture | None] = repeat(None) if shown is None else (rgb for _, rgb in shown)
    for (time_s, rgb), picture in zip(video, pictures, strict=False):
        yield Look(model.estimate(rgb, time_s), picture)
