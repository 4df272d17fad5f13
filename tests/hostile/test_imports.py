"""Whatever is taken in, every page and every export answers."""

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backcoach.journal import JournalError
from backcoach.web.home import Home
from tests.hostile.house import addresses, attacked, fallen
from tests.hostile.imports import changed, fill

NOW = datetime.now().astimezone().replace(microsecond=0)


@pytest.fixture(scope="module", autouse=True)
def own_folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKCOACH_HOME", str(tmp_path_factory.mktemp("own")))
        yield


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A small export with something of everything, and the session in it."""
    with attacked(tmp_path_factory.mktemp("sound")) as (_, home):
        session = fill(home.journal, NOW)
        return json.loads(home.journal.handover.export_text()), session


def test_what_is_sound_is_taken_in_and_answers(exported, answers_to):
    assert answers_to(json.dumps(exported[0]).encode()) == []


@pytest.fixture(scope="module")
def answers_to(exported, tmp_path_factory):
    """Takes an export in, in the place of everything, and asks for everything; None where it is refused."""
    _, session = exported
    with attacked(tmp_path_factory.mktemp("taking")) as (client, home):
        asked = addresses(client, session)

        def answers(content):
            try:
                home.journal.handover.import_text(content, where="import", replace=True)
            except JournalError:
                return None
            return fallen(client, asked)

        yield answers


@settings(max_examples=8, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False))
def test_whatever_is_taken_in_every_page_and_every_export_answers(exported, answers_to, chance):
    assert not answers_to(changed(exported[0], chance))


@pytest.mark.parametrize(
    "wrong",
    [
        {"preferences": {"routine": [{"exercise": "cat_camel", "repetitions": 5}] * 2}},
        {"preferences": {"routine": [{"exercise": "nothing_like_it", "repetitions": 5}]}},
        {
            "preferences": {
                "routine": [{"exercise": "cat_camel", "repetitions": 50, "hold_s": 120, "sets": 5}]
            }
        },
        {"preferences": {"language": "xx"}, "reminders_changed": "9999-12-31T23:59:59+00:00"},
        {"preferences": {"doses_since": "2026-13-45"}, "reminders_changed": "0001-01-01T00:00:00+00:00"},
        {"preferences": [], "break_counts": {"x": 1}},
        {"prescribed": {"items": [{"exercise": "cat_camel", "repetitions": 5}] * 2}, "length": {"a": 1}},
        {
            "prescribed": {"items": [{"exercise": "nothing_like_it", "repetitions": 5, "fixed": True}]},
            "reminded": {"day": 1, "kinds": [[]]},
        },
        {
            "prescribed": {
                "items": [{"exercise": "cat_camel", "repetitions": 5, "variant": "nothing"}],
                "name": "x",
            },
            "break_answer": {"answer": []},
        },
    ],
)
def test_settings_that_no_page_of_ours_wrote_break_no_page(exported, answers_to, wrong):
    document = json.loads(json.dumps(exported[0]))
    document["profiles"][0]["settings"].update(wrong)
    assert not answers_to(json.dumps(document).encode())


@pytest.mark.parametrize("year", [1970, 1999, 2038, 2201])
def test_a_clock_that_is_wrong_breaks_no_page_then_or_later(answers_to, tmp_path, monkeypatch, year):
    wrong = NOW.replace(year=year)
    monkeypatch.setattr(Home, "now", lambda _: wrong)
    with attacked(tmp_path) as (client, home):
        session = fill(home.journal, wrong)
        assert fallen(client, addresses(client, session)) == []
        export = client.get("/data/export.json").content
        monkeypatch.undo()
        monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path))
        assert answers_to(export) == []
        assert fallen(client, addresses(client, session)) == []
        right = NOW - timedelta(hours=3)
        told = client.post(f"/api/sessions/{session}/date", json={"began_at": right.isoformat()})
        assert told.json() == {"saved": True}
        assert home.journal.sessions.get(session).started_at == right
        assert "The date is wrong" in client.get(f"/history/{session}").text
        for never in (NOW + timedelta(days=2), NOW.replace(year=1990)):
            answer = client.post(f"/api/sessions/{session}/date", json={"began_at": never.isoformat()})
            assert answer.status_code == 422
