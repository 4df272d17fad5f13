"""Reminders, the calendar, the break and the check-ins, over HTTP."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

WANTED = {
    "routine": True, "at": "07:15", "ahead_min": 5, "morning": True, "morning_at": "08:00", "check_ins": True,
    "breaks": {"on": True, "every_min": 25, "start": "09:00", "stop": "17:00", "weekdays": [0, 1], "quiet": []},
}  # fmt: skip


def subscription(client):
    text = client.get("/reminders").text
    return text[text.index("/calendar/") :].split("<")[0]


def test_what_was_chosen_is_shown_again(client):
    assert client.post("/api/reminders", json=WANTED).json() == {"saved": True}
    page = client.get("/reminders").text
    assert 'value="07:15"' in page
    assert 'name="every_min" min="20" max="60" value="25"' in page


def test_a_wrong_time_is_told_and_nothing_is_changed(client):
    client.post("/api/reminders", json=WANTED)
    answer = client.post("/api/reminders", json={**WANTED, "at": "31:00"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["where"] == "at"
    assert 'value="07:15"' in client.get("/reminders").text


def test_the_calendar_is_handed_out(client):
    client.post("/api/reminders", json=WANTED)
    answer = client.get("/api/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 3


def test_a_calendar_program_needs_the_secret_address(client):
    client.post("/api/reminders", json=WANTED)
    address = subscription(client)
    assert client.get(address).content == client.get("/api/calendar.ics").content
    assert client.get("/calendar/wrong.ics").status_code == 404
    assert client.get("/calendar/.ics").status_code == 404


def test_the_secret_address_stays_and_is_never_taken_from_outside(client):
    client.post("/api/reminders", json=WANTED)
    address = subscription(client)
    client.post("/api/reminders", json={**WANTED, "token": "chosen"})
    assert subscription(client) == address


def test_before_anything_is_chosen_nobody_can_subscribe(client):
    client.get("/reminders")
    assert client.get("/calendar/.ics").status_code == 404


def test_nothing_is_due_that_was_not_asked_for(client):
    assert client.get("/api/reminders/due").json() == {"due": []}


@pytest.mark.parametrize("routine", ["loosen_up", "shoulders", "wake_your_legs", "nonsense", ""])
def test_a_break_shows_a_mini_routine_with_its_figures(client, routine):
    page = client.get(f"/break?routine={routine}").text
    sources = [part.split('"')[0] for part in page.split('src="')[1:] if part.startswith("/break/")]
    assert len(sources) == 4
    figure = client.get(sources[0])
    assert figure.headers["content-type"].startswith("image/svg+xml")
    assert figure.text.startswith("<svg")


@pytest.mark.parametrize("path", ["/break/nonsense/0.svg", "/break/loosen_up/9.svg"])
def test_there_is_no_figure_of_what_does_not_exist(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("answer", "status"), [("take", 200), ("postpone", 200), ("skip", 200), ("never", 422)]
)
def test_a_break_is_answered(client, answer, status):
    assert client.post("/api/break", json={"answer": answer}).status_code == status


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("morning", {"value": 3}, {"value": 11}),
        ("activities", {"activities": [{"name": "Tie my shoes", "value": 6}]}, {"activities": []}),
        ("rmdq24", {"ticked": [1, 7, 24]}, {"ticked": [7, 7]}),
        ("change", {"value": -5}, {"value": 6}),
    ],
)
def test_check_ins_are_kept_and_impossible_ones_refused(client, home, kind, good, bad):
    assert client.post(f"/api/check-in/{kind}", json=bad).status_code == 422
    assert not home.journal.pain.reports(home.profile.id)
    assert not home.journal.questionnaires.answers(home.profile.id)
    assert client.post(f"/api/check-in/{kind}", json=good).json()["saved"]
    assert (
        len(home.journal.pain.reports(home.profile.id))
        + len(home.journal.questionnaires.answers(home.profile.id))
        == 1
    )


def test_a_morning_is_the_same_whoever_asks_for_it(client, home):
    """The page of check-ins and other programs have addresses of their own; what is kept is one thing."""
    client.post("/api/check-in/morning", json={"value": 3})
    client.post("/api/pain", json={"value": 3, "when": "next_morning"})
    one, other = home.journal.pain.reports(home.profile.id)
    assert replace(one, id=other.id, at=other.at) == other
    assert one.when == "next_morning"


def test_the_questionnaire_is_scored(client, home):
    assert client.post("/api/check-in/rmdq24", json={"ticked": [1, 7, 24]}).json()["score"] == 3
    assert home.journal.questionnaires.answers(home.profile.id, "rmdq24")[0].score == 3


def test_the_persons_own_words_come_back(client):
    client.post("/api/check-in/activities", json={"activities": [{"name": "Tie <my> shoes", "value": 6}]})
    assert 'value="Tie &lt;my&gt; shoes"' in client.get("/check-in").text


def sequence_and_begin(client):
    calendar = icalendar.Calendar.from_ical(client.get("/api/calendar.ics").content)
    routine = next(e for e in calendar.walk("VEVENT") if e["rrule"]["byday"])
    return routine["sequence"], routine["dtstart"].dt.date()


def test_with_a_clock_set_back_the_calendar_is_the_newer_one_and_begins_now(client, home, monkeypatch):
    now = home.now()
    monkeypatch.setattr(home, "now", lambda: now + timedelta(days=700))
    client.post("/api/reminders", json=WANTED)
    before, _ = sequence_and_begin(client)
    monkeypatch.setattr(home, "now", lambda: now)
    client.post("/api/reminders", json={**WANTED, "at": "08:15"})
    after, begin = sequence_and_begin(client)
    assert after > before
    assert begin <= now.date() + timedelta(days=7)


@pytest.mark.parametrize("changed", ["ten", 5, None, [], "2026-02-30"])
def test_a_moment_that_cannot_be_read_leaves_the_calendar(client, home, changed):
    client.post("/api/reminders", json=WANTED)
    home.journal.people.change_settings(home.profile.id, lambda _: {"reminders_changed": changed})
    assert sequence_and_begin(client)[1] >= home.now().date()


@pytest.mark.parametrize("key", ["break_counts", "reminded", "break_answer"])
@pytest.mark.parametrize("kept", [5, "x", [[1]], {"called": "x"}, {"kinds": 5}])
def test_what_was_kept_and_cannot_be_understood_is_as_if_it_were_not_there(client, home, key, kept):
    """An import, or a person who edits the database, may bring anything."""
    client.post("/api/reminders", json={**WANTED, "at": "00:00"})
    today = home.now().date().isoformat()
    for value in (kept, {today: kept}, {"day": today, **kept} if isinstance(kept, dict) else kept):
        home.journal.people.change_settings(home.profile.id, lambda _, value=value: {key: value})
        assert client.get("/reminders").status_code == 200
        assert client.get("/api/reminders/due").status_code == 200
