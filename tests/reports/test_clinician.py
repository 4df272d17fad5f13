"""The report for a clinician: its values, its words, and what it never says."""

from __future__ import annotations

import math
import re
import shutil
from datetime import date, datetime, timedelta, timezone

import pytest

from backcoach.exercises.catalogue import Catalogue
from backcoach.journal import Journal
from backcoach.plan.rule_file import load_rules
from backcoach.reports.clinician import Period, PeriodError, build, document
from backcoach.reports.clinician.blocks import Heading, NewPage, Table
from backcoach.reports.clinician.build import HINT_DAYS
from backcoach.reports.clinician.chart import RADII_MM, Mark, pain_chart
from backcoach.reports.clinician.html import body
from backcoach.reports.clinician.pdf import pdf
from backcoach.reports.clinician.values import MAX_ROWS
from backcoach.reports.hand_over import report_page
from backcoach.texts.catalogue import languages, translator
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking

START = datetime(2026, 3, 2, 7, 0, tzinfo=timezone.utc)  # a Monday
DAYS = 28
TODAY = START + timedelta(days=DAYS - 1, hours=10)
FORBIDDEN = re.compile(
    r"\b(cured?|heals?|treats?|treatment|relieves?|prevents?|recovered|safe for you|risk score|"
    r"clinically (proven|validated)|patient)\b",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "own"))


@pytest.fixture(scope="module")
def annas(tmp_path_factory):
    """A folder with a journal in which Anna practised, made once."""
    folder = tmp_path_factory.mktemp("annas")
    with Journal.open(folder) as journal:
        live(journal)
    return folder


@pytest.fixture
def journal(tmp_path, annas):
    shutil.copytree(annas, tmp_path / "data")
    with Journal.open(tmp_path / "data") as journal:
        yield journal


@pytest.fixture
def anna(journal):
    return journal.people.all()[0]


def practise(journal, person, at, *, repetitions=12, source="camera", outcome="done"):
    session = journal.sessions.begin(person, started_at=at, source=source, routine={}, engine_version="0.1.0")
    bridge = journal.sets.begin(
        session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="ab",
        planned={"exercise": "glute_bridge", "repetitions": repetitions, "hold_s": 0},
        self_reported=False, started_at=at,
    )  # fmt: skip
    for index, (status, faults, told) in enumerate(
        [
            ("counted", (), False),
            ("counted", ("hips_low",), False),
            ("unsure", (), False),
            ("counted", (), True),
        ]
    ):
        start = 10.0 * index
        one = Repetition(index, None, status, start, start + 1, start + 3, start + 4, 2.0, faults, 30.0)
        journal.sets.add_repetition(bridge, one, self_reported=told)
    journal.sets.add_hold(bridge, Hold(1.0, 3.0, None, "up"))
    journal.sets.add_fault(bridge, FaultSpan("hips_low", "fault", 11.0, 13.0))
    journal.sets.end(bridge, ended_at=at + timedelta(minutes=5), outcome="done", tracking=Tracking(300, 0, 0))
    journal.sessions.end(session, ended_at=at + timedelta(minutes=12), outcome=outcome)
    return session


def live(journal):
    """Four weeks: every other day a session, pain that falls from 6 to 2, one dose more, one exercise that hurt."""
    person = journal.people.add("Anna", created_at=START)
    for day in range(0, DAYS, 2):
        at = START + timedelta(days=day)
        session = practise(journal, person.id, at, repetitions=12 if day < 14 else 13)
        value = 6 if day < 14 else 2
        journal.pain.report(person.id, at=at, when="before", value=value, session_id=session)
        journal.pain.report(
            person.id, at=at + timedelta(minutes=13), when="after", value=value, session_id=session
        )
    journal.pain.report(
        person.id, at=at + timedelta(minutes=3), when="during", value=5, where="lower_back", session_id=session,
        exercise="glute_bridge", then="skip",
    )  # fmt: skip
    journal.questionnaires.save(person.id, "rmdq24", at=START, answers={"ticked": [1]}, score=12.0)
    journal.questionnaires.save(person.id, "rmdq24", at=at, answers={"ticked": [1]}, score=6.0)
    journal.questionnaires.save(person.id, "global_change", at=at, answers={"value": 1}, score=1.0)
    dose = {"hold_s": 0, "sets": 1, "variant": None}
    journal.plans.record_decision(
        person.id, at=START + timedelta(days=14), rule_id="up", exercise="glute_bridge", inputs={"sessions": 2},
        sentence="kept words", before={"repetitions": 12, **dose}, after={"repetitions": 13, **dose},
    )  # fmt: skip


def made(journal, person, first=None, last=None, **more):
    period = Period.read(first, last, TODAY.date(), timezone.utc)
    return build(journal, person, Catalogue(), load_rules(), period, made_at=TODAY, **more)


def said(report, language="en"):
    return re.sub(r"<[^>]+>", " ", body(document(report), translator(language)))


# --- values ---


def test_adherence_counts_planned_days_since_the_person_began(journal, anna):
    told = made(journal, anna, weekdays=(0, 2, 4)).adherence
    assert (told.planned_days, told.done_days, told.sessions, told.finished) == (12, 14, 14, 0)
    assert told.minutes == 12
    assert [(w.planned, w.done) for w in told.weeks] == [(3, 4), (3, 3), (3, 4), (3, 3)]


def test_an_exercise_has_its_dose_at_both_ends_and_three_kinds_of_counts(journal, anna):
    (line,) = made(journal, anna).exercises
    assert (line.first.repetitions, line.last.repetitions) == (12, 13)
    assert (line.seen, line.unsure, line.self_reported) == (28, 14, 14)
    assert line.clean_share == 0.5
    assert line.hold_s == pytest.approx(28.0)
    assert line.longest_hold_s == 2.0
    assert line.versions == (1,)


def test_attempts_of_the_period_are_told_and_counted_nowhere_else(journal, anna):
    assert [line.attempts for line in made(journal, anna).exercises] == [0]
    assert "attempt" not in said(made(journal, anna))
    for days, source in ((1, "camera"), (3, "camera"), (-400, "camera"), (5, "demo")):
        at = START + timedelta(days=days)
        session = practise(journal, anna.id, at, source=source)
        again = journal.sets.begin(
            session, position=1, exercise="glute_bridge", exercise_version=1, exercise_hash="ab",
            planned={}, self_reported=False, started_at=at + timedelta(minutes=6),
        )  # fmt: skip
        low = Repetition(1, None, "unfinished", 1.0, math.nan, math.nan, 4.0, 0.0)
        journal.sets.add_repetition(again, low, self_reported=False)
        journal.sets.end(
            again, ended_at=at + timedelta(minutes=7), outcome="done", tracking=Tracking(9, 0, 0)
        )
    (line,) = made(journal, anna).exercises
    assert (line.attempts, line.seen, line.unsure) == (2, 32, 16)
    assert "2 attempts fell short and were not counted." in said(made(journal, anna))
    assert "2 Versuche reichten nicht" in said(made(journal, anna), "de")


def test_pain_is_compared_at_both_ends_and_a_real_change_is_named(journal, anna):
    before, _after = made(journal, anna).trends
    assert (before.when, before.reports, before.first, before.last) == ("before", 14, 6.0, 2.0)
    assert before.real
    assert "down 4 points: changed more than usual day-to-day variation" in said(made(journal, anna))


def test_too_few_answers_are_not_compared(journal):
    person = journal.people.add("Ben", created_at=START)
    for day in range(4):
        journal.pain.report(person.id, at=START + timedelta(days=day), when="before", value=8 - 2 * day)
    (trend,) = made(journal, person).trends
    assert math.isnan(trend.first)
    assert not trend.real
    assert "too few answers to compare" in said(made(journal, person))


def test_a_small_change_is_within_usual_variation(journal):
    person = journal.people.add("Ben", created_at=START)
    for day in range(14):
        journal.pain.report(
            person.id, at=START + timedelta(days=day), when="before", value=5 if day < 7 else 4
        )
    (trend,) = made(journal, person).trends
    assert not trend.real
    assert "down 1 point: within usual day-to-day variation" in said(made(journal, person))


def test_questionnaires_faults_stops_and_changes_are_told(journal, anna):
    words = said(made(journal, anna))
    assert "down 6 points: changed more than usual day-to-day variation" in words
    assert "answered once" in words
    fault = next(rule for rule in Catalogue()["glute_bridge"].faults if rule.id == "hips_low")
    assert f"{fault.name}” was pointed out 14 times" in words.replace("&quot;", '"')
    assert "left the exercise out" in words
    assert "Lower back" in words
    assert "12 times → 13 times: 2 comfortable days in a row" in words
    assert "kept words" not in words


def test_only_the_period_is_told(journal, anna):
    report = made(journal, anna, "2026-03-02", "2026-03-08")
    assert report.adherence.sessions == 4
    assert report.exercises[0].last.repetitions == 12
    assert report.changes == report.stops == ()
    assert [score.times for score in report.scores] == [1]


def test_hints_about_form_are_those_of_the_last_year_and_earlier_ones_are_in_a_report_of_their_own(journal):
    person = journal.people.add("Ada", created_at=START - timedelta(days=800))
    for days_ago in (700, 400, 10):
        practise(journal, person.id, TODAY - timedelta(days=days_ago))
    whole = made(journal, person, str((TODAY - timedelta(days=730)).date()))
    assert whole.adherence.sessions == 3
    assert [fault.clearly for fault in whole.faults] == [1]
    assert whole.hints_since == TODAY.date() - timedelta(days=HINT_DAYS - 1)
    assert said(whole).count("Hints about form are those since") == 2
    first = str((TODAY - timedelta(days=730)).date())
    earlier = made(journal, person, first, str(whole.hints_since - timedelta(days=1)))
    assert [fault.clearly for fault in earlier.faults] == [2]
    assert "those since" not in said(earlier)


def test_of_many_changes_the_newest_are_told_and_the_others_are_counted(journal):
    person = journal.people.add("Bea", created_at=START)
    practise(journal, person.id, START)
    for number in range(MAX_ROWS + 5):
        journal.plans.record_decision(
            person.id, at=START + timedelta(minutes=number), rule_id="up", exercise=None, inputs={},
            sentence=f"number {number}.", before=None, after=None,
        )  # fmt: skip
    report = made(journal, person)
    assert report.changes[0].sentence == "number 5."
    assert (len(report.changes), report.earlier_changes) == (MAX_ROWS, 5)
    assert "5 earlier rows are left out." in said(report)


def test_the_border_of_a_period_is_midnight_where_the_person_is(journal):
    person = journal.people.add("Cleo", created_at=START)
    practise(journal, person.id, datetime(2026, 3, 8, 23, 30, tzinfo=timezone.utc))
    east = timezone(timedelta(hours=2))

    def sessions(zone):
        period = Period(date(2026, 3, 8), date(2026, 3, 8), zone)
        return build(journal, person, Catalogue(), load_rules(), period, made_at=TODAY).adherence.sessions

    assert (sessions(timezone.utc), sessions(east)) == (1, 0)


def test_a_demonstration_is_not_in_it(journal):
    person = journal.people.add("Dan", created_at=START)
    practise(journal, person.id, START, source="demo")
    assert made(journal, person).empty


def test_a_session_that_broke_off_is_among_the_stops(journal):
    person = journal.people.add("Dan", created_at=START)
    practise(journal, person.id, START, outcome="broken_off")
    (stop,) = made(journal, person).stops
    assert stop.then == "partly"


def test_a_fixed_dose_is_marked(journal, anna):
    assert "13 times, fixed" in said(made(journal, anna, fixed={"glute_bridge"}))


def test_an_exercise_that_is_gone_is_still_told(journal):
    person = journal.people.add("Eve", created_at=START)
    session = journal.sessions.begin(
        person.id, started_at=START, source="none", routine={}, engine_version="0"
    )
    one = journal.sets.begin(
        session, position=0, exercise="my_own", exercise_version=3, exercise_hash="x", planned={},
        self_reported=True, started_at=START,
    )  # fmt: skip
    journal.sets.add_repetition(
        one, Repetition(0, None, "counted", 1, 2, 3, 4, 0.0, (), math.nan), self_reported=True
    )
    words = said(made(journal, person))
    assert "my_own" in words


# --- periods ---


def test_without_days_it_is_the_last_twelve_weeks():
    period = Period.read(None, None, date(2026, 6, 10))
    assert (period.first, period.last, period.days) == (date(2026, 3, 19), date(2026, 6, 10), 84)


def test_a_last_day_in_the_future_is_today():
    assert Period.read("2026-06-01", "2027-01-01", date(2026, 6, 10)).last == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("soon", None, "no day"),
        ("2026-2-3", None, "no day"),
        ("2026-02-30", None, "no day"),
        (None, "0001-01-01", "no day"),
        ("2026-06-11", None, "future"),
        ("2026-06-05", "2026-06-01", "after"),
    ],
)
def test_a_wrong_period_says_why(first, last, reason):
    with pytest.raises(PeriodError, match=reason) as error:
        Period.read(first, last, date(2026, 6, 10))
    assert str(error.value.message) == str(error.value)


# --- words, HTML, PDF ---


@pytest.mark.parametrize("language", languages())
def test_it_claims_nothing_about_health(journal, anna, language):
    words = said(made(journal, anna), language)
    assert not FORBIDDEN.search(words)
    if language == "en":
        assert "It is no diagnosis and no measure of health." in words


def test_the_summary_comes_first_and_the_details_on_new_pages(journal, anna):
    blocks = document(made(journal, anna)).blocks
    split = next(i for i, block in enumerate(blocks) if isinstance(block, NewPage))
    headings = [str(block.text) for block in blocks[:split] if isinstance(block, Heading)]
    assert headings == ["How regularly", "Pain, 0 to 10", "Exercises", "Questionnaires"]
    assert all(
        len(row) == len(t.head) == len(t.widths) for t in blocks if isinstance(t, Table) for row in t.rows
    )


def test_the_html_page_needs_no_other_file_and_no_script(journal, anna):
    html = report_page(made(journal, anna), translator("en"))
    assert re.search(r"@page \{\s+size: A4", html)
    assert not re.search(r"<script|<link|<img|\son\w+=|style=|https?:", html)


def test_a_persons_own_words_are_escaped(journal):
    person = journal.people.add("<b>Zoë</b>", created_at=START)
    journal.pain.report(person.id, at=START, when="during", value=4, where="<i>here</i>", then="go_on")
    journal.pain.report(person.id, at=START, when="before", value=4)
    html = body(document(made(journal, person)), translator("en"))
    assert "<b>" not in html
    assert "&lt;i&gt;here&lt;/i&gt;" in html


@pytest.mark.parametrize("language", languages())
def test_the_pdf_says_the_same_as_the_page(journal, anna, language):
    reader = pytest.importorskip("pypdfium2")
    report = made(journal, anna)
    file = reader.PdfDocument(pdf(document(report), translator(language), TODAY))
    pages = [one.get_textpage().get_text_range() for one in file]
    assert len(pages) == 2
    text = " ".join(" ".join(pages).split())
    assert "Anna" in text
    assert "1 / 2" in text
    for block in document(report).blocks:
        if isinstance(block, Heading):
            assert translator(language).translate(block.text) in text
    width, height = file[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_the_same_report_gives_the_same_pdf(journal, anna):
    one, other = (pdf(document(made(journal, anna)), translator("en"), TODAY) for _ in range(2))
    assert one == other


def test_nothing_yet_is_a_good_page(journal):
    person = journal.people.add("Nobody yet", created_at=TODAY)
    report = made(journal, person)
    assert report.empty
    assert "Nothing was done or reported in this period." in said(report)
    assert pdf(document(report), translator("en"), TODAY).startswith(b"%PDF-")


def test_pain_alone_is_a_report_without_exercises(journal):
    person = journal.people.add("Ben", created_at=START)
    journal.pain.report(person.id, at=START, when="before", value=4)
    words = said(made(journal, person))
    assert "No exercise was done in this period." in words
    assert "No rule changed a dose" in words


def test_an_exercise_that_was_given_up_in_between_still_has_its_doses(journal):
    person = journal.people.add("Finn", created_at=START)
    for day in (0, 12, 26):
        at = START + timedelta(days=day)
        session = journal.sessions.begin(
            person.id, started_at=at, source="camera", routine={}, engine_version="0.1.0"
        )
        exercise = "cat_camel" if day == 12 else "glute_bridge"
        one = journal.sets.begin(
            session, position=0, exercise=exercise, exercise_version=1, exercise_hash="x",
            planned={"repetitions": 5 + day, "hold_s": 5}, self_reported=False, started_at=at,
        )  # fmt: skip
        journal.sets.add_repetition(one, Repetition(0, None, "counted", 1.0, 2.0, 3.0, 4.0, 1.0, (), 38.5))
    doses = {
        line.exercise: (line.first.repetitions, line.last.repetitions)
        for line in made(journal, person).exercises
    }
    assert doses == {"cat_camel": (17, 17), "glute_bridge": (5, 31)}


def test_two_answers_at_one_place_are_both_seen():
    day = date(2026, 3, 2)
    drawn = pain_chart({"before": ((day, 3.0),), "after": ((day, 3.0),)}, Period(day, day, timezone.utc))
    ring, dot = [part for part in drawn.parts if isinstance(part, Mark)][-2:]
    assert (ring.shape, dot.shape, ring.at) == ("ring", "dot", dot.at)
    assert RADII_MM["ring"] > RADII_MM["dot"]
