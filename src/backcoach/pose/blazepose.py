"""The pose estimator that Backcoach comes with: BlazePose, offline, about 17 ms a picture on one core."""

from __future__ import annotations

import math
from types import TracebackType

import numpy as np

from backcoach.pose.back_line import BackLineTracer
from backcoach.pose.crowd import Crowd, most_prominent
from backcoach.pose.cuts import CutDetector
from backcoach.pose.engine import PoseEngine
from backcoach.pose.estimator import Picture
from backcoach.pose.frame import BACK_STATIONS, Array, PoseFrame
from backcoach.pose.region import Region
from backcoach.pose.sighting import Sighting
from backcoach.pose.steady import OneEuroFilter

LOST_S = 0.5
"""After so long without a person, somebody else may be found: all people are looked at again."""

SILHOUETTE_EVERY_S = 0.1
"""Between two silhouettes, from which the line of the back is measured.

On the labelled clips, at 30 pictures a second, a silhouette at every third picture instead of each moves the back line
by 0.002 trunk lengths (mean; 95 %: 0.007) and changes no count, no fault and no time by 0.05 s. At every fourth one
repetition begins 0.06 s later.
"""

_ALMOST_S = 0.005  # a camera is not punctual to the millisecond


class BlazePose:
    """Follows the largest steady person of one video, those on the floor first (a `PoseEstimator`).

    After a cut to another scene everything is forgotten and the person is looked for anew. Landmarks are as
    the model gives them, not smoothed; only the back line is.

    Parameters
    ----------
    still : bool
        True for unrelated photos, False for video.
    back_line : bool
        False when nobody reads the line of the back: it is NaN, and a picture costs a tenth less.
    silhouette_every_s : float
        Seconds between two silhouettes, from which the back line is measured; in between the back is taken to lie as
        far off the trunk as before.

    Attributes
    ----------
    cut_times_s : list of float
        When another scene began, or another person was chosen: movement must not be followed across these times.

    Raises
    ------
    InputError
        When a file of the networks is missing, cut off or another one.
    """

    def __init__(
        self, *, still: bool = False, back_line: bool = True, silhouette_every_s: float = SILHOUETTE_EVERY_S
    ) -> None:
        self._still = still
        self._wants_back_line = back_line
        self._silhouette_every_s = silhouette_every_s if back_line else math.inf
        self._engine: PoseEngine | None = PoseEngine()
        self._crowd = Crowd()
        self._cuts = CutDetector()
        self._back = BackLineTracer()
        self._steady = OneEuroFilter()
        self._region: Region | None = None
        self._people = 1
        self._seen_s = self._silhouette_s = -math.inf
        self.cut_times_s: list[float] = []

    def estimate(self, picture: Picture, time_s: float) -> PoseFrame:
        """Return what is seen in an RGB picture, shown at ``time_s``."""
        if self._engine is None:
            raise ValueError("this pose model is closed")
        picture = np.ascontiguousarray(picture)
        if self._still:
            self._forget()
        elif self._cuts.is_cut(picture):
            self.cut_times_s.append(time_s)
            self._forget()
        see = self._single if self._still else self._follow
        person = see(self._engine, picture, time_s)
        aspect = picture.shape[1] / picture.shape[0]
        if person is None:
            return PoseFrame.empty(time_s, aspect)
        self._seen_s = time_s
        return PoseFrame(
            time_s=time_s,
            landmarks=person.landmarks,
            world=person.world,
            visibility=person.visibility,
            back_line=self._line_of_the_back(time_s, person),
            aspect=aspect,
            people=self._people,
        )

    def close(self) -> None:
        """Free the networks; harmless when repeated."""
        self._engine = None

    def __enter__(self) -> BlazePose:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line_of_the_back(self, time_s: float, person: Sighting) -> Array:
        if not self._wants_back_line:
            return np.full((BACK_STATIONS, 2), np.nan)
        return self._back.trace(time_s, person.landmarks, person.world, person.mask)

    def _single(self, engine: PoseEngine, picture: Picture, time_s: float) -> Sighting | None:
        everybody = engine.everybody(picture)
        if not everybody:
            return None
        person, self._people = most_prominent(everybody)
        return person

    def _follow(self, engine: PoseEngine, picture: Picture, time_s: float) -> Sighting | None:
        person = self._found_again(engine, picture)
        if person is None:
            self._lose()
            return None
        if time_s - self._seen_s > LOST_S:
            self._crowd.reset()
        due = self._crowd.is_due(time_s, person)
        if due or time_s - self._silhouette_s > self._silhouette_every_s - _ALMOST_S:
            person = engine.with_silhouette(picture, person)
            self._silhouette_s = time_s
        if due and (other := self._crowd.look(time_s, person, engine.everybody(picture, person))) is not None:
            self.cut_times_s.append(time_s)
            self._lose()
            self._back.reset()
            person = other
        self._people = self._crowd.people
        if person.next_px is not None:
            self._region = self._steady.region(person.next_px, time_s)
        return person

    def _found_again(self, engine: PoseEngine, picture: Picture) -> Sighting | None:
        """Look where the person has to be, or else at the whole picture."""
        region = self._region
        if region is None:
            region = self._crowd.region(engine.find(picture), picture.shape[0])
        return None if region is None else engine.see(picture, region)

    def _lose(self) -> None:
        """Look at the whole picture next time."""
        self._region = None
        self._steady.reset()

    def _forget(self) -> None:
        self._lose()
        self._crowd.reset()
        self._back.reset()
        self._silhouette_s = -math.inf
