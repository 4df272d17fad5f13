"""The interface for programs: what it answers, what it refuses, and that nothing sent to it breaks anything."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backcoach.journal.errors import damaged
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed
from tests.coroutines import run
from tests.web.live_client import ORIGIN

POSTS = (
    "/api/settings", "/api/screening", "/api/pain", "/api/profiles", "/api/profile", "/api/sessions/x/after",
    "/api/sessions/x/discard",
)  # fmt: skip


def test_settings_are_kept_and_mistakes_are_all_told(client):
    chosen = client.get("/api/settings").json()
    chosen.update(language="de", captions=False)
    assert client.post("/api/settings", json=chosen).json() == {"saved": True}
    assert client.get("/api/settings").json()["language"] == "de"
    wrong = {
        **chosen,
        "rest": 99,
        "routine": [{"exercise": "forearm_plank", "repetitions": 49, "hold_s": 500}],
    }
    answer = client.post("/api/settings", json=wrong)
    assert answer.status_code == 422
    assert len(answer.json()["problems"]) >= 2
    assert client.get("/api/settings").json()["rest"] == 1.0


def test_each_person_of_the_household_has_settings_and_sessions_of_their_own(client, home):
    (first,) = client.get("/api/profiles").json()["profiles"]
    client.post("/api/settings", json={**client.get("/api/settings").json(), "theme": "dark"})
    anna = client.post("/api/profiles", json={"name": "Anna"})
    assert anna.status_code == 201
    assert client.get("/api/settings").json()["theme"] == "system"
    assert client.get("/api/profiles").json()["present"] == anna.json()["id"]
    client.post("/api/profile", json={"profile": first["id"]})
    assert client.get("/api/settings").json()["theme"] == "dark"
    assert client.post("/api/profile", json={"profile": "nobody"}).status_code == 404
    assert client.delete(f"/api/profiles/{anna.json()['id']}").json()["deleted"]
    assert [one.name for one in home.journal.people.all()] == ["Me"]


def test_the_last_profile_that_is_deleted_is_begun_anew(client):
    present = client.get("/api/profiles").json()["present"]
    answer = client.delete(f"/api/profiles/{present}").json()
    assert answer["present"] != present
    assert len(client.get("/api/profiles").json()["profiles"]) == 1


def test_how_it_was_is_kept_and_a_session_can_be_deleted(client, home):
    profile = home.profile.id
    session = home.journal.sessions.begin(
        profile, started_at=home.now(), source="none", routine={}, engine_version="1"
    )
    assert client.post(f"/api/sessions/{session}/after", json={"pain": 3, "effort": 4}).json() == {
        "saved": True
    }
    kept = client.get(f"/api/sessions/{session}").json()
    assert (kept["effort"], kept["pain"][0]["when"], kept["pain"][0]["value"]) == (4, "after", 3)
    assert home.unfinished.id == session
    client.post(f"/api/sessions/{session}/discard", json={})
    assert home.unfinished is None
    assert client.delete(f"/api/sessions/{session}").json() == {"deleted": True, "gone": True}
    assert client.get(f"/api/sessions/{session}").status_code == 404


@pytest.mark.parametrize(
    "body", [{"pain": 11}, {"pain": "3"}, {"pain": True}, {"effort": -1}, {"other": 1}, [], 1]
)
def test_what_is_no_answer_is_refused(client, home, body):
    session = home.journal.sessions.begin(
        home.profile.id, started_at=home.now(), source="none", routine={}, engine_version="1"
    )
    assert client.post(f"/api/sessions/{session}/after", json=body).status_code == 422
    assert home.journal.sessions.get(session).pain == ()


def test_children_and_unknown_questions_are_refused(client):
    assert client.post("/api/screening", json={"yes": [], "adult": False}).status_code == 422
    assert client.post("/api/screening", json={"yes": ["flying"], "adult": True}).status_code == 422
    assert client.post("/api/screening", json={"yes": [], "adult": True}).json()["outcome"] == "none"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/sessions/nothing", "/texts/xx.json"])
def test_what_is_not_there_is_said_in_json(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_a_journal_that_cannot_be_read_is_explained(client, home, monkeypatch):
    def journal(self):
        raise damaged("journal.db")

    monkeypatch.setattr(Home, "journal", property(journal))
    answer = client.get("/api/sessions")
    assert answer.status_code == 503
    assert "damaged" in answer.json()["error"]
    assert client.get("/api/settings").status_code == 200


def test_texts_and_state_of_the_server(client):
    assert client.get("/texts/de.json").status_code == 200
    assert client.get("/api/live").json()["running"] is False


BODIES = st.binary(max_size=60) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "profile", "value", "yes", "adult", "routine", "voice", "pain"]), inner
        )
    ),
    max_leaves=10,
).map(lambda value: json.dumps(value).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(POSTS), BODIES | st.just(b"[" * 30_000))
def test_whatever_is_posted_is_answered_without_breaking(client, path, body):
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 201, 404, 422)
    assert client.get("/api/settings").status_code == 200


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "\u202ea", "x" * 81])
def test_what_is_no_name_is_told_and_adds_nobody(client, name):
    people = client.get("/api/profiles").json()["profiles"]
    answer = client.post("/api/profiles", json={"name": name})
    assert (answer.status_code, "name" in answer.json()["error"]) == (422, True)
    assert client.get("/api/profiles").json()["profiles"] == people


def test_an_upload_that_breaks_off_is_no_mistake_of_ours(home):
    """Whoever sends it has gone: there is nobody to answer, and nothing for the log."""
    app = create_app(home, Allowed.at(8765))
    told = [{"type": "http.request", "body": b'{"val', "more_body": True}, {"type": "http.disconnect"}]
    headers = {"host": "127.0.0.1:8765", "origin": ORIGIN, "content-type": "application/json"}
    scope = {
        "type": "http", "method": "POST", "path": "/api/pain", "raw_path": b"/api/pain", "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 8765),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def receive():
        return told.pop(0)

    async def send(message):
        pass

    run(app(scope, receive, send))
    assert told == []
