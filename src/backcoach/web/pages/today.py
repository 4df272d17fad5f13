"""Today: the routine, how the back is, and Start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backcoach.days import day_of, midnight, monday
from backcoach.exercises.schema import Exercise
from backcoach.plan import DayPlan, Decision, PlanItem
from backcoach.reminders.due import asks_for_the_morning
from backcoach.reminders.watch import known_of
from backcoach.texts import Message, message
from backcoach.web.figures import figure_url
from backcoach.web.house import House, house_of, programme_of
from backcoach.web.render import render
from backcoach.web.wording import dose_words, lasts_s, minutes


@dataclass(frozen=True)
class Card:
    """One exercise of today.

    Attributes
    ----------
    figure, still : str
        Addresses of its moving figure, and of the same figure at rest.
    change : Message or None
        What is different from the last time, and why.
    """

    exercise: Exercise
    dose: Message
    figure: str
    still: str
    change: Message | None
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Weekday:
    """One day of the running week."""

    day: object
    done: bool
    planned: bool
    today: bool


def today(request: Request) -> Response:
    """Return the Today page; the first time, the way to it leads over the welcome page."""
    house = house_of(request)
    programme = programme_of(house)
    if not programme.person().screenings:
        return RedirectResponse("/welcome", 303)
    plan = programme.today()
    return render(
        request,
        "today.html",
        page="today",
        greeting=greeting(house.now().hour),
        now=house.now(),
        cards=[_card(house, item) for item in plan.items],
        minutes=minutes(_lengths_s(house, plan)),
        plan=plan,
        confirm=[block for block in plan.blocks if block.kind == "confirm"],
        blocks=[block for block in plan.blocks if block.kind == "block"],
        week=list(_week(house)),
        unfinished=_unfinished(house),
        asks_for_the_morning=_asks_for_the_morning(house),
    )


def greeting(hour: int) -> Message:
    """Return the words for this hour of the day, 0 to 23."""
    if 4 <= hour < 12:
        return message("Good morning")
    return message("Good afternoon") if 12 <= hour < 18 else message("Good evening")


def _card(house: House, item: PlanItem) -> Card:
    exercise = house.catalogue[item.exercise]
    return Card(
        exercise,
        dose_words(exercise, item.dose.repetitions, item.dose.hold_s, item.dose.sets),
        figure_url(house.catalogue, exercise.id),
        figure_url(house.catalogue, exercise.id, still=1),
        next((d.message for d in item.decisions if _is_new(d)), None),
        tuple(caution.advice for caution in item.cautions),
    )


def _is_new(decision: Decision) -> bool:
    if decision.kind != "dose":
        return decision.exercise is not None
    return decision.before is not None and decision.before != decision.after


def _lengths_s(house: House, plan: DayPlan) -> Iterator[float]:
    rest = house.preferences.rest
    for item in plan.items:
        planned = {"repetitions": item.dose.repetitions, "hold_s": item.dose.hold_s}
        one = lasts_s(house.catalogue[item.exercise], planned, rest)
        yield one * item.dose.sets


def _week(house: House) -> Iterator[Weekday]:
    """Give the days of the running week, Monday to Sunday."""
    today = house.now().date()
    first = monday(today)
    sessions = house.journal.session_heads(house.profile.id, since=midnight(first))
    done = {day_of(session.started_at) for session in sessions}
    weekdays = house.preferences.weekdays
    for ahead in range(7):
        day = first + timedelta(days=ahead)
        yield Weekday(day, day in done, ahead in weekdays, day == today)


def _asks_for_the_morning(house: House) -> bool:
    now = house.now()
    return asks_for_the_morning(now.date(), known_of(house.journal, house.profile.id, now))


def _unfinished(house: House) -> dict[str, object] | None:
    """Return what the offer to go on says, if a session broke off not long ago."""
    record = house.unfinished
    if record is None:
        return None
    finished = {one.position for one in record.sets if one.outcome is not None}
    return {
        "id": record.id,
        "begun": record.started_at.astimezone(),
        "done": len(finished),
        "of": len(record.routine.get("sets", ())),
        "source": record.source,
    }


routes = [Route("/", today)]
