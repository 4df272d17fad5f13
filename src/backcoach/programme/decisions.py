"""Why today's doses are others than the last ones: written down when the routine begins."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from backcoach.days import day_of, midnight
from backcoach.plan import DayPlan, Decision, Dose
from backcoach.texts.catalogue import translator

if TYPE_CHECKING:
    from backcoach.journal import Journal

Json = Any


def write_decisions(journal: Journal, profile_id: str, plan: DayPlan, now: datetime, language: str) -> None:
    """Keep each change of a dose and each warning of today's plan, once a day however often the routine begins.

    Parameters
    ----------
    now : datetime
        The same day is that of this computer's time zone, as on the pages.
    language : str
        In which the sentences are kept.

    Raises
    ------
    JournalError
        If they cannot be written.
    """
    texts = translator(language)
    today = journal.plans.decisions(profile_id, since=midnight(day_of(now)))
    kept = [(one.rule_id, one.exercise, one.after) for one in today]
    for decision in worth_keeping(plan):
        after = _json(decision.after)
        if (decision.rule, decision.exercise, after) not in kept:
            journal.plans.record_decision(
                profile_id,
                at=now,
                rule_id=decision.rule,
                exercise=decision.exercise,
                inputs={name: _json(value) for name, value in decision.inputs.items()},
                sentence=texts.translate(decision.message),
                before=_json(decision.before),
                after=after,
            )


def worth_keeping(plan: DayPlan) -> Iterator[Decision]:
    """Give what changed a dose, and what was warned of; a dose that stays needs no reason."""
    for decision in plan.decisions:
        changed = decision.before is not None and decision.before != decision.after
        if decision.kind == "warning" or (decision.kind == "dose" and changed):
            yield decision


def _json(value: object) -> Json:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Dose):
        return dict(value.as_data())
    return value.isoformat() if isinstance(value, date) else str(value)
