"""The answers to the questions about warning signs: kept, and what follows from them and from everything before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from backcoach.exercises.model import Health
from backcoach.plan import Leave, Screening, outcome
from backcoach.programme.today import ADDS
from backcoach.texts import Message, message
from backcoach.web.house import House, programme_of
from backcoach.web.render import render, texts_of
from backcoach.web.wording import CONDITIONS


@dataclass(frozen=True)
class Verdict:
    """What the questions page, Today, the live connection and programs are told; all by the same answer.

    Attributes
    ----------
    kind : str
        What these answers alone lead to; see `backcoach.plan.Outcome`.
    advice : tuple of Message
        What the person is told.
    leave : Leave
        Whether today's routine may begin, and what leads there.
    """

    kind: str
    title: Message
    advice: tuple[Message, ...]
    conditions: tuple[Health, ...]
    leave: Leave


def keep_answers(house: House, yes: Collection[str], agreed: bool, pain: int | None = None) -> Verdict:
    """Keep answers to the questions, and say what they lead to.

    Parameters
    ----------
    yes : collection of str
        The questions answered with yes.
    agreed : bool
        Whether a health professional has agreed.
    pain : int, optional
        How the back is right now, where that was told.

    Raises
    ------
    ValueError
        If an answer belongs to no question.
    JournalError
        If they cannot be kept.
    """
    rules = programme_of(house).rules
    alone = outcome(Screening(house.now().date(), frozenset(yes), agreed), rules)
    answers = {"yes": sorted(set(yes)), "agreed": agreed, "adult": True}
    house.journal.questionnaires.save(house.profile.id, "screening", at=house.now(), answers=answers)
    leave = programme_of(house).may(pain_now=pain)
    said = [block.message for block in leave.why]
    if alone.may_exercise:
        advice = said or [alone.advice]
    else:
        advice = [
            alone.advice,
            *(b.message for b in leave.why if b.rule not in ("emergency", "ask_professional")),
        ]
    return Verdict(
        alone.kind,
        _title(leave, bool(alone.conditions)),
        tuple(advice),
        tuple(sorted(alone.conditions)),
        leave,
    )


def keep_agreement(house: House) -> bool:
    """Keep that a health professional has agreed, if that is what is missing; return whether it was."""
    programme = programme_of(house)
    if not any(way.kind == "agreement" for way in programme.may().ways):
        return False
    latest = next((one for one in reversed(programme.person().screenings) if not one.adds), None)
    if latest is None:
        return False
    answers = {"yes": sorted(latest.yes), "agreed": True, ADDS: True}
    house.journal.questionnaires.save(house.profile.id, "screening", at=house.now(), answers=answers)
    return True


def outcome_page(
    request: Request, verdict: Verdict, pain: int | None = None, template: str = "outcome.html"
) -> Response:
    """Return the page that says what the answers lead to; at the end of the first run that is another one."""
    names = [texts_of(request).translate(CONDITIONS[one]) for one in verdict.conditions]
    return render(request, template, verdict=verdict, leave=verdict.leave, conditions=names, pain=pain)


def _title(leave: Leave, careful: bool) -> Message:
    kinds = {way.kind for way in leave.ways}
    if "help" in kinds:
        return message("Please seek help now")
    if "agreement" in kinds:
        return message("Please ask first")
    if "wait" in kinds:
        return message("A pause first")
    return message("You can start, with care") if careful else message("You can start")
