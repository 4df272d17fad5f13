"""The live pages: the routine, a single exercise, and what was done when it is over."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.coaching.actions import MAX_PAIN_TO_GO_ON, PLACES, STOP_SIGNS
from backcoach.coaching.free.words import WITHOUT_A_PLAN
from backcoach.coaching.outputs import SoundStep
from backcoach.coaching.planned import Source
from backcoach.exercises.catalogue import UnknownExerciseError
from backcoach.exercises.model import Exercise
from backcoach.plan.length import length_of
from backcoach.texts import Message, message
from backcoach.tracking.summary import Side
from backcoach.web.api import home_of
from backcoach.web.house import house_of
from backcoach.web.live.protocol import Eye, Practice
from backcoach.web.render import language_of, render

_MAX_REPETITIONS = 1000
_LONGEST_HOLD_S = 600.0
_FASTEST = 64.0


async def session(request: Request) -> Response:
    """Show the page of the whole routine, or of a session that is resumed."""
    return _page(request, message("Today's routine"), None)


async def free(request: Request) -> Response:
    """Show the page of a session without a plan (query: source, pain, resume)."""
    return _page(request, WITHOUT_A_PLAN, None, free=True)


async def practice(request: Request) -> Response:
    """Show the page of a single exercise (query: reps, hold_s, side, source)."""
    try:
        exercise = house_of(request).catalogue[request.path_params["exercise"]]
    except UnknownExerciseError as error:
        raise HTTPException(404, str(error)) from error
    return _page(request, Message(exercise.name), wanted(exercise, request.query_params))


def wanted(exercise: Exercise, query: QueryParams) -> Practice:
    """Return the practice that a query asks for; what cannot be meant is left out."""
    repetitions = _number(query.get("reps"), 1, _MAX_REPETITIONS)
    sides: dict[str | None, Side] = {"left": "left", "right": "right"}
    return Practice(
        exercise=exercise.id,
        reps=None if repetitions is None else round(repetitions),
        hold_s=_number(query.get("hold_s"), 0, _LONGEST_HOLD_S),
        side=sides.get(query.get("side")),
    )


def _number(text: str | None, least: float, most: float) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if least <= value <= most else None


def _page(request: Request, title: Message, asked: Practice | None, *, free: bool = False) -> Response:
    """Render the page, which is told in one attribute what it was opened for."""
    return render(
        request,
        "session.html",
        title=title,
        places=PLACES,
        stop_signs=STOP_SIGNS,
        max_pain_to_go_on=MAX_PAIN_TO_GO_ON,
        setup=_as_json(_setup(request, asked, free)),
        through=_through(request),
    )


def _eye(request: Request) -> Eye:
    """Return whose camera is used: the query's wish, or else that of the computer."""
    eyes: dict[str | None, Eye] = {"page": "page", "server": "server", "phone": "phone"}
    return eyes.get(request.query_params.get("eye")) or home_of(request).eye


def _through(request: Request) -> Message | None:
    """Return through which camera the coach sees, where it is not the page's own."""
    eye, address = _eye(request), home_of(request).camera.address
    if request.query_params.get("source") in ("none", "demo") or eye == "page":
        return None
    if eye == "phone":
        return message("The coach sees through your phone")
    return message("The coach sees through {camera}", camera=address.shown) if address else None


@dataclass(frozen=True, slots=True)
class Setup:
    """What the page of a session was opened with (attribute data-setup).

    Attributes
    ----------
    practice : Practice or None
        A single exercise; None: the routine.
    resume : str or None
        A session to be continued.
    free : bool
        Without a plan: whatever is done is recognised.
    pain : int or None
        Told before the start, 0 to 10.
    confirmed : bool
        A second routine today is wanted.
    length : str or None
        How long the routine is to be: "all", "gentle", or minutes.
    speed : float
        Of the demonstration.
    voice : str or None
        Name of the chosen voice; None for the best of the computer.
    rate : float
        Of speech, 1 is usual.
    loudness : {"usual", "louder", "other_voice", "tones"} or None
        How the person has heard the coach on this computer.
    camera : str or None
        Part of the label of the chosen camera.
    eye : {"page", "server", "phone"}
        Whose camera it is.
    words : bool
        The person wants words to be understood, and has agreed that the microphone is heard.
    """

    language: str
    source: Source
    practice: Practice | None
    resume: str | None
    free: bool
    pain: int | None
    confirmed: bool
    length: str | None
    speed: float
    voice: str | None
    rate: float
    sound: bool
    loudness: SoundStep | None
    captions: bool
    mirror: bool
    skeleton: bool
    camera: str | None
    eye: Eye
    words: bool


def _setup(request: Request, asked: Practice | None, free: bool) -> Setup:
    query, chosen = request.query_params, house_of(request).preferences
    sources: dict[str | None, Source] = {"none": "none", "demo": "demo"}
    pain = _number(query.get("pain"), 0, 10)
    return Setup(
        language=language_of(request),
        source=sources.get(query.get("source"), "camera"),
        practice=asked,
        resume=query.get("resume") or None,
        free=free,
        pain=None if pain is None else round(pain),
        confirmed=query.get("confirmed") == "1",
        length=None if (length := length_of(query.get("length"))) is None else str(length),
        speed=_number(query.get("speed"), 0.25, _FASTEST) or 1.0,
        voice=chosen.voice.name,
        rate=chosen.voice.rate,
        sound=chosen.voice.on,
        loudness=home_of(request).sound.step,
        captions=chosen.captions,
        mirror=chosen.mirror,
        skeleton=chosen.skeleton,
        camera=chosen.camera,
        eye=_eye(request),
        words=chosen.words.on,
    )


def _as_json(setup: Setup) -> dict[str, Any]:
    practice = None if setup.practice is None else setup.practice.model_dump(exclude_none=True)
    return {field.name: getattr(setup, field.name) for field in fields(setup)} | {"practice": practice}


routes = [
    Route("/session", session),
    Route("/free", free),
    Route("/practice/{exercise}", practice),
]
