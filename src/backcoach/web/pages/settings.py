"""Settings: the routine, the voice, what is shown, the camera, the people of the household, and one's own data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach import extras
from backcoach.exercises.model import Exercise
from backcoach.hearing.words import EXAMPLES, WORDS
from backcoach.programme.preferences import RoutineChoice
from backcoach.texts.catalogue import languages
from backcoach.web.api import home_of
from backcoach.web.figures import figure_url
from backcoach.web.house import House, house_of, programme_of
from backcoach.web.render import render

MONDAY = date(2024, 1, 1)
"""Any Monday: the names of the days are taken from it."""


@dataclass(frozen=True)
class Row:
    """One exercise of the routine as it can be changed."""

    exercise: Exercise
    choice: RoutineChoice
    figure: str


def settings(request: Request) -> Response:
    """Return the settings page; its script saves each change at once."""
    house = house_of(request)
    return render(
        request,
        "settings.html",
        page="settings",
        rows=list(_rows(house)),
        weekdays=[MONDAY + timedelta(days=day) for day in range(7)],
        languages=[(name, Locale.parse(name).get_display_name(name)) for name in languages()],
        people=house.journal.people.all(),
        present=house.profile,
        words=WORDS.values(),
        taught=home_of(request).taught.counts(house.profile.id),
        words_wanted=EXAMPLES,
        words_lack=None if extras.is_there("voice") else extras.install_command("voice"),
    )


def _rows(house: House) -> Iterator[Row]:
    """Give the routine in its order, then the exercises that are not part of it, switched off."""
    choices = list(programme_of(house).choices)
    chosen = {choice.exercise for choice in choices}
    for name in house.catalogue:
        if name not in chosen:
            dose = house.catalogue[name].dose
            choices.append(
                RoutineChoice(
                    exercise=name, on=False, repetitions=dose.repetitions, hold_s=dose.hold_s, sets=dose.sets
                )
            )
    for choice in choices:
        still = figure_url(house.catalogue, choice.exercise, still=1)
        yield Row(house.catalogue[choice.exercise], choice, still)


routes = [Route("/settings", settings)]
