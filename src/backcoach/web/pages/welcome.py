"""Welcome: what this is and is not, and the questions about warning signs: at first, and every four weeks."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backcoach.plan.rule_file import load_rules
from backcoach.plan.rule_schema import Rules
from backcoach.plan.screening import ADULT
from backcoach.texts import Message, message
from backcoach.web.figures import figure_url
from backcoach.web.house import house_of, programme_of
from backcoach.web.outcome import keep_agreement, keep_answers, outcome_page
from backcoach.web.render import render
from backcoach.web.wording import scale_of

TIERS = ("A", "B", "C")
NONE = "none_"
"""A box of this name and the tier's letter says that nothing of the tier's list applies."""

AS_BEFORE = "as_before"
"""What such a box says when the lists were read before, and only an agreement is added."""

Answers = Mapping[str, list[str]]


def welcome(request: Request) -> Response:
    """Return the purpose and the questions."""
    return _questions(request, {}, [])


async def answer(request: Request) -> Response:
    """Take the answers, keep them, and say what they lead to."""
    given = parse_qs((await request.body()).decode("utf-8", "replace"))
    return await run_in_threadpool(_answered, request, given)


def _answered(request: Request, given: Answers) -> Response:
    house = house_of(request)
    rules = load_rules(catalogue=house.catalogue)
    if problems := missing(given, rules):
        return _questions(request, given, problems)
    known = {question.id for question in rules.screening.questions}
    yes, pain = frozenset(given.get("yes", [])) & known, scale_of(next(iter(given.get("pain", [])), None))
    return outcome_page(request, keep_answers(house, yes, "agreed" in given, pain), pain)


def agree(request: Request) -> Response:
    """Keep that a health professional has agreed; Today says what follows."""
    keep_agreement(house_of(request))
    return RedirectResponse("/", 303)


def missing(given: Answers, rules: Rules) -> list[Message]:
    """Return what has not been answered, or not clearly."""
    problems = []
    if "adult" not in given:
        problems.append(
            message("Backcoach is for adults: please say whether you are {age} or older.", age=ADULT)
        )
    ticked = set(given.get("yes", []))
    for number, tier in enumerate(TIERS, 1):
        some = any(question.tier == tier and question.id in ticked for question in rules.screening.questions)
        none = given.get(NONE + tier, [])
        if some == bool(none) and AS_BEFORE not in none:
            problems.append(
                message(
                    "List {number}: tick what applies, or else that nothing of it applies.", number=number
                )
            )
    return problems


def _questions(request: Request, given: Answers, problems: list[Message]) -> Response:
    house = house_of(request)
    rules = load_rules(catalogue=house.catalogue)
    return render(
        request,
        "welcome.html",
        status=422 if problems else 200,
        first=not programme_of(house).person().screenings,
        tiers=[(tier, [q for q in rules.screening.questions if q.tier == tier]) for tier in TIERS],
        given=given,
        ticked=set(given.get("yes", [])),
        problems=problems,
        age=ADULT,
        pain=scale_of(request.query_params.get("pain") or next(iter(given.get("pain", [])), None)),
        figure=figure_url(house.catalogue, "bird_dog"),
        still=figure_url(house.catalogue, "bird_dog", still=1),
    )


routes = [
    Route("/welcome", welcome),
    Route("/welcome", answer, methods=["POST"]),
    Route("/agreed", agree, methods=["POST"]),
]
