"""The questions about warning signs: what an answer leads to, and when they are due.

Answers route a person; they never reassure. Tier A: no exercise, emergency advice. Tier B: no exercise until a health
professional has agreed, which the person may confirm. Tier C: conditions that change exercises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Literal, cast

from backcoach.exercises.model import Health
from backcoach.plan.answers import Decision
from backcoach.plan.course import Course
from backcoach.plan.rule_model import Rules
from backcoach.plan.values import Moment, Profile, Screening
from backcoach.plan.wording import speak
from backcoach.texts import Message

ADULT = 18
"""In years. Not a setting: the product is for adults only."""

OutcomeKind = Literal["emergency", "ask", "modify", "none"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers lead to.

    Attributes
    ----------
    kind : {"emergency", "ask", "modify", "none"}
        The worst of what was answered. After a confirmed agreement, ``ask`` becomes ``modify`` or ``none``.
    advice : Message
        What the person is told.
    conditions : frozenset of str
        Cautions that apply.
    """

    kind: OutcomeKind
    advice: Message
    conditions: frozenset[Health]

    @property
    def may_exercise(self) -> bool:
        """Whether nothing in the answers forbids exercise."""
        return self.kind in ("modify", "none")


def outcome(screening: Screening, rules: Rules) -> Outcome:
    """Return what the answers to the questions lead to.

    Parameters
    ----------
    screening : Screening
        Answers of one day.
    rules : Rules
        With the questions that were asked.

    Returns
    -------
    Outcome
        Emergency goes before asking a professional, that before another way.

    Raises
    ------
    ValueError
        If an answer belongs to no question of the rule file.
    """
    tiers = {question.id: question.tier for question in rules.screening.questions}
    if unknown := sorted(screening.yes - tiers.keys()):
        raise ValueError(f"answers to unknown questions: {', '.join(unknown)}")
    given = {tiers[answer] for answer in screening.yes}
    conditions = frozenset(cast(Health, answer) for answer in screening.yes if tiers[answer] == "C")
    kind: OutcomeKind = "modify" if conditions else "none"
    if "A" in given:
        kind = "emergency"
    elif "B" in given and not screening.agreed:
        kind = "ask"
    return Outcome(kind, Message(getattr(rules.screening.advice, kind)), conditions)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person's answers say, up to a day.

    Attributes
    ----------
    latest : Moment
        When the questions were answered last; of one day, the last answers given.
    tiers : frozenset of str
        Of the questions that were answered with yes then.
    agreed : bool
        Whether a health professional had agreed then, or has since.
    last_agreed : Moment
        When one agreed last; day 0 where none had.
    emergency : bool
        Whether there was a sign of tier A, and no health professional has agreed since.
    """

    latest: Moment
    tiers: frozenset[str]
    agreed: bool
    last_agreed: Moment
    emergency: bool


class Questions:
    """The questions of a rule file, and what a person's answers to them say.

    What was said last is remembered: answers change on far fewer days than doses.
    """

    def __init__(self, rules: Rules) -> None:
        questions = rules.screening.questions
        self._tiers: Mapping[str, str] = {question.id: question.tier for question in questions}
        self._conditions = frozenset(question.id for question in questions if question.tier == "C")
        self._read: tuple[Screening, ...] | None = None
        self._asked: Asked | None = None
        self._until = 0

    def conditions(self, profile: Profile) -> frozenset[str]:
        """Return the person's conditions: the profile's, and those of the latest answers."""
        if not profile.screenings:
            return profile.conditions
        answers = [one for one in in_order(profile.screenings) if not one.adds]
        return profile.conditions | (answers[-1].yes & self._conditions if answers else frozenset())

    def asked(self, screenings: tuple[Screening, ...], today: date) -> Asked | None:
        """Return what the answers say, not counting any that are dated after today; None without any."""
        if screenings is self._read and self._asked is not None and self._until <= today.toordinal():
            return self._asked
        known = [screening for screening in in_order(screenings) if screening.day <= today]
        self._asked = self._fold(known)
        self._until = known[-1].day.toordinal() if known else 0
        self._read = (
            screenings if len(known) == len(screenings) else None
        )  # those of later days may come to count
        return self._asked

    def _fold(self, screenings: Sequence[Screening]) -> Asked | None:
        asked: Asked | None = None
        for one in screenings:
            if not one.adds:
                asked = self._answered(one, asked)
            elif asked is not None and "A" not in asked.tiers:
                asked = replace(asked, agreed=True, last_agreed=one.moment, emergency=False)
        return asked

    def _answered(self, one: Screening, before: Asked | None) -> Asked:
        tiers = frozenset(self._tiers.get(answer, "B") for answer in one.yes)
        emergency = "A" in tiers or (before is not None and before.emergency and not one.agreed)
        last_agreed = one.moment if one.agreed else before.last_agreed if before else Moment(0)
        return Asked(one.moment, tiers, one.agreed, last_agreed, emergency)


def in_order(screenings: tuple[Screening, ...]) -> list[Screening]:
    """Return answers in the order of their days; those of one day stay as given."""
    return sorted(screenings, key=attrgetter("day"))


def blocks(course: Course, age: int | None, asked: Asked | None, rules: Rules) -> Iterator[Decision]:
    """Find every reason in age, answers and recent pain why nobody should exercise today."""
    if age is not None and age < ADULT:
        yield speak(rules, "adults_only", "block", age=age)
    if asked is None:
        yield speak(rules, "screening_first", "block")
        return
    if "A" in asked.tiers:
        yield speak(rules, "emergency", "block")
    elif not asked.agreed and ("B" in asked.tiers or asked.emergency):
        yield speak(rules, "ask_professional", "block")
    stop_day = course.stop_day()
    if stop_day is not None and not course.stops_told(asked.last_agreed):
        yield speak(rules, "stopped", "block", day=date.fromordinal(stop_day))
    if course.last_hurt is not None:
        yield from _after_red(course, course.last_hurt, asked.latest, rules)
    days = course.today - asked.latest.day
    if days >= rules.screening.every_days:
        yield speak(rules, "screening_due", "block", days=days)


def _after_red(course: Course, last: int, asked: Moment, rules: Rules) -> Iterator[Decision]:
    red, told = rules.red, course.hurts_told(asked)
    if last > course.today - red.within_days:
        reds = len(course.hurting(course.today - red.within_days + 1))
        until = last + red.pause_days + 1
        if reds >= red.reds and (course.today < until or not told):
            day = date.fromordinal(until)
            yield speak(rules, "pause", "block", day=day, reds=reds, days=red.within_days)
    if not told:
        yield speak(rules, "screening_after_red", "block", day=date.fromordinal(last))
