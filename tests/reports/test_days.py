"""A day is a day where the person is, in summer and in winter."""

import time
from datetime import date, datetime, timedelta, timezone

import pytest

from backcoach.days import day_of, midnight, monday
from backcoach.exercises.catalogue import Catalogue
from backcoach.journal import Journal
from backcoach.programme.preferences import Preferences
from backcoach.programme.today import programme_for
from backcoach.reminders.watch import known_of
from backcoach.reports.clinician import Period
from backcoach.reports.history.progress import span_of, stretches
from backcoach.tracking.summary import Repetition

pytestmark = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="the time zone of a process cannot be set here"
)
WINTER, SUMMER = date(2026, 1, 14), date(2026, 7, 15)


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("day", "hour"), [(WINTER, 23), (SUMMER, 22)])
def test_midnight_is_that_of_its_own_season(day, hour):
    utc = midnight(day).astimezone(timezone.utc)
    assert (utc.date(), utc.hour) == (day - timedelta(days=1), hour)
    assert day_of(midnight(day)) == day
    assert day_of(midnight(day) - timedelta(seconds=1)) == day - timedelta(days=1)
    assert Period(day, day).since == midnight(day)
    assert Period(day, day).until == midnight(day + timedelta(days=1))


def test_in_another_time_zone_it_is_midnight_there():
    east = timezone(timedelta(hours=5, minutes=45))
    assert midnight(SUMMER, east) == datetime(2026, 7, 14, 18, 15, tzinfo=timezone.utc)
    assert day_of(datetime(2026, 7, 14, 18, 15, tzinfo=timezone.utc), east) == SUMMER


@pytest.mark.parametrize("today", [WINTER, SUMMER])
def test_the_weeks_of_a_year_begin_on_mondays_in_every_season(tmp_path, today):
    now = midnight(today) + timedelta(hours=12)
    with Journal.open(tmp_path) as journal:
        me = journal.people.add("Me", created_at=now).id
        for weeks_ago in range(52):
            at = midnight(monday(today) - timedelta(weeks=weeks_ago)) + timedelta(minutes=10)
            session = journal.sessions.begin(
                me, started_at=at, source="camera", routine={}, engine_version="1"
            )
            one = journal.sets.begin(
                session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="0", planned={},
                self_reported=False, started_at=at,
            )  # fmt: skip
            journal.sets.add_repetition(one, Repetition(0, None, "counted", 0, 1, 2, 3, 1.0, (), 40.0))
        found = stretches(journal.exercises.progress(me, span_of("year", now, None).edges))["glute_bridge"]
    assert [one.day for one in found] == [monday(today) - timedelta(weeks=k) for k in range(51, -1, -1)]
    assert {one.counted for one in found} == {1}


@pytest.mark.parametrize(
    ("begun", "now", "today"),
    [
        ("2026-10-25T00:30+02:00", "2026-10-25T20:00+01:00", True),
        ("2026-10-24T23:30+02:00", "2026-10-25T20:00+01:00", False),
        ("2027-03-27T23:30+01:00", "2027-03-28T20:00+02:00", False),
        ("2027-03-28T00:30+01:00", "2027-03-28T20:00+02:00", True),
    ],
)
def test_on_the_day_the_clocks_change_plan_and_reminders_know_what_was_today(tmp_path, begun, now, today):
    begun, now = datetime.fromisoformat(begun), datetime.fromisoformat(now)
    with Journal.open(tmp_path) as journal:
        me = journal.people.add("Me", created_at=begun - timedelta(days=1)).id
        journal.questionnaires.save(me, "screening", at=begun, answers={"yes": [], "agreed": False})
        session = journal.sessions.begin(me, started_at=begun, source="none", routine={}, engine_version="1")
        one = journal.sets.begin(
            session, position=0, exercise="cat_camel", exercise_version=1, exercise_hash="0",
            planned={"repetitions": 3}, self_reported=True, started_at=begun,
        )  # fmt: skip
        journal.sets.add_repetition(one, Repetition(0, None, "counted", 0.0, 1.0, 2.0, 3.0, 1.0))
        journal.sessions.end(session, ended_at=begun, outcome="done")
        programme = programme_for(journal, me, Preferences(), Catalogue(), now)
        days = [programme.history().sessions[0].day, programme.person().screenings[0].day]
        days += [*known_of(journal, me, now).sessions]
    assert [day == now.date() for day in days] == [today] * 3
