"""Draw contact sheets of the figure: every movement, side, fault and break, by day and by night, large and small.

`python scripts/figures.py FOLDER` writes them as PNG; Chromium must be installed. Lay photographs beside them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.mini_routine import mini_routines
from backcoach.figure import moving_svg
from backcoach.mannequin import Body, Performance
from backcoach.mannequin.course import motion_of
from backcoach.mannequin.timetable import Stroke
from backcoach.web.drawn import draw, find_contrast
from backcoach.web.wish import Wish

Theme = Literal["light", "dark"]
PAPER: dict[Theme, str] = {"light": "#f6f7f4", "dark": "#151b1b"}
INK: dict[Theme, str] = {"light": "#222", "dark": "#ccc"}
WIDTHS = {"large": 900, "middle": 440, "small": 64}
Figure = tuple[str, str]
"""What it shows, and the SVG."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="of these exercises or mini-routines")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    sheets = {
        "movements": list(movements(options.only)),
        "faults": list(faults(options.only)),
        "breaks": list(breaks(options.only)),
    }
    with sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for theme in PAPER:
            page = browser.new_page(color_scheme=theme, viewport={"width": 1400, "height": 800})
            for name, figures in sheets.items():
                if not figures:
                    continue
                for size in ("middle", "small") if name == "movements" else ("middle",):
                    page.set_content(page_of(figures, theme, WIDTHS[size]))
                    page.screenshot(path=options.folder / f"{name}_{size}_{theme}.png", full_page=True)
        browser.close()
    return 0


def movements(only: Sequence[str] | None) -> Iterator[Figure]:
    """Draw start, middle and every target of every exercise, for both sides."""
    catalogue = Catalogue()
    for name in catalogue:
        if only and name not in only:
            continue
        exercise = catalogue[name]
        for side in ("left", "right") if exercise.figure.sided else (None,):
            shown = Performance(name, 1, sides=(side,) if side else None, figure=exercise.figure)
            yield from stages(shown, f"{name} {side or ''}")


def stages(shown: Performance, title: str) -> Iterator[Figure]:
    """Draw a performance at its start, half way, and in each target."""
    stroke = motion_of(shown, Body()).strokes[0]
    for what, moment_s in moments(stroke):
        yield f"{title} {what}", moving_svg(shown, title, moment_s)


def moments(stroke: Stroke) -> Iterator[tuple[str, float]]:
    """Return the moments that tell what a movement is, in seconds."""
    yield "start", stroke.begin_s
    yield "half way", sum(stroke.moves[0]) / 2
    for i, (move, then) in enumerate(zip(stroke.moves, stroke.moves[1:], strict=False), start=1):
        yield f"target {i}", (move[1] + then[0]) / 2


def faults(only: Sequence[str] | None) -> Iterator[Figure]:
    """Draw every fault beside what is right."""
    catalogue = Catalogue()
    for name in catalogue:
        if only and name not in only:
            continue
        for fault in catalogue[name].figure.faults:
            wish = Wish(catalogue[name], catalogue.content_hash(name), fault)
            if find_contrast(wish).moment_s is None:
                continue
            for right in (True, False):
                shown = Wish(catalogue[name], catalogue.content_hash(name), fault, right=right, still=True)
                yield f"{name} {fault} {'right' if right else 'WRONG'}", draw(shown).decode()


def breaks(only: Sequence[str] | None) -> Iterator[Figure]:
    """Draw every movement of the breaks."""
    for routine in mini_routines():
        if only and routine.id not in only:
            continue
        for move in routine.moves:
            shown = Performance(routine.id, 1, figure=move.figure)
            yield from stages(shown, f"{routine.id} {move.name}")


def page_of(figures: Sequence[Figure], theme: Theme, width: int) -> str:
    """Return a page that shows figures in a grid."""
    boxes = "".join(
        f'<figure style="margin:0"><div style="width:{width}px">{svg}</div>{title if width > 100 else ""}</figure>'
        for title, svg in figures
    )
    style = f"background:{PAPER[theme]};color:{INK[theme]};font:15px sans-serif;margin:8px"
    grid = f"display:grid;grid-template-columns:repeat(auto-fill,{width}px);gap:8px"
    return f'<body style="{style}"><div style="{grid}">{boxes}</div>'


if __name__ == "__main__":
    raise SystemExit(main())
