"""Measures the quantities that exercise files name: each kind is one short function of an observation and a side."""

from __future__ import annotations

import functools
import math
import operator
from collections import deque
from collections.abc import Callable, Sequence

from backcoach.exercises.model import Feature, Speed
from backcoach.pose.frame import INDEX
from backcoach.tracking.measuring import geometry as geo
from backcoach.tracking.measuring.observation import SIDES, TRUNK, Observation, Reading, new_reading
from backcoach.tracking.summary import Side

NAN = math.nan

SURE = 0.5
"""A landmark with at least this visibility is clearly seen."""

GUESSED = 0.2
"""Below this visibility a landmark is a guess of the pose model, and what depends on it is not seen (NaN)."""

BACK_MARGIN = 1
"""Stations left out at each end of the back line: there the outline belongs to the seat and the neck."""

OTHER: dict[Side, Side] = {"left": "right", "right": "left"}

Points = Sequence[geo.Vector]
Source = Sequence[list[float]] | dict[int, list[float]]

NOT_SEEN = Reading(NAN, 0.0)


def landmark_index(point: str, side: Side) -> tuple[int, int]:
    """Return the one landmark (twice), or the two whose middle is meant, for a point's name and a side."""
    if point == "nose":
        return INDEX["nose"], INDEX["nose"]
    if point.startswith("mid_"):
        return INDEX[f"left_{point[4:]}"], INDEX[f"right_{point[4:]}"]
    name = point if point.startswith(("left_", "right_")) else f"{side}_{point}"
    return INDEX[name], INDEX[name]


class Look:
    """How one quantity is taken from an observation: settled once, not for each frame."""

    __slots__ = ("_kind", "_of_body", "_shape", "_side", "_unit", "_visibilities", "_world", "pick", "rows")

    def __init__(self, kind: str, points: tuple[str, ...], unit: str, space: str, side: Side) -> None:
        indices = [landmark_index(point, side) for point in points]
        self.rows = sorted({i for pair in indices for i in pair})
        self.pick = _picker(indices)
        decisive = self.rows or TRUNK
        self._visibilities = operator.itemgetter(*decisive, decisive[0])
        self._kind, self._shape, self._side = kind, _SHAPES.get(kind), side
        self._of_body = _KINDS.get(kind, _unknown)
        self._unit = unit if kind in _IN_UNITS else None
        self._world = space == "world" or kind in ("roll", "crossing")

    def confidence(self, seen: Observation) -> float:
        """Return the least visibility of the points; of the trunk's where there are none."""
        weakest: float = min(self._visibilities(seen.visibility))
        return weakest

    def measure(self, seen: Observation) -> Reading:
        """Return the reading; NaN where only a guess is seen."""
        confidence = min(self._visibilities(seen.visibility))
        if confidence < GUESSED:
            return new_reading((NAN, confidence))
        # As `_value`, written out for speed: a frame measures some fifteen quantities.
        points = self.pick(seen.world if self._world else seen.image)
        if self._shape is None:
            value = self._of_body(seen, points, self._side)
        else:
            value = self._shape(*points)
            if self._unit:
                value /= unit_length(seen, self._unit, world=self._world)
        if value != value and self._kind == "sagitta":
            return NOT_SEEN
        return new_reading((value, confidence))

    def _value(self, seen: Observation, source: Source) -> float:
        """Return the value for points that are smoothed or raw."""
        points = self.pick(source)
        if self._shape is None:
            return self._of_body(seen, points, self._side)
        value = self._shape(*points)
        return value / unit_length(seen, self._unit, world=self._world) if self._unit else value

    def measure_raw(self, seen: Observation) -> float:
        """Return the value without smoothing."""
        if self._kind == "sagitta":
            return geo.compute_sagitta(seen.raw_back[BACK_MARGIN : len(seen.raw_back) - BACK_MARGIN])
        frame = seen.frame
        assert frame is not None
        if self._world:
            return self._value(seen, {i: frame.world[i].tolist() for i in self.rows})
        return self._value(seen, {i: [*frame.landmarks[i].tolist()[:2], 0.0] for i in self.rows})


_look = functools.cache(Look)
"""The same quantity has the same look: all trackers find it in an observation's cache once it is measured."""


def _look_at(feature: Feature, side: Side) -> Look:
    return _look(feature.kind, feature.points, feature.unit, feature.space, side)


class Meter:
    """Measures one feature of the observations, on either side; instantaneous, without memory.

    Results are cached in the observation, so that trackers which share it measure a quantity once.
    """

    def __init__(self, feature: Feature) -> None:
        sided = feature.kind == "crossing" or any(_is_sided(point) for point in feature.points)
        self.sides: tuple[Side, ...] = SIDES if sided else SIDES[:1]
        self._looks = {side: _look_at(feature, side if sided else SIDES[0]) for side in SIDES}

    def read(self, seen: Observation, side: Side) -> Reading:
        """Return the reading for a side; NaN where nobody, or only a guess, is seen."""
        look = self._looks[side]
        found = seen.cache.get(look)
        if found is None:
            found = seen.cache[look] = look.measure(seen)
        return found

    def read_raw(self, seen: Observation, side: Side) -> float:
        """Return the value without smoothing."""
        smooth = self.read(seen, side).value
        return self._looks[side].measure_raw(seen) if smooth == smooth else smooth


def _is_sided(point: str) -> bool:
    return point != "nose" and not point.startswith(("mid_", "left_", "right_"))


def _picker(indices: list[tuple[int, int]]) -> Callable[[Source], Points]:
    """Return a function that picks points out of all landmarks, the middle one where two are named."""
    if len(indices) > 1 and all(i == j for i, j in indices):
        return operator.itemgetter(*(i for i, _ in indices))
    return lambda source: [source[i] if i == j else geo.midpoint(source[i], source[j]) for i, j in indices]


_BONES = {
    unit: [(INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"]) for side in SIDES]
    for unit, a, b in (
        ("thigh", "hip", "knee"),
        ("shank", "knee", "ankle"),
        ("upper_arm", "shoulder", "elbow"),
    )
} | {"hip_width": [(INDEX["left_hip"], INDEX["right_hip"])]}


def unit_length(seen: Observation, unit: str, *, world: bool) -> float:
    """Return the length of a body part in image heights or metres.

    In the picture a limb that points at the camera looks short. A length is therefore taken from the world
    landmarks and brought to the picture by the trunk, which every exercise shows sideways. A part without any length,
    as in poses of a program that knows no metres, was not seen: NaN.
    """
    trunk = seen.world_trunk if world else seen.trunk
    if unit == "trunk" or not seen.world_trunk > 0:
        return trunk if trunk > 0 else NAN
    metres = seen.lengths.get(unit)
    if metres is None:
        metres = seen.lengths[unit] = _length_m(seen, unit)
    length = metres * trunk / seen.world_trunk
    return length if length > 0 else NAN


def _length_m(seen: Observation, unit: str) -> float:
    """Return the length of a body part in metres: of the longer side, for the shorter is the worse guess."""
    points = seen.world
    return max([geo.compute_distance(points[a], points[b]) for a, b in _BONES[unit]])


def _roll(seen: Observation, points: Points, side: Side) -> float:
    return geo.compute_roll_deg(points[0], points[1], seen.trunk_vector(seen.world))


def _crossing(seen: Observation, points: Points, side: Side) -> float:
    """Return how far a knee lies past the body's middle, towards the other side."""
    mid_hip = geo.midpoint(seen.world[INDEX["left_hip"]], seen.world[INDEX["right_hip"]])
    metres = geo.dot(geo.subtract(points[0], mid_hip), seen.across)
    return (metres if side == "left" else -metres) / unit_length(seen, "thigh", world=True)


def _sagitta(seen: Observation, points: Points, side: Side) -> float:
    return geo.compute_sagitta(seen.back[BACK_MARGIN : len(seen.back) - BACK_MARGIN])


def _bend(seen: Observation, points: Points, side: Side) -> float:
    chest = seen.chest
    return geo.compute_bend_deg(points[0], points[1], points[2], (-chest[0], -chest[1]))


def _unknown(seen: Observation, points: Points, side: Side) -> float:
    """Return the value of what is no matter of one moment: speeds, trends and progress have their own readers."""
    return NAN


_SHAPES: dict[str, Callable[..., float]] = {
    "angle": geo.compute_angle_deg,
    "elevation": geo.compute_elevation_deg,
    "distance": geo.compute_distance,
    "height": lambda a, b: a[1] - b[1],
    "horizontal": lambda a, b: abs(a[0] - b[0]),
    "deviation": geo.compute_deviation,
    "lift": geo.compute_lift,
}
"""What follows from the points alone ..."""

_KINDS: dict[str, Callable[[Observation, Points, Side], float]] = {
    "bend": _bend,
    "roll": _roll,
    "crossing": _crossing,
    "chest_up": lambda seen, p, side: -seen.chest[1],
    "chest_to_camera": lambda seen, p, side: -seen.chest[2],
    "sagitta": _sagitta,
}
"""... and what needs the rest of the body."""

_IN_UNITS = frozenset({"distance", "height", "horizontal", "lift"})


class History:
    """The last ``window_s`` seconds of a vector or number; older entries are dropped."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._entries: deque[tuple[float, geo.Vector]] = deque()

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def oldest(self, time_s: float, value: geo.Vector) -> tuple[float, geo.Vector] | None:
        """Add a value and return the oldest one inside the window, or None until half the window is filled."""
        entries = self._entries
        entries.append((time_s, value))
        while time_s - entries[0][0] > self._window_s:
            entries.popleft()
        return entries[0] if time_s - entries[0][0] >= 0.5 * self._window_s else None


class Speedometer:
    """Measures how fast a point moves or a limb turns, over a short window; keeps that window's history."""

    WINDOW_S = 0.4

    def __init__(self, feature: Speed) -> None:
        self._feature = feature
        self.sides = SIDES
        self._looks = {side: _look_at(feature, side) for side in SIDES}
        window_s = feature.window_s or self.WINDOW_S
        self._history = {side: History(window_s) for side in SIDES}

    def read_raw(self, seen: Observation, side: Side) -> float:
        """Return the value: a speed over a window has no rawer form."""
        return self.read(seen, side).value

    def read(self, seen: Observation, side: Side) -> Reading:
        """Return the speed for a side, in units of length per second or degrees per second."""
        history = self._history[side]
        if not seen.seen or seen.fresh:
            history.clear()
            return NOT_SEEN
        look = self._looks[side]
        confidence = look.confidence(seen)
        if confidence < GUESSED:
            history.clear()
            return Reading(NAN, confidence)
        turning = self._feature.kind == "angular_speed"
        points = look.pick(seen.world if turning else seen.image)
        now = geo.subtract(points[1], points[0]) if turning else points[0]
        before = history.oldest(seen.time_s, now)
        if before is None:
            return Reading(NAN, confidence)
        elapsed_s = seen.time_s - before[0]
        if turning:
            return Reading(geo.compute_angle_between_deg(now, before[1]) / elapsed_s, confidence)
        length = unit_length(seen, self._feature.unit, world=False)
        return Reading(geo.compute_distance(now, before[1]) / length / elapsed_s, confidence)

    def read_turn(self, before: Observation, after: Observation, side: Side) -> Reading:
        """Return by how many degrees a limb has turned in space from one observation to another."""
        look = self._looks[side]
        confidence = min(look.confidence(before), look.confidence(after))
        if confidence < GUESSED:
            return Reading(NAN, confidence)
        limbs = (geo.subtract(b, a) for a, b in (look.pick(seen.world)[:2] for seen in (before, after)))
        return Reading(geo.compute_angle_between_deg(*limbs), confidence)
