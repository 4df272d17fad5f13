"""Welcome: what this is and is not, and the questions about warning signs: at first, and every four weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from babel import Locale
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backcoach.plan.rule_file import load_rules
from backcoach.plan.rule_model import Group, Question, Rules
from backcoach.plan.screening import ADULT
from backcoach.texts import Message, message
from backcoach.texts.catalogue import languages
from backcoach.web.figures import figure_url
from backcoach.web.house import House, house_of, programme_of
from backcoach.web.outcome import keep_agreement, keep_answers, outcome_page
from backcoach.web.render import render
from backcoach.web.wording import scale_of

TIERS = ("A", "B", "C")
NONE = "none_"
"""A box of this name and the list says that nothing of the list applies. Programs may answer tier by tier instead."""

AS_BEFORE = "as_before"
"""What such a box says when the lists were read before, and only an agreement is added."""

Answers = Mapping[str, list[str]]


@dataclass(frozen=True)
class SignList:
    """What is ticked on one screen.

    Attributes
    ----------
    why : Message or None
        Why it is asked, where that is not plain.
    """

    id: Group
    title: Message
    questions: tuple[Question, ...]
    why: Message | None = None


_LISTS: tuple[tuple[Group, Message, Message | None], ...] = (
    ("about", message("About you"), None),
    ("health", message("Is any of this true?"), None),
    ("body", message("And any of this?"), None),
    (
        "private",
        message("Private: is any of this new?"),
        message("A trapped nerve shows here first."),
    ),
)


def lists_of(rules: Rules) -> tuple[SignList, ...]:
    """Return the screens of questions, the intimate ones last."""
    asked = rules.screening.questions
    lists = (
        SignList(id, title, tuple(q for q in asked if q.stands_in == id), why) for id, title, why in _LISTS
    )
    return tuple(one for one in lists if one.questions or one.id == "about")


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
    first = _is_new(house)
    verdict = keep_answers(house, yes, "agreed" in given, pain)
    template = "ready.html" if first and verdict.leave.allowed else "outcome.html"
    return outcome_page(request, verdict, pain, template)


def agree(request: Request) -> Response:
    """Keep that a health professional has agreed; Today says what follows."""
    keep_agreement(house_of(request))
    return RedirectResponse("/", 303)


def missing(given: Answers, rules: Rules) -> list[Message]:
    """Return what has not been answered, or not clearly."""
    problems = []
    asked = rules.screening.questions
    lists: list[tuple[str, list[Question]]] = [(one.id, list(one.questions)) for one in lists_of(rules)]
    if any(NONE + tier in given for tier in TIERS):
        lists = [(tier, [q for q in asked if q.tier == tier]) for tier in TIERS]
    if "adult" not in given:
        problems.append(
            message("Backcoach is for adults: please say whether you are {age} or older.", age=ADULT)
        )
    ticked = set(given.get("yes", []))
    for number, (name, questions) in enumerate(lists, 1):
        some = any(question.id in ticked for question in questions)
        none = given.get(NONE + name, [])
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
        first=(first := _is_new(house)),
        lists=(lists := lists_of(rules)),
        start="purpose" if first and not problems else _unanswered(given, lists),
        languages={code: _own_name(code) for code in languages()},
        given=given,
        ticked=set(given.get("yes", [])),
        problems=problems,
        age=ADULT,
        pain=scale_of(request.query_params.get("pain") or next(iter(given.get("pain", [])), None)),
        figure=figure_url(house.catalogue, "bird_dog"),
        still=figure_url(house.catalogue, "bird_dog", still=1),
    )


def _is_new(house: House) -> bool:
    return not programme_of(house).person().screenings


def _unanswered(given: Answers, lists: tuple[SignList, ...]) -> str:
    """Return the first list that was not answered; the first of all where nothing was."""
    ticked = set(given.get("yes", []))
    if "adult" in given:
        for one in lists:
            if (NONE + one.id in given) == any(question.id in ticked for question in one.questions):
                return one.id
    return lists[0].id


def _own_name(code: str) -> str:
    """Return a language's name in itself: whoever cannot read the page finds it."""
    return str(Locale.parse(code).get_display_name(code)).capitalize()


routes = [
    Route("/welcome", welcome),
    Route("/welcome", answer, methods=["POST"]),
    Route("/agreed", agree, methods=["POST"]),
]
