"""One moment of the figure: its layers, each with one smooth outline, and what lies over what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from backcoach.figure.flesh import flesh, shadow_of
from backcoach.figure.outlines import around, from_joint, joined
from backcoach.figure.part import Part
from backcoach.figure.view import Ellipses, View, seen_by, skin, together
from backcoach.mannequin.body import Body
from backcoach.mannequin.skeleton import joints
from backcoach.pose.frame import INDEX, Array

GROUPS = ("torso", "head", "left_arm", "right_arm", "left_leg", "right_leg")
ROOTS = {"arm": "shoulder", "leg": "hip"}

_ORDERS = np.array([*permutations(range(len(GROUPS)))])
_PLACES = _ORDERS.argsort(1)
_AFTER = _PLACES[:, None, :] - _PLACES[:, :, None]
"""Every order of the groups, and by how much the second of two groups comes after the first in it."""

_CAPS = {"arm": 0.0385, "leg": 0.0585}
"""The end of a limb's outline this near to its joint (a part of the body height) belongs to the trunk."""

ON_FACE = ("eye", "brow", "mouth", "ear")
_FACE_SKIN_M = 0.018
"""What lies this far under the face's surface can still be seen: eyes and ears stand out of it."""

_TURNED_AWAY = -0.25
"""The hair hides a face that looks away by more than this."""

_TOUCHING_M2 = 1e-4
_TELLING_M2 = 12e-4
_JOINT_M = 0.12

POINTS = {
    "leg": 90,
    "arm": 80,
    "foot": 52,
    "hand": 52,
    "face": 56,
    "hair": 48,
    "neck": 28,
    "seat": 64,
    "trunk": 96,
    "shadow": 90,
}
"""So many points have the outlines of films; other layers have `FEW`."""

_STEPS = {"shadow": 2}
"""What is soft needs fewer points to begin with."""

FEW = 14


@dataclass(frozen=True)
class Layer:
    """One filled shape.

    Attributes
    ----------
    name : str
        The same for the same part of the body in every posture.
    group : str
        What it belongs to: one of `GROUPS`.
    wears : str
        What gives it its colour.
    outline : ndarray, shape (n, 2)
        Right and down; n depends on the name only.
    edge : float
        The part of the outline, from its first point on, that has a line: a limb has none where the trunk begins.
    """

    name: str
    group: str
    wears: str
    outline: Array
    edge: float


@dataclass(frozen=True)
class Overlap:
    """Two groups that lie over each other: how much, and by how much the second is behind the first."""

    first: str
    second: str
    area: float
    behind_m: float


@dataclass(frozen=True)
class Picture:
    """A moment.

    Attributes
    ----------
    layers : dict
        By name.
    overlaps : tuple of Overlap
    depths : dict
        Group to how far its root is away from the viewer along the floor, in metres.
    faces : float
        Whether the face looks at the viewer: 1, or away: -1.
    """

    layers: dict[str, Layer]
    overlaps: tuple[Overlap, ...]
    depths: dict[str, float]
    faces: float


def picture(posture: Array, body: Body, view: View, *, lies_over: bool = True) -> Picture:
    """Return what a viewer sees of a posture, shape (P,); without `lies_over` nothing of what is before what."""
    return pictures(posture[None], body, view, [0] if lies_over else [])[0]


def pictures(postures: Array, body: Body, view: View, lies_over: Collection[int]) -> list[Picture]:
    """Return what a viewer sees of some postures in a row.

    Parameters
    ----------
    postures : ndarray, shape (n, P)
    body : Body
    view : View
    lies_over : collection of int
        The moments at which it is looked up what lies over what.
    """
    points = joints(postures, body)
    places, sizes = view.place(np.stack([_root(points, group) for group in GROUPS], 1))
    size = sizes.mean(1)
    layers: dict[str, tuple[Part, Array, Array]] = {}
    shapes: dict[str, list[Array]] = {group: [] for group in (*GROUPS, "ground")}
    solids: dict[str, list[Ellipses]] = {group: [] for group in (*GROUPS, "ground")}
    features: list[tuple[Array, Ellipses]] = []
    parts = flesh(postures, points, body)
    for part, seen, pieces in _seen([shadow_of(parts), *parts], view):
        shape = joined(pieces[..., :: _STEPS.get(part.name, 1), :], part.fillet_m * size)
        kind = part.name.partition("_")[2] or part.name
        count, edge = POINTS.get(kind, FEW), np.ones(len(postures))
        if kind in _CAPS:
            joint = places[:, GROUPS.index(part.group), :2]
            outline, edge = from_joint(shape, joint, _CAPS[kind] * body.height_m * size, count)
        else:
            outline = around(shape, count)
        if kind in ON_FACE:
            features.append((outline, seen))
        else:
            solids[part.group].append(seen)
        layers[part.name] = part, outline, edge
        shapes[part.group].append(shape)
    _hide(features, together(solids["head"]))
    face = points[:, INDEX["nose"]] - (points[:, INDEX["left_ear"]] + points[:, INDEX["right_ear"]]) / 2
    towards = -(face @ view.axes()[2]) / np.linalg.norm(face, axis=-1)
    away = view.axes()[2] * [1, 0, 1]
    depths = {group: _root(points, group) @ away for group in GROUPS}
    overlaps = {k: _overlaps(shapes, solids, places, size, k) for k in lies_over}
    return [
        Picture(
            {
                name: Layer(name, part.group, part.wears, outline[k], float(edge[k]))
                for name, (part, outline, edge) in layers.items()
            },
            overlaps.get(k, ()),
            {group: float(depth[k]) for group, depth in depths.items()},
            float(towards[k]),
        )
        for k in range(len(postures))
    ]


def order(pictures: Sequence[Picture]) -> list[str]:
    """Return the names of the layers, the far ones first, as it fits all the pictures best."""
    behind = np.zeros((len(GROUPS), len(GROUPS)))
    for shown in pictures:
        for overlap in shown.overlaps:
            at = GROUPS.index(overlap.first), GROUPS.index(overlap.second)
            behind[at] += overlap.area * overlap.behind_m
    # How wrong each order is: the sum of all that it puts before what is nearer.
    wrong = (np.abs(behind) * (behind * _AFTER > 0)).sum((1, 2))
    best = [GROUPS[k] for k in _ORDERS[wrong.round(12).argmin()]]
    layers = pictures[0].layers
    names = [name for group in ("ground", *best) for name in layers if layers[name].group == group]
    if float(np.mean([shown.faces for shown in pictures])) < _TURNED_AWAY:
        names.remove("hair")
        names.insert(names.index("face") + 1, "hair")
    return names


def _seen(parts: Sequence[Part], view: View) -> Iterator[tuple[Part, Ellipses, Array]]:
    """Yield every part as the view shows it: its ellipses, and the convex pieces that its skin is made of."""
    chains = [chain for part in parts for chain in part.chains]
    seen = seen_by(view, [ellipsoid for chain in chains for ellipsoid in chain])
    skins = skin(seen, [len(chain) for chain in chains])
    ellipse = piece = 0
    for part in parts:
        lengths = [len(chain) for chain in part.chains]
        after, next_piece = ellipse + sum(lengths), piece + sum(max(1, length - 1) for length in lengths)
        yield part, seen.some(slice(ellipse, after)), skins[:, piece:next_piece]
        ellipse, piece = after, next_piece


def _hide(features: Sequence[tuple[Array, Ellipses]], head: Ellipses) -> None:
    """Shrink the outlines of the face's features to a point wherever they are behind it."""
    middles = np.stack([seen.middles.mean(1) for _, seen in features], 1)
    surface = head.front(middles[..., :2])
    hidden = np.isfinite(surface) & (middles[..., 2] > surface + _FACE_SKIN_M)
    for k, (outline, seen) in enumerate(features):
        outline[hidden[:, k]] = seen.middles[hidden[:, k], :1, :2]


def _root(points: Array, group: str) -> Array:
    """Return where a group begins, shape (n, 3)."""
    side, _, limb = group.partition("_")
    if limb:
        root: Array = points[:, INDEX[f"{side}_{ROOTS[limb]}"]]
        return root
    ears, trunk = ("left_ear", "right_ear"), ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    middle: Array = points[:, [INDEX[name] for name in (ears if group == "head" else trunk)]].mean(1)
    return middle


def _overlaps(
    shapes: Mapping[str, Sequence[Array]],
    solids: Mapping[str, Sequence[Ellipses]],
    roots: Array,
    sizes: Array,
    moment: int,
) -> tuple[Overlap, ...]:
    """Return how the groups lie over each other at a moment."""
    whole = {group: shapely.union_all([parts[moment] for parts in shapes[group]]) for group in GROUPS}
    solid = {group: together([one.at(moment) for one in solids[group]]) for group in GROUPS}
    size, found = float(sizes[moment]), []
    for i, first in enumerate(GROUPS):
        for j, second in enumerate(GROUPS[i + 1 :], i + 1):
            common = whole[first].intersection(whole[second])
            if common.area < _TOUCHING_M2 * size**2:
                continue
            area, behind_m = common.area, float(roots[moment, j, 2] - roots[moment, i, 2])
            if first == "torso" and second != "head":
                # At a joint, it is the joint's place that tells.
                common = common.difference(Point(roots[moment, j, :2]).buffer(_JOINT_M * size))
            if common.area > _TELLING_M2 * size**2:
                area, behind_m = common.area, _behind(common, solid[first], solid[second], behind_m)
            found.append(Overlap(first, second, area, behind_m))
    return tuple(found)


def _behind(common: BaseGeometry, first: Ellipses, second: Ellipses, otherwise: float) -> float:
    """Return how far the second lies behind the first where both are, in metres."""
    points = _inside(common)
    near, other = first.front(points), second.front(points)
    both = np.isfinite(near) & np.isfinite(other)
    behind = other[both] - near[both]
    return float(behind.mean()) if len(behind) else otherwise


def _inside(shape: BaseGeometry) -> Array:
    """Return some points inside a shape, (m, 2)."""
    left, top, right, bottom = shape.bounds
    across, down = np.meshgrid(np.linspace(left, right, 7)[1:-1], np.linspace(top, bottom, 7)[1:-1])
    grid = np.stack([across, down], -1).reshape(-1, 2)
    kept = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    point = shape.representative_point()
    return np.concatenate([[[point.x, point.y]], kept])
