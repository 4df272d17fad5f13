"""People who practise, for the tests."""

import math
from datetime import datetime, timedelta, timezone

from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=timezone.utc)
ROUTINE = {"id": "article", "items": [{"exercise": "cat_camel", "repetitions": 10}]}
PLANNED = {"repetitions": 10, "hold_s": 0, "sides": ["left", "right"], "variant": None}
SEEN = Tracking(40.0, 1.5, 0.25)
SIGNAL = ((0.0, 90.0), (0.1, math.nan), (0.2, 91.125))


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def repetition(index: int, side=None, status="counted", faults=(), range_of_motion=30.5) -> Repetition:
    start = 10.0 + 3 * index
    return Repetition(
        index, side, status, start, start + 1, start + 2, start + 3, 1.0, tuple(faults), range_of_motion
    )


def begin(journal, person, *, at=NOW, source="camera", pain=None) -> str:
    return journal.sessions.begin(
        person, started_at=at, source=source, routine=ROUTINE, engine_version="0.1.0", pain_before=pain
    )


def begin_set(journal, session, *, position=0, exercise="cat_camel", at=None, self_reported=False) -> str:
    return journal.sets.begin(
        session,
        position=position,
        exercise=exercise,
        exercise_version=1,
        exercise_hash="0" * 64,
        planned=PLANNED,
        self_reported=self_reported,
        started_at=at or after(10),
    )


def practise(journal, person, *, at=NOW, source="camera") -> str:
    """A whole session with something of everything in it; its identifier."""
    session = begin(journal, person, at=at, source=source, pain=3)
    first = begin_set(journal, session, at=at + timedelta(seconds=10))
    journal.sets.add_repetition(first, repetition(0, "left"))
    journal.sets.add_repetition(first, repetition(1, "right", faults=["shallow"], range_of_motion=20.0))
    journal.sets.add_repetition(first, repetition(2, "left", "unsure"))
    journal.sets.add_repetition(first, repetition(3, "right", "unfinished", range_of_motion=math.nan))
    journal.sets.add_hold(first, Hold(11.0, 12.5, "left", "up"))
    journal.sets.add_hold(first, Hold(14.0, 15.0, "right", "up"))
    journal.sets.add_fault(first, FaultSpan("shallow", "fault", 14.0, 15.0, "right", "up"))
    journal.sets.add_fault(first, FaultSpan("fast", "warning", 11.0, 11.5))
    ended = at + timedelta(seconds=60)
    journal.sets.end(first, ended_at=ended, outcome="done", tracking=SEEN, signal=SIGNAL)
    second = begin_set(journal, session, position=1, exercise="forearm_plank", at=ended, self_reported=True)
    journal.sets.add_repetition(second, repetition(0), self_reported=True)
    journal.sets.add_hold(second, Hold(61.0, 91.0), self_reported=True)
    journal.pain.report(
        person, at=ended, when="during", value=6, where="lower back", session_id=session,
        exercise="forearm_plank", then="stop",
    )  # fmt: skip
    journal.sets.end(second, ended_at=at + timedelta(seconds=95), outcome="hurt")
    journal.sessions.end(session, ended_at=at + timedelta(seconds=100), outcome="hurt")
    journal.pain.report(person, at=at + timedelta(seconds=120), when="after", value=4, session_id=session)
    journal.sessions.report_effort(session, 5)
    return session
