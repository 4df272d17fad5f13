"""How much the pages ask of the journal: it must not grow with the years that somebody has exercised."""

from contextlib import contextmanager

from sample_year import write_year
from sqlalchemy import event

MAX_STATEMENTS = 60
PAGES = ("/", "/history", "/progress?period=quarter", "/progress?period=all", "/check-in", "/settings")


@contextmanager
def counted(home):
    """Count the statements while a page is made."""
    engine, seen = home.journal._database.engine, {"statements": 0}

    def note(*_):
        seen["statements"] += 1

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def asked_for(client, home):
    asked = {}
    for page in PAGES:
        client.get(page)
        with counted(home) as seen:
            assert client.get(page).status_code == 200
        asked[page] = seen["statements"]
    return asked


def test_pages_ask_as_often_after_many_days_as_after_some(client, home):
    write_year(home.journal, home.profile.id, home.now(), days=10)
    some = asked_for(client, home)
    write_year(home.journal, home.profile.id, home.now(), days=30, seed=1)
    assert asked_for(client, home) == some
    assert max(some.values()) < MAX_STATEMENTS


def test_the_plan_of_today_reads_a_quarter_and_not_ten_years(home):
    from backcoach.web.house import programme_of

    write_year(home.journal, home.profile.id, home.now(), days=120)
    history = programme_of(home).history()
    span = (history.sessions[-1].day - history.sessions[0].day).days
    assert 60 < span <= 92


def test_the_course_of_a_dose_is_the_same_from_few_columns(home):
    write_year(home.journal, home.profile.id, home.now(), days=5)
    full = [(one.exercise, one.started_at, one.planned) for one in home.journal.sets.totals(home.profile.id)]
    few = home.journal.plans.doses(home.profile.id)
    assert [(one.exercise, one.started_at, one.planned) for one in few] == full != []
