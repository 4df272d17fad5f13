"""Many sessions: the number of statements does not grow with them, and each finds its way by an index."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from backcoach.journal import Journal
from tests.journal.people import practise
from tests.journal.ten_years import START, generate

DAYS = 40


@contextmanager
def statements(journal):
    """All statements of the block."""
    said = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        said.append((statement, parameters))

    engine = journal._database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    with Journal.open(tmp_path_factory.mktemp("many")) as journal:
        anna = journal.people.add("Anna", created_at=START).id
        generate(journal, anna, DAYS)
        yield journal, anna


WEEKS = [START + timedelta(weeks=n) for n in range(7)]
QUESTIONS = {
    "sessions": (4, lambda journal, anna: journal.sessions.overviews(anna, limit=30)),
    "calendar": (1, lambda journal, anna: journal.sessions.heads(anna)),
    "session": (7, lambda journal, anna: journal.sessions.get(journal.sessions.heads(anna, limit=1)[0].id)),
    "unfinished": (1, lambda journal, anna: journal.sessions.unfinished(anna, now=START)),
    "set totals": (2, lambda journal, anna: journal.sets.totals(anna)),
    "progress": (1, lambda journal, anna: journal.exercises.progress(anna, WEEKS)),
    "progress of all": (1, lambda journal, anna: journal.exercises.progress(anna, [WEEKS[0], WEEKS[-1]])),
    "faults": (1, lambda journal, anna: journal.exercises.faults(anna, since=START)),
    "decisions": (1, lambda journal, anna: journal.plans.decisions(anna, limit=60)),
    "number of decisions": (1, lambda journal, anna: journal.plans.count_decisions(anna)),
    "pain": (1, lambda journal, anna: journal.pain.reports(anna)),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_needs_few_statements_and_no_search_through_everything(many, name):
    journal, anna = many
    most, ask = QUESTIONS[name]
    with statements(journal) as said:
        ask(journal, anna)
    queries = [
        (text, parameters) for text, parameters in said if text.lstrip().startswith(("SELECT", "WITH"))
    ]
    assert 1 <= len(queries) <= most
    with journal._database.reading() as connection:
        for text, parameters in queries:
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
            scans = [step for step in plan if step.startswith("SCAN") and "span" not in step.lower()]
            assert [step for step in scans if "CONSTANT" not in step and "anon" not in step] == [], text


def test_the_years_that_are_made_up_are_as_if_they_were_practised(many, tmp_path):
    """The generator writes past the journal: what it writes must be what the journal would have written."""
    journal, anna = many
    assert len(journal.sessions.heads(anna)) == DAYS
    for totals in journal.sessions.overviews(anna, limit=1)[0].sets:
        full = next(s for s in journal.sessions.get(totals.session_id).sets if s.id == totals.id)
        assert (totals.counted, totals.clean) == (full.done.counted, full.done.clean) == (14, totals.clean)
        assert totals.hold_s == pytest.approx(full.done.hold_s)
    text = journal.handover.export_text()
    with Journal.open(tmp_path) as other:
        other.handover.import_text(text)
        assert other.handover.export_text() == text


def test_years_are_added_up_without_sorting_them(many):
    journal, anna = many
    with statements(journal) as said:
        journal.exercises.progress(anna, [START, START + timedelta(days=DAYS)])
    (query,) = [(text, parameters) for text, parameters in said if text.startswith("SELECT")]
    with journal._database.reading() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1])]
    assert len(plan) == 1
    assert "USING COVERING INDEX ix_tally_in_groups" in plan[0]


def test_progress_is_the_sum_of_the_totals(many):
    journal, anna = many
    edges = [START, START + timedelta(days=DAYS)]
    progress = journal.exercises.progress(anna, edges)
    totals = journal.sets.totals(anna)
    for exercise in {one.exercise for one in totals}:
        for side in ("left", "right"):
            (found,) = [p for p in progress if (p.exercise, p.side) == (exercise, side)]
            sets = [one for one in totals if one.exercise == exercise]
            assert found.counted == sum(one.by_side[side] for one in sets)
            assert found.clean == sum(one.clean_by_side[side] for one in sets)
            assert found.hold_s == pytest.approx(sum(one.hold_by_side_s[side] for one in sets))


def test_another_person_sees_nothing_of_it(many):
    journal, _ = many
    ben = journal.people.add("Ben", created_at=START).id
    practise(journal, ben, at=START)
    assert len(journal.sessions.overviews(ben)) == 1
    assert len(journal.sets.totals(ben)) == 2
    assert {one.exercise for one in journal.exercises.progress(ben, WEEKS)} == {"cat_camel", "forearm_plank"}
