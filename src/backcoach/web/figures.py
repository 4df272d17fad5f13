"""The moving figures: each exercise, and each fault beside what is right, drawn by the simulated person."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach import __version__
from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.schema import Exercise
from backcoach.mannequin import Performance
from backcoach.mannequin.contrast import Contrast, contrast
from backcoach.mannequin.moving import moving_svg, target_time_s
from backcoach.tracking.summary import Side
from backcoach.web.house import house_of

SHOWN_HOLD_S = 1.6
"""A figure holds shorter than a person: it shows the way, not the patience."""

STRONGEST = 3.0
_CAMERAS_DEG = {"feet": 155.0, "rear": 155.0, "oblique": 137.0, "front": 90.0, "side": 90.0}
_KEPT_S = {True: 31_536_000, False: 3600}


@dataclass(frozen=True)
class Wish:
    """What a figure shall show.

    Attributes
    ----------
    exercise : Exercise
        Told apart from others by ``version``, the hash of its file.
    fault : str or None
        Show it with this fault.
    right : bool
        With a fault: show what is right instead, in the same picture frame.
    strength : float or None
        Of the fault; None: as strong as it must be to be seen.
    still : bool
        One moment instead of the movement.
    side : {"left", "right"} or None
    end : str or None
        Which target comes first, where there are several.
    """

    exercise: Exercise = field(compare=False)
    version: str
    fault: str | None = None
    right: bool = False
    strength: float | None = None
    still: bool = False
    side: Side | None = None
    end: str | None = None


def figure_url(catalogue: Catalogue, exercise_id: str, **wish: str | float | None) -> str:
    """Return the address of a figure, with the version of what it is drawn from."""
    version = f"{__version__}-{catalogue.content_hash(exercise_id)[:10]}"
    query = {key: value for key, value in wish.items() if value is not None} | {"v": version}
    return f"/figures/{exercise_id}.svg?{urlencode(query)}"


def shows_in_time(catalogue: Catalogue, exercise_id: str, fault: str) -> bool:
    """Whether only a moving figure can show the fault."""
    wish = Wish(catalogue[exercise_id], catalogue.content_hash(exercise_id), fault)
    return _contrast(wish).moment_s is None


def figure(request: Request) -> Response:
    """Answer with the figure of an exercise."""
    catalogue, name = house_of(request).catalogue, request.path_params["exercise"]
    try:
        wish = wish_of(catalogue[name], catalogue.content_hash(name), request.query_params)
    except UnknownExerciseError as error:
        raise HTTPException(404, str(error)) from None
    kept_s = _KEPT_S["v" in request.query_params]
    return Response(
        draw(wish), media_type="image/svg+xml", headers={"cache-control": f"private, max-age={kept_s}"}
    )


def wish_of(exercise: Exercise, version: str, query: QueryParams) -> Wish:
    """Return what a query asks for; what the exercise does not have is left out."""
    fault, side, end = query.get("fault"), query.get("side"), query.get("end")
    return Wish(
        exercise,
        version,
        fault=fault if fault in exercise.figure.faults else None,
        right=query.get("right") == "1",
        strength=_strength(query.get("strength")),
        still=query.get("still") == "1",
        side=_SIDES.get(side or ""),
        end=end if end in {target.name for target in exercise.figure.ends} else None,
    )


_SIDES: dict[str, Literal["left", "right"]] = {"left": "left", "right": "right"}


def _strength(text: str | None) -> float | None:
    try:
        wanted = float(text or "")
    except ValueError:
        return None
    return None if math.isnan(wanted) else round(min(max(wanted, 0.0), STRONGEST), 1)


@lru_cache(maxsize=256)
def draw(wish: Wish) -> bytes:
    """Return the SVG of a figure; kept, because drawing takes about a tenth of a second."""
    if wish.fault is None:
        shown, moment_s, beside = _performed(wish), None, []
    else:
        pair = _contrast(replace(wish, right=False, still=False))
        shown, moment_s = pair.right if wish.right else pair.wrong, pair.moment_s
        beside = [pair.right, pair.wrong]
    if wish.still and moment_s is None:
        moment_s = target_time_s(shown)
    return moving_svg(shown, wish.exercise.name, moment_s if wish.still else None, beside).encode()


def draw_usual(catalogue: Catalogue, stop: Callable[[], bool]) -> None:
    """Draw the figures of the list of exercises before somebody asks for them, until told to stop."""
    for name in catalogue:
        for still in (True, False):
            if stop():
                return
            draw(Wish(catalogue[name], catalogue.content_hash(name), still=still))


@lru_cache(maxsize=256)
def _contrast(wish: Wish) -> Contrast:
    assert wish.fault is not None
    return contrast(_seen_from_where_it_shows(wish), wish.fault, wish.strength)


def _seen_from_where_it_shows(wish: Wish) -> Performance:
    """Return the exercise from the view in which the fault is judged, where that is another than usual."""
    exercise = wish.exercise
    views = next((rule.views for rule in exercise.faults if rule.id == wish.fault), ())
    performance = _performed(wish)
    if not views or exercise.views[0] in views:
        return performance
    turned = exercise.figure.model_copy(update={"camera_deg": _CAMERAS_DEG[views[0]]})
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


routes = [Route("/figures/{exercise}.svg", figure)]
