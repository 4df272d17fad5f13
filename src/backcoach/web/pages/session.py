"""The live pages: the routine, a single exercise, and what was done when it is over."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.coaching.actions import PLACES, STOP_SIGNS
from backcoach.exercises.catalogue import UnknownExerciseError
from backcoach.exercises.schema import Exercise
from backcoach.plan.length import length_of
from backcoach.texts import Message, message
from backcoach.web.api import home_of
from backcoach.web.house import house_of
from backcoach.web.render import language_of, render

_MOST_REPETITIONS = 1000
_LONGEST_HOLD_S = 600.0
_FASTEST = 64.0


async def session(request: Request) -> Response:
    """Show the page of the whole routine, or of a session that is resumed."""
    return _page(request, message("Today's routine"), None)


async def practice(request: Request) -> Response:
    """Show the page of a single exercise (query: reps, hold_s, side, source)."""
    try:
        exercise = house_of(request).catalogue[request.path_params["exercise"]]
    except UnknownExerciseError as error:
        raise HTTPException(404, str(error)) from error
    return _page(request, Message(exercise.name), wanted(exercise, request.query_params))


def wanted(exercise: Exercise, query: QueryParams) -> dict[str, Any]:
    """Return the practice that a query asks for; what cannot be meant is left out."""
    asked: dict[str, Any] = {"exercise": exercise.id}
    repetitions = _number(query.get("reps"), 1, _MOST_REPETITIONS)
    if repetitions is not None:
        asked["reps"] = round(repetitions)
    hold_s = _number(query.get("hold_s"), 0, _LONGEST_HOLD_S)
    if hold_s is not None:
        asked["hold_s"] = hold_s
    if query.get("side") in ("left", "right"):
        asked["side"] = query["side"]
    return asked


def _number(text: str | None, least: float, most: float) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if least <= value <= most else None


def _page(request: Request, title: Message, asked: dict[str, Any] | None) -> Response:
    """Render the page, which is told in one attribute what it was opened for."""
    return render(
        request,
        "session.html",
        title=title,
        places=PLACES,
        stop_signs=STOP_SIGNS,
        setup=_setup(request, asked),
        through=_through(request),
    )


def _eye(request: Request) -> str:
    """Return whose camera is used: the query's wish, or else that of the computer."""
    wanted = request.query_params.get("eye")
    return wanted if wanted in ("page", "server", "phone") else home_of(request).eye


def _through(request: Request) -> Message | None:
    """Return through which camera the coach sees, where it is not the page's own."""
    eye, address = _eye(request), home_of(request).camera.address
    if request.query_params.get("source") in ("none", "demo") or eye == "page":
        return None
    if eye == "phone":
        return message("The coach sees through your phone")
    return message("The coach sees through {camera}", camera=address.shown) if address else None


def _setup(request: Request, asked: dict[str, Any] | None) -> dict[str, Any]:
    query, chosen = request.query_params, house_of(request).preferences
    source = query.get("source")
    pain = _number(query.get("pain"), 0, 10)
    return {
        "language": language_of(request),
        "source": source if source in ("none", "demo") else "camera",
        "practice": asked,
        "resume": query.get("resume") or None,
        "pain": None if pain is None else round(pain),
        "confirmed": query.get("confirmed") == "1",
        "length": None if (length := length_of(query.get("length"))) is None else str(length),
        "speed": _number(query.get("speed"), 0.25, _FASTEST) or 1.0,
        "voice": chosen.voice.name,
        "rate": chosen.voice.rate,
        "sound": chosen.voice.on,
        "captions": chosen.captions,
        "mirror": chosen.mirror,
        "skeleton": chosen.skeleton,
        "camera": chosen.camera,
        "eye": _eye(request),
    }


routes = [
    Route("/session", session),
    Route("/practice/{exercise}", practice),
]
