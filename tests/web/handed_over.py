"""What is handed over in tests: a session that was practised, a clinician's routine and rules."""

from __future__ import annotations

from datetime import timedelta

from backcoach.plan.rule_file import builtin_content
from backcoach.tracking.summary import Repetition, Tracking

JSON = {"content-type": "application/json"}
EDITED_RULES = builtin_content().replace(b"green_sessions = 2 ", b"green_sessions = 4 ")


def practise(home, name=None):
    """A session of the present person, or of somebody new; the person's id."""
    at = home.now() - timedelta(days=1)
    who = home.profile.id if name is None else home.journal.people.add(name, created_at=at).id
    session = home.journal.sessions.begin(
        who, started_at=at, source="camera", routine={}, engine_version="0.1.0", pain_before=3
    )
    begun = home.journal.sets.begin(
        session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="ab",
        planned={"exercise": "glute_bridge", "repetitions": 12, "hold_s": 0}, self_reported=False, started_at=at,
    )  # fmt: skip
    home.journal.sets.add_repetition(begun, Repetition(0, None, "counted", 1.0, 2.0, 3.0, 4.0, 1.0, (), 38.5))
    home.journal.sets.end(
        begun, ended_at=at + timedelta(minutes=1), outcome="done", tracking=Tracking(60, 0, 0)
    )
    home.journal.sessions.end(session, ended_at=at + timedelta(minutes=2), outcome="done")
    return who


def routine(repetitions=6, fixed=True):
    return f"""
schema = 1
id = "mine"
name = "Gently"
description = "d"
source = "s"
[[items]]
exercise = "glute_bridge"
repetitions = {repetitions}
fixed = {str(fixed).lower()}
[[items]]
exercise = "cat_camel"
repetitions = 4
hold_s = 5
""".encode()


def shown(client, kind, content, status=200):
    answer = client.post(f"/api/data/{kind}", content=content, headers={"content-type": "application/toml"})
    assert answer.status_code == status, answer.text
    return answer.json()
