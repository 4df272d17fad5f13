"""A session without a plan, from the page to every place where it is read: nothing is said of a plan that was none."""

import csv
import math
import re
import zipfile
from datetime import timedelta

import pytest

from backcoach.coaching.actions import HurtAnswer
from backcoach.coaching.free.limits import Limits
from backcoach.coaching.free.session import FreeSession
from backcoach.coaching.outputs import Hush, Say
from backcoach.plan.done import amount
from backcoach.pose.recording import load_recording
from backcoach.programme.free import limits_of
from backcoach.programme.kept_plan import free_json
from backcoach.reports.fhir import bundle
from backcoach.texts import message
from backcoach.web.house import programme_of
from backcoach.web.live.recorder import Recorder
from backcoach.web.live.refusal import BLIND, NOT_TODAY
from tests.renew_snapshots import GOLDEN


def screened(home, yes=()):
    at = home.now() - timedelta(minutes=5)
    answers = {"yes": list(yes), "agreed": False, "adult": True}
    home.journal.questionnaires.save(home.profile.id, "screening", at=at, answers=answers)


def kept(home, clip="bird_dog_side", hurt=None):
    """Let a real person do it without a plan, and keep it; return the session's identifier."""
    journal, profile, now = home.journal, home.profile.id, home.now()
    session_id = journal.sessions.begin(
        profile, started_at=now, source="camera", routine=free_json(), engine_version="0"
    )
    hashes = {name: home.catalogue.content_hash(name) for name in home.catalogue.ids}
    recorder = Recorder(journal, profile, session_id, now, (), hashes, lambda why: None)
    session = FreeSession([home.catalogue[name] for name in home.catalogue.ids])
    outputs = []
    for frame in load_recording(GOLDEN / f"{clip}.bcr"):
        outputs += [*session.see(frame), *session.tick(frame.time_s)]
    outputs += session.act("stop" if hurt is None else hurt, frame.time_s + 0.1)
    for output in outputs:
        if not isinstance(output, Say | Hush):
            recorder.take(output)
    assert recorder.close()
    return session_id


def test_the_demonstration_is_recognised_and_kept_without_a_plan(connect, client):
    with connect() as page:
        page.hello("demo", free=True, speed=16)
        session = page.wait_for("ready")["session"]
        first = page.wait_for("screen", state="position")
        assert first["name"] == "Without a plan"
        shown = page.wait_for("screen", exercise="cat_camel", count=1)
        assert (shown["state"], shown["planned"], shown["sets"][0]["done"]) == ("work", 0, 1)
        page.say(type="action", action="stop")
        assert page.wait_for("end")["summary_url"] == f"/done/{session}"
    told = client.get(f"/api/sessions/{session}").json()
    assert (told["source"], told["outcome"], told["routine"]["free"]) == ("demo", "done", True)
    assert told["done"] == {"share": None, "amount": "begun"}
    first_set = told["sets"][0]
    assert (first_set["exercise"], first_set["planned"]) == ("cat_camel", {})
    assert first_set["counted"] >= 1


def test_it_goes_on_after_a_reload(connect, client, home):
    with connect() as page:
        page.hello("demo", free=True, speed=16)
        session = page.wait_for("ready")["session"]
        page.wait_for("screen", exercise="cat_camel", count=1)
    with connect() as page:
        page.hello("demo", resume=session, speed=16)
        assert page.wait_for("ready")["session"] == session
        assert page.wait_for("screen")["name"] == "Without a plan"
        page.say(type="action", action="stop")
        page.wait_for("end")
    record = home.journal.sessions.get(session)
    assert record.outcome == "done"
    assert [one.done.exercise for one in record.sets] == ["cat_camel"]


def test_without_a_camera_it_says_why_not_and_where_to_go(connect, home):
    screened(home)
    with connect() as page:
        page.hello("none", free=True)
        assert page.closed()[0] == BLIND
    (error,) = [told for told in page.told if told["type"] == "error"]
    assert error["ways"][0]["href"] == "/session?source=none"


def test_without_the_pose_model_too(connect, home):
    screened(home)
    home.pose.state = "failed"
    with connect() as page:
        page.hello("camera", free=True)
        assert page.closed()[0] == BLIND
    assert home.journal.sessions.overviews(home.profile.id)[0].sets == ()
    assert home.unfinished is None


@pytest.mark.parametrize("yes", [None, ["numbness"]])
def test_it_is_asked_whether_the_person_may_exercise(connect, home, client, yes):
    if yes is not None:
        screened(home, ["saddle_numbness"])
    with connect() as page:
        page.hello("camera", free=True)
        assert page.closed()[0] == NOT_TODAY
    (error,) = [told for told in page.told if told["type"] == "error"]
    assert error["ways"], "a way out"
    if yes is not None:
        assert "/free" not in client.get("/").text


def test_today_offers_it(client, home):
    screened(home)
    assert 'formaction="/free"' in client.get("/").text
    page = client.get("/free?pain=2")
    assert page.status_code == 200
    assert re.search(r'data-setup="[^"]*&#34;free&#34;: true', page.text)


@pytest.fixture
def done(home):
    screened(home)
    return kept(home)


def test_every_place_tells_what_was_done_and_no_plan(client, home, done):
    record = home.journal.sessions.get(done)
    (one,) = record.sets
    assert (one.done.exercise, one.done.counted, dict(one.planned)) == ("bird_dog", 2, {})
    assert one.outcome == "done"
    assert one.signal
    assert math.isnan(record.work.share)
    summary = client.get(f"/done/{done}").text
    assert "Well done" in summary
    assert "left: 1" in summary
    assert "Done of what was planned" not in summary
    detail = client.get(f"/history/{done}").text
    assert "Without a plan" in detail
    assert "<dd>2</dd>" in detail
    assert "Planned:" not in detail
    assert "Without a plan" in client.get("/history").text
    assert client.get(f"/done/{done}/next").status_code == 200
    for page in ("/", "/progress", "/report"):
        assert client.get(page).status_code == 200


def test_no_share_of_a_plan_stands_in_an_export(home, done, tmp_path):
    home.journal.handover.export_csv(tmp_path / "all.zip", home.profile.id)
    with zipfile.ZipFile(tmp_path / "all.zip") as tables:
        (row,) = csv.DictReader(tables.read("sessions.csv").decode().splitlines())
    assert (row["done_share"], row["done"]) == ("", "begun")
    told = bundle(home.journal, home.profile, home.catalogue, made_at=home.now())
    texts = str(told)
    assert "Bird dog: repetitions counted" in texts
    assert "Share of the plan" not in texts


def test_it_is_not_the_days_routine_and_leaves_the_doses_alone(home, done):
    programme = programme_of(home)
    assert programme.may().confirm is None, "the routine may still be done"
    (session,) = programme.past.sessions
    assert not session.planned
    assert session.work.something
    (record,) = session.exercises
    assert record.dose.repetitions == 1, "once on each side"
    fresh = {item.exercise: item.decisions[0].rule for item in programme.may().items}
    assert set(fresh.values()) == {"start"}
    work = home.journal.sessions.work(home.profile.id)[0].work
    assert amount(work, programme.rules.done) == "begun"


def test_what_hurt_is_left_out_for_the_day(home):
    screened(home)
    assert limits_of(programme_of(home)).left_out == {}
    kept(home, hurt=HurtAnswer("knee", 6, "skip"))
    assert programme_of(home).may("free").way.kind == "questions", "a new start is asked for as every other"
    limits = limits_of(programme_of(home))
    assert limits.left_out == {"bird_dog": message("It hurt today.")}


def test_hints_that_are_wrong_for_this_person_are_left_out(home):
    screened(home, ["wrist"])
    limits = limits_of(programme_of(home))
    assert limits != Limits()
    assert any(limits.advice.values())


def test_a_session_that_broke_off_is_offered_to_go_on(client, home):
    screened(home)
    session = home.journal.sessions.begin(
        home.profile.id,
        started_at=home.now() - timedelta(minutes=3),
        source="camera",
        routine=free_json(),
        engine_version="0",
    )
    home.journal.sets.begin(
        session, position=0, exercise="bird_dog", exercise_version=1, exercise_hash="x", planned={},
        self_reported=False, started_at=home.now() - timedelta(minutes=2),
    )  # fmt: skip
    page = client.get("/").text
    assert f"/free?resume={session}" in page
    assert "A session without a plan" in page
    assert "nothing is lost" in page


def test_a_withdrawn_set_is_gone(home, done):
    (one,) = home.journal.sessions.get(done).sets
    home.journal.sets.withdraw(one.id)
    home.journal.sets.withdraw(one.id)
    assert home.journal.sessions.get(done).sets == ()
