"""The pose estimator that Backcoach comes with: BlazePose, offline, about 25 ms a picture on one core."""

from __future__ import annotations

import math
from types import TracebackType

from backcoach.pose.back_line import BackLineTracer
from backcoach.pose.crowd import Crowd
from backcoach.pose.cuts import CutDetector
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import PoseFrame
from backcoach.pose.sighting import PoseGraph, Sighting

MODEL = "BlazePose full (MediaPipe 0.10.21)"

LOST_S = 0.5
"""After so long without a person, somebody else may be found: all people are looked for."""


class BlazePose:
    """Follows the largest steady person of one video, those on the floor first (a `PoseEstimator`).

    After a cut to another scene everything is forgotten and the person is looked for anew. Landmarks are as
    the model gives them, not smoothed; only the back line is.

    Parameters
    ----------
    still : bool
        True for unrelated photos, False for video.

    Attributes
    ----------
    cut_times_s : list of float
        When another scene began, or another person was chosen: movement must not be followed across these times.
    """

    def __init__(self, *, still: bool = False) -> None:
        self._still = still
        self._graph = PoseGraph(still=still)
        self._finder: PoseGraph | None = self._graph if still else None
        self._crowd = Crowd(self._find)
        self._cuts = CutDetector()
        self._back = BackLineTracer()
        self._seen_s = -math.inf
        self.cut_times_s: list[float] = []

    def estimate(self, picture: Picture, time_s: float) -> PoseFrame:
        """Return what is seen in an RGB picture, shown at ``time_s``."""
        if self._still:
            self._forget()
        elif self._cuts.is_cut(picture):
            self.cut_times_s.append(time_s)
            self._forget()
            self._graph.forget()
        aspect = picture.shape[1] / picture.shape[0]
        person = self._person(picture, time_s)
        if person is None:
            return PoseFrame.empty(time_s, aspect)
        self._seen_s = time_s
        return PoseFrame(
            time_s=time_s,
            landmarks=person.landmarks,
            world=person.world,
            visibility=person.visibility,
            back_line=self._back.trace(time_s, person.landmarks, person.world, person.mask),
            aspect=aspect,
            people=self._crowd.people,
        )

    def close(self) -> None:
        """Free the models; harmless when repeated."""
        self._graph.close()
        if self._finder is not None:
            self._finder.close()

    def __enter__(self) -> BlazePose:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _person(self, picture: Picture, time_s: float) -> Sighting | None:
        person = self._graph.see(picture)
        if person is None:
            return None
        if self._still:
            return self._crowd.largest(picture, person)
        if time_s - self._seen_s > LOST_S:
            self._crowd.reset()
        alone = self._crowd.look(picture, time_s, person)
        if alone is None:
            return person
        self.cut_times_s.append(time_s)
        self._back.reset()
        self._graph.forget()
        return self._graph.see(alone) or person

    def _find(self, picture: Picture) -> Sighting | None:
        if self._finder is None:
            self._finder = PoseGraph(still=True)
        return self._finder.see(picture)

    def _forget(self) -> None:
        self._crowd.reset()
        self._back.reset()
