"""What a person is reminded of, and when."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.reminders.due import LATEST_MIN, Known, due
from backcoach.reminders.habits import Reminders, WrongRemindersError, minute_of, read_reminders

ALL = Reminders(routine=True, morning=True, check_ins=True, at="18:00", morning_at="08:00")
WEDNESDAY = date(2026, 3, 4)


def at(hour, minute=0, day=WEDNESDAY):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.utc)


def kinds(now, known=None, wanted=ALL, said=frozenset()):
    return [reminder.kind for reminder in due(now, wanted, known or Known(), said)]


def test_nothing_is_said_that_was_not_asked_for():
    known = Known(sessions=frozenset({WEDNESDAY - timedelta(days=1)}), begun=date(2025, 1, 1))
    assert [kinds(at(hour), known, Reminders()) for hour in range(24)] == [[]] * 24


@pytest.mark.parametrize(
    ("hour", "minute", "said"), [(17, 59, []), (18, 0, ["routine"]), (20, 59, ["routine"]), (21, 0, [])]
)
def test_the_routine_comes_at_its_time_and_not_late_in_the_evening(hour, minute, said):
    assert kinds(at(hour, minute)) == said
    assert LATEST_MIN == 180


def test_it_is_not_said_twice_a_day():
    assert kinds(at(19), said=frozenset({"routine"})) == []


def test_a_day_of_rest_is_a_day_of_rest():
    assert kinds(at(18), Known(weekdays=(0, 1, 3))) == []


def test_somebody_who_has_done_it_is_left_alone():
    assert kinds(at(18), Known(sessions=frozenset({WEDNESDAY}))) == []


def test_the_morning_after_a_session_it_asks_once():
    known = Known(sessions=frozenset({WEDNESDAY - timedelta(days=1)}))
    assert kinds(at(8), known) == ["morning"]
    assert kinds(at(8), replace(known, morning_answered=WEDNESDAY)) == []
    assert kinds(at(8)) == []


def test_check_ins_come_a_week_and_four_weeks_after_the_last_ones():
    known = Known(sessions=frozenset({WEDNESDAY}), begun=WEDNESDAY - timedelta(days=30))
    assert kinds(at(18), known) == ["activities", "questionnaires"]
    answered = replace(
        known, activities=WEDNESDAY - timedelta(days=6), questionnaires=WEDNESDAY - timedelta(days=27)
    )
    assert kinds(at(18), answered) == []


def test_a_newcomer_is_not_asked_to_look_back():
    assert kinds(at(18), Known(sessions=frozenset({WEDNESDAY}))) == []


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)), st.sets(st.integers(0, 6))
)
def test_the_routine_is_called_on_planned_days_only(now, weekdays):
    said = kinds(now.replace(tzinfo=timezone.utc), Known(weekdays=tuple(weekdays)))
    assert said == (["routine"] if now.weekday() in weekdays and 18 <= now.hour < 21 else [])


def test_wrong_settings_are_told_all_at_once():
    with pytest.raises(WrongRemindersError) as caught:
        read_reminders(b'{"at": "25:00", "breaks": {"every_min": 5}, "nag": true}')
    assert {problem.key for problem in caught.value.problems} == {"at", "breaks.every_min", "nag"}


@pytest.mark.parametrize("minutes", [19, 20, 60, 61])
def test_breaks_are_adjustable_from_20_to_60_minutes(minutes):
    content = json.dumps({"breaks": {"every_min": minutes}}).encode()
    if minutes in (20, 60):
        assert read_reminders(content).breaks.habits().every_s == minutes * 60
        return
    with pytest.raises(WrongRemindersError) as caught:
        read_reminders(content)
    assert [problem.key for problem in caught.value.problems] == ["breaks.every_min"]


def test_a_break_is_called_every_30_minutes_unless_changed():
    assert Reminders().breaks.habits().every_s == 30 * 60


@pytest.mark.parametrize("content", [b"", b"[" * 100000, b"\xff", b"[]", b"3"])
def test_what_is_no_settings_at_all_is_refused(content):
    with pytest.raises(WrongRemindersError):
        read_reminders(content)


def test_settings_survive_a_round_trip():
    wanted = read_reminders(
        b'{"routine": true, "breaks": {"on": true, "quiet": [{"start": "12:00", "stop": "13:00"}]}}'
    )
    assert read_reminders(wanted.model_dump_json().encode()) == wanted
    assert wanted.breaks.habits().quiet == ((720, 780),)


def test_times_of_day_are_minutes():
    assert [minute_of(t) for t in ("00:00", "07:30", "23:59")] == [0, 450, 1439]
