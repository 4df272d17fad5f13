"""The figure as SVG: one moment, or a movement over and over that needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backcoach.figure.accent import Way
from backcoach.figure.colours import PALETTE, Palette, edge_of, fill_of
from backcoach.figure.film import Film, Sheet, with_course
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array

PIXELS_PER_M = 1000
"""Units of the drawings, so fine that whole numbers do."""

EDGE_M = 0.0055
"""Width of the line round each part."""

WAY_M = 0.02
WAY_OPACITY = 0.4
_CORNER_M = 0.03
"""By so much the corners of the mat are rounded."""


def moving_svg(
    performance: Performance,
    title: str,
    still_at: float | None = None,
    beside: Sequence[Performance] = (),
    palette: Palette = PALETTE,
) -> str:
    """Return a moving picture of a performance, seen from where it shows best.

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
    times_s, film = with_course(performance, still_at, beside)
    clock = _clock(times_s) if still_at is None else ""
    return _document(film, clock, title, palette)


def _document(film: Film, clock: str, title: str, palette: Palette) -> str:
    view = " ".join(f"{value * PIXELS_PER_M:.0f}" for value in film.box_m)
    parts = [_mat(film, palette), *(_way(way, palette) for way in film.ways if not way.on_trunk)]
    parts += [_element(sheet, clock, palette.light) for sheet in film.sheets]
    parts += [_way(way, palette) for way in film.ways if way.on_trunk]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img"><title>{_escaped(title)}</title>'
        f"<style>{_style(film, palette)}</style>"
        f'<g stroke-width="{EDGE_M * PIXELS_PER_M:.1f}" stroke-linejoin="round" stroke-linecap="round">'
        f"{''.join(parts)}</g></svg>"
    )


def path_of(outline: Array, closed: bool = True) -> str:
    """Return an outline in metres, shape (n, 2), as the data of an SVG path in small steps."""
    whole = np.round(outline * PIXELS_PER_M).astype(int)
    steps = " ".join(f"{x},{y}" for x, y in np.diff(whole, axis=0).tolist())
    return f"M{whole[0, 0]},{whole[0, 1]}l{steps}{'Z' if closed else ''}"


def class_of(sheet: Sheet) -> str:
    """Return the class of a layer, which gives it its colour."""
    coloured = sheet.moving and sheet.wears in ("trousers", "sleeve")
    return ("moving" if coloured else sheet.wears) + ("-far" if sheet.far else "")


def _element(sheet: Sheet, clock: str, colours: Mapping[str, str]) -> str:
    """Return one layer and how it moves, if it does."""
    fill = fill_of(colours, sheet.wears, far=sheet.far, moving=sheet.moving)
    paths = [path_of(outline) for outline in sheet.outlines]
    start = f'<path class="{class_of(sheet)}" d="{paths[0]}" fill="{fill}"{_edge(sheet, fill)}'
    if len(set(paths)) == 1:
        return start + "/>"
    return start + f'><animate attributeName="d" {clock} values="{";".join(paths)}"/></path>'


def _edge(sheet: Sheet, fill: str) -> str:
    """Return the line round a layer; where a limb leaves the trunk it has a gap."""
    if not sheet.lined:
        return ""
    line = f' stroke="{edge_of(fill)}"'
    return (
        line if sheet.edge == 1 else f'{line} pathLength="100" stroke-dasharray="{100 * sheet.edge:.1f} 100"'
    )


def _mat(film: Film, palette: Palette) -> str:
    fill = palette.light["mat"]
    path = path_of(film.mat)
    width = f'stroke-width="{_CORNER_M * PIXELS_PER_M:.0f}"'
    return f'<path class="mat" d="{path}" fill="{fill}" stroke="{fill}" {width}/>'


def _way(way: Way, palette: Palette) -> str:
    """Return the range of a movement: a faint line that ends in a point where the target is."""
    colour, width = palette.light["way"], WAY_M * PIXELS_PER_M
    x, y = (way.line[-1] * PIXELS_PER_M).round().astype(int).tolist()
    line = f'fill="none" stroke="{colour}" stroke-width="{width:.0f}"'
    return (
        f'<g class="way" opacity="{WAY_OPACITY}"><path d="{path_of(way.line, closed=False)}" {line}/>'
        f'<circle cx="{x}" cy="{y}" r="{width:.0f}" fill="{colour}"/></g>'
    )


def _style(film: Film, palette: Palette) -> str:
    dark = palette.dark
    rules = {
        f".mat{{fill:{dark['mat']};stroke:{dark['mat']}}}",
        f".way path{{stroke:{dark['way']}}}",
        f".way circle{{fill:{dark['way']}}}",
    }
    for sheet in film.sheets:
        fill = fill_of(dark, sheet.wears, far=sheet.far, moving=sheet.moving)
        line = f";stroke:{edge_of(fill)}" if sheet.lined else ""
        rules.add(f".{class_of(sheet)}{{fill:{fill}{line}}}")
    return f"@media (prefers-color-scheme:dark){{{''.join(sorted(rules))}}}"


def _clock(times_s: Array) -> str:
    duration_s = float(times_s[-1])
    parts = ";".join(f"{time / duration_s:.3f}".rstrip("0").rstrip(".") for time in times_s)
    return f'dur="{duration_s:.2f}s" repeatCount="indefinite" keyTimes="{parts}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
