"""Several people in the picture: how many, and whom to follow.

The detector finds them in one look, which costs as much as three pictures and is done every few seconds, and at once
when the one who is followed seems to have jumped elsewhere: then somebody may have walked in between.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from backcoach.pose.frame import INDEX, Array
from backcoach.pose.region import Region
from backcoach.pose.sighting import Sighting

LOOK_EVERY_S = 5.0
"""Between two looks: the work of some three pictures in 150 at 30 a second."""

LOOK_AGAIN_S = 0.4
"""While somebody else might have to be followed instead."""

CLEARLY_LARGER = 1.3
"""Ratio of prominences (silhouette areas); two people at the same distance differ by less."""

SETTLED_S = 5.0
"""Who has been on the floor in one place for so long is not left for anybody upright, however near that one comes."""

PLACE_KEPT_S = 3.0
"""For so long the place of the followed person is remembered after the landmarks have left it."""

_PLACE_S = (
    1.0  # time constant of the place: slower than a step, faster than moving to another corner of the mat
)
_SAME_PLACE_TRUNKS = 0.5
_SAME_SIZE = 2.0
_STEADY_LOOKS = 3
_MAX_OTHERS = 3
_MIN_AREA_RATIO = 0.08
_MIN_VISIBILITY = 0.5
_MIN_ON_MASK = 0.6
_MAX_SHARED = 0.5
_KEY = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip", "knee")]


class Place:
    """Where somebody is, for a while: the middle of the hips, the trunk's length, and whether the trunk is low."""

    def __init__(self, person: Sighting, time_s: float) -> None:
        self.centre = person.centre
        self.trunk_norm = person.trunk_norm
        self.is_low = person.is_low
        self.since_s = self.seen_s = time_s

    def holds(self, person: Sighting) -> bool:
        """Whether this person is there, about as large, and as upright or low as before."""
        longest, shortest = sorted((max(person.trunk_norm, 1e-6), max(self.trunk_norm, 1e-6)), reverse=True)
        off = float(np.hypot(*(person.centre - self.centre)))
        return (
            off < _SAME_PLACE_TRUNKS * longest
            and longest < _SAME_SIZE * shortest
            and person.is_low == self.is_low
        )

    def keep(self, person: Sighting, time_s: float) -> None:
        """Follow slow movement of who is there."""
        weight = -math.expm1(-(time_s - self.seen_s) / _PLACE_S)
        self.centre = self.centre + weight * (person.centre - self.centre)
        self.trunk_norm += weight * (person.trunk_norm - self.trunk_norm)
        self.seen_s = time_s

    def is_settled(self, time_s: float) -> bool:
        """Whether somebody has been on the floor here for long enough not to be left for anybody upright."""
        return self.is_low and time_s - self.since_s >= SETTLED_S


class Crowd:
    """Counts people and nominates the one to follow: the most prominent steady one, those on the floor first."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Look again at once: nobody is followed, or the scene has changed."""
        self.people = 1
        self._place: Place | None = None
        self._next_s = self._looked_s = -math.inf
        self._rival: Sighting | None = None
        self._steady = 0

    def is_due(self, time_s: float, followed: Sighting) -> bool:
        """Whether it is time to look at everybody; told where the followed one is."""
        if self._place is None or time_s - self._place.seen_s > PLACE_KEPT_S:
            self._place = Place(followed, time_s)
        elif self._place.holds(followed):
            self._place.keep(followed, time_s)
        else:
            self._next_s = min(self._next_s, self._looked_s + LOOK_AGAIN_S)
        return time_s >= self._next_s

    def look(self, time_s: float, followed: Sighting, everybody: Sequence[Sighting]) -> Sighting | None:
        """Judge what a look has shown.

        Parameters
        ----------
        time_s : float
            When.
        followed : Sighting
            With silhouette.
        everybody : sequence of Sighting
            Whom the detector found, with silhouettes; the followed one need not be among them.

        Returns
        -------
        Sighting or None
            Who is to be followed from now on; None to go on with the one followed.
        """
        others = others_than(followed, everybody)
        self.people = 1 + len(others)
        self._looked_s = time_s
        returned = self._at_place(followed, others)
        if returned is not None:
            return self._chosen(returned, time_s)
        largest = max(others, key=lambda other: other.prominence, default=None)
        if largest is None or not self._outdoes(largest, followed, time_s):
            self._rival, self._steady = None, 0
            self._next_s = time_s + LOOK_EVERY_S
            return None
        self._steady = self._steady + 1 if self._is_steady(largest) else 1
        self._rival = largest
        self._next_s = time_s + LOOK_AGAIN_S
        return self._chosen(largest, time_s) if self._steady >= _STEADY_LOOKS else None

    def region(self, regions: Sequence[Region], height_px: int) -> Region | None:
        """Return where to look for the one who was followed, of the places where somebody is; the surest first."""
        if self._place is None or not regions:
            return next(iter(regions), None)
        centre = self._place.centre * height_px
        return min(regions, key=lambda region: math.hypot(*(centre - (region.x_px, region.y_px))))

    def _at_place(self, followed: Sighting, others: Sequence[Sighting]) -> Sighting | None:
        """Who is where the followed one was: the landmarks went away with somebody else."""
        place = self._place
        if place is None or place.holds(followed):
            return None
        return next((other for other in others if place.holds(other)), None)

    def _outdoes(self, other: Sighting, followed: Sighting, time_s: float) -> bool:
        place = self._place
        if place is not None and place.is_settled(time_s) and place.holds(followed) and not other.is_low:
            return False
        return other.prominence >= CLEARLY_LARGER * followed.prominence

    def _chosen(self, person: Sighting, time_s: float) -> Sighting:
        if self._place is None or not self._place.holds(person):
            self._place = Place(person, time_s)
        self._rival, self._steady = None, 0
        self._next_s = time_s + LOOK_EVERY_S
        return person

    def _is_steady(self, candidate: Sighting) -> bool:
        if self._rival is None:
            return False
        moved = float(np.hypot(*(candidate.centre - self._rival.centre)))
        return moved < _SAME_PLACE_TRUNKS * candidate.trunk_norm


def most_prominent(everybody: Sequence[Sighting]) -> tuple[Sighting, int]:
    """Return the most prominent person of a single picture, and how many there are.

    Parameters
    ----------
    everybody : sequence of Sighting
        At least one, with silhouettes, the surest first.
    """
    others = others_than(everybody[0], everybody)
    return max([everybody[0], *others], key=lambda person: person.prominence), 1 + len(others)


def others_than(followed: Sighting, everybody: Sequence[Sighting]) -> list[Sighting]:
    """Return the further people in the picture, each once, at most three.

    What the model imagines is left out: what is hardly visible, has no body, or is small beside the followed one.
    """
    known = [followed]
    for person in everybody:
        if (
            len(known) <= _MAX_OTHERS
            and _is_real(person, followed)
            and not any(_is_same(person, k) for k in known)
        ):
            known.append(person)
    return known[1:]


def _is_real(person: Sighting, followed: Sighting) -> bool:
    height, width = person.outline.shape
    key: Array = np.clip(person.landmarks[_KEY, :2] * height, 0, (width - 1, height - 1))
    column, row = key.astype(np.intp).T
    return bool(
        person.outline[row, column].mean() >= _MIN_ON_MASK
        and person.visibility[_KEY].mean() >= _MIN_VISIBILITY
        and person.area >= _MIN_AREA_RATIO * followed.area
    )


def _is_same(a: Sighting, b: Sighting) -> bool:
    """Whether two silhouettes are those of one person."""
    common = np.count_nonzero(a.outline & b.outline) / a.outline.size
    return bool(common > _MAX_SHARED * max(min(a.area, b.area), 1e-9))
