"""The figure as data that a page shows at any moment of a movement: in step with a person, or with the pace."""

from __future__ import annotations

from typing import Any

import numpy as np

from backcoach.figure.colours import PALETTE, Palette, edge_of, fill_of
from backcoach.figure.film import Sheet, with_course
from backcoach.figure.svg import PIXELS_PER_M
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array

Json = dict[str, Any]


def acting(performance: Performance, palette: Palette = PALETTE) -> Json:
    """Return the film of a performance, to be shown by hand.

    Parameters
    ----------
    performance : Performance
        What is done.
    palette : Palette
        Colours by light and by dark.

    Returns
    -------
    dict
        ``box``: left, top, width, height. ``mat``: its corners. ``ways``: the range of what moves, each with its
        ``line`` and whether it is drawn ``over`` the figure. ``colours`` of both by ``light`` and by ``dark``.
        ``layers``: the far ones first, each with its ``name``, its fill and line by ``light`` and by ``dark``, and the
        part of its outline that has a line (``edge``). ``times_s`` from the beginning of the performance, and for each
        of them one of ``frames``: an outline for every layer. Between two of them everything moves in straight lines.
        Lengths are whole thousandths of a metre; a line is x, y of its first point, then the step to each next.
    """
    times_s, film = with_course(performance)
    return {
        "box": [round(value * PIXELS_PER_M) for value in film.box_m],
        "mat": steps_of(film.mat),
        "ways": [{"line": steps_of(way.line), "over": way.on_trunk} for way in film.ways],
        "colours": {
            theme: {part: colours[part] for part in ("mat", "way")}
            for theme, colours in (("light", palette.light), ("dark", palette.dark))
        },
        "layers": [layer_of(sheet, palette) for sheet in film.sheets],
        "times_s": [round(float(time_s), 3) for time_s in times_s],
        "frames": [[steps_of(sheet.outlines[k]) for sheet in film.sheets] for k in range(len(times_s))],
    }


def layer_of(sheet: Sheet, palette: Palette = PALETTE) -> Json:
    """Return what does not change while a layer moves."""
    layer: Json = {"name": sheet.name, "edge": round(sheet.edge, 3)}
    for theme, colours in (("light", palette.light), ("dark", palette.dark)):
        fill = fill_of(colours, sheet.wears, far=sheet.far, moving=sheet.moving)
        layer[theme] = [fill, edge_of(fill) if sheet.lined else None]
    return layer


def steps_of(line: Array, per_unit: float = PIXELS_PER_M) -> list[int]:
    """Return x and y of the first point of a line, shape (n, 2), and the steps to the next ones."""
    whole = np.round(line * per_unit).astype(int)
    steps: list[int] = np.concatenate([whole[:1], np.diff(whole, axis=0)]).ravel().tolist()
    return steps
