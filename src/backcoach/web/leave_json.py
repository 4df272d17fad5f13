"""The answer to "may I, and what, today?" as JSON."""

from __future__ import annotations

from typing import Any

from backcoach.plan import Leave
from backcoach.texts.catalogue import Translator


def leave_json(answer: Leave, texts: Translator) -> dict[str, Any]:
    """Return an answer as plain values: whether, why not, what leads there, and the doses with their reasons."""
    return {
        "allowed": answer.allowed,
        "confirm": None if answer.confirm is None else texts.translate(answer.confirm.message),
        "why": [{"rule": block.rule, "text": texts.translate(block.message)} for block in answer.why],
        "ways": [
            {"kind": way.kind, "day": None if way.day is None else way.day.isoformat()} for way in answer.ways
        ],
        "length": str(answer.plan.length),
        "doses": [
            {
                "exercise": item.exercise,
                **item.dose.as_data(),
                "rule": item.decisions[0].rule,
                "why": texts.translate(item.decisions[0].message),
            }
            for item in answer.items
        ],
    }
