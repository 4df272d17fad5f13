"""The interface for programs and for the pages' scripts: JSON in and out; see docs/reference/protocol.md."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from functools import wraps
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach import __version__
from backcoach.journal.values import checked_name
from backcoach.plan import Wish
from backcoach.plan.done import Work, amount
from backcoach.plan.length import length_of, whole_minutes
from backcoach.plan.rule_file import what_counts_as_done
from backcoach.programme.afterwards import keep_after
from backcoach.programme.between_sessions import tell_pain
from backcoach.programme.preferences import WrongPreferencesError, read_preferences
from backcoach.programme.prescribing import forget_routine
from backcoach.texts import message
from backcoach.texts.catalogue import js_messages, languages
from backcoach.web.home import Home
from backcoach.web.house import programme_of
from backcoach.web.leave_json import leave_json
from backcoach.web.outcome import keep_agreement, keep_answers
from backcoach.web.person import remember
from backcoach.web.render import texts_of
from backcoach.web.wording import scale_of

Model = TypeVar("Model", bound=BaseModel)
Scale = Annotated[int, Field(ge=0, le=10, strict=True)]

_MAX_SESSIONS = 200
EARLIEST = datetime(2000, 1, 1, tzinfo=timezone.utc)
"""Nobody exercised with this program before."""


class _Posted(BaseModel):
    model_config = ConfigDict(extra="forbid")


class After(_Posted):
    """How it was, told when a session is over."""

    pain: Scale | None = None
    effort: Scale | None = None


class WhenItWas(_Posted):
    """When a session really began."""

    began_at: AwareDatetime


class NewProfile(_Posted):
    """A person to be added."""

    name: Annotated[str, AfterValidator(checked_name)]


class ChosenProfile(_Posted):
    """Who asks from now on."""

    profile: Annotated[str, Field(min_length=1, max_length=64)]


class ScreeningAnswers(_Posted):
    """Answers to the questions about warning signs: those that were answered with yes."""

    yes: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=100)]
    agreed: bool = False
    adult: Literal[True]


class Agreement(_Posted):
    """A health professional has agreed to the exercises."""

    agreed: Literal[True]


class PainNow(_Posted):
    """How the back is."""

    value: Scale
    when: Literal["before", "next_morning"] = "before"


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
    found = home.journal.sessions.overviews(
        home.profile.id,
        include_demo=query.get("demo") == "1",
        limit=_whole(query.get("limit"), 50, _MAX_SESSIONS),
        offset=_whole(query.get("offset"), 0, 10**6),
    )
    return JSONResponse({"sessions": [{**overview_json(one), "done": _done(one.work)} for one in found]})


def session(request: Request) -> JSONResponse:
    """Return one session with everything in it."""
    from backcoach.journal.session_json import session_json

    found = own_session(request)
    return JSONResponse({**session_json(found), "done": _done(found.work)})


def _done(work: Work) -> dict[str, Any]:
    """Say how much of its plan a session did."""
    share = round(work.share, 3) if work.planned else None
    return {"share": share, "amount": amount(work, what_counts_as_done())}


def own_session(request: Request) -> Any:
    """Return the session that a path names, or 404 when the present profile has none of that name."""
    home = home_of(request)
    found = home.journal.sessions.get(request.path_params["session"])
    if found.profile_id != home.profile.id:
        raise HTTPException(404)
    return found


def nobody_exercises(request: Request) -> None:
    """Refuse what would take a session that runs, perhaps in another tab, its journal away."""
    if home_of(request).slot.taken:
        words = message("Somebody is exercising just now. End the session first.")
        raise HTTPException(409, texts_of(request).translate(words))


def after(request: Request, told: After) -> JSONResponse:
    """Keep how it was after a session."""
    home, found = home_of(request), own_session(request)
    keep_after(home.journal, found.profile_id, found.id, at=home.now(), pain=told.pain, effort=told.effort)
    return JSONResponse({"saved": True})


def discard(request: Request) -> JSONResponse:
    """End a session that broke off: it is not offered any more; what was done is kept."""
    home, found = home_of(request), own_session(request)
    if found.ended_at is None:
        nobody_exercises(request)
        home.journal.sessions.end(found.id, ended_at=home.now(), outcome="broken_off")
    return JSONResponse({"saved": True})


def correct_date(request: Request, told: WhenItWas) -> JSONResponse:
    """Move a session to the time at which it was: the computer's clock was wrong."""
    home, found = home_of(request), own_session(request)
    if found.ended_at is None:
        nobody_exercises(request)
    if not EARLIEST <= told.began_at <= home.now():
        words = message("Choose a time that has been, not before the year {year}.", year=EARLIEST.year)
        raise HTTPException(422, texts_of(request).translate(words))
    home.journal.sessions.correct_date(found.id, told.began_at)
    return JSONResponse({"saved": True})


def delete(request: Request) -> JSONResponse:
    """Delete a session and everything in it."""
    home, found = home_of(request), own_session(request)
    if found.ended_at is None:
        nobody_exercises(request)
    gone = home.journal.sessions.delete(found.id)
    return JSONResponse({"deleted": True, "gone": gone})


def settings(request: Request) -> JSONResponse:
    """Return what the present profile has chosen."""
    return JSONResponse(home_of(request).preferences.model_dump(mode="json"))


def save_settings(request: Request, content: bytes) -> JSONResponse:
    """Keep what the present profile has chosen: all of it; every mistake is told."""
    home = home_of(request)
    try:
        home.save(read_preferences(content, home.catalogue))
    except WrongPreferencesError as error:
        problems = [{"where": p.key, "found": p.found, "allowed": p.allowed} for p in error.problems]
        return JSONResponse({"error": str(error), "problems": problems}, 422)
    return JSONResponse({"saved": True})


def profiles(request: Request) -> JSONResponse:
    """List the people of the household, and who asks."""
    home = home_of(request)
    present = home.profile.id  # asked first: it adds the first person
    people = [{"id": one.id, "name": one.name} for one in home.journal.people.all()]
    return JSONResponse({"profiles": people, "present": present})


def add_profile(request: Request, told: NewProfile) -> JSONResponse:
    """Add a person, who asks from now on."""
    home = home_of(request)
    added = home.journal.people.add(told.name, created_at=home.now())
    response = JSONResponse({"id": added.id, "name": added.name}, 201)
    remember(response, added.id)
    return response


def choose_profile(request: Request, told: ChosenProfile) -> JSONResponse:
    """Let somebody else ask from now on."""
    if told.profile not in {one.id for one in home_of(request).journal.people.all()}:
        raise HTTPException(404)
    response = JSONResponse({"id": told.profile})
    remember(response, told.profile)
    return response


def delete_profile(request: Request) -> JSONResponse:
    """Delete a person and everything about them; the last one is begun anew."""
    home = home_of(request)
    nobody_exercises(request)
    gone = home.journal.people.delete(request.path_params["profile"])
    forget_routine(request.path_params["profile"])
    home.taught.forget(request.path_params["profile"])
    return JSONResponse({"deleted": True, "gone": gone, "present": home.profile.id})


def screening(request: Request, told: ScreeningAnswers) -> JSONResponse:
    """Keep the answers to the questions about warning signs, and say what they lead to."""
    try:
        verdict = keep_answers(home_of(request), told.yes, told.agreed)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    texts = texts_of(request)
    advice = " ".join(map(texts.translate, verdict.advice))
    return JSONResponse({"outcome": verdict.kind, "advice": advice, **leave_json(verdict.leave, texts)})


def agreement(request: Request, told: Agreement) -> JSONResponse:
    """Keep that a health professional has agreed; 409 where that is not what is missing."""
    home = home_of(request)
    if not keep_agreement(home):
        words = message("No agreement is missing just now.")
        raise HTTPException(409, texts_of(request).translate(words))
    return JSONResponse(leave_json(programme_of(home).may(), texts_of(request)))


def today(request: Request) -> JSONResponse:
    """Say whether exercise may begin now, why not, what leads there, and the doses (query: pain, length, exercise)."""
    home, query = home_of(request), request.query_params
    programme, exercise = programme_of(home), query.get("exercise")
    if exercise is not None and exercise not in home.catalogue:
        raise HTTPException(404)
    length = length_of(query.get("length")) or "all"
    wish: Wish = "routine" if exercise is None else "practice"
    answer = programme.may(wish, exercise, scale_of(query.get("pain")), length)
    told = leave_json(answer, texts_of(request))
    return JSONResponse({**told, "minutes": whole_minutes(programme.lasts_s(answer.items))})


def pain(request: Request, told: PainNow) -> JSONResponse:
    """Keep how the back is, outside of a session."""
    home = home_of(request)
    tell_pain(home.journal, home.profile.id, told.value, told.when, home.now())
    return JSONResponse({"saved": True})


async def speech(request: Request) -> Response:
    """Speak a text with the computer's own voice; 404 where it has none, 503 where it was lost."""
    from backcoach.computer.speech import SpeechError, SpeechLostError, checked

    query = request.query_params
    try:
        sentence = checked(*(query.get(*asked) for asked in _SPOKEN))
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    try:
        said = await home_of(request).speech.say(sentence)
    except SpeechLostError as error:
        raise HTTPException(503, str(error)) from None
    except SpeechError as error:
        raise HTTPException(404, str(error)) from None
    told: dict[str, str] = {"Backcoach-Voice": said.spoken.engine}
    if said.spoken.problem:
        told["Backcoach-Trouble"] = "voice file"
    elif said.again:
        told["Backcoach-Trouble"] = "started again"
    return Response(said.spoken.wav, media_type="audio/wav", headers=told)


_SPOKEN = (("text", ""), ("language", "en"), ("rate", "1"), ("voice", ""))
"""What may be asked of a voice, and what it is where it is not said."""


def voices(request: Request) -> JSONResponse:
    """List the person's voice files (query: language), and what is wrong with them."""
    from backcoach.computer.piper import voice_files

    language = request.query_params.get("language", "").lower()
    found = [file for file in voice_files() if not language or file.language in (language, "")]
    told = [{"name": file.name, "language": file.language, "problem": file.problem} for file in found]
    return JSONResponse({"voices": told})


def check_sound_again(request: Request) -> JSONResponse:
    """Let the next camera check ask whether the coach is heard."""
    home_of(request).sound.forget()
    return JSONResponse({"deleted": True})


def _whole(text: str | None, default: int, most: int) -> int:
    try:
        return min(max(int(text or default), 0), most)
    except ValueError:
        return default


def posted(
    model: type[Model] | None, change: Callable[[Request, Any], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that reads JSON, checks it, and calls ``change`` in a thread.

    Parameters
    ----------
    model : type or None
        What the JSON has to be; None: ``change`` gets the bytes, and checks them itself.
    """

    @wraps(change)
    async def endpoint(request: Request) -> Response:
        told = await (_content(request) if model is None else read_posted(model, request))
        return await run_in_threadpool(change, request, told)

    return endpoint


async def read_posted(model: type[Model], request: Request) -> Model:
    """Return the JSON of a request, checked; 415 or 422 where it is none, or not what it has to be."""
    try:
        return model.model_validate_json(await _content(request))
    except ValidationError as error:
        raise HTTPException(422, _mistakes(error)) from None


async def _content(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "Send JSON, with the content type application/json.")
    return await request.body()


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
    Route("/api/sessions/{session}/date", posted(WhenItWas, correct_date), methods=["POST"]),
    Route("/api/sessions/{session}/discard", discard, methods=["POST"]),
    Route("/api/settings", settings),
    Route("/api/settings", posted(None, save_settings), methods=["POST"]),
    Route("/api/profiles", profiles),
    Route("/api/profiles", posted(NewProfile, add_profile), methods=["POST"]),
    Route("/api/profile", posted(ChosenProfile, choose_profile), methods=["POST"]),
    Route("/api/profiles/{profile}", delete_profile, methods=["DELETE"]),
    Route("/api/pain", posted(PainNow, pain), methods=["POST"]),
    Route("/api/screening", posted(ScreeningAnswers, screening), methods=["POST"]),
    Route("/api/agreement", posted(Agreement, agreement), methods=["POST"]),
    Route("/api/today", today),
    Route("/api/speech", speech),
    Route("/api/speech/voices", voices),
    Route("/api/speech/heard", check_sound_again, methods=["DELETE"]),
    Route("/texts/{language}.json", texts),
]
