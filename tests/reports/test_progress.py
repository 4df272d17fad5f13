"""How it went over weeks and months."""

import math
from datetime import date, datetime, timedelta, timezone

import pytest

from backcoach.journal import Journal
from backcoach.reports.history.progress import dose_steps, pain_trend, span_of, stretches
from backcoach.tracking.summary import Repetition, Tracking

NOW = datetime(2026, 3, 4, 18, 5, tzinfo=timezone.utc).astimezone()


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path) as journal:
        yield journal


@pytest.fixture
def me(journal):
    return journal.people.add("Me", created_at=NOW).id


def practise(journal, me, days_ago, hold_s=5.0, repetitions=4, said=0, faulty=0):
    at = NOW - timedelta(days=days_ago)
    session = journal.sessions.begin(me, started_at=at, source="camera", routine={}, engine_version="1")
    planned = {"repetitions": repetitions, "hold_s": hold_s}
    one = journal.sets.begin(
        session, position=0, exercise="bird_dog", exercise_version=1, exercise_hash="x", planned=planned,
        self_reported=False, started_at=at,
    )  # fmt: skip
    for k in range(repetitions):
        faults = ("leg_low",) if k < faulty else ()
        done = Repetition(k, "left", "counted", 10.0 * k, 11, 16, 17, hold_s, faults, 40.0 + k)
        journal.sets.add_repetition(one, done, self_reported=k >= repetitions - said)
    journal.sets.end(one, ended_at=at, outcome="done", tracking=Tracking(30, 0, 0))
    journal.sessions.end(session, ended_at=at, outcome="done")


def found(journal, me, period="quarter"):
    span = span_of(period, NOW, NOW.date() - timedelta(days=400))
    return stretches(journal.exercises.progress(me, span.edges))


def test_weeks_begin_on_mondays_and_the_present_one_is_the_last():
    span = span_of("quarter", NOW, None)
    assert {edge.weekday() for edge in span.edges} == {0}
    assert span.first <= NOW.date() < span.after
    assert len(span.edges) == 14


def test_everything_goes_by_months_from_the_first_session():
    span = span_of("all", NOW, date(2025, 1, 20))
    assert (span.first, span.after) == (date(2025, 1, 1), date(2026, 4, 1))
    assert {edge.day for edge in span.edges} == {1}


def test_everything_before_the_first_session_is_three_months():
    assert span_of("all", NOW, None).first == span_of("quarter", NOW, None).first


def test_what_nobody_saw_is_counted_and_not_judged(journal, me):
    practise(journal, me, 1, repetitions=4, said=2, faulty=1)
    one = found(journal, me)["bird_dog"][0]
    assert (one.counted, one.said, one.clean) == (4, 2, 0.5)


def test_only_self_reported_has_no_clean_share(journal, me):
    practise(journal, me, 1, repetitions=2, said=2)
    assert math.isnan(found(journal, me)["bird_dog"][0].clean)


def test_a_dose_is_told_when_it_changes_with_the_reason(journal, me):
    for days_ago, hold_s in ((9, 5), (8, 5), (7, 6), (6, 6)):
        practise(journal, me, days_ago, hold_s=hold_s)
    changed = NOW.date() - timedelta(days=7)
    steps = dose_steps(journal.plans.doses(me), {("bird_dog", changed): "Two comfortable days."})
    assert [(s.day, s.hold_s, s.why) for s in steps["bird_dog"]] == [
        (NOW.date() - timedelta(days=9), 5, ""),
        (changed, 6, "Two comfortable days."),
    ]


def tell(journal, me, days_ago, value):
    journal.pain.report(me, at=NOW - timedelta(days=days_ago), when="before", value=value)


def test_pain_shows_the_worst_of_a_day_and_the_usual_before_it(journal, me):
    for days_ago in range(10, 0, -1):
        tell(journal, me, days_ago, 3)
    tell(journal, me, 1, 6)
    trend = pain_trend(journal, me, span_of("quarter", NOW, None))
    assert [day.value for day in trend.days] == [3] * 9 + [6]
    assert math.isnan(trend.days[3].low)
    assert (trend.days[-1].low, trend.days[-1].high) == (3, 3)


@pytest.mark.parametrize(("late", "real"), [(5, False), (3, True)])
def test_a_change_is_real_only_beyond_usual_variation(journal, me, late, real):
    for days_ago in range(60, 0, -2):
        tell(journal, me, days_ago, 5 if days_ago > 30 else late)
    trend = pain_trend(journal, me, span_of("quarter", NOW, None))
    assert (trend.first, trend.last, trend.is_real) == (5, late, real)


def test_a_few_days_are_no_trend(journal, me):
    for days_ago in range(10, 0, -1):
        tell(journal, me, days_ago, days_ago)
    trend = pain_trend(journal, me, span_of("quarter", NOW, None))
    assert math.isnan(trend.last)
    assert not trend.is_real
