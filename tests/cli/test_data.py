"""`backcoach export`, `import`, `backup`, `restore`, `delete`."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import zipfile
from datetime import datetime, timedelta, timezone

import pytest
from typer.testing import CliRunner

from backcoach.cli import app
from backcoach.computer import running
from backcoach.journal import Journal
from backcoach.journal.lock import FolderLock
from backcoach.tracking.summary import Repetition, Tracking

NOW = datetime(2026, 3, 29, 7, 0, tzinfo=timezone.utc)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKCOACH_HOME", str(tmp_path / "own"))

    def invoke(*arguments, status=0, says=None):
        done = CliRunner().invoke(app, [*map(str, arguments)], input=says)
        assert done.exit_code == status, done.output
        if status:
            assert done.stderr.startswith("backcoach: ") or says is not None
            assert "Traceback" not in done.output
        return done

    return invoke


@pytest.fixture
def data(tmp_path):
    return tmp_path / "own" / "data"


def practise(journal, name, at=NOW):
    who = journal.people.add(name, created_at=at).id
    session = journal.sessions.begin(
        who, started_at=at, source="camera", routine={}, engine_version="0.1.0", pain_before=3
    )
    begun = journal.sets.begin(
        session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="ab",
        planned={"exercise": "glute_bridge", "repetitions": 12, "hold_s": 0}, self_reported=False, started_at=at,
    )  # fmt: skip
    journal.sets.add_repetition(begun, Repetition(0, None, "counted", 1.0, 2.0, 3.0, 4.0, 1.0, (), 38.5))
    journal.sets.end(begun, ended_at=at + timedelta(seconds=60), outcome="done", tracking=Tracking(60, 0, 0))
    journal.sessions.end(session, ended_at=at + timedelta(seconds=70), outcome="done")
    return who


@pytest.fixture
def people(data):
    with Journal.open(data) as journal:
        practise(journal, "Anna")
        practise(journal, "Ben", NOW + timedelta(hours=1))


def exported(run):
    return json.loads(run("export", "-").stdout)


def test_export_delete_everything_import_is_the_same_history(run, people, tmp_path, data):
    before = exported(run)
    run("export", tmp_path / "all.json")
    run("delete", "--everything", "--yes")
    assert not list(data.glob("journal.db*"))
    said = run("import", tmp_path / "all.json").stdout
    assert "Sessions added: 2; here already: 0. People added: 2." in said
    assert exported(run) == before
    assert "Sessions added: 0; here already: 2." in run("import", tmp_path / "all.json").stdout
    assert exported(run) == before


def test_export_of_one_person_holds_nobody_else(run, people, tmp_path):
    run("export", "--profile", "Ben", tmp_path / "ben.json")
    told = json.loads((tmp_path / "ben.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told["profiles"]] == ["Ben"]


def test_export_as_csv_is_a_zip_of_tables(run, people, tmp_path):
    run("export", "--format", "csv", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as file:
        assert any("repetition" in name for name in file.namelist())
    assert "name a folder" in run("export", "--format", "csv", "-", status=2).stderr


def test_export_as_fhir_is_a_bundle_of_one_person(run, people, tmp_path):
    bundle = json.loads(run("export", "--format", "fhir", "--profile", "Anna", "-").stdout)
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert kinds >= {"Patient", "CarePlan", "Observation"}
    assert "--profile" in run("export", "--format", "fhir", tmp_path / "x.json", status=2).stderr
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "x.json"),
        (b'{"format": "other"}', "x.json"),
        (b'{"format": "backcoach-journal", "ver', "x.json"),
    ],
)
def test_a_foreign_or_cut_off_import_changes_nothing(run, people, tmp_path, content, reason):
    before = exported(run)
    (tmp_path / "x.json").write_bytes(content)
    assert reason in run("import", tmp_path / "x.json", status=2).stderr
    assert exported(run) == before


def test_a_missing_import_is_named(run, tmp_path):
    assert "nowhere.json" in run("import", tmp_path / "nowhere.json", status=2).stderr


def test_backup_and_restore_bring_back_what_was_deleted(run, people, tmp_path):
    before = exported(run)
    run("backup", tmp_path / "copy.db")
    run("delete", "--profile", "Anna", "--yes")
    assert [one["name"] for one in exported(run)["profiles"]] == ["Ben"]
    run("restore", tmp_path / "copy.db", status=2, says="n\n")
    assert len(exported(run)["profiles"]) == 1
    run("restore", tmp_path / "copy.db", says="y\n")
    assert exported(run) == before


def test_restore_in_the_place_of_a_damaged_journal_keeps_the_damaged_one(run, people, tmp_path, data):
    before = exported(run)
    run("backup", tmp_path / "copy.db")
    (data / "journal.db").write_bytes(b"no database at all" * 400)
    assert "damaged" in run("export", "-", status=2).stderr
    run("restore", "--yes", tmp_path / "copy.db")
    assert exported(run) == before
    assert (data / "damaged-1.db").exists()


def test_what_is_no_backup_is_not_restored(run, people, tmp_path):
    before = exported(run)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE songs (name TEXT)")
    assert "another program" in run("restore", "--yes", tmp_path / "other.db", status=2).stderr
    assert exported(run) == before


def test_restore_and_delete_everything_refuse_while_a_server_runs(run, people, tmp_path, monkeypatch):
    run("backup", tmp_path / "copy.db")
    there = running.Running("http://127.0.0.1:8765", 1, "abc")
    monkeypatch.setattr(running, "find", lambda folder: there)
    with FolderLock(tmp_path / "own" / "data"):
        for command in (
            ["restore", "--yes", tmp_path / "copy.db"],
            ["delete", "--everything", "--yes"],
            ["delete", "--profile", "Anna", "--yes"],
        ):
            assert "is running (http://127.0.0.1:8765)" in run(*command, status=2).stderr
    assert len(exported(run)["profiles"]) == 2


def test_delete_asks_and_names_who_there_is(run, people):
    assert "'Anna', 'Ben'" in run("delete", "--profile", "Carl", "--yes", status=2).stderr
    run("delete", "--profile", "Anna", status=2, says="n\n")
    run("delete", status=2)
    run("delete", "--everything", "--profile", "Anna", status=2)
    assert len(exported(run)["profiles"]) == 2
    assert "Deleted: Anna" in run("delete", "--profile", "Anna", says="y\n").stdout


def test_the_backups_are_deleted_alone_or_with_a_person_whom_they_still_hold(run, people, data):
    def backups():
        return list((data / "backups").glob("*.db"))

    def make(day):
        with Journal.open(data) as journal:
            journal.files.daily_backup(NOW + timedelta(days=day))

    make(0)
    assert "`--backups`" in run("delete", "--profile", "Ben", "--yes").stdout
    assert len(backups()) == 1
    run("delete", "--backups", status=2, says="n\n")
    run("delete", "--backups", "--everything", status=2)
    assert len(backups()) == 1
    assert run("delete", "--backups", says="y\n").stdout.endswith("Deleted: the automatic backups.\n")
    assert backups() == []
    assert [one["name"] for one in exported(run)["profiles"]] == ["Anna"]
    make(1)
    told = run("delete", "--profile", "Anna", "--backups", "--yes").stdout
    assert told == "Deleted: Anna.\nDeleted: the automatic backups.\n"
    assert backups() == []


def test_a_person_gets_another_name_and_nothing_else_changes(run, people):
    before = exported(run)
    assert run("rename", " Anna Maria ", "--profile", "Anna").stdout == "Anna is called Anna Maria now.\n"
    before["profiles"][0]["name"] = "Anna Maria"
    assert exported(run) == before
    run("rename", "Nobody", status=2)
    assert "1 to 80 letters" in run("rename", "x" * 81, "--profile", "Ben", status=2).stderr
    assert exported(run) == before


def test_two_people_of_one_name_are_told_apart_by_id(run, people, data):
    with Journal.open(data) as journal:
        other = practise(journal, "Anna", NOW + timedelta(days=1))
    assert other in run("delete", "--profile", "Anna", "--yes", status=2).stderr
    run("delete", "--profile", other, "--yes")
    assert sorted(one["name"] for one in exported(run)["profiles"]) == ["Anna", "Ben"]


def test_where_nothing_was_remembered_there_is_nothing_to_hand_over(run, tmp_path, data):
    assert "no journal" in run("export", tmp_path / "x.json", status=2).stderr
    assert not data.exists()


def test_the_report_is_written_as_pdf_or_html(run, people, tmp_path):
    period = ("--from", "2026-03-01", "--to", "2026-04-01", "--profile", "Anna")
    run("report", *period, tmp_path / "anna.pdf")
    assert (tmp_path / "anna.pdf").read_bytes().startswith(b"%PDF-")
    run("report", *period, "--language", "de", tmp_path / "anna.html")
    html = (tmp_path / "anna.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in html
    assert "Schulterbrücke" in html
    assert re.search(r"@page \{\s+size: A4", html)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["anna.txt"], "ends in .pdf or .html"),
        (["--from", "soon", "--profile", "Anna", "anna.pdf"], "no day"),
        (["--language", "tlh", "--profile", "Anna", "anna.pdf"], "no texts in 'tlh'"),
        (["anna.pdf"], "--profile"),
    ],
)
def test_a_report_that_cannot_be_is_refused(run, people, tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    assert reason in run("report", *arguments, status=2).stderr
    assert not (tmp_path / "anna.pdf").exists()


def test_deleting_a_person_deletes_the_clinicians_file_for_them(run, people, data):
    from backcoach.programme.prescribing import routine_file

    with Journal.open(data) as journal:
        anna = journal.people.all()[0]
    kept = routine_file(anna.id)
    kept.parent.mkdir(parents=True)
    kept.write_text("schema = 1", encoding="utf-8")
    run("delete", "--profile", "Anna", "--yes")
    assert not kept.exists()


def test_a_place_that_cannot_be_written_is_one_line(run, people, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for command in (["export"], ["export", "--format", "csv"], ["backup"], ["report", "--profile", "Anna"]):
        run(*command, tmp_path / "file" / "x.pdf", status=2)


@pytest.mark.parametrize(
    "command", [["export"], ["export", "--format", "fhir", "--profile", "Anna"], ["backup"]]
)
def test_nothing_is_written_over_the_journal(run, people, data, command):
    before = (data / "journal.db").read_bytes()
    told = run(*command, data / "journal.db", status=2).stderr
    assert str(data / "journal.db") in told
    assert "choose another name" in told
    assert (data / "journal.db").read_bytes() == before


def test_a_link_stays_a_link(run, people, tmp_path):
    (tmp_path / "link.json").symlink_to("anna.json")
    run("export", tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "anna.json").read_text(encoding="utf-8").startswith('{"format"')


@pytest.mark.skipif(os.name == "nt", reason="no named pipes of this kind on Windows")
@pytest.mark.parametrize("command", ["export", "backup"])
@pytest.mark.parametrize("name", ["", ".", "pipe", "~nobody-of-this-name/x.json"])
def test_what_is_no_name_of_a_file_is_one_line(run, people, tmp_path, monkeypatch, command, name):
    (tmp_path / "~nobody-of-this-name").write_text("", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    told = run(command, name, status=2).stderr
    assert told.count("\n") == 1
    assert "part" not in told


def test_a_report_that_cannot_be_written_is_named_as_it_was_asked_for(run, people, tmp_path):
    (tmp_path / "r.html").mkdir()
    told = run("report", "--profile", "Anna", tmp_path / "r.html", status=2).stderr
    assert str(tmp_path / "r.html") in told
    assert ".part" not in told
