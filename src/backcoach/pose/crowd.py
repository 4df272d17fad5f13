"""Other people in the picture: how many, and whether one of them is the one to follow.

BlazePose sees one person. Others are found by painting out those already found and looking again; that costs
as much as a frame or two, so it is done every few seconds only.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from backcoach.pose.estimator import Picture
from backcoach.pose.frame import INDEX
from backcoach.pose.sighting import Sighting

LOOK_EVERY_S = 5.0
"""Between two looks: one more pose estimate in 150 frames at 30 a second."""

LOOK_AGAIN_S = 0.4
"""While a larger person might have to be followed instead."""

CLEARLY_LARGER = 1.3
"""Ratio of prominences (silhouette areas); two people at the same distance differ by less."""

_STEADY_LOOKS = 3
_STEADY_TRUNKS = 0.5
_MOST_OTHERS = 3
_MIN_AREA_RATIO = 0.08
_MIN_VISIBILITY = 0.5
_MIN_ON_MASK = 0.6
_MAX_PAINTED = 0.3
_KEY = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip", "knee")]
_COARSE = 8


class Crowd:
    """Counts people and nominates the most prominent steady one: the largest, those on the floor first.

    Parameters
    ----------
    find : callable
        Returns the person found in a picture, or None; without memory of pictures before.
    """

    def __init__(self, find: Callable[[Picture], Sighting | None]) -> None:
        self._find = find
        self.reset()

    def reset(self) -> None:
        """Look again at once: nobody is followed, or the scene has changed."""
        self.people = 1
        self._next_s = -math.inf
        self._rival: Sighting | None = None
        self._steady = 0

    def look(self, picture: Picture, time_s: float, followed: Sighting) -> Picture | None:
        """Look for others when it is time to.

        Returns
        -------
        ndarray or None
            The picture without all but the person to follow from now on; None to go on with the one followed.
        """
        if time_s < self._next_s:
            return None
        others = self.others(picture, followed)
        self.people = 1 + len(others)
        largest = max(others, key=lambda other: other.prominence, default=None)
        if largest is None or largest.prominence < CLEARLY_LARGER * followed.prominence:
            self._rival, self._steady = None, 0
            self._next_s = time_s + LOOK_EVERY_S
            return None
        self._steady = self._steady + 1 if self._is_steady(largest) else 1
        self._rival = largest
        self._next_s = time_s + LOOK_AGAIN_S
        if self._steady < _STEADY_LOOKS:
            return None
        self._rival, self._steady = None, 0
        return painted_out(picture, [followed] + [other for other in others if other is not largest])

    def largest(self, picture: Picture, first: Sighting) -> Sighting:
        """Return the most prominent person of a single picture, all of whom are counted."""
        others = self.others(picture, first)
        self.people = 1 + len(others)
        return max([first, *others], key=lambda person: person.prominence)

    def others(self, picture: Picture, followed: Sighting) -> list[Sighting]:
        """Return the further people in the picture, at most three."""
        found = [followed]
        while len(found) <= _MOST_OTHERS:
            other = self._find(painted_out(picture, found))
            if other is None or not _is_somebody_else(other, found):
                break
            found.append(other)
        return found[1:]

    def _is_steady(self, candidate: Sighting) -> bool:
        if self._rival is None:
            return False
        moved = float(np.hypot(*(candidate.centre - self._rival.centre)))
        return moved < _STEADY_TRUNKS * candidate.trunk_norm


def painted_out(picture: Picture, people: list[Sighting]) -> Picture:
    """Return a copy in which the surroundings flow over the people: an even patch would keep their shape."""
    height, width = picture.shape[:2]
    covered = _covered(people)
    coarse_size = (max(1, width // _COARSE), max(1, height // _COARSE))
    coarse = cv2.resize(picture, coarse_size, interpolation=cv2.INTER_AREA).astype(np.float32)
    free = (cv2.resize(covered, coarse_size, interpolation=cv2.INTER_AREA) == 0).astype(np.float32)
    spread = max(coarse_size) / 6
    colour = cv2.GaussianBlur(coarse * free[..., None], (0, 0), spread)
    weight = cv2.GaussianBlur(free, (0, 0), spread)
    fill = np.clip(colour / np.maximum(weight, 1e-6)[..., None], 0, 255).astype(np.uint8)
    return np.where(covered[..., None] > 0, cv2.resize(fill, (width, height)), picture)


def _covered(people: list[Sighting]) -> NDArray[np.uint8]:
    """The silhouettes and a margin: 1 where somebody is."""
    mask = np.maximum.reduce([person.mask for person in people])
    margin = max(3, round(0.03 * max(mask.shape)))
    kernel = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    return np.asarray(cv2.dilate((mask > 0.3).astype(np.uint8), kernel), dtype=np.uint8)


def _is_somebody_else(other: Sighting, known: list[Sighting]) -> bool:
    """Reject what the model imagines: people on the paint, hardly visible, or without a body."""
    height, width = other.mask.shape
    key = np.clip(other.landmarks[_KEY, :2] * height, 0, (width - 1, height - 1)).astype(int)
    painted = _covered(known)[key[:, 1], key[:, 0]].mean()
    on_mask = (other.mask[key[:, 1], key[:, 0]] > 0.5).mean()
    return bool(
        painted <= _MAX_PAINTED
        and on_mask >= _MIN_ON_MASK
        and other.visibility[_KEY].mean() >= _MIN_VISIBILITY
        and other.area >= _MIN_AREA_RATIO * known[0].area
    )
