"""The person as a filled figure: one still picture, as SVG."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import AT
from backcoach.mannequin.shapes import Shape, seen, shapes_of
from backcoach.mannequin.skeleton import joints
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array
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
PIXELS_PER_M = 400
"""Units of the drawings, so fine that whole numbers do."""


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
    left, top, width, height = (
        value * PIXELS_PER_M for value in box_m or fitted_box(posture, body, tilt_deg)
    )
    ends = f'x1="{left:.0f}" x2="{left + width:.0f}" y1="4" y2="4"'
    floor = f'<line class="floor" {ends} stroke="{fills["floor"]}" stroke-width="8"/>'
    inside = "".join(_element(shape, fills) for shape in shapes_of(posture, body, tilt_deg))
    box = f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">{floor}{inside}</svg>'


def fitted_box(posture: Array, body: Body, tilt_deg: float = 8.0) -> tuple[float, float, float, float]:
    """Return left, top, width and height in metres of a picture that holds the figure."""
    points = seen(joints(posture[None], body)[0], tilt_deg)
    low, high = points[:, :2].min(0) - 0.16, points[:, :2].max(0) + 0.12
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(max(high[1], 0.08) - low[1])


def path_of(outline: Array) -> str:
    """Return an outline in metres, shape (n, 2), as the data of a closed SVG path."""
    return "M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in outline * PIXELS_PER_M) + "Z"


def edge_of(shape: Shape, fill: str) -> str:
    """Return the attributes of the line round a shape."""
    if not shape.edge_m:
        return ""
    return f' stroke="{fill}" stroke-width="{shape.edge_m * PIXELS_PER_M:.0f}" stroke-linejoin="round"'


def _element(shape: Shape, fills: Mapping[str, str]) -> str:
    fill = shaded(fills[shape.wears]) if shape.far else fills[shape.wears]
    path = path_of(shape.outline)
    return f'<path class="{shape.wears}" d="{path}" fill="{fill}"{edge_of(shape, fill)}/>'


def shaded(colour: str) -> str:
    """Return the colour of the far side, ``#rrggbb``."""
    parts = [int(colour[i : i + 2], 16) * _FAR_SHADE for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part):02x}" for part in parts)
