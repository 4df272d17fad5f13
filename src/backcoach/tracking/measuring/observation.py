"""One smoothed look at the person, shared by all trackers that watch the same frames."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from backcoach.pose.frame import INDEX, LANDMARKS, PoseFrame
from backcoach.tracking.measuring import geometry as geo
from backcoach.tracking.measuring.limbs import Axis, Limbs
from backcoach.tracking.measuring.smoothing import Array, OneEuroFilter, blend
from backcoach.tracking.summary import Side

SIDES: tuple[Side, Side] = ("left", "right")

GAP_S = 0.6
"""After this long without a person, smoothing starts anew."""

JUMP_TRUNKS = 0.8
"""A hip that moves by more trunk lengths than this from one frame to the next belongs to another picture (a cut)."""

TRUNK_M = 0.5
"""A trunk is about half a metre long: close enough to choose how strongly to smooth."""

OBLIQUE = 0.45
"""Sine of the angle (27 degrees) from which on a view is called oblique."""

SMALLEST_TRUNK = 0.02
"""In image heights; a shorter one is a person looked at along the spine, and no measure for smoothing."""

_LIMBS = [(INDEX[f"left_{n}"], INDEX[f"right_{n}"]) for n in ("elbow", "wrist", "knee", "ankle", "ear")]
TRUNK = tuple(INDEX[n] for n in ("left_shoulder", "right_shoulder", "left_hip", "right_hip"))
_TRUNK_XY = np.array([3 * i + k for i in TRUNK for k in (0, 1)])
_of_trunk = operator.itemgetter(*TRUNK)
_first = operator.itemgetter(0)

_INVISIBLE = [0.0] * len(LANDMARKS)

Points = list[list[float]]


class Reading(NamedTuple):
    """A value (NaN: not seen) and how clearly its landmarks are seen (0 to 1)."""

    value: float
    confidence: float


new_reading: Callable[[tuple[float, float]], Reading] = partial(tuple.__new__, Reading)
"""Makes a reading without the Python function behind the class: a frame makes twenty of them."""


class Observation:
    """The smoothed person at one moment.

    Attributes
    ----------
    time_s : float
    seen : bool
        False: nobody; every measurement of this observation is NaN.
    image : list of 33 [x, y, 0]
        In image heights, smoothed.
    frame : PoseFrame or None
        What was observed: unsmoothed, for what is smoothed later, with hindsight and so without delay.
    world : list of 33 [x, y, z]
        In metres, relative to the mid-hip.
    visibility : list of 33 floats
        Smoothed; 0 where nobody is seen.
    back : list of float
        Offsets of the back line from the hip-to-shoulder line, in trunk lengths, + outwards, smoothed; NaN where
        hidden. ``raw_back``: as they came.
    near, upper : side
        The side that is seen better, and the one that lies higher.
    fresh : bool
        True on the first observation after a gap or a cut.
    cut : bool
        True where the person suddenly is elsewhere in the picture.
    """

    __slots__ = (
        "_across",
        "_chest",
        "_view",
        "back",
        "cache",
        "cut",
        "frame",
        "fresh",
        "image",
        "lengths",
        "near",
        "raw_back",
        "seen",
        "time_s",
        "trunk",
        "upper",
        "visibility",
        "world",
        "world_trunk",
    )

    def __init__(self, time_s: float, near: Side, upper: Side, *, fresh: bool, cut: bool = False) -> None:
        self.time_s, self.near, self.upper, self.fresh, self.cut = time_s, near, upper, fresh, cut
        self.seen = False
        self.image: Points = []
        self.frame: PoseFrame | None = None
        self.world: Points = []
        self.visibility = _INVISIBLE
        self.back: list[float] = []
        self.raw_back: list[float] = []
        self.trunk = self.world_trunk = math.nan
        self.cache: dict[object, Reading] = {}
        self.lengths: dict[str, float] = {}
        self._across: list[float] | None = None
        self._chest: list[float] | None = None
        self._view: tuple[str, ...] | None = None

    @property
    def view(self) -> tuple[str, ...]:
        """From where the camera looks at the body: side, front, rear, feet or head; with ``oblique`` if between."""
        if self._view is None:
            self._view = self._find_view() if self.seen else ()
        return self._view

    def _find_view(self) -> tuple[str, ...]:
        # How much of the camera's direction lies across the body, out of the chest and along the trunk. Written out for
        # speed: most frames ask for it.
        (ax, ay, az), (bx, by, bz), (cx, cy, cz), (dx, dy, dz) = _of_trunk(self.world)
        x = (ax + bx) / 2 - (cx + dx) / 2
        y = (ay + by) / 2 - (cy + dy) / 2
        z = (az + bz) / 2 - (cz + dz) / 2
        length = math.sqrt(x * x + y * y + z * z)
        factor = 1 / length if length > 0 else math.nan
        chest_x, chest_y, chest_z = self.chest
        (_, best), (less, second), _ = sorted(
            (
                (-abs(x * factor * chest_y - y * factor * chest_x), "side"),
                (-abs(chest_z), "front" if chest_z < 0 else "rear"),
                (-abs(z * factor), "feet" if z * factor > 0 else "head"),
            ),
            key=_first,
        )
        return (best, "oblique", second) if -less > OBLIQUE else (best,)

    @property
    def chest(self) -> list[float]:
        """Unit vector out of the chest (camera-parallel axes: x right, y down, z away from the camera)."""
        if self._chest is None:
            self._chest = geo.compute_chest_direction(*_of_trunk(self.world))
        return self._chest

    @property
    def across(self) -> list[float]:
        """Unit vector from the left shoulder to the right, at right angles to the trunk (axes as those of the chest).

        In a trunk rotation the shoulders stay near the floor while the pelvis turns.
        """
        if self._across is None:
            left, right, _, _ = _of_trunk(self.world)
            self._across = geo.compute_across(left, right, self.trunk_vector(self.world))
        return self._across

    def trunk_vector(self, points: Points) -> list[float]:
        """Return mid-hip to mid-shoulder in image or world points."""
        ls, rs, lh, rh = _of_trunk(points)
        return geo.subtract(geo.midpoint(ls, rs), geo.midpoint(lh, rh))


class Observer:
    """Turns pose frames into observations: smooths, finds the near and the upper side, notices gaps and cuts."""

    def __init__(self) -> None:
        # At rest half of a step is through after 0.15 s; a limb that moves at one trunk length a second is followed
        # with two and a half times that cut-off.
        self._filter = OneEuroFilter(min_cutoff_hz=1.0, beta=1.5 / TRUNK_M)
        self._limbs = Limbs()
        self._visibility: Array | None = None
        self._back: list[float] | None = None
        self._last_s = -math.inf
        self._scale = math.nan
        self._axis: Axis | None = None
        self._near_lead = 0.0
        self._upper_lead = 0.0
        self._near: Side = "left"
        self._upper: Side = "left"

    def observe(self, frame: PoseFrame) -> Observation:
        """Return the smoothed observation of a frame; frames come in the order of time."""
        axis = _raw_axis(frame)
        if not (frame.seen and math.isfinite(sum(axis))):
            return Observation(frame.time_s, self._near, self._upper, fresh=False)
        cut = self._jumped(frame.time_s, axis)
        fresh = cut or frame.time_s - self._last_s > GAP_S
        dt_s = 0.0 if fresh else max(frame.time_s - self._last_s, 1e-3)
        if fresh:
            self._forget(frame)
        self._last_s = frame.time_s
        frame = self._limbs.follow(frame, axis, self._scale, dt_s)
        observation = Observation(frame.time_s, self._near, self._upper, fresh=fresh, cut=cut)
        observation.frame = frame
        self._smooth(frame, axis, dt_s, observation)
        self._find_sides(observation, dt_s)
        observation.near, observation.upper = self._near, self._upper
        return observation

    def _jumped(self, time_s: float, axis: Axis) -> bool:
        before, self._axis = self._axis, axis
        if before is None or time_s - self._last_s > GAP_S:
            return False
        return math.dist(before[:2], axis[:2]) > JUMP_TRUNKS * self._scale

    def _forget(self, frame: PoseFrame) -> None:
        self._filter.reset()
        self._limbs.reset()
        self._visibility = self._back = None
        self._near_lead = self._upper_lead = 0.0
        self._scale = max(_length([(x, y, 0.0) for x, y, _ in _of_trunk(frame.landmarks)]), SMALLEST_TRUNK)

    def _smooth(self, frame: PoseFrame, axis: Axis, dt_s: float, out: Observation) -> None:
        # Image and world landmarks both in metres, so that one filter suits both.
        points = np.concatenate((frame.landmarks, frame.world))
        image = points[: len(frame.landmarks)]
        image *= TRUNK_M / self._scale
        image[:, 2] = 0.0
        smooth = self._filter(points, dt_s)
        out.seen = True
        out.image = (smooth[: len(image)] * (self._scale / TRUNK_M)).tolist()
        out.world = smooth[len(image) :].tolist()
        self._visibility = _mixed(self._visibility, frame.visibility, blend(dt_s, 0.15))
        out.visibility = self._visibility.tolist()
        out.trunk = _length(_of_trunk(out.image))
        out.world_trunk = _length(_of_trunk(out.world))
        self._scale += blend(dt_s, 1.0) * (max(out.trunk, SMALLEST_TRUNK) - self._scale)
        # The offsets are smoothed, not the points: they are measured from the frame's own (unsmoothed) trunk line.
        out.raw_back = _back_offsets(frame, axis)
        out.back = self._back = _blended(self._back, out.raw_back, blend(dt_s, 0.12))

    def _find_sides(self, seen: Observation, dt_s: float) -> None:
        v = seen.visibility
        lead = sum([v[left] - v[right] for left, right in _LIMBS]) / len(_LIMBS)
        left_shoulder, right_shoulder, left_hip, right_hip = _of_trunk(seen.world)
        height = right_shoulder[1] - left_shoulder[1] + right_hip[1] - left_hip[1]
        weight = blend(dt_s, 0.4) if dt_s else 1.0
        self._near_lead += weight * (lead - self._near_lead)
        self._upper_lead += weight * (height - self._upper_lead)
        self._near = _leader(self._near_lead, 0.06, self._near, certain=dt_s == 0)
        self._upper = _leader(self._upper_lead, 0.04, self._upper, certain=dt_s == 0)


def compute_back_offsets(frame: PoseFrame) -> list[float]:
    """Return the distance of each back-line point from the trunk line, in trunk lengths (a positive number).

    The back line lies on the back's side by definition, so the distance needs no sign.
    """
    return _back_offsets(frame, _raw_axis(frame))


def _back_offsets(frame: PoseFrame, axis: Axis) -> list[float]:
    hx, hy, shoulder_x, shoulder_y = axis
    tx, ty = shoulder_x - hx, shoulder_y - hy
    length_squared = tx * tx + ty * ty
    if not length_squared > 0:
        return [math.nan] * len(frame.back_line)
    return [abs((x - hx) * ty - (y - hy) * tx) / length_squared for x, y in frame.back_line.tolist()]


def _raw_axis(frame: PoseFrame) -> Axis:
    """Return mid-hip and mid-shoulder in the picture as they came."""
    lsx, lsy, rsx, rsy, lhx, lhy, rhx, rhy = frame.landmarks.take(_TRUNK_XY).tolist()
    return (lhx + rhx) / 2, (lhy + rhy) / 2, (lsx + rsx) / 2, (lsy + rsy) / 2


def _length(trunk: Sequence[geo.Vector]) -> float:
    """Return the distance between mid-hip and mid-shoulder."""
    ls, rs, lh, rh = trunk
    x, y, z = ls[0] + rs[0] - lh[0] - rh[0], ls[1] + rs[1] - lh[1] - rh[1], ls[2] + rs[2] - lh[2] - rh[2]
    return math.sqrt(x * x + y * y + z * z) / 2


def _blended(before: list[float] | None, now: list[float], weight: float) -> list[float]:
    """Return the exponential average of each value; the newest where there was none before."""
    if before is None:
        return now
    return [a + weight * (b - a) if a == a else b for a, b in zip(before, now, strict=True)]


def _mixed(before: Array | None, now: Array, weight: float) -> Array:
    """Return the same of an array."""
    if before is None:
        return now
    mixed = before + weight * (now - before)
    return np.where(np.isnan(before), now, mixed) if math.isnan(np.vdot(mixed, mixed)) else mixed


def _leader(lead: float, margin: float, now: Side, *, certain: bool) -> Side:
    if lead > (0 if certain else margin):
        return "left"
    if lead < (0 if certain else -margin):
        return "right"
    return now
