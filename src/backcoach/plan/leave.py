"""May I, and what, today? One answer, for whoever asks: a page, the live connection, a program.

`leave` reads a plan for one wish: the routine of today, an exercise, whatever the person likes to do without a plan, or
going on with a session that broke off. It says whether that may begin, why not, and what leads out of it, step by step;
nothing else in the product decides this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backcoach.plan.answers import DayPlan, Decision, PlanItem
from backcoach.plan.rule_model import Rules
from backcoach.plan.wording import speak

Wish = Literal["routine", "practice", "free", "resume"]
WayKind = Literal["help", "questions", "agreement", "wait", "confirm", "choose", "adults"]

QUESTIONS_ASKED = frozenset({"screening_first", "screening_due", "screening_after_red"})
"""Blocks that end when the questions about warning signs are answered."""

AGREEMENT_ASKED = frozenset({"ask_professional", "stopped"})
"""Blocks that end when a health professional has agreed, and the person has said so."""

WAIVED: dict[Wish, frozenset[str]] = {
    "routine": frozenset(),
    "practice": frozenset({"screening_first", "screening_due", "second_routine", "nothing_chosen"}),
    "free": frozenset({"second_routine", "nothing_chosen"}),
    "resume": QUESTIONS_ASKED | {"pause", "second_routine", "nothing_chosen"},
}
"""What does not keep from each: a single exercise may be tried out before the questions come, and a session that is
under way asked its questions when it began."""


@dataclass(frozen=True, slots=True)
class Way:
    """One step out of a refusal.

    Attributes
    ----------
    kind : str
        ``help``: seek help. ``questions``: answer the questions. ``agreement``: say that a professional agreed.
        ``wait``: until `day`. ``confirm``: say that a second routine is wanted. ``choose``: switch an exercise on.
        ``adults``: there is none.
    """

    kind: WayKind
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """The answer.

    Attributes
    ----------
    wish : {"routine", "practice", "free", "resume"}
    allowed : bool
        Whether it may begin; where `confirm` is set, once the person has confirmed it.
    why : tuple of Decision
        What speaks against it.
    ways : tuple of Way
        What leads out, in this order; never empty where it is not allowed.
    confirm : Decision or None
        What the person has to confirm before it begins.
    items : tuple of PlanItem
        What would be done, with its doses.
    plan : DayPlan
        What it was read from.
    """

    wish: Wish
    allowed: bool
    why: tuple[Decision, ...]
    ways: tuple[Way, ...]
    confirm: Decision | None
    items: tuple[PlanItem, ...]
    plan: DayPlan

    @property
    def way(self) -> Way | None:
        """The next step out."""
        return self.ways[0] if self.ways else None

    def begins(self, confirmed: bool) -> bool:
        """Whether it begins when it is asked for.

        Parameters
        ----------
        confirmed : bool
            Whether the person has confirmed a second routine.

        Returns
        -------
        bool
            True where nothing but a given confirmation was missing.
        """
        return self.allowed and (confirmed or self.confirm is None)


def leave(plan: DayPlan, rules: Rules, wish: Wish = "routine", item: PlanItem | None = None) -> Leave:
    """Return whether a wish may be followed today.

    Parameters
    ----------
    plan : DayPlan
        Today's, made without a confirmation.
    rules : Rules
        The rule file in force.
    wish : str
        What the person wants to begin; one of `Wish`.
    item : PlanItem, optional
        The single exercise that is wished for, with today's dose.

    Returns
    -------
    Leave
        Whether it may begin, why not, and what leads out of that.
    """
    items = plan.items if item is None else (item,)
    blocks = plan.blocks if plan.items else (*plan.blocks, speak(rules, "nothing_chosen", "block"))
    kept = [block for block in blocks if block.rule not in WAIVED[wish]]
    why = tuple(block for block in kept if block.kind == "block")
    confirm = next((block for block in kept if block.kind == "confirm"), None)
    ways = tuple(_ways(plan, {block.rule for block in why}, why))
    if not why and confirm is not None:
        ways = (Way("confirm"),)
    return Leave(wish, not why, why, ways, confirm, items, plan)


def _ways(plan: DayPlan, rules: set[str], why: tuple[Decision, ...]) -> Iterator[Way]:
    """Give the steps out, those that can be taken at once first."""
    if "adults_only" in rules:
        yield Way("adults")
        return
    if "nothing_chosen" in rules:
        yield Way("choose")
    if "emergency" in rules:
        yield Way("help")
    if rules & (QUESTIONS_ASKED | {"emergency"}):
        yield Way("questions")
    if rules & AGREEMENT_ASKED or "emergency" in rules:
        yield Way("agreement")
    until = next((block.inputs["day"] for block in why if block.rule == "pause"), None)
    if isinstance(until, date) and until > plan.day:
        yield Way("wait", until)
