"""Films of the figure: outlines that always have the same points, so that what is between them can be drawn too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backcoach.figure.accent import Way, far_groups, moving_limbs, ways
from backcoach.figure.outlines import aligned
from backcoach.figure.picture import ON_FACE, Layer, Picture, order, pictures
from backcoach.figure.view import FarView
from backcoach.mannequin.body import Body
from backcoach.mannequin.course import course, motion_of
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import joints
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array

ASPECT = 1.6
"""Width of a picture divided by its height."""

MIN_WIDTH_M = 1.9
"""So that a small figure does not fill the picture."""

_TOLERANCE_M = 0.009
"""Between two frames everything moves in straight lines that are this near to the true way."""

_ORDERED = 4
"""In about so many frames of a film it is looked up what lies over what."""

_MAT_HALF_WIDTH_M = 0.36
_MAT_MARGIN_M = 0.10
_FROM_ABOVE_DEG = 30.0
"""Who looks down so steeply sees both sides alike."""


@dataclass(frozen=True)
class Sheet:
    """One layer of a film.

    Attributes
    ----------
    name, wears : str
    far, moving : bool
        Whether it belongs to a limb on the far side, or to one that moves.
    edge : float
        The part of the outline, from its first point on, that has a line: a limb has none where the trunk begins.
    outlines : ndarray, shape (frames, n, 2)
        Metres, right and down.
    """

    name: str
    wears: str
    far: bool
    moving: bool
    edge: float
    outlines: Array

    @property
    def lined(self) -> bool:
        """Whether a line goes round it: not round the shadow, nor what is small on the face."""
        return self.wears != "shadow" and self.name.rpartition("_")[2] not in ON_FACE


@dataclass(frozen=True)
class Film:
    """Layers, the far ones first, and where they are.

    Attributes
    ----------
    sheets : list of Sheet
    mat : ndarray, shape (4, 2)
        Its corners in the picture.
    ways : list of Way
        The range of what moves.
    box_m : tuple of four float
        Left, top, width and height of a picture that holds everything.
    """

    sheets: list[Sheet]
    mat: Array
    ways: list[Way]
    box_m: tuple[float, float, float, float]


def with_course(
    performance: Performance, still_at: float | None = None, beside: Sequence[Performance] = ()
) -> tuple[Array, Film]:
    """Return the film of a performance, and the times of its frames, shape (frames,).

    Parameters
    ----------
    performance : Performance
    still_at : float, optional
        One frame only: that of this time in seconds.
    beside : sequence of Performance, optional
        Others that would fit into the picture, too.
    """
    body = Body()
    times_s, postures = course(performance, body)
    keys = _keys(postures, body) if still_at is None else [int(np.argmin(np.abs(times_s - still_at)))]
    room = np.concatenate([postures, *(course(other, body)[1] for other in beside)])
    return times_s[keys], film_of(motion_of(performance, body), postures[keys], room)


def film_of(motion: Motion, postures: Array, room: Array | None = None) -> Film:
    """Return the film of some postures of a motion, turned to the viewer.

    Parameters
    ----------
    motion : Motion
    postures : ndarray, shape (n, P)
        In their order.
    room : ndarray, shape (m, P), optional
        Other postures that shall fit into the picture, too.
    """
    view, body = FarView(motion.figure.shown_tilt_deg), motion.body
    moving = moving_limbs(motion)
    arcs = [Way(view.place(way.line)[0][:, :2], way.on_trunk) for way in ways(motion, moving)]
    shown = pictures(postures, body, view, range(0, len(postures), max(1, len(postures) // _ORDERED)))
    room = postures if room is None else room
    points = joints(room, body)
    ground = view.place(mat_under(points, room[0, AT["heading"]]))[0][:, :2]
    box = _box(view.place(points)[0].reshape(-1, 3)[:, :2], ground, arcs)
    return Film(sheets_of(shown, moving, view.tilt_deg), ground, arcs, box)


def sheets_of(shown: Sequence[Picture], moving: frozenset[str], tilt_deg: float) -> list[Sheet]:
    """Return the layers of some moments in a row, the far ones first."""
    middle = {group: float(np.mean([p.depths[group] for p in shown])) for group in shown[0].depths}
    far = frozenset[str]() if tilt_deg > _FROM_ABOVE_DEG else far_groups(middle) - moving
    return [_sheet([p.layers[name] for p in shown], far, moving) for name in order(shown)]


def _sheet(layers: Sequence[Layer], far: frozenset[str], moving: frozenset[str]) -> Sheet:
    first, outlines = layers[0], np.array([layer.outline for layer in layers])
    if first.edge == 1:
        outlines = aligned(outlines)
    edge = float(np.mean([layer.edge for layer in layers]))
    return Sheet(first.name, first.wears, first.group in far, first.group in moving, edge, outlines)


def mat_under(points: Array, heading_deg: float) -> Array:
    """Return the corners of a mat under the joints of a whole movement, shape (n, 33, 3), in the room, shape (4, 3)."""
    heading = np.radians(heading_deg)
    hips, points = points[0, [23, 24]].mean(0), points.reshape(-1, 3)
    along = np.array([np.cos(heading), 0.0, -np.sin(heading)])
    across = np.array([np.sin(heading), 0.0, np.cos(heading)])
    low, high = (points @ along).min() - _MAT_MARGIN_M, (points @ along).max() + _MAT_MARGIN_M
    middle = float(hips @ across)
    edges = middle - _MAT_HALF_WIDTH_M, middle + _MAT_HALF_WIDTH_M
    corners = [(low, edges[0]), (high, edges[0]), (high, edges[1]), (low, edges[1])]
    return np.array([a * along + b * across for a, b in corners])


def _box(points: Array, ground: Array, arcs: Sequence[Way]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a picture that holds all joints, the mat and the ways."""
    low = np.minimum(points.min(0) - 0.2, ground.min(0) - 0.06)
    high = np.maximum(points.max(0) + 0.1, ground.max(0) + 0.06)
    for arc in arcs:
        low, high = np.minimum(low, arc.line.min(0) - 0.06), np.maximum(high, arc.line.max(0) + 0.06)
    width = max(high[0] - low[0], MIN_WIDTH_M, (high[1] - low[1]) * ASPECT)
    height = width / ASPECT
    middle = (low + high) / 2
    return float(middle[0] - width / 2), float(middle[1] - height / 2), float(width), float(height)


def _keys(postures: Array, body: Body) -> list[int]:
    """Return the moments between which everything moves in lines that are straight enough."""
    points = joints(postures, body)
    back = np.zeros((len(postures), 1, 3))
    back[:, 0, 0] = postures[:, AT["curve"]] * body.trunk_m
    last = len(postures) - 1
    return sorted({0, last, *_between(np.concatenate([points, back], 1), 0, last)})


def _between(points: Array, first: int, last: int) -> list[int]:
    """Return the frames between two that are needed so that straight lines are near enough."""
    if last - first < 2:
        return []
    part = (np.arange(first, last + 1) - first) / (last - first)
    straight = points[first] + part[:, None, None] * (points[last] - points[first])
    off = np.linalg.norm(points[first : last + 1] - straight, axis=-1).max(1)
    worst = first + int(off.argmax())
    if not off.max() >= _TOLERANCE_M:
        return []
    return [*_between(points, first, worst), worst, *_between(points, worst, last)]
