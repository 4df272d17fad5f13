"""What a session changes the next time, and why: one answer for the end page, scripts and whoever else tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from backcoach.journal.session_values import SessionRecord
from backcoach.journal.values import PainReport
from backcoach.plan import Decision, PlanItem
from backcoach.programme.today import Programme
from backcoach.texts import Message, message


@dataclass(frozen=True)
class NextTime:
    """What is to be expected tomorrow.

    Attributes
    ----------
    assuming : Message or None
        What it rests on: how the back feels on the next morning is not known yet.
    against : tuple of Message
        What has to happen before the next session, if anything.
    changes : tuple of Decision
        Doses that become others; each has the doses before and after, and the sentence that says why.
    stays : tuple of Decision
        Doses of this session's exercises that stay as they are, with why.
    """

    assuming: Message | None
    against: tuple[Message, ...]
    changes: tuple[Decision, ...]
    stays: tuple[Decision, ...]


def next_time(programme: Programme, record: SessionRecord) -> NextTime:
    """Return what the rules make of a session on the day after it, as far as that can be known now."""
    tomorrow = replace(programme, now=programme.now + timedelta(days=1))
    at_rest = _at_rest(record.pain)
    leave = tomorrow.may(pain_now=at_rest)
    decisions = list(_about_doses(leave.items, {one.done.exercise for one in record.sets}))
    return NextTime(
        assuming=None
        if at_rest is None
        else message("If your back feels tomorrow morning as it did before ({pain} of 10):", pain=at_rest),
        against=tuple(block.message for block in leave.why),
        changes=tuple(one for one in decisions if _moves(one)),
        stays=tuple(one for one in decisions if not _moves(one)),
    )


def _at_rest(told: Sequence[PainReport]) -> int | None:
    """Return the pain before the session, or else after it; None where neither was told."""
    said = {report.when: report.value for report in told}
    return said.get("before", said.get("after"))


def _about_doses(items: Sequence[PlanItem], exercises: set[str]) -> Iterator[Decision]:
    for item in items:
        if item.exercise in exercises:
            yield from (decision for decision in item.decisions if decision.kind == "dose")


def _moves(decision: Decision) -> bool:
    return decision.before is not None and decision.before != decision.after
