"""One moment of the figure: its layers, each with one smooth outline, and what lies over what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import shapely
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from backcoach.figure.flesh import flesh, shadow_of
from backcoach.figure.view import Ellipses, View, seen_by, skin, together
from backcoach.mannequin.body import Body
from backcoach.mannequin.skeleton import joints
from backcoach.pose.frame import INDEX, Array

GROUPS = ("torso", "head", "left_arm", "right_arm", "left_leg", "right_leg")
ROOTS = {"arm": "shoulder", "leg": "hip"}

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

FEW = 14
_ROUNDNESS = 0.45
"""How much of its round end a limb keeps: the trunk is round itself."""

CAP = 10
"""Points of a limb's outline at its joint."""


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
    points = joints(posture[None], body)[0]
    places, sizes = view.place(np.array([_root(points, group) for group in GROUPS]))
    roots, size = dict(zip(GROUPS, places, strict=True)), float(sizes.mean())
    layers: dict[str, Layer] = {}
    shapes: dict[str, list[BaseGeometry]] = {group: [] for group in GROUPS}
    solids: dict[str, list[Ellipses]] = {group: [] for group in GROUPS}
    parts = flesh(posture, body)
    for part in [shadow_of(parts), *parts]:
        seen = seen_by(view, [ellipsoid for chain in part.chains for ellipsoid in chain])
        shape = _joined(seen, [len(chain) for chain in part.chains], part.fillet_m * size)
        kind = part.name.partition("_")[2] or part.name
        count = POINTS.get(kind, FEW)
        outline = np.array(shape.exterior.coords)[:-1]
        edge = 1.0
        if len(outline) < 3:
            # A shadow on a floor that is seen from its own height.
            outline = np.repeat(seen.middles[:1, :2], count, axis=0)
        elif kind in _CAPS:
            outline, edge = _from_joint(
                outline, roots[part.group][:2], _CAPS[kind] * body.height_m * size, count
            )
        else:
            outline = _smooth(_evenly(np.concatenate([outline, outline[:1]]), count + 1)[:-1])
        if kind in ON_FACE and _is_hidden(seen, solids["head"]):
            outline = np.repeat(seen.middles[:1, :2], count, axis=0)
        layers[part.name] = Layer(part.name, part.group, part.wears, outline, edge)
        if part.group not in shapes:
            continue
        shapes[part.group].append(shape)
        if kind not in ON_FACE:
            solids[part.group].append(seen)
    face = points[INDEX["nose"]] - (points[INDEX["left_ear"]] + points[INDEX["right_ear"]]) / 2
    towards = -float(view.axes()[2] @ face) / float(np.linalg.norm(face))
    away = view.axes()[2] * [1, 0, 1]
    depths = {group: float(_root(points, group) @ away) for group in GROUPS}
    overlaps = _overlaps(shapes, solids, roots, size) if lies_over else ()
    return Picture(layers, overlaps, depths, towards)


def order(pictures: Sequence[Picture]) -> list[str]:
    """Return the names of the layers, the far ones first, as it fits all the pictures best."""
    behind = {(a, b): 0.0 for a in GROUPS for b in GROUPS}
    for shown in pictures:
        for overlap in shown.overlaps:
            behind[overlap.first, overlap.second] += overlap.area * overlap.behind_m

    def wrong(way: tuple[str, ...]) -> float:
        place = {group: i for i, group in enumerate(way)}
        return sum(abs(weight) for (a, b), weight in behind.items() if weight * (place[b] - place[a]) > 0)

    best = min(permutations(GROUPS), key=wrong)
    layers = pictures[0].layers
    names = [name for group in ("ground", *best) for name in layers if layers[name].group == group]
    if float(np.mean([shown.faces for shown in pictures])) < _TURNED_AWAY:
        names.remove("hair")
        names.insert(names.index("face") + 1, "hair")
    return names


def aligned(outline: Array, before: Array) -> Array:
    """Return a closed outline that begins where it fits another one best, shape (n, 2)."""
    n = len(outline)
    shifts = (np.arange(n)[:, None] + np.arange(n)) % n
    off = np.sum((outline[shifts] - before) ** 2, axis=(1, 2))
    best: Array = outline[shifts[int(off.argmin())]]
    return best


def _joined(ellipses: Ellipses, counts: list[int], fillet: float) -> Polygon:
    """Return one outline round all, its inner corners rounded."""
    pieces = shapely.polygons(np.array(skin(ellipses, counts)))
    if len(pieces) == 1:
        only: Polygon = pieces[0]
        return only
    union = shapely.union_all(pieces)
    rounded = union.buffer(fillet, quad_segs=5).buffer(-fillet, quad_segs=5)
    if rounded.geom_type != "Polygon":
        rounded = max(rounded.geoms, key=lambda piece: piece.area)
    return Polygon(rounded.exterior)


def _from_joint(outline: Array, joint: Array, radius: float, count: int) -> tuple[Array, float]:
    """Return the outline from one side of the joint round the limb and back, and the part of it that has a line."""
    fine = _smooth(_evenly(np.concatenate([outline, outline[:1]]), 4 * count + 1)[:-1], 6)
    away = np.hypot(*(fine - joint).T)
    fine = np.roll(fine, -int(away.argmin()), axis=0)
    away = np.hypot(*(fine - joint).T)
    n = len(fine)
    begin = next((i for i in range(n) if away[i] > radius), 0)
    stop = next((i for i in range(n, 0, -1) if away[i - 1] > radius), n)
    if stop - begin < n // 3:
        begin, stop = 0, n
    cap = np.concatenate([fine[stop - 1 :], fine[: begin + 1]])
    limb, rest = fine[begin:stop], _evenly(cap, CAP + 2)[1:-1]
    straight = cap[0] + np.linspace(0, 1, CAP + 2)[1:-1, None] * (cap[-1] - cap[0])
    rest = straight + _ROUNDNESS * (rest - straight)
    around = [_length(line) for line in (limb, cap)]
    return np.concatenate([_evenly(limb, count - CAP), rest]), around[0] / sum(around)


def _length(line: Array) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _smooth(ring: Array, times: int = 1) -> Array:
    """Return a closed line without the small corners of what it was joined from."""
    for _ in range(times):
        ring = 0.5 * ring + 0.25 * (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0))
    return ring


def _evenly(line: Array, count: int) -> Array:
    """Return points at even distances along a line, shape (count, 2)."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, way[-1], count)
    return np.stack([np.interp(at, way, line[:, k]) for k in (0, 1)], -1)


def _is_hidden(feature: Ellipses, head: list[Ellipses]) -> bool:
    middle = feature.middles.mean(0)
    surface = float(together(head).front(middle[None, :2])[0])
    return bool(np.isfinite(surface)) and middle[2] > surface + _FACE_SKIN_M


def _root(points: Array, group: str) -> Array:
    side, _, limb = group.partition("_")
    if limb:
        root: Array = points[INDEX[f"{side}_{ROOTS[limb]}"]]
        return root
    ears, trunk = ("left_ear", "right_ear"), ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    middle: Array = points[[INDEX[name] for name in (ears if group == "head" else trunk)]].mean(0)
    return middle


def _overlaps(
    shapes: dict[str, list[BaseGeometry]],
    solids: dict[str, list[Ellipses]],
    roots: dict[str, Array],
    size: float,
) -> tuple[Overlap, ...]:
    """Return how the groups lie over each other."""
    whole = {group: shapely.union_all(parts) for group, parts in shapes.items()}
    found = []
    for i, first in enumerate(GROUPS):
        for second in GROUPS[i + 1 :]:
            common = whole[first].intersection(whole[second])
            if common.area < _TOUCHING_M2 * size**2:
                continue
            area, behind_m = common.area, float(roots[second][2] - roots[first][2])
            if first == "torso" and second != "head":
                # At a joint, it is the joint's place that tells.
                common = common.difference(Point(roots[second][:2]).buffer(_JOINT_M * size))
            if common.area > _TELLING_M2 * size**2:
                area, behind_m = common.area, _behind(common, solids[first], solids[second], behind_m)
            found.append(Overlap(first, second, area, behind_m))
    return tuple(found)


def _behind(common: BaseGeometry, first: list[Ellipses], second: list[Ellipses], otherwise: float) -> float:
    """Return how far the second lies behind the first where both are, in metres."""
    points = _inside(common)
    near, other = together(first).front(points), together(second).front(points)
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
