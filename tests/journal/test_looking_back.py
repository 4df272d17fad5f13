"""What the sections of the journal tell of sessions that are over, and a plan that changed meanwhile."""

from datetime import date, timedelta, timezone

import pytest

from backcoach.journal import JournalError
from backcoach.journal.days import days_done, days_with_exercise
from backcoach.journal.hints import hints
from backcoach.journal.session_json import overview_json
from backcoach.plan.rule_file import what_counts_as_done
from tests.journal.people import NOW, PLANNED, begin, begin_set, practise

LATER = NOW + timedelta(days=2)


@pytest.fixture
def lived(journal, anna):
    """Two sessions, two days apart, and a demonstration between them."""
    practise(journal, anna, at=LATER)
    practise(journal, anna)
    practise(journal, anna, at=NOW + timedelta(days=1), source="demo")
    return anna


def test_exercises_in_numbers_leave_demonstrations_out(journal, lived):
    assert journal.exercises.times_done(lived) == {"cat_camel": 2, "forearm_plank": 2}
    assert journal.exercises.attempts(lived, since=NOW, until=LATER) == {"cat_camel": 1}
    assert journal.exercises.attempts(lived, since=NOW, until=LATER + timedelta(days=1)) == {"cat_camel": 2}


def test_what_was_asked_for_and_when_it_began(journal, lived):
    doses = journal.plans.doses(lived, since=LATER)
    assert [(one.exercise, one.planned) for one in doses] == [
        ("cat_camel", PLANNED),
        ("forearm_plank", PLANNED),
    ]
    assert len(journal.plans.doses(lived, include_demo=True)) == 6
    assert journal.sessions.first_at(lived) == NOW
    assert journal.sessions.first_at(journal.people.add("Ben", created_at=NOW).id) is None


def test_the_course_of_pain_is_that_of_the_reports(journal, lived):
    course = journal.pain.course(lived, until=LATER)
    assert [(value, when) for _, value, when in course] == [(3, "before"), (6, "during"), (4, "after")]
    assert [at for at, _, _ in course] == [one.at for one in journal.pain.reports(lived, until=LATER)]
    during = journal.pain.reports(lived, when="during")
    assert [one.where for one in during] == ["lower back", "lower back"]


def test_days_with_exercise_are_those_of_the_work(journal, lived):
    work, limits = journal.sessions.work(lived), what_counts_as_done()
    assert [one.started_at for one in work] == [LATER, NOW]
    assert [one.work for one in work] == [one.work for one in journal.sessions.overviews(lived)]
    assert [one.work for one in work] == [
        journal.sessions.get(one.id).work for one in journal.sessions.heads(lived)
    ]
    assert days_done(work, limits, timezone.utc).keys() == {date(2026, 3, 29), date(2026, 3, 31)}
    assert days_with_exercise(work, limits, timezone.utc) <= days_done(work, limits, timezone.utc).keys()
    assert days_done(work, limits, timezone(timedelta(hours=-5))).keys() == {
        date(2026, 3, 28),
        date(2026, 3, 30),
    }


def test_hints_tell_the_commonest_first_and_how_clearly(journal, lived):
    session = journal.sessions.get(journal.sessions.heads(lived)[0].id)
    spans = [span for one in session.sets for span in one.done.faults]
    found = hints([*spans, spans[0]])
    slightly = next(one for one in found if one.fault == "fast")
    assert (slightly.clearly, slightly.times) == (0, slightly.slightly)
    assert [one.times for one in found] == sorted((one.times for one in found), reverse=True) == [2, 1]
    assert session.practice is None
    assert session.sets[0].clean_share == 0.5


def test_a_list_of_sessions_has_the_totals_of_the_sets_as_json(journal, lived):
    (told,) = map(overview_json, journal.sessions.overviews(lived, limit=1))
    first, second = told["sets"]
    assert (first["counted"], first["unsure"], first["clean"], first["by_side"]) == (
        2,
        1,
        1,
        {"left": 1, "right": 1},
    )
    assert (first["start_s"], first["end_s"], first["hold_s"]) == (10.0, 60.0, 2.5)
    assert (second["self_reported_count"], second["hold_s"], second["planned"]) == (1, 30.0, PLANNED)
    assert [one["value"] for one in told["pain"]] == [3, 6, 4]


def test_an_easier_plan_holds_for_the_sets_that_are_open(journal, anna):
    session = begin(journal, anna)
    closed, still_open = begin_set(journal, session), begin_set(journal, session, position=1)
    journal.sets.end(closed, ended_at=NOW + timedelta(seconds=40), outcome="done")
    easier = {**PLANNED, "repetitions": 4}
    journal.sessions.change_plan(session, {"id": "easier"}, {0: easier, 1: easier})
    found = journal.sessions.get(session)
    assert found.routine == {"id": "easier"}
    assert {one.id: one.planned for one in found.sets} == {closed: PLANNED, still_open: easier}
    with pytest.raises(JournalError):
        journal.sessions.change_plan("no session", {}, {})
