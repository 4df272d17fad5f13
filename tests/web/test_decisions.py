"""Why doses change: written down when a routine begins, and shown with the progress."""

import time
from datetime import datetime, timedelta

import pytest

from backcoach.plan import DayPlan, Decision
from backcoach.programme.decisions import write_decisions
from backcoach.texts import Message
from backcoach.tracking.summary import Repetition, Tracking

DOSE = {"repetitions": 12, "hold_s": 0, "sides": ["left", "right"]}


@pytest.fixture
def hurt_yesterday(home):
    """Somebody whose bridge hurt yesterday: today it is less."""
    journal, at, me = home.journal, home.now() - timedelta(days=1), home.profile.id
    journal.questionnaires.save(me, "screening", at=home.now(), answers={"yes": [], "agreed": False})
    session = exercised(home, at, DOSE)
    journal.pain.report(
        me, at=at, when="during", value=7, session_id=session, exercise="glute_bridge", then="skip"
    )
    return journal, me


def exercised(home, at, planned):
    journal = home.journal
    session = journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="1", pain_before=1
    )
    for position, exercise in enumerate(["glute_bridge", "cat_camel"]):
        one = journal.sets.begin(
            session, position=position, exercise=exercise, exercise_version=1, exercise_hash="0",
            planned=planned, self_reported=False, started_at=at,
        )  # fmt: skip
        for i in range(planned["repetitions"]):
            journal.sets.add_repetition(
                one, Repetition(i, None, "counted", i, i + 0.3, i + 0.6, i + 0.9, 0.3)
            )
        journal.sets.end(one, ended_at=at, outcome="done", tracking=Tracking(seen_s=60))
    journal.sessions.end(session, ended_at=at, outcome="done")
    return session


def begin(connect, **values):
    with connect() as page:
        page.hello("none", **values)
        page.wait_for("ready")


def test_a_smaller_dose_is_kept_with_its_reason_once_a_day(connect, hurt_yesterday):
    journal, me = hurt_yesterday
    begin(connect, language="de")
    begin(connect, language="en", takeover=True)
    (bridge,) = journal.plans.decisions(me, exercise="glute_bridge")
    assert bridge.before["repetitions"] == 12
    assert bridge.after["repetitions"] < 12
    assert bridge.inputs
    assert "brücke" in bridge.sentence
    assert bridge.rule_id


@pytest.mark.parametrize("source", ["none", "demo"])
def test_trying_an_exercise_out_decides_nothing(connect, hurt_yesterday, source):
    journal, me = hurt_yesterday
    with connect() as page:
        page.hello(source, practice={"exercise": "glute_bridge", "reps": 2}, speed=4)
        page.wait_for("ready")
    assert journal.plans.decisions(me) == ()


def test_the_page_of_progress_says_why(connect, client, home, hurt_yesterday):
    journal, me = hurt_yesterday
    begin(connect, language="en")
    (bridge,) = journal.plans.decisions(me, exercise="glute_bridge")
    exercised(home, home.now(), {**DOSE, "repetitions": bridge.after["repetitions"]})
    assert bridge.sentence in client.get("/progress").text


@pytest.fixture
def in_berlin(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a process cannot be set here")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_once_a_day_also_when_the_clocks_go_forward(in_berlin, home):
    """On that Sunday the day began an hour less ago than its hours say; late on Saturday was the day before."""
    journal, me = home.journal, home.profile.id
    plan = DayPlan(
        datetime(2026, 3, 29).date(), (), (), (Decision("v", "warning", Message("Much."), {}),), False
    )
    saturday = datetime(2026, 3, 28, 23, 30).astimezone()
    sunday = datetime(2026, 3, 29, 12, 0).astimezone()
    for now in (saturday, sunday, sunday):
        write_decisions(journal, me, plan, now, "en")
    assert [one.at for one in journal.plans.decisions(me)] == [saturday, sunday]
