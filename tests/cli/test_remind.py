"""`backcoach remind`, once."""

from datetime import datetime

import pytest
from typer.testing import CliRunner

from backcoach.cli import app
from backcoach.journal import Journal
from backcoach.reminders import notify
from backcoach.reminders.habits import KEY, Reminders

NOW = datetime.now().astimezone()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(notify, "notifier", lambda: None)
    with Journal.open(tmp_path) as journal:
        me = journal.people.add("Anna", created_at=NOW)
        wanted = Reminders(routine=True, at=NOW.strftime("%H:%M"))
        journal.people.change_settings(me.id, lambda _: {KEY: wanted.model_dump(mode="json")})
    return tmp_path


def said(folder, *more):
    return CliRunner().invoke(app, ["remind", "--once", "--data-dir", str(folder), *more])


def test_it_says_what_is_due_and_says_it_once(folder):
    first = said(folder)
    assert (first.exit_code, "Time for your back" in first.output) == (0, True)
    assert said(folder).output == ""


def test_an_unknown_person_is_told_with_those_there_are(folder):
    answer = said(folder, "--profile", "Bert")
    assert answer.exit_code == 2
    assert "Anna" in answer.output


def test_before_anybody_has_begun_it_says_what_to_do(tmp_path):
    answer = said(tmp_path)
    assert answer.exit_code == 2
    assert "start `backcoach` once" in answer.output
