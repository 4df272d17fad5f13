"""The interface for programs and for the pages' scripts: JSON in, JSON out. What each says: docs/live-coach.md."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach import __version__
from backcoach.exercises.catalogue import Catalogue
from backcoach.texts.catalogue import js_messages, languages
from backcoach.web.home import Home
from backcoach.web.person import remember
from backcoach.web.preferences import Preferences

Model = TypeVar("Model", bound=BaseModel)
Scale = Annotated[int, Field(ge=0, le=10, strict=True)]

_MOST_SESSIONS = 200


class _Posted(BaseModel):
    model_config = ConfigDict(extra="forbid")


class After(_Posted):
    """How it was, told when a session is over."""

    pain: Scale | None = None
    effort: Scale | None = None


class NewProfile(_Posted):
    """A person to be added."""

    name: Annotated[str, Field(min_length=1, max_length=80)]


class ChosenProfile(_Posted):
    """Who asks from now on."""

    id: Annotated[str, Field(min_length=1, max_length=64)]


class ScreeningAnswers(_Posted):
    """Answers to the questions about warning signs: question to yes or no."""

    answers: Annotated[
        dict[Annotated[str, Field(max_length=80)], bool | Annotated[str, Field(max_length=500)]],
        Field(max_length=100),
    ]


def home_of(request: Request) -> Home:
    """Return what the server holds."""
    home: Home = request.app.state.home
    return home


def alive(request: Request) -> JSONResponse:
    """Say which server this is; how a second start finds the first one."""
    return JSONResponse({"backcoach": __version__, "id": home_of(request).id})


def live(request: Request) -> JSONResponse:
    """Say whether somebody is being coached, how the pose model is, and how fast it was lately."""
    home = home_of(request)
    return JSONResponse(
        {"running": home.slot.taken, "pose": home.pose.state, "latency": home.latency.as_dict()}
    )


def texts(request: Request) -> JSONResponse:
    """Hand out the texts of the pages' scripts in one language."""
    language = request.path_params["language"]
    if language not in languages():
        raise HTTPException(404)
    return JSONResponse(js_messages(language))


def sessions(request: Request) -> JSONResponse:
    """List sessions, the newest first (query: limit, offset, demo)."""
    from backcoach.journal.session_json import overview_json

    home, query = home_of(request), request.query_params
    found = home.journal.sessions(
        home.profile.id,
        include_demo=query.get("demo") == "1",
        limit=_whole(query.get("limit"), 50, _MOST_SESSIONS),
        offset=_whole(query.get("offset"), 0, 10**6),
    )
    return JSONResponse({"sessions": [overview_json(one) for one in found]})


def session(request: Request) -> JSONResponse:
    """Return one session with everything in it."""
    from backcoach.journal.session_json import session_json

    return JSONResponse(session_json(own_session(request)))


def own_session(request: Request) -> Any:
    """Return the session that a path names, or 404 when the present profile has none of that name."""
    home = home_of(request)
    found = home.journal.session(request.path_params["session"])
    if found.profile_id != home.profile.id:
        raise HTTPException(404)
    return found


def after(request: Request, told: After) -> JSONResponse:
    """Keep how it was after a session."""
    home, found = home_of(request), own_session(request)
    if told.pain is not None:
        home.journal.report_pain(
            found.profile_id, at=home.now(), when="after", value=told.pain, session_id=found.id
        )
    if told.effort is not None:
        home.journal.report_effort(found.id, told.effort)
    return JSONResponse({"saved": True})


def discard(request: Request) -> JSONResponse:
    """End a session that broke off: it is not offered any more; what was done is kept."""
    home, found = home_of(request), own_session(request)
    if found.ended_at is None:
        home.journal.end_session(found.id, ended_at=home.now(), outcome="broken_off")
    return JSONResponse({"saved": True})


def delete(request: Request) -> JSONResponse:
    """Delete a session and everything in it."""
    home, found = home_of(request), own_session(request)
    home.journal.delete_session(found.id)
    return JSONResponse({"deleted": True})


def settings(request: Request) -> JSONResponse:
    """Return what the present profile has chosen."""
    return JSONResponse(home_of(request).preferences.model_dump(mode="json"))


def save_settings(request: Request, told: dict[str, Any]) -> JSONResponse:
    """Change what is named, and leave the rest as it is."""
    home = home_of(request)
    chosen = Preferences.model_validate({**home.preferences.model_dump(mode="json"), **told})
    if wrong := list(_above_ceiling(chosen, home.catalogue)):
        raise HTTPException(422, "; ".join(wrong))
    home.save_preferences(chosen)
    return JSONResponse(chosen.model_dump(mode="json"))


def profiles(request: Request) -> JSONResponse:
    """List the people of the household, and who asks."""
    home = home_of(request)
    people = [{"id": one.id, "name": one.name} for one in home.journal.profiles()]
    return JSONResponse({"profiles": people, "present": home.profile.id})


def add_profile(request: Request, told: NewProfile) -> JSONResponse:
    """Add a person, who asks from now on."""
    home = home_of(request)
    added = home.journal.add_profile(told.name, created_at=home.now())
    response = JSONResponse({"id": added.id, "name": added.name}, 201)
    remember(response, added.id)
    return response


def choose_profile(request: Request, told: ChosenProfile) -> JSONResponse:
    """Let somebody else ask from now on."""
    if told.id not in {one.id for one in home_of(request).journal.profiles()}:
        raise HTTPException(404)
    response = JSONResponse({"id": told.id})
    remember(response, told.id)
    return response


def screening(request: Request, told: ScreeningAnswers) -> JSONResponse:
    """Keep the answers to the questions about warning signs."""
    home = home_of(request)
    home.journal.save_screening(home.profile.id, at=home.now(), answers=told.answers)
    return JSONResponse({"saved": True})


def speech(request: Request) -> Response:
    """Speak a text with the system's espeak-ng; 404 where that is not installed."""
    from backcoach.web.speech import SpeechError, spoken

    query = request.query_params
    try:
        wave = spoken(query.get("text", ""), query.get("language", "en"), query.get("rate", "1"))
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    except SpeechError as error:
        raise HTTPException(404, str(error)) from None
    return Response(wave, media_type="audio/wav")


def _above_ceiling(chosen: Preferences, catalogue: Catalogue) -> list[str]:
    """Say which doses are above what the exercise's file allows."""
    wrong = []
    for choice in chosen.routine:
        if choice.exercise not in catalogue:
            wrong.append(f"there is no exercise {choice.exercise}")
            continue
        dose = catalogue[choice.exercise].dose
        for name in ("repetitions", "hold_s", "sets"):
            most = getattr(dose, f"ceiling_{name}")
            if getattr(choice, name) > most:
                wrong.append(f"{choice.exercise}: {name} may be at most {most:g}")
    return wrong


def _whole(text: str | None, default: int, most: int) -> int:
    try:
        return min(max(int(text or default), 0), most)
    except ValueError:
        return default


def posted(
    model: type[Model] | None, change: Callable[[Request, Any], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that reads JSON (an object of the model), checks it, and calls ``change`` in a thread."""

    @wraps(change)
    async def endpoint(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise HTTPException(415, "Send JSON, with the content type application/json.")
        try:
            told = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise HTTPException(422, "That is not JSON.") from None
        if not isinstance(told, dict):
            raise HTTPException(422, "Send a JSON object.")
        try:
            checked = told if model is None else model.model_validate(told)
            return await run_in_threadpool(change, request, checked)
        except ValidationError as error:
            raise HTTPException(422, _mistakes(error)) from None

    return endpoint


def _mistakes(error: ValidationError) -> str:
    """Say every mistake, with where it is."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found[:20])


routes = [
    Route("/api/alive", alive),
    Route("/api/live", live),
    Route("/api/sessions", sessions),
    Route("/api/sessions/{session}", session),
    Route("/api/sessions/{session}", delete, methods=["DELETE"]),
    Route("/api/sessions/{session}/after", posted(After, after), methods=["POST"]),
    Route("/api/sessions/{session}/discard", discard, methods=["POST"]),
    Route("/api/settings", settings),
    Route("/api/settings", posted(None, save_settings), methods=["POST"]),
    Route("/api/profiles", profiles),
    Route("/api/profiles", posted(NewProfile, add_profile), methods=["POST"]),
    Route("/api/profile", posted(ChosenProfile, choose_profile), methods=["POST"]),
    Route("/api/screening", posted(ScreeningAnswers, screening), methods=["POST"]),
    Route("/api/speech", speech),
    Route("/texts/{language}.json", texts),
]
