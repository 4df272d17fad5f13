"""History: what was done, week by week, and each session in full."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.coaching.actions import PLACES
from backcoach.days import day_of, midnight, monday
from backcoach.exercises.catalogue import Catalogue
from backcoach.journal import JournalError
from backcoach.journal.days import days_with_exercise
from backcoach.journal.hints import Hint, hints
from backcoach.journal.session_values import SessionOverview, SetRecord
from backcoach.journal.work import clean_share
from backcoach.plan.done import is_something, repetitions_asked
from backcoach.plan.rule_model import DoneRules
from backcoach.plan.schedule import Streak, weekly_streak
from backcoach.programme.kept_plan import dose_in
from backcoach.programme.today import Programme
from backcoach.texts import Message, message
from backcoach.web.figures import figure_url
from backcoach.web.house import House, house_of, programme_of
from backcoach.web.render import render
from backcoach.web.timeline import Timeline, look_of, timeline
from backcoach.web.wording import amount_words, dose_words, lasted_minutes

WEEKS_A_PAGE = 8
SOURCES = {
    "camera": message("With camera"),
    "none": message("Without camera"),
    "demo": message("Demonstration"),
}


@dataclass(frozen=True)
class Line:
    """One session of the list.

    Attributes
    ----------
    exercises : tuple of str
        Names of the exercises in which something was done.
    clean : float or None
        Share of the counted repetitions without a fault, of those that were seen.
    pain : tuple
        Before and after; None where it was not said.
    """

    id: str
    begun: datetime
    minutes: int | None
    source: Message
    amount: Message
    exercises: tuple[str, ...]
    counted: int
    unsure: int
    said: int
    hold_s: float
    lost_s: float
    clean: float | None
    pain: tuple[int | None, int | None]


@dataclass(frozen=True)
class Week:
    """One week of the list; days are those with a session."""

    monday: date
    sunday: date
    days: int
    planned: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SetView:
    """One set of a session; ``planned`` and ``asked`` are None where nobody had planned it."""

    name: str
    exercise: str
    figure: str | None
    planned: Message | None
    asked: int | None
    record: SetRecord
    faults: tuple[tuple[str, Hint], ...]
    timeline: Timeline | None


def history(request: Request) -> Response:
    """Return the list of sessions, some weeks at a time."""
    house = house_of(request)
    page = _page_number(request.query_params.get("page"))
    until = monday(house.now().date()) + timedelta(weeks=1 - page * WEEKS_A_PAGE)
    since = until - timedelta(weeks=WEEKS_A_PAGE)
    journal, profile, programme = house.journal, house.profile.id, programme_of(house)
    last = midnight(until) if page else None  # what a wrong clock dated after today can be seen, and deleted
    found = journal.sessions.overviews(profile, since=midnight(since), until=last, limit=None)
    older = journal.sessions.heads(profile, until=midnight(since), limit=1)
    return render(
        request,
        "history.html",
        page="history",
        weeks=list(_weeks(house, found, programme.rules.done)),
        streak=_streak(programme),
        older=page + 1 if older else None,
        newer=page - 1 if page else None,
        empty=not found and not older and not page,
        figure=figure_url(house.catalogue, "child_pose", still=1),
    )


def session(request: Request) -> Response:
    """Return one session with its sets."""
    house = house_of(request)
    try:
        record = house.journal.sessions.get(request.path_params["session"])
    except JournalError as error:
        raise HTTPException(404) from error
    if record.profile_id != house.profile.id:
        raise HTTPException(404)
    return render(
        request,
        "session_detail.html",
        page="history",
        record=record,
        begun=record.started_at.astimezone(),
        now=house.now(),
        minutes=lasted_minutes(record),
        source=SOURCES[record.source],
        pain={report.when: report for report in record.pain},
        hurts=[(_name(house.catalogue, p.exercise), p) for p in record.pain if p.when == "during"],
        places=PLACES,
        amount=amount_words(record.work, programme_of(house).rules.done),
        sets=[_set_view(house.catalogue, one) for one in record.sets],
        set_look=look_of,
        fault_name=house.catalogue.fault_name,
    )


def _days_of(monday: date) -> set[date]:
    return {monday + timedelta(days=k) for k in range(7)}


def _weeks(house: House, sessions: Sequence[SessionOverview], limits: DoneRules) -> Iterator[Week]:
    planned = len(house.preferences.weekdays)
    days = days_with_exercise(sessions, limits)
    names = {name: house.catalogue[name].name for name in house.catalogue}

    for first, group in groupby(sessions, key=lambda one: monday(day_of(one.started_at))):
        lines = tuple(_line(names, one, limits) for one in group)
        yield Week(first, first + timedelta(days=6), len(days & _days_of(first)), planned, lines)


def _line(names: Mapping[str, str], one: SessionOverview, limits: DoneRules) -> Line:
    done = [s for s in one.sets if is_something(s.work)]
    counted, said = sum(s.counted for s in done), sum(s.self_reported_count for s in done)
    share = clean_share(counted, sum(s.clean for s in done), said)
    pain = {report.when: report.value for report in one.pain}
    return Line(
        id=one.id,
        begun=one.started_at.astimezone(),
        minutes=lasted_minutes(one),
        source=SOURCES[one.source],
        amount=amount_words(one.work, limits),
        exercises=tuple(dict.fromkeys(names.get(s.exercise, s.exercise) for s in done)),
        counted=counted,
        unsure=sum(s.unsure for s in done),
        said=said,
        hold_s=sum(s.hold_s for s in done),
        lost_s=sum(s.tracking.lost_s for s in one.sets),
        clean=None if math.isnan(share) else share,
        pain=(pain.get("before"), pain.get("after")),
    )


def _set_view(catalogue: Catalogue, one: SetRecord) -> SetView:
    name = one.done.exercise
    known = catalogue[name] if name in catalogue else None  # noqa: SIM401 - a catalogue has no get
    dose = dose_in(one.planned)
    planned = dose_words(known, dose.repetitions, dose.hold_s) if known and dose else None
    return SetView(
        name=_name(catalogue, name),
        exercise=name,
        figure=figure_url(catalogue, name, still=1) if known else None,
        planned=planned,
        asked=repetitions_asked(one.planned, known is not None and known.sides != "none") if dose else None,
        record=one,
        faults=tuple(_faults(catalogue, one)),
        timeline=timeline(one),
    )


def _faults(catalogue: Catalogue, one: SetRecord) -> Iterator[tuple[str, Hint]]:
    """Give the hints that were shown by name, the most frequent first."""
    for hint in hints(one.done.faults):
        yield catalogue.fault_name(one.done.exercise, hint.fault), hint


def _name(catalogue: Catalogue, exercise: str | None) -> str:
    if exercise is None:
        return ""
    return catalogue[exercise].name if exercise in catalogue else exercise


def _streak(programme: Programme) -> Streak:
    return weekly_streak(programme.past, programme.person(), programme.rules, programme.now.date())


def _page_number(text: str | None) -> int:
    return min(int(text), 10_000) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


routes = [Route("/history", history), Route("/history/{session}", session)]
