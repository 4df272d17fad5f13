"""Exports that were changed from outside: one value in them, or several, is another one."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from backcoach.journal import Journal
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Side, Tracking

NONSENSE: tuple[Any, ...] = (
    None, True, 0, -1, 1, 7, 3.5, 1e9, 2**53, "", "x", "a" * 200, "2026-11-22", "9999-12-31", "0001-01-01",
    "=1+1", "<script>alert(1)</script>", "\u202e", "\x00", "../../x", [], [[]], {}, {"a": None}, "cat_camel", "nothing",
)  # fmt: skip
ROUTINE = [
    {"exercise": "cat_camel", "repetitions": 8, "hold_s": 3},
    {"exercise": "glute_bridge", "repetitions": 10, "on": False},
]


def fill(journal: Journal, now: datetime) -> str:
    """Give a journal one person with something of everything, and return the session."""
    settings = {
        "preferences": {
            "routine": ROUTINE,
            "weekdays": [0, 2, 4],
            "doses_since": "2026-01-01",
            "language": "en",
        },
        "reminders": {"routine": True, "token": "abcdefgh", "breaks": {"on": True}},
        "reminders_changed": now.isoformat(),
        "prescribed": {
            "name": "Mine",
            "taken_on": "2026-01-01",
            "items": [{"exercise": "cat_camel", "repetitions": 5, "fixed": True}],
        },
        "length": "10",
        "break_answer": {"answer": "take", "at": now.isoformat()},
        "break_counts": {now.date().isoformat(): {"called": 2}},
        "reminded": {"day": now.date().isoformat(), "kinds": ["routine"]},
    }
    person = journal.people.add("Anna", created_at=now, settings=settings).id
    began = now - timedelta(days=2)
    dose = {
        "exercise": "cat_camel",
        "repetitions": 2,
        "hold_s": 3.0,
        "sides": ["left", "right"],
        "variant": None,
    }
    session = journal.sessions.begin(
        person,
        started_at=began,
        source="camera",
        routine={"practice": None, "sets": [dose]},
        engine_version="0.1.0",
        pain_before=3,
    )
    done = journal.sets.begin(
        session,
        position=0,
        exercise="cat_camel",
        exercise_version=1,
        exercise_hash="0" * 64,
        planned=dose,
        self_reported=False,
        started_at=began,
    )
    sides: tuple[Side, ...] = ("left", "right")
    for index, side in enumerate(sides):
        at = 4.0 * index
        journal.sets.add_repetition(
            done, Repetition(index, side, "counted", at, at + 1, at + 2, at + 3, 1.0, ("fast",), 30.5)
        )
    journal.sets.add_hold(done, Hold(1.0, 2.0, "left", "up"))
    journal.sets.add_fault(done, FaultSpan("fast", "warning", 1.0, 1.5))
    over = began + timedelta(seconds=60)
    journal.sets.end(
        done,
        ended_at=over,
        outcome="done",
        tracking=Tracking(40.0, 1.5, 0.25),
        signal=((0.0, 90.0), (0.1, 91.0)),
    )
    journal.sessions.end(session, ended_at=over, outcome="done")
    journal.pain.report(person, at=over, when="after", value=2, session_id=session)
    journal.sessions.report_effort(session, 4)
    journal.pain.report(person, at=over + timedelta(hours=12), when="next_morning", value=2)
    journal.questionnaires.save(
        person, "screening", at=began - timedelta(hours=1), answers={"yes": [], "agreed": False}
    )
    return session


def changed(document: dict[str, Any], chance: Random) -> bytes:
    """Return the export with one to three of its values replaced, doubled or taken away."""
    found = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _change(found, chance)
    return json.dumps(found).encode()


def _change(inside: Any, chance: Random) -> None:
    """Go down to a place in it, each step by chance, and change what is there."""
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(inside[key], dict | list) and inside[key] and chance.random() < 0.85:
            inside = inside[key]
            continue
        how = chance.random()
        if how < 0.15 and isinstance(inside, list):
            inside.append(copy.deepcopy(inside[key]))
        elif how < 0.25:
            del inside[key]
        else:
            inside[key] = chance.choice(NONSENSE)
        return
