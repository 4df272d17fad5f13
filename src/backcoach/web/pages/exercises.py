"""The exercises: all of them, and each with its steps and with what is right and wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.model import Exercise, Fault
from backcoach.exercises.problem import WrongFileError
from backcoach.texts import Message
from backcoach.web import figures
from backcoach.web.figures import figure_url
from backcoach.web.house import house_of, programme_of
from backcoach.web.render import render
from backcoach.web.wording import CONDITIONS, VIEWS, dose_words, item_words


@dataclass(frozen=True)
class Picture:
    """A moving figure and the same at rest."""

    moving: str
    still: str

    @classmethod
    def of(cls, catalogue: Catalogue, exercise_id: str, moves: bool = True, **wish: str | int) -> Picture:
        """Return the addresses; without movement both are the still one."""
        still = figure_url(catalogue, exercise_id, still=1, **wish)
        return cls(figure_url(catalogue, exercise_id, **wish) if moves else still, still)


@dataclass(frozen=True)
class Mistake:
    """One fault beside what is right; several signs of the same fault stand together."""

    signs: tuple[Fault, ...]
    right: Picture | None
    wrong: Picture | None
    in_time: bool


def exercises(request: Request) -> Response:
    """Return the list of all exercises."""
    catalogue = house_of(request).catalogue
    cards = [
        (catalogue[name], Picture.of(catalogue, name), usual_dose(catalogue[name])) for name in catalogue
    ]
    return render(request, "exercises.html", page="exercises", cards=cards)


def exercise(request: Request) -> Response:
    """Return the page of one exercise."""
    house = house_of(request)
    catalogue, name = house.catalogue, request.path_params["exercise"]
    try:
        shown = catalogue[name]
    except (UnknownExerciseError, WrongFileError) as error:
        raise HTTPException(404, str(error)) from None
    dose, leave = shown.dose, programme_of(house).may("practice", name)
    today = leave.items[0]
    return render(
        request,
        "exercise.html",
        page="exercises",
        exercise=shown,
        other_names=tuple(map(Message, shown.other_names)),
        picture=Picture.of(catalogue, name),
        leave=leave,
        dose=item_words(shown, today.dose),
        why=[decision.message for decision in today.decisions],
        ceiling=dose_words(shown, dose.ceiling_repetitions, dose.ceiling_hold_s, dose.ceiling_sets),
        mistakes=list(_mistakes(catalogue, shown)),
        views=[VIEWS[view] for view in shown.views],
        cautions=[(CONDITIONS[c.condition], c) for c in shown.cautions],
    )


def usual_dose(shown: Exercise) -> Message:
    """Return the dose of the exercise's file in words."""
    return dose_words(shown, shown.dose.repetitions, shown.dose.hold_s, shown.dose.sets)


def _mistakes(catalogue: Catalogue, shown: Exercise) -> Iterator[Mistake]:
    for fault in dict.fromkeys(rule.id for rule in shown.faults):
        signs = tuple(rule for rule in shown.faults if rule.id == fault)
        if fault not in shown.figure.faults:
            yield Mistake(signs, None, None, in_time=False)
            continue
        moves = shown.figure.faults[fault].in_time
        right = Picture.of(catalogue, shown.id, moves, fault=fault, right=1)
        yield Mistake(signs, right, Picture.of(catalogue, shown.id, moves, fault=fault), in_time=moves)


routes = [
    Route("/exercises", exercises),
    Route("/exercises/{exercise}", exercise),
    *figures.routes,
]
