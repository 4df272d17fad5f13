"""How the back is doing between sessions: the morning after, my activities, and the questions every four weeks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach.plan.questionnaires import MAX_ACTIVITIES, RMDQ24, score_activities, score_rmdq
from backcoach.programme.between_sessions import tell_pain
from backcoach.reminders.due import ACTIVITIES_DAYS, QUESTIONNAIRES_DAYS, Known, asks_for_the_morning
from backcoach.reminders.watch import known_of
from backcoach.web.api import posted
from backcoach.web.house import House, house_of
from backcoach.web.render import render

Scale = Annotated[int, Field(ge=0, le=10)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Morning(_Told):
    """Pain on the morning after a session."""

    value: Scale


class Activity(_Told):
    """Something the person would like to do as before, in their own words, and how well it goes."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    value: Scale


class Activities(_Told):
    """My three activities."""

    activities: Annotated[list[Activity], Field(min_length=1, max_length=MAX_ACTIVITIES)]


class Ticked(_Told):
    """The sentences that describe the person today, numbered from 1."""

    ticked: Annotated[list[Annotated[int, Field(ge=1, le=len(RMDQ24))]], Field(max_length=len(RMDQ24))]


class Change(_Told):
    """How the back is now against when the person began: -5 much worse to +5 much better."""

    value: Annotated[int, Field(ge=-5, le=5)]


def check_in(request: Request) -> Response:
    """Show what can be told, what is due first."""
    house = house_of(request)
    now = house.now()
    known = known_of(house.journal, house.profile.id, now)
    return render(
        request,
        "check_in.html",
        page="history",
        morning=asks_for_the_morning(now.date(), known),
        activities=_last_activities(house),
        activities_due=_is_due(known, known.activities, now, ACTIVITIES_DAYS),
        sentences=list(enumerate(RMDQ24, start=1)),
        questions_due=_is_due(known, known.questionnaires, now, QUESTIONNAIRES_DAYS),
    )


def _is_due(known: Known, last: Any, now: datetime, days: int) -> bool:
    since = last or known.begun
    return since is not None and (now.date() - since).days >= days


def _last_activities(house: House) -> list[str]:
    """Return the person's own words of the last time, filled up with empty ones."""
    answers = house.journal.questionnaires.answers(house.profile.id, "activities")
    given = answers[-1].answers.get("activities", []) if answers else []
    names = (
        [str(one["name"]) for one in given if isinstance(one, dict) and "name" in one]
        if isinstance(given, list)
        else []
    )
    return (names + [""] * MAX_ACTIVITIES)[:MAX_ACTIVITIES]


def save_morning(request: Request, told: Morning) -> JSONResponse:
    """Keep the answer to "how is your back this morning?"."""
    house = house_of(request)
    tell_pain(house.journal, house.profile.id, told.value, "next_morning", house.now())
    return JSONResponse({"saved": True})


def save_activities(request: Request, told: Activities) -> JSONResponse:
    """Keep how well the person's own activities go."""
    house = house_of(request)
    house.journal.questionnaires.save(
        house.profile.id,
        "activities",
        at=house.now(),
        answers=told.model_dump(mode="json"),
        score=score_activities([one.value for one in told.activities]),
    )
    return JSONResponse({"saved": True})


def save_rmdq(request: Request, told: Ticked) -> JSONResponse:
    """Keep the Roland-Morris questionnaire; the answer tells the score."""
    house = house_of(request)
    try:
        score = score_rmdq(told.ticked)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    house.journal.questionnaires.save(
        house.profile.id,
        "rmdq24",
        at=house.now(),
        answers={"ticked": sorted(told.ticked)},
        score=float(score),
    )
    return JSONResponse({"saved": True, "score": score, "most": len(RMDQ24)})


def save_change(request: Request, told: Change) -> JSONResponse:
    """Keep the global change."""
    house = house_of(request)
    house.journal.questionnaires.save(
        house.profile.id,
        "global_change",
        at=house.now(),
        answers={"value": told.value},
        score=float(told.value),
    )
    return JSONResponse({"saved": True})


routes = [
    Route("/check-in", check_in),
    Route("/api/check-in/morning", posted(Morning, save_morning), methods=["POST"]),
    Route("/api/check-in/activities", posted(Activities, save_activities), methods=["POST"]),
    Route("/api/check-in/rmdq24", posted(Ticked, save_rmdq), methods=["POST"]),
    Route("/api/check-in/change", posted(Change, save_change), methods=["POST"]),
]
