from datetime import timedelta

import pytest

from backcoach.coaching.actions import STOP_SIGNS
from backcoach.plan.done import repetitions_asked
from backcoach.tracking.summary import Repetition, Tracking
from backcoach.web.house import programme_of


def practise(home, ago, *, exercise="glute_bridge", done=12, clean=True, pain=(1, 1), effort=3):
    """One session of two exercises, some days ago; the second is there so that it is a routine."""
    journal, at = home.journal, home.now() - timedelta(days=ago)
    session = journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="1", pain_before=pain[0]
    )
    for position, (name, times) in enumerate([(exercise, done), ("cat_camel", 10)]):
        one = journal.sets.begin(
            session, position=position, exercise=name, exercise_version=1, exercise_hash="0", self_reported=False,
            planned={"repetitions": 12 if position == 0 else 10, "hold_s": 0, "sides": ["left", "right"]},
            started_at=at,
        )  # fmt: skip
        for i in range(times):
            faults = () if clean else ("hips_low",)
            journal.sets.add_repetition(
                one, Repetition(i, None, "counted", i, i + 0.3, i + 0.6, i + 0.9, 0.3, faults)
            )
        journal.sets.end(one, ended_at=at, outcome="done", tracking=Tracking(seen_s=60))
    journal.sessions.end(session, ended_at=at, outcome="done")
    journal.pain.report(home.profile.id, at=at, when="after", value=pain[1], session_id=session)
    journal.sessions.report_effort(session, effort)
    return session


def record(home, ago=0):
    session = programme_of(home).history().sessions[-1 - ago]
    return session, session.by_exercise["glute_bridge"]


def test_sessions_become_what_the_rules_read(home):
    practise(home, 2, done=6, clean=False, pain=(2, 4), effort=7)
    session, bridge = record(home)
    assert (session.pain_before, session.pain_after, session.effort, session.planned) == (2, 4, 7, True)
    assert (bridge.dose.repetitions, bridge.done_share, bridge.clean_share, bridge.counted) == (
        12,
        0.5,
        0.0,
        6,
    )


def test_a_report_next_morning_belongs_to_the_session_before(home):
    practise(home, 2)
    at = home.now() - timedelta(days=1, hours=10)
    home.journal.pain.report(home.profile.id, at=at, when="next_morning", value=4)
    assert record(home)[0].pain_next_morning == 4


def test_the_demonstration_is_no_exercise(home):
    home.journal.sessions.begin(
        home.profile.id, started_at=home.now(), source="demo", routine={}, engine_version="1"
    )
    assert programme_of(home).history().sessions == ()


def test_an_exercise_that_hurt_is_red(home):
    session = practise(home, 1)
    home.journal.pain.report(
        home.profile.id, at=home.now() - timedelta(days=1), when="during", value=7, session_id=session,
        exercise="glute_bridge", then="skip",
    )  # fmt: skip
    assert record(home)[1].pain_during == 7
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    dose = {item.exercise: item.dose for item in programme_of(home).today().items}
    assert dose["glute_bridge"].repetitions < 12


@pytest.mark.parametrize("where", STOP_SIGNS)
def test_a_warning_sign_stops_until_a_professional_agrees(home, where):
    session = practise(home, 1)
    home.journal.pain.report(
        home.profile.id, at=home.now() - timedelta(days=1), when="during", value=2, session_id=session,
        exercise="glute_bridge", where=where, then="go_on",
    )  # fmt: skip
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    assert record(home)[0].stopped_because in {sign.id for sign in programme_of(home).rules.stop_signs}
    assert [block.rule for block in programme_of(home).today().blocks] == ["stopped"]


def test_pain_that_ends_a_session_is_no_warning_sign(home):
    session = practise(home, 1)
    home.journal.pain.report(
        home.profile.id, at=home.now() - timedelta(days=1), when="during", value=6, session_id=session,
        exercise="glute_bridge", where="lower_back", then="stop",
    )  # fmt: skip
    assert record(home)[0].stopped_because == "pain"


def test_a_set_that_was_begun_again_counts_once(home):
    journal, at = home.journal, home.now() - timedelta(hours=2)
    session = journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="1"
    )
    for done in (5, 7):
        one = journal.sets.begin(
            session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="0", self_reported=False,
            planned={"repetitions": 12, "hold_s": 0}, started_at=at,
        )  # fmt: skip
        for i in range(done):
            journal.sets.add_repetition(
                one, Repetition(i, None, "counted", i, i + 0.3, i + 0.6, i + 0.9, 0.3)
            )
    bridge = record(home)[1]
    assert (bridge.dose.sets, bridge.done_share) == (1, 1.0)


@pytest.mark.parametrize(
    ("planned", "sided", "asked"),
    [({"repetitions": 8, "sides": ["left", "right"]}, True, 16), ({"repetitions": 8, "sides": ["left"]}, True, 8),
     ({"repetitions": 8, "sides": ["left", "right"]}, False, 8), ({}, True, 1), ({"repetitions": "x"}, False, 1)],
)  # fmt: skip
def test_repetitions_of_both_sides_are_asked_for(planned, sided, asked):
    assert repetitions_asked(planned, sided) == asked


def test_what_a_session_changes_is_told_with_what_it_rests_on(home, client):
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    hurt = practise(home, 0, pain=(1, 7))
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    told = client.get(f"/done/{hurt}/next").json()
    assert any("12 times" in change and "it hurt" in change for change in told["changes"])
    fine = practise(home, 0, pain=(1, 1))
    told = client.get(f"/done/{fine}/next").json()
    assert "1 of 10" in told["assuming"]
    assert (
        any("stays at" in sentence or "starts" in sentence for sentence in told["stays"]) or told["changes"]
    )


def test_sessions_of_one_day_stand_in_their_order(home):
    practise(home, 0.2, pain=(3, 3))
    practise(home, 0.1, pain=(1, 1))
    assert [one.pain_before for one in programme_of(home).past.sessions] == [3, 1]


def test_a_practised_exercise_has_the_dose_of_today(home, client, connect):
    """It hurt yesterday: half of it, on the page of the exercise as in the session."""
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    practise(home, 1, pain=(1, 7))
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    assert "6 times" in client.get("/exercises/glute_bridge").text
    with connect() as page:
        page.hello(source="none", practice={"exercise": "glute_bridge"})
        screen = page.wait_for("screen")
    assert [one["planned"] for one in screen["sets"]] == [6]
