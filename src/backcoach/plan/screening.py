"""The questions about warning signs: what an answer leads to, and when they are due.

Answers route a person; they never reassure. Tier A: no exercise, emergency advice. Tier B: no exercise until a health
professional has agreed, which the person may confirm. Tier C: conditions that change exercises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from backcoach.exercises.schema import Health
from backcoach.plan.course import Course
from backcoach.plan.rule_schema import Rules
from backcoach.plan.values import Decision, Profile, Screening
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


def conditions_of(profile: Profile, rules: Rules) -> frozenset[str]:
    """Return the person's conditions: the profile's, and those of the latest answers."""
    latest = latest_screening(profile.screenings, None)
    if latest is None:
        return profile.conditions
    asked = {question.id for question in rules.screening.questions if question.tier == "C"}
    return profile.conditions | (latest.yes & asked)


def latest_screening(screenings: tuple[Screening, ...], today: date | None) -> Screening | None:
    """Return the latest answers, not counting any that are dated after today; of one day, the last given."""
    latest: Screening | None = None
    for screening in screenings:
        in_time = today is None or screening.day <= today
        if in_time and (latest is None or screening.day >= latest.day):
            latest = screening
    return latest


def blocks(course: Course, profile: Profile, today: date, rules: Rules) -> Iterator[Decision]:
    """Find every reason in age, answers and recent pain why nobody should exercise today."""
    if profile.age is not None and profile.age < ADULT:
        yield speak(rules, "adults_only", "block", age=profile.age)
    latest = latest_screening(profile.screenings, today)
    if latest is None:
        yield speak(rules, "screening_first", "block")
        return
    yield from _from_answers(latest, profile, today, rules)
    yield from _from_course(course, latest, profile.screenings, today, rules)
    days = (today - latest.day).days
    if days >= rules.screening.every_days:
        yield speak(rules, "screening_due", "block", days=days)


def _from_answers(latest: Screening, profile: Profile, today: date, rules: Rules) -> Iterator[Decision]:
    if not any(screening.yes for screening in profile.screenings):
        return
    tiers = {question.id: question.tier for question in rules.screening.questions}
    given = {tiers.get(answer, "B") for answer in latest.yes}
    if "A" in given:
        yield speak(rules, "emergency", "block")
    elif not latest.agreed and ("B" in given or _unsettled_emergency(profile, today, tiers)):
        yield speak(rules, "ask_professional", "block")


def _unsettled_emergency(profile: Profile, today: date, tiers: Mapping[str, str]) -> bool:
    """Whether there was a sign of tier A, and no health professional has agreed since."""
    unsettled = False
    for screening in sorted(profile.screenings, key=lambda s: s.day):
        if screening.day > today:
            break
        if any(tiers.get(answer) == "A" for answer in screening.yes):
            unsettled = True
        elif screening.agreed:
            unsettled = False
    return unsettled


def _from_course(
    course: Course, latest: Screening, screenings: tuple[Screening, ...], today: date, rules: Rules
) -> Iterator[Decision]:
    red = rules.red
    stop_day = course.stop_day()
    if stop_day is not None:
        agreed = max((s.day.toordinal() for s in screenings if s.agreed and s.day <= today), default=0)
        if stop_day >= agreed:
            yield speak(rules, "stopped", "block", day=date.fromordinal(stop_day))
    hurting = course.hurting(course.today - red.within_days + 1)
    asked = latest.day.toordinal()
    if len(hurting) >= red.reds:
        until = hurting[0] + red.pause_days + 1
        if course.today < until or asked <= hurting[0]:
            day = date.fromordinal(until)
            yield speak(rules, "pause", "block", day=day, reds=len(hurting), days=red.within_days)
    unasked = course.hurting(asked)
    if unasked:
        yield speak(rules, "screening_after_red", "block", day=date.fromordinal(unasked[0]))
