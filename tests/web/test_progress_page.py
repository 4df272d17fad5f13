"""The page of progress."""

import re
from datetime import timedelta

import pytest

from backcoach.tracking.summary import Repetition


@pytest.mark.parametrize("period", ["quarter", "year", "all", "nonsense"])
def test_nothing_yet_is_a_page_too(client, period):
    page = client.get(f"/progress?period={period}")
    assert page.status_code == 200
    assert "Nothing to show yet" in page.text


def test_each_chart_is_also_a_table(client, home):
    for value in (2, 4):
        home.journal.pain.report(home.profile.id, at=home.now(), when="before", value=value)
    page = client.get("/progress").text
    assert len(re.findall(r'<svg class="chart"', page)) == len(re.findall("As a table", page)) == 1
    assert "<td>4</td>" in page


def began(home, ago):
    """Let somebody have begun that many days ago."""
    journal, at = home.journal, home.now() - timedelta(days=ago)
    session = journal.sessions.begin(
        home.profile.id, started_at=at, source="camera", routine={}, engine_version="1", pain_before=1
    )
    one = journal.sets.begin(
        session, position=0, exercise="cat_camel", exercise_version=1, exercise_hash="0",
        planned={"repetitions": 1}, self_reported=True, started_at=at,
    )  # fmt: skip
    journal.sets.add_repetition(one, Repetition(0, None, "counted", 0.0, 1.0, 2.0, 3.0, 1.0))
    journal.sessions.end(session, ended_at=at, outcome="done")


def test_no_day_before_the_first_one_counts_as_missed(client, home):
    assert "weeks" not in client.get("/progress").text
    began(home, ago=0)
    page = client.get("/progress").text
    assert page.count("before you began") >= 12 * 7
    assert '<td class="planned"' not in page


def test_the_calendar_names_every_day_in_words(client, home):
    began(home, ago=80)
    page = client.get("/progress").text
    assert len(re.findall(r"<td class", page)) == 13 * 7


def test_the_calendar_names_its_months_above_their_weeks(client, home):
    began(home, ago=200)
    columns = [int(n) for n in re.findall(r'<td colspan="(\d+)">', client.get("/progress?period=year").text)]
    assert 12 <= len(columns) <= 13
    assert sum(columns) in (52, 53)


def test_pain_is_said_to_have_gone_down_or_up(client, home):
    for days_ago, value in ((80, 6), (75, 6), (3, 2), (1, 2)):
        at = home.now() - timedelta(days=days_ago)
        home.journal.pain.report(home.profile.id, at=at, when="before", value=value)
    page = client.get("/progress").text
    assert "was 6 in the first two weeks, and 2 in the last two" in page
    assert "went down by more" in page
    assert "went up by more" not in page
