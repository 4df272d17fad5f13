import html
import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_year import write_year

from backcoach.journal.session_values import SetRecord
from backcoach.tracking.summary import ExerciseSet, Repetition, Tracking
from backcoach.web.timeline import HEIGHT, WIDTH, timeline


@pytest.fixture
def some_weeks(home):
    write_year(home.journal, home.profile.id, home.now(), days=30)
    return home


def test_the_sample_moves_as_far_as_a_body_can(some_weeks):
    journal = some_weeks.journal
    found = {}
    for session in journal.sessions.overviews(some_weeks.profile.id, limit=12):
        for one in journal.sessions.get(session.id).sets:
            ranges = [r.range_of_motion for r in one.done.repetitions]
            found.setdefault(one.done.exercise, []).extend(ranges)
    degrees = [r for r in found.pop("bird_dog") if not math.isnan(r)]
    holds = found.pop("child_pose") + found.pop("forearm_plank")
    parts = [r for ranges in found.values() for r in ranges if not math.isnan(r)]
    assert all(map(math.isnan, holds)), "a hold has no rest to start from"
    assert 25 < min(degrees) <= max(degrees) < 75
    assert 0.05 < min(parts) <= max(parts) < 0.9


def test_before_the_first_session_the_page_says_what_will_be_there(client):
    page = client.get("/history").text
    assert "Your sessions will be here" in page
    assert "session-line" not in page


def test_each_session_is_listed_once_in_its_week(client, some_weeks):
    page = client.get("/history").text
    sessions = some_weeks.journal.sessions.overviews(some_weeks.profile.id, limit=None)
    assert len(sessions) > 8
    for session in sessions:
        assert page.count(f'href="/history/{session.id}"') == 1
    assert "self-reported" in page or all(s.source == "camera" for s in sessions)


def test_a_session_that_a_wrong_clock_has_dated_ahead_is_listed_and_can_be_deleted(client, home):
    at = home.now() + timedelta(days=400)
    ahead = home.journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="1"
    )
    assert f'href="/history/{ahead}"' in client.get("/history").text
    assert f'href="/history/{ahead}"' not in client.get("/history?page=1").text
    assert client.delete(f"/api/sessions/{ahead}").status_code == 200
    assert ahead not in client.get("/history").text


@pytest.mark.parametrize("page", ["-1", "x", "99999", "1" * 50, "٣", "%00"])
def test_a_page_number_without_sense_does_no_harm(client, some_weeks, page):
    assert client.get(f"/history?page={page}").status_code == 200


def test_older_weeks_are_on_further_pages(client, home):
    write_year(home.journal, home.profile.id, home.now(), days=80)
    assert 'href="/history?page=1"' in client.get("/history").text
    second = client.get("/history?page=1").text
    assert 'href="/history?page=0"' in second
    assert "session-line" in second


def test_a_session_is_told_in_full(client, some_weeks):
    session = some_weeks.journal.sessions.overviews(some_weeks.profile.id, limit=1)[0]
    record = some_weeks.journal.sessions.get(session.id)
    page = html.unescape(client.get(f"/history/{session.id}").text)
    assert page.count('<section class="card set"') == len(record.sets) == 7
    assert page.count('<tr><th scope="row">') == 0  # rows are laid out over lines
    assert page.count('<th scope="row">') == sum(len(one.done.repetitions) for one in record.sets)
    assert page.count('class="bar ') == sum(len(one.done.repetitions) for one in record.sets)


def test_where_it_hurt_is_said_in_words(client, home):
    session = home.journal.sessions.begin(
        home.profile.id, started_at=home.now(), source="camera", routine={}, engine_version="1"
    )
    for where in ("lower_back", "left big toe"):
        home.journal.pain.report(
            home.profile.id,
            at=home.now(),
            when="during",
            value=4,
            session_id=session,
            where=where,
            then="skip",
        )
    page = client.get(f"/history/{session}").text
    assert "Lower back." in page
    assert "left big toe." in page
    assert "lower_back" not in page


def test_nobody_sees_the_sessions_of_somebody_else(client, some_weeks):
    other = some_weeks.journal.people.add("Berta", created_at=some_weeks.now())
    session = some_weeks.journal.sessions.begin(
        other.id, started_at=some_weeks.now(), source="camera", routine={}, engine_version="1"
    )
    assert client.get(f"/history/{session}").status_code == 404


def test_an_unknown_session_is_not_found(client):
    assert client.get("/history/none").status_code == 404


def test_a_session_without_anything_in_it(client, home):
    session = home.journal.sessions.begin(
        home.profile.id, started_at=home.now(), source="none", routine={}, engine_version="1"
    )
    assert "Nothing was done" in client.get(f"/history/{session}").text
    assert client.get("/history").status_code == 200


def record(repetitions, signal=()):
    done = ExerciseSet("bird_dog", 0, 1, tuple(repetitions))
    from datetime import datetime, timezone

    at = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return SetRecord(
        "1", 0, 1, "0", {}, False, at, at + timedelta(seconds=9), "done", done, Tracking(), frozenset({2}),
        signal=signal,
    )  # fmt: skip


def repetition(index, status="counted", faults=(), at=0.0):
    return Repetition(index, None, status, at, at + 1, at + 2, at + 3, 1.0, faults)


def test_the_timeline_tells_what_is_known_from_what_is_not():
    reps = [
        repetition(0), repetition(1, faults=("leg_high",), at=4), repetition(2, at=8),
        repetition(3, "unsure", at=12), repetition(4, "unfinished", at=16),
    ]  # fmt: skip
    drawn = timeline(record(reps))
    assert [bar.look for bar in drawn.bars] == ["clean", "fault", "said", "unsure", "unfinished"]
    assert drawn.looks == ("clean", "fault", "unsure", "unfinished", "said")
    assert drawn.length_s == 19


def test_what_was_not_seen_is_a_gap_in_the_curve():
    signal = ((0.0, 0.0), (1.0, 1.0), (1.5, math.nan), (2.0, 1.0), (3.0, 0.0))
    assert timeline(record([repetition(0)], signal)).curve.count("M") == 2


def test_without_repetitions_there_is_no_timeline():
    assert timeline(record([])) is None


@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.floats() | st.just(math.nan)), max_size=40),
    st.lists(st.floats(0, 1e4), min_size=1, max_size=5),
)
def test_the_curve_stays_in_its_box(signal, starts):
    signal = sorted((t, v) for t, v in signal if math.isnan(v) or abs(v) < 1e100)
    drawn = timeline(record([repetition(i, at=at) for i, at in enumerate(starts)], tuple(signal)))
    numbers = [float(n) for n in drawn.curve.replace("M", " ").replace("L", " ").split()]
    assert all(-0.1 <= x <= WIDTH + 0.1 for x in numbers[::2])
    assert all(-0.1 <= y <= HEIGHT + 0.1 for y in numbers[1::2])


@pytest.mark.parametrize("planned", [{"repetitions": 3, "hold_s": 5, "sides": ["left"]}, {}])
def test_the_end_of_a_session_that_another_program_kept_is_shown(client, home, planned):
    at = home.now() - timedelta(minutes=9)
    session = home.journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="of something else"
    )
    home.journal.sets.begin(
        session, position=4, exercise="bird_dog", exercise_version=1, exercise_hash="0", planned=planned,
        self_reported=False, started_at=at,
    )  # fmt: skip
    page = client.get(f"/done/{session}")
    assert page.status_code == 200
    assert f"0 of {planned.get('repetitions', 1)}" in page.text
