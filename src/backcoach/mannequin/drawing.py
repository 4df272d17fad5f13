"""The person as a filled figure: one still picture, as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import AT
from backcoach.mannequin.sight import back_profile
from backcoach.mannequin.skeleton import axes, joints
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import INDEX, Array
from backcoach.tracking.summary import Side

COLOURS: dict[str, str] = {
    "shirt": "#2f7f86",
    "trousers": "#35506b",
    "skin": "#e0a98a",
    "hair": "#4a3728",
    "shoe": "#22303c",
    "floor": "#d9d4cb",
}
"""Fill of each part; every shape also carries the part's name as its class, so that a page's style sheet can differ."""

_FAR_SHADE = 0.78
_PIXELS_PER_M = 200

# From, to, half the thickness there and there as parts of the body height, and what it wears.
_LIMBS: tuple[tuple[str, str, float, float, str], ...] = (
    ("shoulder", "elbow", 0.030, 0.023, "shirt"),
    ("elbow", "wrist", 0.022, 0.015, "skin"),
    ("wrist", "index", 0.016, 0.011, "skin"),
    ("hip", "knee", 0.050, 0.033, "trousers"),
    ("knee", "ankle", 0.034, 0.022, "trousers"),
    ("heel", "foot_index", 0.017, 0.012, "shoe"),
    ("ankle", "heel", 0.021, 0.016, "shoe"),
    ("ankle", "foot_index", 0.019, 0.012, "shoe"),
)


@dataclass(frozen=True)
class _Shape:
    depth_m: float
    svg: str


def pose_at(
    exercise: str | Performance,
    progress: float,
    side: Side | None = None,
    faults: Mapping[str, float] | None = None,
    end: str | None = None,
    body: Body | None = None,
) -> Array:
    """Return the posture of an exercise at a part of the way to its target.

    Parameters
    ----------
    exercise : str or Performance
        Identifier, or a performance that carries its own figure.
    progress : float
        0 the start position, 1 the target.
    side : {"left", "right"}, optional
        For a sided exercise; the left side by default.
    faults : mapping, optional
        Fault identifier to strength.
    end : str, optional
        Name of the target, where there are several; the first by default.

    Returns
    -------
    ndarray, shape (P,)
        Heading as the exercise's recommended view shows it.
    """
    wanted = exercise if isinstance(exercise, Performance) else Performance(exercise)
    figure_side: tuple[Side, ...] = (side or "left",)
    still = Performance(
        wanted.exercise,
        1,
        sides=figure_side,
        faults=faults or {},
        first_end=end,
        variation=0,
        figure=wanted.figure,
    )
    motion = Motion(still, body or Body(), np.random.default_rng(0))
    begin, stop = motion.strokes[0].moves[0]
    grid = np.linspace(begin, stop, 201)
    ways = motion.weights(motion.strokes[0], grid)[:, 0] if motion.figure.ends else np.zeros(201)
    at = grid[int(np.argmin(np.abs(ways - progress)))]
    posture: Array = motion.postures(np.array([at]))[0]
    posture[AT["heading"]] += motion.heading_deg
    return posture


def draw_svg(
    posture: Array,
    body: Body | None = None,
    colours: Mapping[str, str] | None = None,
    tilt_deg: float = 8.0,
    box_m: tuple[float, float, float, float] | None = None,
) -> str:
    """Return a picture of a posture, as the exercise's camera sees it.

    Parameters
    ----------
    posture : ndarray, shape (P,)
    body : Body, optional
    colours : mapping, optional
        Other fills than `COLOURS`.
    tilt_deg : float
        How far the view looks down.
    box_m : tuple of four float, optional
        Left, top, width, height of the picture in metres, y up negative; fitted to the figure when not given. Give
        the same box to all pictures of a moving figure.

    Returns
    -------
    str
        An ``<svg>`` element without width and height, so that the page decides.
    """
    body = body or Body()
    fills = {**COLOURS, **(colours or {})}
    points = _seen(joints(posture[None], body)[0], tilt_deg)
    shapes = [
        *_limbs(points, body, fills),
        _trunk(posture, points, body, fills, tilt_deg),
        *_head(points, body, fills),
    ]
    shapes.sort(key=lambda shape: -shape.depth_m)
    left, top, width, height = (
        value * _PIXELS_PER_M for value in box_m or fitted_box(posture, body, tilt_deg)
    )
    ends = f'x1="{left:.0f}" x2="{left + width:.0f}" y1="2" y2="2"'
    floor = f'<line class="floor" {ends} stroke="{fills["floor"]}" stroke-width="4"/>'
    inside = "".join(shape.svg for shape in shapes)
    box = f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">{floor}{inside}</svg>'


def fitted_box(posture: Array, body: Body, tilt_deg: float = 8.0) -> tuple[float, float, float, float]:
    """Return left, top, width and height in metres of a picture that holds the figure."""
    points = _seen(joints(posture[None], body)[0], tilt_deg)
    low, high = points[:, :2].min(0) - 0.16, points[:, :2].max(0) + 0.12
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(max(high[1], 0.08) - low[1])


def _seen(points: Array, tilt_deg: float) -> Array:
    """Return room points as right, down, away from a far camera on the +z side."""
    t = np.radians(tilt_deg)
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    down = -y * np.cos(t) + z * np.sin(t)
    return np.stack([x, down, -z * np.cos(t) - y * np.sin(t)], -1)


def _limbs(points: Array, body: Body, fills: Mapping[str, str]) -> list[_Shape]:
    shapes = []
    hips = {side: points[INDEX[f"{side}_hip"], 2] for side in ("left", "right")}
    thick = body.height_m * (0.6 + 0.4 * body.build)
    for side, other in (("left", "right"), ("right", "left")):
        far = hips[side] > hips[other] + 0.05
        for first, second, r1, r2, wears in _LIMBS:
            a, b = points[INDEX[f"{side}_{first}"]], points[INDEX[f"{side}_{second}"]]
            fill = _shaded(fills[wears]) if far else fills[wears]
            depth = float(a[2] + b[2]) / 2
            shapes.append(_Shape(depth, _capsule(a, b, r1 * thick, r2 * thick, fill, wears)))
    return shapes


def _trunk(posture: Array, points: Array, body: Body, fills: Mapping[str, str], tilt_deg: float) -> _Shape:
    """Return the trunk: elliptic slices along the bent spine, seen as an outline."""
    roll = posture[AT["roll"]]
    u = np.linspace(0, 1, 13)
    twist = roll + posture[AT["twist"]] * (1 - u)
    head, chest, left = (_seen(v, tilt_deg) for v in axes(np.repeat(posture[None], 13, 0), twist))
    hip, shoulder = _middle(points, "hip"), _middle(points, "shoulder")
    back = back_profile(posture[None, AT["curve"]], body)[0] * body.trunk_m * 0.8
    rounding = back - back_profile(np.zeros(1), body)[0] * body.trunk_m * 0.8
    front = (0.20 * (0.7 + 0.3 * body.build)) * body.trunk_m - rounding
    half = np.interp(u, [0, 0.35, 0.85, 1], [0.66, 0.58, 0.62, 0.5]) * body.shoulder_width_m * 0.9
    line = hip + u[:, None] * (shoulder - hip)
    across = np.stack([-head[:, 1], head[:, 0]], -1)
    across /= np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-9)
    middle = np.sum(chest[:, :2] * across, -1) * (front - back) / 2
    reach = np.hypot(
        np.sum(chest[:, :2] * across, -1) * (front + back) / 2, np.sum(left[:, :2] * across, -1) * half
    )
    edges = [line[:, :2] + ((middle + sign * reach)[:, None]) * across for sign in (1, -1)]
    outline = np.concatenate([edges[0], edges[1][::-1]])
    svg = _smooth(outline, fills["shirt"], "shirt")
    r = float(reach[0]) * 0.92
    seat = line[0, :2] + middle[0] * across[0]
    pelvis = _circle(seat, r, fills["trousers"], "trousers")
    return _Shape(float(line[:, 2].mean()), pelvis + svg)


def _head(points: Array, body: Body, fills: Mapping[str, str]) -> list[_Shape]:
    ears = (points[INDEX["left_ear"]] + points[INDEX["right_ear"]]) / 2
    nose, neck = points[INDEX["nose"]], _middle(points, "shoulder")
    size = body.height_m
    face = nose - ears
    centre = ears + face * 0.15
    crown = ears + (ears - neck) * 0.28 - face * 0.25
    shapes = [
        _capsule(neck, ears, 0.030 * size, 0.028 * size, fills["skin"], "skin"),
        _capsule(crown, ears - face * 0.22, 0.052 * size, 0.046 * size, fills["hair"], "hair"),
        _capsule(centre, centre + face * 0.25, 0.054 * size, 0.046 * size, fills["skin"], "skin"),
        _capsule(centre + face * 0.5, nose, 0.016 * size, 0.010 * size, fills["skin"], "skin"),
    ]
    back_of_head = face[2] > 0.3 * float(np.linalg.norm(face))
    if back_of_head:
        shapes[1], shapes[2] = shapes[2], shapes[1]
    return [_Shape(float(ears[2]), "".join(shapes))]


def _capsule(a: Array, b: Array, r1: float, r2: float, fill: str, name: str) -> str:
    """Return two circles and what lies between them."""
    along = b[:2] - a[:2]
    length = float(np.linalg.norm(along))
    if length < 1e-6:
        return _circle(a, r1, fill, name)
    lean = np.clip((r1 - r2) / length, -0.99, 0.99)
    unit = along / length
    normal = np.array([-unit[1], unit[0]]) * np.sqrt(1 - lean**2)
    up, low = unit * lean + normal, unit * lean - normal
    p = [a[:2] + up * r1, b[:2] + up * r2, b[:2] + low * r2, a[:2] + low * r1]
    big = int(lean < 0), int(lean > 0)
    path = (
        f"M{_xy(p[0])}L{_xy(p[1])}A{_px(r2)} {_px(r2)} 0 {big[0]} 0 {_xy(p[2])}"
        f"L{_xy(p[3])}A{_px(r1)} {_px(r1)} 0 {big[1]} 0 {_xy(p[0])}Z"
    )
    return f'<path class="{name}" d="{path}" fill="{fill}"/>'


def _circle(centre: Array, radius_m: float, fill: str, name: str) -> str:
    place = f'cx="{_px(centre[0])}" cy="{_px(centre[1])}" r="{_px(radius_m)}"'
    return f'<circle class="{name}" {place} fill="{fill}"/>'


def _smooth(outline: Array, fill: str, name: str) -> str:
    path = "M" + "L".join(_xy(point) for point in outline) + "Z"
    edge = f'stroke="{fill}" stroke-width="{_px(0.05)}" stroke-linejoin="round"'
    return f'<path class="{name}" d="{path}" fill="{fill}" {edge}/>'


def _middle(points: Array, part: str) -> Array:
    middle: Array = (points[INDEX[f"left_{part}"]] + points[INDEX[f"right_{part}"]]) / 2
    return middle


def _px(metres: float) -> str:
    return f"{float(metres) * _PIXELS_PER_M:.1f}"


def _xy(point: Array) -> str:
    return f"{_px(point[0])} {_px(point[1])}"


def _shaded(colour: str) -> str:
    parts = [int(colour[i : i + 2], 16) * _FAR_SHADE for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part):02x}" for part in parts)
