"""What is written down while a person practises is read back as it was."""

import math
from datetime import datetime, timedelta, timezone

import pytest

from backcoach.journal import JournalError
from backcoach.tracking.summary import FaultSpan, Hold, Tracking
from tests.journal.people import (
    NOW,
    PLANNED,
    ROUTINE,
    SEEN,
    SIGNAL,
    after,
    begin,
    begin_set,
    practise,
    repetition,
)


def test_a_session_comes_back_as_it_was(journal, anna):
    session = journal.sessions.get(practise(journal, anna))
    assert (session.profile_id, session.source, session.routine) == (anna, "camera", ROUTINE)
    assert (session.started_at, session.ended_at) == (NOW, after(100))
    assert (session.outcome, session.effort, session.engine_version) == ("hurt", 5, "0.1.0")
    assert [(p.when, p.value) for p in session.pain] == [("before", 3), ("during", 6), ("after", 4)]
    during = session.pain[1]
    assert (during.where, during.exercise, during.then) == ("lower back", "forearm_plank", "stop")

    first, second = session.sets
    assert (first.position, first.exercise_version, first.exercise_hash) == (0, 1, "0" * 64)
    assert (first.planned, first.outcome, first.tracking) == (PLANNED, "done", SEEN)
    assert (first.done.exercise, first.done.start_s, first.done.end_s) == ("cat_camel", 10.0, 60.0)
    assert (first.done.counted, first.done.unsure, first.done.clean) == (2, 1, 1)
    assert first.done.by_side == {"left": 1, "right": 1}
    assert first.done.repetitions[:2] == (
        repetition(0, "left"),
        repetition(1, "right", faults=["shallow"], range_of_motion=20.0),
    )
    assert math.isnan(first.done.repetitions[3].range_of_motion), "not known stays not known"
    assert first.done.holds == (Hold(11.0, 12.5, "left", "up"), Hold(14.0, 15.0, "right", "up"))
    assert first.done.faults[0] == FaultSpan("shallow", "fault", 14.0, 15.0, "right", "up")
    assert first.self_reported_repetitions == frozenset()
    assert (second.self_reported, second.self_reported_repetitions) == (True, {0})
    assert (second.self_reported_holds, second.tracking) == ({0}, Tracking())


def test_the_curve_comes_back_to_the_thousandth(journal, anna):
    signal = journal.sessions.get(practise(journal, anna)).sets[0].signal
    for (time_s, value), (expected_s, expected) in zip(signal, SIGNAL, strict=True):
        assert (time_s, value) == pytest.approx((expected_s, expected), nan_ok=True, abs=0.0005)


def test_the_same_repetition_again_replaces_it(journal, anna):
    first = begin_set(journal, session := begin(journal, anna))
    journal.sets.add_repetition(first, repetition(0))
    journal.sets.add_repetition(first, repetition(0))
    journal.sets.add_repetition(first, repetition(0, faults=["shallow"]))
    assert journal.sessions.get(session).sets[0].done.repetitions == (repetition(0, faults=["shallow"]),)


def test_the_same_hold_or_fault_again_replaces_it(journal, anna):
    first = begin_set(journal, session := begin(journal, anna))
    for end_s in (2.0, 3.0):
        journal.sets.add_hold(first, Hold(1.0, end_s, None, "up"))
        journal.sets.add_hold(first, Hold(1.0, end_s, "left", "up"))
        journal.sets.add_fault(first, FaultSpan("sagging", "fault", 1.0, end_s))
        journal.sets.add_fault(first, FaultSpan("sagging", "fault", 1.0, end_s, "left"))
    done = journal.sessions.get(session).sets[0].done
    assert done.holds == (Hold(1.0, 3.0, None, "up"), Hold(1.0, 3.0, "left", "up"))
    assert [(f.side, f.end_s) for f in done.faults] == [(None, 3.0), ("left", 3.0)]


def test_a_list_has_the_totals_of_each_set(journal, anna):
    practise(journal, anna)
    (overview,) = journal.sessions.overviews(anna)
    first, second = overview.sets
    assert (first.counted, first.unsure, first.clean, first.self_reported_count) == (2, 1, 1, 0)
    assert (first.hold_s, first.longest_hold_s, first.faults, first.warnings) == (2.5, 1.5, 1, 1)
    assert (first.by_side, first.clean_by_side) == ({"left": 1, "right": 1}, {"left": 1, "right": 0})
    assert first.range_by_side == {"left": 30.5, "right": 20.0}
    assert first.hold_by_side_s == {"left": 1.5, "right": 1.0}
    assert (second.counted, second.self_reported_count, second.longest_hold_s) == (1, 1, 30.0)
    assert [p.when for p in overview.pain] == ["before", "during", "after"]


def test_lists_begin_with_the_newest_and_can_be_paged(journal, anna):
    days = [NOW + timedelta(days=d) for d in range(5)]
    ids = [begin(journal, anna, at=day) for day in days]
    assert [s.id for s in journal.sessions.overviews(anna)] == ids[::-1]
    assert [s.id for s in journal.sessions.overviews(anna, limit=2, offset=1)] == [ids[3], ids[2]]
    assert [s.id for s in journal.sessions.overviews(anna, since=days[1], until=days[3])] == [ids[2], ids[1]]


def test_sets_of_one_exercise_oldest_first(journal, anna):
    for day in range(3):
        practise(journal, anna, at=NOW + timedelta(days=day))
    found = journal.sets.totals(anna, exercise="forearm_plank", since=NOW + timedelta(days=1))
    assert [(s.exercise, s.started_at) for s in found] == [
        ("forearm_plank", NOW + timedelta(days=d, seconds=60)) for d in (1, 2)
    ]
    assert len(journal.sets.totals(anna)) == 6


def test_a_demonstration_is_kept_apart(journal, anna):
    demo = practise(journal, anna, source="demo")
    assert journal.sessions.overviews(anna) == ()
    assert journal.sets.totals(anna) == ()
    assert journal.pain.reports(anna) == ()
    assert [s.id for s in journal.sessions.overviews(anna, include_demo=True)] == [demo]
    assert len(journal.pain.reports(anna, include_demo=True)) == 3
    assert journal.sessions.get(demo).source == "demo"


def test_a_session_that_broke_off_is_offered_with_what_was_done(journal, anna):
    session = begin(journal, anna)
    first = begin_set(journal, session)
    journal.sets.add_repetition(first, repetition(0, "left"))
    found = journal.sessions.unfinished(anna, now=NOW + timedelta(hours=1))
    assert found == journal.sessions.get(session)
    assert found.sets[0].done.counted == 1
    assert found.sets[0].outcome is None
    assert journal.sessions.unfinished(anna, now=NOW + timedelta(hours=13)) is None
    assert journal.sessions.unfinished(anna, now=NOW - timedelta(hours=1)) is not None, "clock set back"


def test_a_session_from_a_wrong_clock_hides_none_that_broke_off(journal, anna):
    ahead = begin(journal, anna, at=NOW + timedelta(days=400))
    journal.sessions.end(ahead, ended_at=NOW + timedelta(days=401), outcome="done")
    session = begin(journal, anna)
    assert journal.sessions.unfinished(anna, now=after(100)).id == session


@pytest.mark.parametrize("change", ["ended", "another began", "demonstration"])
def test_nothing_is_offered_where_nothing_broke_off(journal, anna, change):
    session = begin(journal, anna, source="demo" if change == "demonstration" else "camera")
    if change == "ended":
        journal.sessions.end(session, ended_at=after(50), outcome="broken_off")
    elif change == "another began":
        other = begin(journal, anna, at=after(60))
        journal.sessions.end(other, ended_at=after(70), outcome="done")
    assert journal.sessions.unfinished(anna, now=after(100)) is None


def test_a_resumed_session_goes_on_in_a_new_set(journal, anna):
    session = begin(journal, anna)
    first = begin_set(journal, session, position=2)
    again = begin_set(journal, session, position=2, at=after(600))
    assert [s.id for s in journal.sessions.get(session).sets] == [first, again]


def test_the_end_of_a_session_closes_open_sets(journal, anna):
    session = begin(journal, anna)
    begin_set(journal, session)
    journal.sessions.end(session, ended_at=after(50), outcome="done")
    (only,) = journal.sessions.get(session).sets
    assert (only.outcome, only.ended_at) == ("broken_off", after(50))


def test_a_clock_set_back_gives_no_negative_seconds(journal, anna):
    session = begin(journal, anna)
    first = begin_set(journal, session, at=after(-3600))
    journal.sets.end(first, ended_at=after(-3590), outcome="done")
    journal.sessions.end(session, ended_at=after(-3580), outcome="done")
    done = journal.sessions.get(session).sets[0].done
    assert 0 <= done.start_s <= done.end_s


def test_moments_are_the_same_from_any_zone(journal, anna):
    berlin = timezone(timedelta(hours=2))
    session = begin(journal, anna, at=datetime(2026, 7, 1, 9, 0, tzinfo=berlin))
    assert journal.sessions.get(session).started_at == datetime(2026, 7, 1, 7, 0, tzinfo=timezone.utc)
    assert journal.sessions.get(session).started_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("bad", ["source", "naive", "pain", "set outcome", "outcome", "effort"])
def test_values_that_make_no_sense_are_refused(journal, anna, bad):
    session = begin(journal, anna)
    first = begin_set(journal, session)
    with pytest.raises((ValueError, JournalError)) as raised:
        {
            "source": lambda: begin(journal, anna, source="film"),
            "naive": lambda: begin(journal, anna, at=datetime(2026, 1, 1)),
            "pain": lambda: begin(journal, anna, pain=11),
            "set outcome": lambda: journal.sets.end(first, ended_at=NOW, outcome="great"),
            "outcome": lambda: journal.sessions.end(session, ended_at=NOW, outcome="great"),
            "effort": lambda: journal.sessions.report_effort(session, True),
        }[bad]()
    assert str(raised.value)
    assert [s.id for s in journal.sessions.overviews(anna)] == [session], "nothing was half done"


def test_what_was_deleted_meanwhile_is_said(journal, anna):
    session = begin(journal, anna)
    first = begin_set(journal, session)
    journal.sessions.delete(session)
    with pytest.raises(JournalError, match="There is no set") as raised:
        journal.sets.add_repetition(first, repetition(0))
    assert raised.value.problem == "unknown"
    with pytest.raises(JournalError, match="There is no session"):
        journal.sessions.get(session)
    with pytest.raises(JournalError, match="There is no person"):
        begin(journal, "nobody")


def test_progress_adds_up_between_edges(journal, anna):
    days = [NOW + timedelta(days=d) for d in range(8)]
    for day in (days[0], days[1], days[7]):
        practise(journal, anna, at=day)
    practise(journal, anna, at=days[2], source="demo")
    found = journal.exercises.progress(anna, [days[0], days[7], days[7] + timedelta(days=7)])
    left = [p for p in found if (p.exercise, p.side) == ("cat_camel", "left")]
    assert [(p.since, p.until, p.sets, p.counted, p.unsure, p.clean) for p in left] == [
        (days[0], days[7], 2, 2, 2, 2),
        (days[7], days[7] + timedelta(days=7), 1, 1, 1, 1),
    ]
    assert [(p.hold_s, p.longest_hold_s, p.range) for p in left] == [(3.0, 1.5, 30.5), (1.5, 1.5, 30.5)]
    right = next(p for p in found if (p.exercise, p.side) == ("cat_camel", "right"))
    assert (right.counted, right.clean, right.range, right.faults) == (2, 0, 20.0, 2)
    plank = next(p for p in found if p.exercise == "forearm_plank")
    assert (plank.side, plank.self_reported_count, plank.hold_s) == (None, 2, 60.0)
    assert journal.exercises.progress(anna, [days[3], days[6]]) == journal.exercises.progress(anna, []) == ()


def test_a_calendar_needs_no_totals(journal, anna):
    session = practise(journal, anna)
    (only,) = journal.sessions.heads(anna)
    assert (only.id, only.outcome) == (session, "hurt")


def test_the_newest_decisions_of_a_stretch_of_time_come_oldest_first(journal, anna):
    days = [NOW + timedelta(days=d) for d in range(6)]
    for number, day in enumerate(days):
        about = "bird_dog" if number % 2 else "cat_camel"
        journal.plans.record_decision(
            anna, at=day, rule_id="up", exercise=about, inputs={}, sentence=str(number)
        )
    stretch = {"since": days[1], "until": days[5]}
    assert [one.sentence for one in journal.plans.decisions(anna, **stretch)] == ["1", "2", "3", "4"]
    assert [one.sentence for one in journal.plans.decisions(anna, **stretch, limit=2)] == ["3", "4"]
    assert [one.sentence for one in journal.plans.decisions(anna, exercise="bird_dog", limit=2)] == ["3", "5"]
    assert journal.plans.count_decisions(anna, **stretch) == 4
    assert journal.plans.count_decisions(anna) == 6
