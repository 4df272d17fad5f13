import re
from datetime import timedelta

import pytest

from backcoach.tracking.summary import Repetition, Tracking
from backcoach.web.pages.today import greeting


@pytest.fixture
def screened(home):
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": [], "agreed": False}
    )
    return home


def begun(home, ago=timedelta(minutes=10), practice=None, sets=7):
    return home.journal.sessions.begin(
        home.profile.id,
        started_at=home.now() - ago,
        source="camera",
        routine={
            "practice": practice,
            "sets": [{"exercise": "bird_dog", "repetitions": 2, "sides": ["left"]}] * sets,
        },
        engine_version="1",
    )


def done_set(home, session, position=0, exercise="bird_dog", done=2):
    at = home.now() - timedelta(minutes=5)
    one = home.journal.sets.begin(
        session, position=position, exercise=exercise, exercise_version=1, exercise_hash="0", self_reported=False,
        planned={"repetitions": 2, "hold_s": 0, "sides": ["left"]}, started_at=at,
    )  # fmt: skip
    for i in range(done):
        home.journal.sets.add_repetition(
            one, Repetition(i, "left", "counted", i, i + 0.3, i + 0.6, i + 0.9, 0.3)
        )
    home.journal.sets.end(
        one, ended_at=at + timedelta(seconds=30), outcome="done", tracking=Tracking(seen_s=30)
    )
    return one


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "evening"), (3, "evening"), (4, "morning"), (11, "morning"), (12, "afternoon"), (18, "evening")]
)  # fmt: skip
def test_the_greeting_follows_the_hour(hour, words):
    assert words in str(greeting(hour))


def test_the_first_visit_leads_to_the_welcome(client):
    answer = client.get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/welcome"


def test_the_routine_is_shown_with_its_doses(client, screened):
    page = client.get("/?length=all").text
    for words in ("Child&#39;s pose", "5 × 10 s", "20 on each side", "Hold for 30 s", "12 times"):  # noqa: RUF001
        assert words in page
    assert page.count('class="tile"') == 7
    assert page.count('name="pain"') == 11
    assert 'name="source" value="camera"' in page
    assert 'name="source" value="none"' in page


def test_exercises_that_are_off_are_not_shown(client, screened):
    chosen = client.get("/settings").text  # the form names all seven
    assert chosen.count("data-exercise=") == 7
    routine = [
        {"exercise": "bird_dog", "on": True, "repetitions": 4, "hold_s": 5},
        {"exercise": "cat_camel", "on": False, "repetitions": 10, "hold_s": 5},
    ]
    assert client.post("/api/settings", json={"routine": routine}).status_code == 200
    page = client.get("/").text
    assert page.count('class="tile"') == 1
    assert "4 × 5 s on each side" in page  # noqa: RUF001


def test_without_any_exercise_the_settings_are_offered(client, screened):
    off = [{"exercise": "bird_dog", "on": False, "repetitions": 4}]
    client.post("/api/settings", json={"routine": off})
    page = client.get("/").text
    assert "No exercise is switched on" in page
    assert "<form" not in page


def test_a_session_that_broke_off_is_offered_for_going_on(client, screened):
    session = begun(screened)
    done_set(screened, session)
    page = client.get("/").text
    assert f"/session?resume={session}" in page
    assert "Interrupted: Today&#39;s routine" in page
    assert "14% of it is done" in page


def test_an_exercise_that_was_tried_out_is_not_called_the_routine(client, screened):
    session = begun(screened, practice="bird_dog", sets=1)
    done_set(screened, session, done=1)
    page = client.get("/").text
    assert "Interrupted: Bird dog" in page
    assert "50% of it is done" in page


def test_a_warning_sign_blocks_the_start(client, home):
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=home.now(), answers={"yes": ["chest_pain"], "agreed": True}
    )
    page = client.get("/").text
    assert "seek emergency help" in page
    assert 'value="camera"' not in page


def test_questions_that_are_due_are_asked_before_the_start(client, home):
    at = home.now() - timedelta(days=40)
    home.journal.questionnaires.save(
        home.profile.id, "screening", at=at, answers={"yes": [], "agreed": False}
    )
    page = client.get("/").text
    assert 'href="/welcome"' in page
    assert 'value="camera"' not in page


def test_the_week_shows_today_as_done(client, screened):
    assert 'class="nothing now"' in client.get("/").text
    session = begun(screened, timedelta(0))
    assert 'class="nothing now"' in client.get("/").text
    for position, amount in enumerate(["begun", "partly", "partly", "partly", "partly", "partly", "done"]):
        done_set(screened, session, position)
        assert f'class="{amount} now"' in client.get("/").text


def test_the_morning_after_a_session_asks_for_the_back_until_it_is_said(client, screened):
    assert "/check-in" not in client.get("/").text
    done_set(screened, begun(screened, timedelta(days=1)))
    assert 'href="/check-in"' in client.get("/").text
    screened.journal.pain.report(screened.profile.id, at=screened.now(), when="next_morning", value=1)
    assert "/check-in" not in client.get("/").text


def test_the_first_routine_is_gentle_and_a_shorter_one_puts_first_what_it_leaves_out(client, screened):
    page = client.get("/").text
    assert re.findall(r'data-exercise="(\w+)"', page) == ["cat_camel", "child_pose", "glute_bridge"]
    assert "About 8 minutes" in page
    short = client.get("/?length=5").text
    first = re.findall(r'data-exercise="(\w+)"', short)
    assert first == ["child_pose", "forearm_plank"]
    assert "Left out today, and first the next time" in short
    assert client.get("/?length=10").text.count("data-exercise") > len(first)


def test_each_dose_says_why(client, screened):
    page = client.get("/?length=all").text
    assert page.count("Why this dose?") == 7
    assert "starts with the routine&#39;s dose" in page


def test_every_page_but_the_session_can_remind(client, screened):
    assert "notify.js" in client.get("/").text
    assert "notify.js" not in client.get("/session").text
