"""The moving figures: each exercise, and each fault beside what is right; which there are, and where."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach import __version__
from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.model import Exercise
from backcoach.web.house import house_of
from backcoach.web.wish import Wish

STRONGEST = 3.0
_KEPT_S = {True: 31_536_000, False: 3600}


def figure_url(catalogue: Catalogue, exercise_id: str, **wish: str | float | None) -> str:
    """Return the address of a figure, with the version of what it is drawn from."""
    version = f"{__version__}-{catalogue.content_hash(exercise_id)[:10]}"
    query = {key: value for key, value in wish.items() if value is not None} | {"v": version}
    return f"/figures/{exercise_id}.svg?{urlencode(query)}"


def figure(request: Request) -> Response:
    """Answer with the figure of an exercise."""
    from backcoach.web.drawn import draw

    return _answer(request, draw, "image/svg+xml")


def acting_figure(request: Request) -> Response:
    """Answer with the figure of an exercise as data: see `backcoach.figure.acting`."""
    from backcoach.web.drawn import act

    return _answer(request, act, "application/json")


def _answer(request: Request, draw: Callable[[Wish], bytes], media_type: str) -> Response:
    catalogue, name = house_of(request).catalogue, request.path_params["exercise"]
    try:
        wish = wish_of(catalogue[name], catalogue.content_hash(name), request.query_params)
    except UnknownExerciseError as error:
        raise HTTPException(404, str(error)) from None
    kept_s = _KEPT_S["v" in request.query_params]
    return Response(
        draw(wish), media_type=media_type, headers={"cache-control": f"private, max-age={kept_s}"}
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


routes = [
    Route("/figures/{exercise}.svg", figure),
    Route("/figures/{exercise}.json", acting_figure),
]
