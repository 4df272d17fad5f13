"""When to be reminded of what; the calendar; and the break at the desk."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach.exercises.mini_routine import Move, mini_routines
from backcoach.programme.preferences import preferences_in
from backcoach.programme.today import programme_for
from backcoach.reminders.calendar import Owner, calendar_of, local_zone
from backcoach.reminders.due import Reminder
from backcoach.reminders.habits import KEY, Reminders, WrongRemindersError, kept_reminders, read_reminders
from backcoach.reminders.watch import Watch, answer_break, counts_on
from backcoach.texts.catalogue import translator
from backcoach.web.api import posted
from backcoach.web.house import House, house_of
from backcoach.web.render import language_of, render

MADE = "reminders_changed"
"""When the reminders were last changed, among a profile's settings."""


FIRST_YEAR, LAST_YEAR = 2000, 2200
"""A calendar program counts in these; what a wrong clock wrote beyond them is left out."""


class Empty(BaseModel):
    """Nothing is told."""

    model_config = ConfigDict(extra="forbid")


class BreakAnswer(BaseModel):
    """What the person says to a break."""

    model_config = ConfigDict(extra="forbid", strict=True)
    answer: Literal["take", "postpone", "skip"]


def reminders(request: Request) -> Response:
    """Show what there is to be reminded of."""
    house = house_of(request)
    settings = house.journal.people.settings(house.profile.id)
    wanted = kept_reminders(settings)
    return render(
        request,
        "reminders.html",
        page="settings",
        wanted=wanted,
        weekdays=list(_weekdays(house.now())),
        counts=counts_on(settings, house.now().date()),
        subscription=f"{request.url.scheme}://{request.url.netloc}/calendar/{wanted.token}.ics"
        if wanted.token
        else "",
    )


def _weekdays(now: datetime) -> list[tuple[int, Any]]:
    """Return the days of the week with a date of each, for their names."""
    monday = now.date() - timedelta(days=now.weekday())
    return [(k, monday + timedelta(days=k)) for k in range(7)]


def save_reminders(request: Request, content: bytes) -> JSONResponse:
    """Keep what to be reminded of; every mistake is told. The calendar's address is made here, never taken."""
    house = house_of(request)
    try:
        wanted = read_reminders(content)
    except WrongRemindersError as error:
        problems = [{"where": p.key, "found": p.found, "allowed": p.allowed} for p in error.problems]
        return JSONResponse({"error": str(error), "problems": problems}, 422)
    _save(house, wanted)
    return JSONResponse({"saved": True})


def _save(house: House, wanted: Reminders) -> None:
    def change(kept: Mapping[str, Any]) -> Mapping[str, Any]:
        token = kept_reminders(kept).token or secrets.token_urlsafe(24)
        new = wanted.model_copy(update={"token": token})
        return {KEY: new.model_dump(mode="json"), MADE: _next_change(kept, house.now()).isoformat()}

    house.journal.people.change_settings(house.profile.id, change)


def calendar_file(request: Request) -> Response:
    """Hand out the calendar for download."""
    house = house_of(request)
    headers = {"Content-Disposition": 'attachment; filename="backcoach.ics"'}
    return Response(_calendar(request, house.profile.id), media_type="text/calendar", headers=headers)


def subscribed(request: Request) -> Response:
    """Hand out the calendar to a calendar program that knows the secret address."""
    token = request.path_params["token"]
    house = house_of(request)
    for person in house.journal.people.all():
        known = kept_reminders(house.journal.people.settings(person.id)).token
        if known and secrets.compare_digest(known.encode(), token.encode()):
            return Response(_calendar(request, person.id), media_type="text/calendar")
    raise HTTPException(404)


def _calendar(request: Request, profile_id: str) -> bytes:
    house = house_of(request)
    settings = house.journal.people.settings(profile_id)
    now = house.now()
    changed = _changed(settings) or now
    chosen = preferences_in(settings)
    programme = programme_for(house.journal, profile_id, chosen, house.catalogue, now)
    return calendar_of(
        kept_reminders(settings),
        chosen.weekdays,
        Owner(profile_id, local_zone(), f"{request.url.scheme}://{request.url.netloc}/"),
        since=min(changed, now).date(),
        made=changed,
        minutes=programme.minutes(),
        texts=translator(language_of(request)),
    )


def _changed(settings: Mapping[str, Any]) -> datetime | None:
    """When the reminders were last changed, if that was kept, can be understood, and can be."""
    try:
        found = datetime.fromisoformat(str(settings.get(MADE))).astimezone()
    except (ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year < LAST_YEAR else None


def _next_change(settings: Mapping[str, Any], now: datetime) -> datetime:
    """Now, or after the last change: also with a clock that was set back a calendar program takes the newer plan."""
    before = _changed(settings)
    return now if before is None else max(now, before + timedelta(minutes=1))


def due_now(request: Request) -> JSONResponse:
    """Say what is due; nothing counts as said, so that a page of somebody else swallows no reminder."""
    house = house_of(request)
    found = _watch_of(request).waiting(house.now(), house.preferences.weekdays)
    return _reminders_json(request, found)


def take_due(request: Request, _: Empty) -> JSONResponse:
    """Say what is due, for the notifications of the browser: each once, as by `backcoach remind`."""
    import time

    from backcoach.reminders.idle import idle_s

    house = house_of(request)
    found = _watch_of(request).look(house.now(), time.monotonic(), idle_s(), house.preferences.weekdays)
    return _reminders_json(request, found)


def _watch_of(request: Request) -> Watch:
    house = house_of(request)
    watches: dict[str, Watch] = request.app.state.__dict__.setdefault("watches", {})
    return watches.setdefault(house.profile.id, Watch(house.journal, house.profile.id))


def _reminders_json(request: Request, found: Sequence[Reminder]) -> JSONResponse:
    texts = translator(language_of(request))
    return JSONResponse(
        {
            "due": [
                {
                    "kind": r.kind,
                    "heading": texts.translate(r.heading),
                    "text": texts.translate(r.text),
                    "page": r.page,
                }
                for r in found
            ]
        }
    )


def take_a_break(request: Request) -> Response:
    """Show one of the mini-routines: another one each time of day."""
    now = house_of(request).now()
    routines = mini_routines()
    wish = request.query_params.get("routine")
    chosen = next(
        (r for r in routines if r.id == wish), routines[(now.toordinal() + now.hour) % len(routines)]
    )
    return render(request, "break.html", routine=chosen, others=[r for r in routines if r is not chosen])


def save_answer(request: Request, told: BreakAnswer) -> JSONResponse:
    """Keep what the person says to a break."""
    house = house_of(request)
    answer_break(house.journal, house.profile.id, told.answer, house.now())
    return JSONResponse({"saved": True})


def figure(request: Request) -> Response:
    """Draw one movement of a mini-routine."""
    from backcoach.figure import moving_svg
    from backcoach.mannequin import Performance
    from backcoach.web.figure_store import artist, figure_store

    found = next((r for r in mini_routines() if r.id == request.path_params["routine"]), None)
    at = request.path_params["move"]
    if found is None or not 0 <= at < len(found.moves):
        raise HTTPException(404)
    move: Move = found.moves[at]
    title = translator(language_of(request)).translate(move.name)
    still = 0.5 if "still" in request.query_params else None
    shown = Performance(found.id, 1, figure=move.figure)
    svg = figure_store().get(
        repr((artist(), shown, title, still)), lambda: moving_svg(shown, title, still_at=still).encode()
    )
    return Response(svg, media_type="image/svg+xml")


routes = [
    Route("/reminders", reminders),
    Route("/break", take_a_break),
    Route("/break/{routine}/{move:int}.svg", figure),
    Route("/calendar/{token}.ics", subscribed),
    Route("/api/calendar.ics", calendar_file),
    Route("/api/reminders", posted(None, save_reminders), methods=["POST"]),
    Route("/api/reminders/due", due_now, methods=["GET"]),
    Route("/api/reminders/due", posted(Empty, take_due), methods=["POST"]),
    Route("/api/break", posted(BreakAnswer, save_answer), methods=["POST"]),
]
