"""How clean it was comes only from what the camera saw, and is the same wherever it is told."""

import html
import math
from datetime import timedelta

import pytest

from backcoach.journal.work import clean_share
from backcoach.reports.clinician import Period, build
from backcoach.reports.history.progress import span_of, stretches
from backcoach.tracking.summary import Repetition
from backcoach.web.house import programme_of


@pytest.fixture
def half_seen(home):
    """A session in which the camera failed: two clean and two faulty repetitions seen, then six told."""
    at = home.now() - timedelta(hours=1)
    session = home.journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="1"
    )
    one = home.journal.sets.begin(
        session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="0",
        planned={"repetitions": 10, "hold_s": 0}, self_reported=False, started_at=at,
    )  # fmt: skip
    for index in range(10):
        faults = ("hips_low",) if index < 2 else ()
        begun = 6.0 * index
        repetition = Repetition(
            index, None, "counted", begun, begun + 1, begun + 2, begun + 3, 1.0, faults, 40.0
        )
        home.journal.sets.add_repetition(one, repetition, self_reported=index >= 4)
    home.journal.sets.end(one, ended_at=at + timedelta(minutes=1), outcome="done")
    home.journal.sessions.end(session, ended_at=at + timedelta(minutes=2), outcome="done")
    return session


def test_every_place_tells_the_same_share(client, home, half_seen):
    journal, me, now = home.journal, home.profile, home.now()
    assert "50% clean" in html.unescape(client.get("/history").text)
    detail = html.unescape(client.get(f"/history/{half_seen}").text)
    assert "<dt>Clean</dt><dd>50%</dd>" in detail
    assert "<dt>Counted</dt><dd>4 of 10</dd>" in detail
    found = stretches(journal.exercises.progress(me.id, span_of("quarter", now, None).edges))
    assert [one.clean for one in found["glute_bridge"]] == [0.5]
    programme = programme_of(home)
    period = Period.read(None, None, now.date())
    report = build(journal, me, home.catalogue, programme.rules, period, made_at=now)
    assert [line.clean_share for line in report.exercises] == [0.5]
    (session,) = programme.history().sessions
    assert [record.clean_share for record in session.exercises] == [0.5]


def test_of_what_nobody_saw_no_share_is_known():
    assert math.isnan(clean_share(counted=6, clean=6, self_reported=6))
    assert math.isnan(clean_share(counted=0, clean=0, self_reported=0))
    assert clean_share(counted=10, clean=8, self_reported=6) == 0.5
    assert clean_share(counted=10, clean=5, self_reported=6) == 0
