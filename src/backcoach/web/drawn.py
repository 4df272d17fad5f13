"""Draws the moving figures, by the simulated person. Loaded when the first is asked for: it takes a moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache

from backcoach.exercises.catalogue import Catalogue
from backcoach.figure import acting, moving_svg
from backcoach.mannequin import Performance
from backcoach.mannequin.contrast import Contrast, contrast
from backcoach.mannequin.course import target_time_s
from backcoach.mannequin.timetable import reel_of
from backcoach.web.figure_store import artist, figure_store
from backcoach.web.wish import Wish

SHOWN_HOLD_S = 1.6
"""A figure holds shorter than a person: it shows the way, not the patience."""

_TILT_DEG = 20.0
_CAMERAS_DEG = {"feet": 155.0, "rear": 155.0, "oblique": 137.0, "front": 90.0, "side": 90.0}


@lru_cache(maxsize=64)
def draw(wish: Wish) -> bytes:
    """Return the SVG of a figure; kept, because drawing takes up to half a second."""
    return figure_store().get(_told(wish, "svg"), lambda: _svg(wish))


@lru_cache(maxsize=16)
def act(wish: Wish) -> bytes:
    """Return the figure of an exercise on a side as data in JSON, one repetition to be shown by hand; kept as well."""
    return figure_store().get(_told(wish, "json"), lambda: _json(wish))


def _told(wish: Wish, form: str) -> str:
    """Return all that a drawing depends on as text."""
    told = {part.name: getattr(wish, part.name) for part in fields(wish) if part.compare}
    return repr((artist(), wish.exercise.id, form, sorted(told.items())))


def _svg(wish: Wish) -> bytes:
    if wish.fault is None:
        shown, moment_s, beside = _performed(wish), None, []
    else:
        pair = find_contrast(replace(wish, right=False, still=False))
        shown, moment_s = pair.right if wish.right else pair.wrong, pair.moment_s
        beside = [pair.right, pair.wrong]
    if wish.still and moment_s is None:
        moment_s = target_time_s(shown)
    return moving_svg(shown, wish.exercise.name, moment_s if wish.still else None, beside).encode()


def _json(wish: Wish) -> bytes:
    shown = reel_of(wish.exercise.id, wish.exercise.figure, wish.side).performance
    return json.dumps(acting(shown), separators=(",", ":")).encode()


def draw_usual(catalogue: Catalogue, stop: Callable[[], bool]) -> None:
    """Draw the figures of the list of exercises before somebody asks, until told to stop: first those at rest."""
    figure_store().sweep()
    for still in (True, False):
        for name in catalogue:
            if stop():
                return
            draw(Wish(catalogue[name], catalogue.content_hash(name), still=still))


@lru_cache(maxsize=256)
def find_contrast(wish: Wish) -> Contrast:
    """Return an exercise with a fault and without it; kept, because it has to be searched for."""
    assert wish.fault is not None
    return contrast(_seen_from_where_it_shows(wish), wish.fault, wish.strength)


def _seen_from_where_it_shows(wish: Wish) -> Performance:
    """Return the exercise from the view in which the fault is judged, where that is another than usual."""
    exercise = wish.exercise
    views = next((rule.views for rule in exercise.faults if rule.id == wish.fault), ())
    performance = _performed(wish)
    if not views or exercise.views[0] in views:
        return performance
    turned = replace(exercise.figure, shown_deg=_CAMERAS_DEG[views[0]], shown_tilt_deg=_TILT_DEG)
    return replace(performance, figure=turned)


def _performed(wish: Wish) -> Performance:
    """Return one repetition, or one of each side where the sides alternate."""
    exercise, figure_ = wish.exercise, wish.exercise.figure
    both = exercise.sides == "alternating" and wish.side is None and wish.fault is None and not wish.still
    return Performance(
        exercise.id,
        repetitions=2 if both else 1,
        hold_s=min(figure_.hold_s, SHOWN_HOLD_S),
        sides=None if both else (wish.side or "left",),
        pause_s=min(figure_.pause_s, 0.8),
        first_end=wish.end,
        ready_s=0.5,
        variation=0.0,
        figure=figure_,
    )
