"""The person as a moving figure: one repetition, over and over, as an SVG that needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.drawing import COLOURS, PIXELS_PER_M, edge_of, path_of, shaded
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import AT
from backcoach.mannequin.shapes import Shape, seen, shapes_of
from backcoach.mannequin.skeleton import joints
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array

TILT_DEG = 8.0
ASPECT = 1.6
"""Width of a picture divided by its height."""

LEAST_WIDTH_M = 1.9
"""So that a small figure does not fill the picture."""

_STEP_S = 0.08
_TOLERANCE_M = 0.004
"""Between two key frames everything moves in straight lines that are this near to the true way."""

_MAT_HALF_WIDTH_M = 0.34
_MAT_MARGIN_M = 0.14


@dataclass(frozen=True)
class Palette:
    """Colours for a light and for a dark page: part to ``#rrggbb``; ``mat`` and what `COLOURS` names."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


PALETTE = Palette(
    light={**COLOURS, "mat": "#c9d8d2"},
    dark={**COLOURS, "shirt": "#4fa3aa", "trousers": "#6583a3", "skin": "#dba586", "hair": "#8a6a52",
          "shoe": "#93a1ae", "mat": "#3a4543"},
)  # fmt: skip


@dataclass(frozen=True)
class _Film:
    """Key frames: times as parts of the whole, and the shapes at each, in the same order."""

    parts: list[float]
    frames: list[list[Shape]]
    duration_s: float


def moving_svg(
    performance: Performance,
    title: str,
    still_at: float | None = None,
    beside: Sequence[Performance] = (),
    palette: Palette = PALETTE,
) -> str:
    """Return a moving picture of a performance, seen from its camera.

    Parameters
    ----------
    performance : Performance
        What is done, once or a few times; it is repeated without an end.
    title : str
        What those are told who cannot see it.
    still_at : float, optional
        Instead of the movement one moment of it, in seconds.
    beside : sequence of Performance, optional
        Others that would fit into the picture, too: give the same to all pictures that are compared.
    palette : Palette

    Returns
    -------
    str
        An ``<svg>`` without scripts; its colours follow the page that shows it as an image.
    """
    body = Body()
    times_s, postures = course(performance, body)
    room = np.concatenate([postures, *(course(other, body)[1] for other in beside)])
    mat = _mat(room, body)
    box = _box(room, mat, body)
    if still_at is None:
        film = _film(times_s, postures, body)
    else:
        moment = postures[int(np.argmin(np.abs(times_s - still_at)))]
        film = _Film([0.0], [shapes_of(moment, body, TILT_DEG)], 0.0)
    inside = _drawn(film, palette)
    view = " ".join(f"{value * PIXELS_PER_M:.0f}" for value in box)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img"><title>{_escaped(title)}</title>'
        f"<style>{_dark_style(palette)}</style>{_mat_element(mat, palette)}{inside}</svg>"
    )


def course(performance: Performance, body: Body) -> tuple[Array, Array]:
    """Return the times, shape (n,), and the postures, shape (n, P), of a performance without any chance in it."""
    motion = _motion(performance, body)
    times_s = np.arange(0, motion.duration_s, _STEP_S)
    postures = motion.postures(times_s)
    postures[:, AT["heading"]] += motion.heading_deg
    return times_s, postures


def target_time_s(performance: Performance) -> float:
    """Return the middle of the stay in the first repetition's last target: the moment that tells most."""
    moves = _motion(performance, Body()).strokes[0].moves
    return (moves[-2][1] + moves[-1][0]) / 2 if len(moves) > 1 else 0.0


def _motion(performance: Performance, body: Body) -> Motion:
    return Motion(replace(performance, variation=0.0), body, np.random.default_rng(0))


def _film(times_s: Array, postures: Array, body: Body) -> _Film:
    points = seen(joints(postures, body), TILT_DEG)[..., :2]
    back = np.stack([postures[:, AT["curve"]] * body.trunk_m, np.zeros(len(postures))], -1)
    ways = np.concatenate([points, back[:, None]], 1)
    last = len(postures) - 1
    keys = sorted({0, last, *_between(ways, 0, last)})
    frames = _in_order([shapes_of(postures[key], body, TILT_DEG) for key in keys])
    return _Film([float(times_s[key] / times_s[last]) for key in keys], frames, float(times_s[last]))


def _in_order(frames: Sequence[list[Shape]]) -> list[list[Shape]]:
    """Return the shapes of all frames in one order: by their depth over the whole film."""
    depth: dict[str, float] = {}
    for frame in frames:
        for shape in frame:
            depth[shape.name] = depth.get(shape.name, 0.0) + shape.depth_m
    return [sorted(frame, key=lambda shape: -depth[shape.name]) for frame in frames]


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


def _drawn(film: _Film, palette: Palette) -> str:
    times = ";".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in film.parts)
    clock = f'dur="{film.duration_s:.2f}s" repeatCount="indefinite" keyTimes="{times}"'
    return "".join(
        _element([frame[k] for frame in film.frames], clock, palette) for k in range(len(film.frames[0]))
    )


def _element(shapes: Sequence[Shape], clock: str, palette: Palette) -> str:
    """Return one shape and how it moves, if it does."""
    first = shapes[0]
    fill = palette.light[first.wears]
    fill = shaded(fill) if first.far else fill
    paths = [path_of(shape.outline) for shape in shapes]
    start = f'<path class="{first.wears}{" far" if first.far else ""}" d="{paths[0]}" fill="{fill}"'
    start += edge_of(first, fill)
    if len(set(paths)) == 1:
        return start + "/>"
    return start + f'><animate attributeName="d" {clock} values="{";".join(paths)}"/></path>'


def _mat(postures: Array, body: Body) -> Array:
    """Return the corners of a mat under the whole movement, in the room, shape (4, 3)."""
    points = joints(postures, body).reshape(-1, 3)
    heading = np.radians(postures[0, AT["heading"]])
    along = np.array([np.cos(heading), 0.0, -np.sin(heading)])
    across = np.array([np.sin(heading), 0.0, np.cos(heading)])
    low, high = (points @ along).min() - _MAT_MARGIN_M, (points @ along).max() + _MAT_MARGIN_M
    middle = ((points @ across).min() + (points @ across).max()) / 2
    edges = middle - _MAT_HALF_WIDTH_M, middle + _MAT_HALF_WIDTH_M
    corners = [(low, edges[0]), (high, edges[0]), (high, edges[1]), (low, edges[1])]
    return np.array([a * along + b * across for a, b in corners])


def _mat_element(mat: Array, palette: Palette) -> str:
    fill = palette.light["mat"]
    path = path_of(seen(mat, TILT_DEG)[:, :2])
    edge = f'stroke="{fill}" stroke-width="{0.03 * PIXELS_PER_M:.0f}" stroke-linejoin="round"'
    return f'<path class="mat" d="{path}" fill="{fill}" {edge}/>'


def _box(postures: Array, mat: Array, body: Body) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a picture that holds the whole movement and the mat."""
    points = seen(joints(postures, body), TILT_DEG).reshape(-1, 3)[:, :2]
    ground = seen(mat, TILT_DEG)[:, :2]
    low = np.minimum(points.min(0) - 0.2, ground.min(0) - 0.08)
    high = np.maximum(points.max(0) + 0.08, ground.max(0) + 0.08)
    width = max(high[0] - low[0], LEAST_WIDTH_M, (high[1] - low[1]) * ASPECT)
    height = width / ASPECT
    middle = (low + high) / 2
    return float(middle[0] - width / 2), float(middle[1] - height / 2), float(width), float(height)


def _dark_style(palette: Palette) -> str:
    rules = []
    for part, colour in palette.dark.items():
        rules += [f".{part}{{{_paint(part, colour)}}}", f".{part}.far{{{_paint(part, shaded(colour))}}}"]
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def _paint(part: str, colour: str) -> str:
    return f"fill:{colour};stroke:{colour}" if part in ("shirt", "mat") else f"fill:{colour}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
