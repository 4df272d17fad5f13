"""`backcoach plan`: explain, simulate, check, rules, schema."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from backcoach.cli import app
from backcoach.journal import Journal
from backcoach.plan.rule_file import builtin_content
from backcoach.tracking.summary import Repetition, Tracking


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path))

    def invoke(*arguments, status=0):
        done = CliRunner().invoke(app, ["plan", *map(str, arguments)])
        assert done.exit_code == status, done.output
        return done.output

    return invoke


@pytest.fixture
def past(tmp_path):
    days = ["2026-06-08", "2026-06-09"]
    record = {"exercise": "glute_bridge", "dose": {"repetitions": 12}, "clean_share": 0.9}
    calm = {"effort": 3, "pain_before": 1, "pain_after": 1, "pain_next_morning": 1}
    content = {
        "schema": 1,
        "screenings": [{"day": "2026-06-01"}],
        "sessions": [{"day": day, **calm, "exercises": [record]} for day in days],
    }
    path = tmp_path / "past.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_explain_tells_dose_rule_and_why(run, past):
    said = run("explain", "--history", past, "--on", "2026-06-10")
    assert "2026-06-10: A session may start." in said
    assert "Glute bridge: 12 times → 13 times: 2 comfortable days in a row.  [up; sessions 2]" in said
    assert "Clamshell starts with the routine's dose: 20 times on each side.  [start]" in said


def test_explain_as_json(run, past):
    told = json.loads(run("explain", "--history", past, "--on", "2026-06-10", "--pain", "7", "--json"))
    bridge = next(item for item in told["items"] if item["exercise"] == "glute_bridge")
    assert bridge["dose"] == {"repetitions": 6, "hold_s": 0, "sets": 1, "variant": None}
    assert bridge["decisions"][0]["rule"] == "red_down"
    assert bridge["decisions"][0]["inputs"]["pain"] == 7


def test_explain_without_a_history_is_a_first_day(run):
    assert "[screening_first]" in run("explain")


@pytest.mark.parametrize(
    "day", ["tomorrow", "2026-02-30", "20260610", "2026-W24-3", "0001-01-01", "9999-12-31"]
)
def test_a_wrong_day_is_told(run, day):
    assert "2026-06-10" in run("explain", "--on", day, status=2)


def test_a_wrong_history_is_told(run, tmp_path):
    (tmp_path / "wrong.json").write_text('{"schema": 1, "sessions": [{"day": 3}]}')
    assert "sessions[0].day: found 3" in run("explain", "--history", tmp_path / "wrong.json", status=2)


def test_an_unknown_routine_is_told(run):
    assert "unknown routine 'nothing'" in run("explain", "--routine", "nothing", status=2)


def test_a_dangerous_rule_file_is_refused_everywhere(run, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_bytes(builtin_content().replace(b"amber_highest = 5 ", b"amber_highest = 8 "))
    for command in (
        ["explain", "--rules", path],
        ["simulate", "--rules", path, "--people", 1],
        ["check", path],
    ):
        assert "pain.amber_highest: found 8; allowed: less than or equal to 5" in run(*command, status=2)
    told = json.loads(run("check", "--json", path, status=2))
    assert [problem["key"] for problem in told[str(path)]] == ["pain.amber_highest"]


def test_the_printed_rules_are_good_and_are_used(run, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(run("rules").replace("green_sessions = 2 ", "green_sessions = 3 "), encoding="utf-8")
    assert run("check", path) == f"{path}: good\n"


def test_schema(run):
    assert json.loads(run("schema"))["title"] == "Backcoach rule file"


def test_simulate_draws_and_breaks_no_rule(run, tmp_path):
    plot = tmp_path / "year.svg"
    said = run("simulate", "--people", 2, "--days", 20, "--plot", plot)
    assert "0 broken rules" in said
    assert "improving" in plot.read_text(encoding="utf-8")
    told = json.loads(run("simulate", "--people", 2, "--days", 20, "--json"))
    assert told["broken"] == []
    assert [row["character"] for row in told["characters"]] == ["improving", "steady"]


@pytest.mark.parametrize("name", ["year.pdf", "nowhere/year.svg"])
def test_a_picture_that_cannot_be_drawn(run, tmp_path, name):
    run("simulate", "--people", 1, "--days", 2, "--plot", tmp_path / name, status=2)


@pytest.fixture
def remembered(tmp_path):
    """A journal of two people: Ada asks for German, and has practised the bridge; Ben never came."""
    from datetime import datetime, timedelta

    folder = tmp_path / "data"
    now = datetime.now().astimezone()
    with Journal.open(folder) as journal:
        ada, _ = (journal.people.add(name, created_at=now).id for name in ("Ada", "Ben"))
        journal.people.change_settings(ada, lambda _: {"preferences": {"language": "de"}})
        journal.questionnaires.save(
            ada, "screening", at=now - timedelta(days=9), answers={"yes": [], "agreed": False}
        )
        practise(journal, ada, now - timedelta(days=2))
    return folder


def test_explain_reads_the_journal_in_the_persons_language(run, remembered):
    told = json.loads(run("explain", "--data-dir", remembered, "--profile", "Ada", "--json"))
    bridge = next(item for item in told["items"] if item["exercise"] == "glute_bridge")
    assert told["allowed"]
    assert told["language"] == "de"
    assert bridge["decisions"][0]["rule"] == "keep_going"
    assert "12-mal" in bridge["decisions"][0]["message"]
    later = run("explain", "--data-dir", remembered, "--profile", "Ada", "--on", "2099-01-01")
    assert "[screening_due; days " in later
    assert "[screening_first]" in run("explain", "--data-dir", remembered, "--profile", "Ben")


def test_explain_asks_whose_plan_it_is(run, remembered):
    assert "--profile" in run("explain", "--data-dir", remembered, status=2)
    assert "'Cid'" in run("explain", "--data-dir", remembered, "--profile", "Cid", status=2)


def test_a_history_takes_the_place_of_the_journal(run, past, remembered):
    assert "journal" in run("explain", "--data-dir", remembered, "--history", past, status=2)


def practise(journal, person, at):
    session = journal.sessions.begin(
        person, started_at=at, source="camera", routine={}, engine_version="1", pain_before=1
    )
    for position, (name, times) in enumerate([("glute_bridge", 12), ("cat_camel", 10)]):
        one = journal.sets.begin(
            session, position=position, exercise=name, exercise_version=1, exercise_hash="0",
            planned={"repetitions": times, "hold_s": 0}, self_reported=False, started_at=at,
        )  # fmt: skip
        for i in range(times):
            journal.sets.add_repetition(
                one, Repetition(i, None, "counted", i, i + 0.3, i + 0.6, i + 0.9, 0.3, ())
            )
        journal.sets.end(one, ended_at=at, outcome="done", tracking=Tracking(seen_s=60))
    journal.sessions.end(session, ended_at=at, outcome="done")
    journal.pain.report(person, at=at, when="after", value=1, session_id=session)
    journal.pain.report(person, at=at, when="next_morning", value=1, session_id=session)
    journal.sessions.report_effort(session, 3)
