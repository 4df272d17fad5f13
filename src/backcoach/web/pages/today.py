"""Today: may I, how long, what, how much and why; how the back is; and Start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backcoach.days import midnight, monday
from backcoach.exercises.model import Exercise
from backcoach.journal.days import days_done
from backcoach.journal.session_values import SessionRecord
from backcoach.plan import DayPlan, Decision, Leave, PlanItem
from backcoach.plan.answers import Length
from backcoach.plan.done import Amount
from backcoach.plan.length import length_of, whole_minutes
from backcoach.programme.today import Programme
from backcoach.reminders.due import asks_for_the_morning
from backcoach.reminders.watch import known_of
from backcoach.texts import Message, message
from backcoach.web.figures import figure_url
from backcoach.web.house import House, house_of, programme_of
from backcoach.web.render import render
from backcoach.web.wording import item_words, length_words, scale_of


@dataclass(frozen=True)
class Card:
    """One exercise of today.

    Attributes
    ----------
    figure, still : str
        Addresses of its moving figure, and of the same figure at rest.
    change : Message or None
        What is different from the last time, and why.
    why : tuple of Message
        Why the dose is what it is, and the exercise is done as it is.
    """

    exercise: Exercise
    dose: Message
    figure: str
    still: str
    change: Message | None
    why: tuple[Message, ...]


@dataclass(frozen=True)
class Weekday:
    """One day of the running week."""

    day: date
    amount: Amount
    planned: bool
    today: bool


@dataclass(frozen=True)
class Choice:
    """A length that can be chosen, and about how many minutes it takes where its name does not say it."""

    length: Length
    words: Message
    minutes: int | None


@dataclass(frozen=True)
class Effect:
    """What the pain that was tapped changes."""

    changes: bool
    words: tuple[Message, ...]


def today(request: Request) -> Response:
    """Return the Today page (query: pain, length); the first time, the way to it leads over the welcome page."""
    house = house_of(request)
    programme = programme_of(house)
    if not programme.person().screenings:
        return RedirectResponse("/welcome", 303)
    pain = scale_of(request.query_params.get("pain"))
    length = length_of(request.query_params.get("length")) or programme.length()
    leave = programme.may(pain_now=pain, length=length)
    minutes = whole_minutes(programme.lasts_s(leave.items))
    return render(
        request,
        "today.html",
        page="today",
        greeting=greeting(house.now().hour),
        now=house.now(),
        pain=pain,
        leave=leave,
        free=programme.may("free", pain_now=pain).allowed,
        plan=leave.plan,
        cards=[_card(house, item) for item in leave.items],
        minutes=minutes,
        lengths=list(_lengths(programme)),
        effect=None if pain is None else _effect(programme, leave, minutes),
        week=list(_week(house, programme)),
        unfinished=_unfinished(house, programme),
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
        item_words(exercise, item.dose),
        figure_url(house.catalogue, exercise.id),
        figure_url(house.catalogue, exercise.id, still=1),
        next((d.message for d in item.decisions if _is_new(d)), None),
        (*(d.message for d in item.decisions), *(Message(caution.advice) for caution in item.cautions)),
    )


def _is_new(decision: Decision) -> bool:
    if decision.kind != "dose":
        return decision.exercise is not None
    return decision.before is not None and decision.before != decision.after


def _lengths(programme: Programme) -> Iterator[Choice]:
    for length in programme.lengths():
        items = programme.today(length=length).items
        minutes = None if isinstance(length, int) else whole_minutes(programme.lasts_s(items))
        yield Choice(length, length_words(length), minutes)


def _effect(programme: Programme, leave: Leave, minutes: int) -> Effect:
    """Say what the pain of today changes, by which rule, against a day on which nothing was told."""
    untold = programme.today(length=leave.plan.length)
    before, after = untold.doses, leave.plan.doses
    changed = [item for item in leave.items if before.get(item.exercise, item.dose) != item.dose]
    rules = list(dict.fromkeys(item.decisions[0].rule for item in changed))
    if not changed and before.keys() == after.keys():
        return Effect(False, (message("That changes nothing: the doses stay as they are."),))
    return Effect(
        True,
        (
            message(
                "{rules}: {count} dose differs today.",
                plural="{rules}: {count} doses differ today.",
                count=len(changed),
                rules=tuple(Message(programme.rules.sentences[rule].name) for rule in rules),
            ),
            *_time(leave, untold, minutes, whole_minutes(programme.lasts_s(untold.items))),
        ),
    )


def _time(leave: Leave, untold: DayPlan, after: int, before: int) -> Iterator[Message]:
    if len(leave.items) != len(untold.items):
        yield message(
            "{count} exercise fits into your time.",
            plural="{count} exercises fit into your time.",
            count=len(leave.items),
        )
    elif after != before:
        yield message("It takes about {after} minutes instead of {before}.", after=after, before=before)


def _week(house: House, programme: Programme) -> Iterator[Weekday]:
    """Give the days of the running week, Monday to Sunday."""
    today = house.now().date()
    first = monday(today)
    sessions = house.journal.sessions.work(house.profile.id, since=midnight(first))
    done = days_done(sessions, programme.rules.done)
    weekdays = house.preferences.weekdays
    for ahead in range(7):
        day = first + timedelta(days=ahead)
        yield Weekday(day, done.get(day, "nothing"), ahead in weekdays, day == today)


def _asks_for_the_morning(house: House) -> bool:
    now = house.now()
    return asks_for_the_morning(now.date(), known_of(house.journal, house.profile.id, now))


def _unfinished(house: House, programme: Programme) -> dict[str, object] | None:
    """Return what the offer to go on says, if a session broke off not long ago and may be gone on with."""
    record = house.unfinished
    if record is None or not programme.may("resume").allowed:
        return None
    return {
        "id": record.id,
        "what": _called(house, record),
        "begun": record.started_at.astimezone(),
        "share": record.work.share if record.work.planned else None,
        "page": "/free" if record.free else "/session",
        "source": record.source,
    }


def _called(house: House, record: SessionRecord) -> Message:
    """Return what a session was: the routine, the exercise that was tried out, or neither."""
    name = record.practice
    if record.free:
        return message("A session without a plan")
    if name is None:
        return message("Today's routine")
    return Message(house.catalogue[name].name if name in house.catalogue else name)


routes = [Route("/", today)]
