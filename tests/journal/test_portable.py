"""What is handed over comes back without loss and without duplicates; what is no export changes nothing."""

import csv
import errno
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from operator import attrgetter

import pytest

from backcoach.journal import Journal, JournalError
from tests.journal.people import NOW, after, begin, begin_set, practise, repetition


@pytest.fixture
def full(journal, anna) -> Journal:
    """Two people, with something of everything."""
    return fill(journal, anna)


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> str:
    """The export of two people."""
    with Journal.open(tmp_path_factory.mktemp("exported")) as journal:
        return fill(journal, journal.people.add("Anna", created_at=NOW).id).handover.export_text()


@pytest.fixture
def other(tmp_path) -> Iterator[Journal]:
    """A journal in a file, with somebody else in it."""
    with Journal.open(tmp_path / "other") as opened:
        opened.people.add("Cleo", created_at=NOW)
        yield opened


def fill(journal, anna) -> Journal:
    journal.people.change_settings(anna, lambda _: {"voice": {"rate": 1.25}, "ümlaut": [None, True]})
    practise(journal, anna)
    practise(journal, anna, at=after(86400), source="demo")
    first = begin_set(journal, begin(journal, anna, at=after(2 * 86400)), at=after(2 * 86400))
    journal.sets.add_repetition(first, repetition(0))
    journal.pain.report(anna, at=after(90000), when="next_morning", value=2)
    journal.questionnaires.save(anna, "screening", at=NOW, answers={"chest_pain": False})
    journal.questionnaires.save(anna, "rmdq24", at=NOW, answers={"1": True}, score=1)
    journal.plans.record_decision(
        anna, at=NOW, rule_id="step_up", exercise="forearm_plank", inputs={"green": 2}, sentence="30 to 35 s",
        before={"hold_s": 30}, after={"hold_s": 35},
    )  # fmt: skip
    ben = journal.people.add("Ben", created_at=after(1)).id
    practise(journal, ben)
    return journal


def empty(journal) -> None:
    for person in journal.people.all():
        journal.people.delete(person.id)


def test_export_delete_import_gives_the_same_export(full):
    text = full.handover.export_text()
    empty(full)
    assert json.loads(full.handover.export_text())["profiles"] == []
    imported = full.handover.import_text(text)
    assert (imported.profiles_added, imported.sessions_added, imported.sessions_present) == (2, 4, 0)
    assert full.handover.export_text() == text


def test_lists_and_totals_are_the_same_after_an_import(full, anna):
    before = (
        full.sessions.overviews(anna),
        full.pain.reports(anna),
        full.questionnaires.answers(anna),
        full.plans.decisions(anna),
    )
    text = full.handover.export_text()
    empty(full)
    full.handover.import_text(text)
    assert repr(
        (
            full.sessions.overviews(anna),
            full.pain.reports(anna),
            full.questionnaires.answers(anna),
            full.plans.decisions(anna),
        )
    ) == repr(before)


def test_importing_again_adds_nothing(full):
    text = full.handover.export_text()
    imported = full.handover.import_text(text)
    assert (imported.profiles_added, imported.sessions_added, imported.sessions_present) == (0, 0, 4)
    assert full.handover.export_text() == text


def test_an_import_adds_what_is_missing_and_changes_nothing_else(full, anna):
    text = full.handover.export_text()
    full.people.rename(anna, "Anna-Maria")
    kept, deleted = (s.id for s in full.sessions.overviews(anna, limit=2))
    full.sessions.report_effort(kept, 9)
    full.sessions.delete(deleted)
    assert full.handover.import_text(text).sessions_added == 1
    assert full.people.all()[0].name == "Anna-Maria"
    assert full.sessions.get(kept).effort == 9
    assert full.sessions.get(deleted).sets


def test_one_person_is_exported_alone(full, anna):
    (only,) = json.loads(full.handover.export_text(anna))["profiles"]
    assert only["id"] == anna
    with pytest.raises(JournalError, match="no person"):
        full.handover.export_text("nobody")


def test_an_export_goes_from_one_kind_of_database_to_the_other(full, tmp_path):
    text = full.handover.export_text()
    with Journal.open(tmp_path / "other") as other:
        other.handover.import_text(text)
        assert other.handover.export_text() == text


def test_sessions_are_exported_with_the_names_of_the_analysis(full):
    session = json.loads(full.handover.export_text())["profiles"][0]["sessions"][0]
    done = session["sets"][0]
    assert done.keys() >= {"exercise", "start_s", "end_s", "counted", "unsure", "clean", "by_side", "hold_s"}
    assert done["repetitions"][0].keys() >= {"index", "side", "status", "target_s", "range", "self_reported"}
    assert done["tracking"] == {"seen_s": 40.0, "unsure_s": 1.5, "lost_s": 0.25}


def change(text: str, *steps, to) -> str:
    """The export with one value replaced."""
    place = document = json.loads(text)
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = to
    return json.dumps(document)


SESSION = ("profiles", 0, "sessions", 0)
FIRST = (*SESSION, "sets", 0)


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda t: t[: len(t) // 2], "cut off or damaged"),
        (lambda t: "", "cut off or damaged"),
        (lambda t: b"\xff\xfe\x00" * 10, "cut off or damaged"),
        (lambda t: '{"schema": 1, "results": []}', "not an export of Backcoach"),
        (lambda t: "[1, 2]", "not an export of Backcoach"),
        (lambda t: change(t, "format", to="diary"), "not an export of Backcoach"),
        (lambda t: change(t, "version", to=2), "newer version of Backcoach"),
        (lambda t: change(t, *SESSION, "started_at", to="yesterday"), r"profiles\[0\]\.sessions\[0\]\.started_at"),
        (lambda t: change(t, *SESSION, "started_at", to="2026-01-01T00:00:00"), r"sessions\[0\]\.started_at"),
        (lambda t: change(t, *SESSION, "started_at", to="1826-01-01T00:00:00+00:00"), "between the years"),
        (lambda t: change(t, *SESSION, "source", to="film"), r"sessions\[0\]\.source"),
        (lambda t: change(t, *SESSION, "effort", to=11), r"sessions\[0\]\.effort"),
        (lambda t: change(t, *SESSION, "id", to="x"), r"sessions\[0\]\.id"),
        (lambda t: change(t, *FIRST, "repetitions", 0, "index", to=1), "same identifier"),
        (lambda t: change(t, *FIRST, "repetitions", 0, "status", to="done"), r"sets\[0\]\.repetitions\[0\]\.status"),
        (lambda t: change(t, *FIRST, "signal", to="AAAA"), "curve of set"),
        (lambda t: change(t, *FIRST, "signal", to="?"), "curve of set"),
        (lambda t: t.replace('"voice"', '"loud": 1e999, "voice"'), r"profiles\[0\]\.settings: .*a number within"),
        (lambda t: change(t, "profiles", 0, "decisions", 0, "after", to=[10**400]), r"\[0\]\.after: .*a number"),
        (lambda t: change(t, *FIRST, "tracking", "seen_s", to=1e308), r"sets\[0\]\.tracking\.seen_s"),
        (lambda t: change(t, *FIRST, "exercise", to="../../etc/passwd"), r"sets\[0\]\.exercise"),
        (lambda t: change(t, *FIRST, "planned", "repetitions", to="ten"), r"sets\[0\]\.planned\.repetitions"),
        (lambda t: change(t, *FIRST, "planned", "repetitions", to=-5), r"sets\[0\]\.planned\.repetitions"),
        (lambda t: change(t, *FIRST, "planned", "hold_s", to=None), r"sets\[0\]\.planned\.hold_s"),
        (lambda t: change(t, *FIRST, "planned", "variant", to=[]), r"sets\[0\]\.planned\.variant"),
        (lambda t: change(t, "profiles", 0, "answers", 0, "answers", to={"yes": None}), r"answers\[0\]\.answers\.yes"),
        (lambda t: change(t, "profiles", 0, "answers", 0, "answers", to={"activities": [{}]}), r"ties\[0\]\.name"),
        (lambda t: change(t, "profiles", 0, "name", to=""), r"profiles\[0\]\.name"),
        (lambda t: change(t, "profiles", 0, "name", to="  "), r"profiles\[0\]\.name"),
        (lambda t: change(t, "profiles", 0, "name", to="A\0"), r"profiles\[0\]\.name"),
        (lambda t: change(t, "profiles", to=None), "profiles"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_changes_nothing(exported, other, break_it, words):
    with pytest.raises(JournalError, match=words):
        other.handover.import_text(break_it(exported))
    assert [person.name for person in other.people.all()] == ["Cleo"]


def test_a_text_editor_may_put_its_mark_before_an_export(exported, other):
    other.handover.import_text(b"\xef\xbb\xbf" + exported.encode())
    assert len(other.people.all()) == 3


def test_a_session_of_somebody_else_is_refused(exported, other):
    text = exported
    mine, theirs = json.loads(text)["profiles"]
    stolen = change(text, "profiles", 1, "sessions", to=[*theirs["sessions"], mine["sessions"][0]])
    with pytest.raises(JournalError, match="same identifier"):
        other.handover.import_text(stolen)
    other.handover.import_text(text)
    alone = change(change(stolen, "profiles", 0, "sessions", to=[]), "profiles", 0, "pain", to=[])
    with pytest.raises(JournalError, match="another person"):
        other.handover.import_text(alone)


@pytest.mark.parametrize("year", [1970, 1999, 2038, 2201])
def test_what_a_wrong_clock_has_dated_is_read_back_and_can_be_corrected(tmp_path, year):
    wrong = NOW.replace(year=year)
    with Journal.open(tmp_path / "here") as here:
        anna = here.people.add("Anna", created_at=wrong)
        session = practise(here, anna.id, at=wrong)
        text = here.handover.export_text()
    with Journal.open(tmp_path / "there") as there:
        there.handover.import_text(text)
        assert there.handover.export_text() == text
        before = there.sessions.get(session)
        there.sessions.correct_date(session, NOW)
        moved = there.sessions.get(session)
        assert moved.started_at == NOW
        assert moved.ended_at - moved.started_at == before.ended_at - before.started_at
        assert [one.started_at - NOW for one in moved.sets] == [one.started_at - wrong for one in before.sets]
        assert [report.at - NOW for report in moved.pain] == [report.at - wrong for report in before.pain]
        assert there.sessions.heads(anna.id, since=NOW, until=NOW + timedelta(hours=1))
        with pytest.raises(ValueError, match="cannot be moved"):
            there.sessions.correct_date(session, datetime.max.replace(tzinfo=timezone.utc))
        with pytest.raises(JournalError):
            there.sessions.correct_date("nobody's", NOW)


def test_a_file_that_is_not_there_is_named(other, tmp_path):
    with pytest.raises(JournalError, match=re.escape(str(tmp_path / "none.json"))):
        other.handover.import_file(tmp_path / "none.json")


def test_csv_files_hold_everything_and_join(full, anna, tmp_path):
    full.handover.export_csv(tmp_path / "csv", anna)
    full.handover.export_csv(tmp_path / "all.zip", anna)
    tables = {
        path.stem: list(csv.DictReader(path.open(encoding="utf-8"))) for path in (tmp_path / "csv").iterdir()
    }
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        zipped = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {name.removesuffix(".csv") for name in zipped} == tables.keys()
    assert list(csv.DictReader(io.StringIO(zipped["repetitions.csv"]))) == tables["repetitions"]
    assert [row["name"] for row in tables["profiles"]] == ["Anna"]
    assert len(tables["sessions"]) == 3
    assert {row["session_id"] for row in tables["sets"]} == {row["id"] for row in tables["sessions"]}
    assert {row["set_id"] for row in tables["repetitions"]} == {row["id"] for row in tables["sets"]}
    assert tables["repetitions"][0]["clean"] in {"true", "false"}
    assert {row["range"] for row in tables["repetitions"]} == {"30.5", "20.0", ""}
    assert len(tables["signals"]) == 6
    assert [row["kind"] for row in tables["answers"]] in (["screening", "rmdq24"], ["rmdq24", "screening"])
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("write", ["handover.export_file", "handover.export_csv", "files.backup"])
@pytest.mark.parametrize("name", ["note.txt/out", "note.txt/out.zip"])
def test_a_target_that_cannot_be_written_is_named_and_not_the_journal(journal, tmp_path, write, name):
    (tmp_path / "note.txt").write_text("in the way")
    with pytest.raises(JournalError, match=re.escape(str(tmp_path / name))) as caught:
        attrgetter(write)(journal)(tmp_path / name)
    assert "journal" not in str(caught.value).replace(str(tmp_path), "").lower()


def test_csv_files_take_their_places_all_together_or_not_at_all(full, anna, tmp_path, monkeypatch):
    """The disk is full when the last file is half written."""
    folder = tmp_path / "csv"
    full.handover.export_csv(folder, anna)
    (folder / "notes.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    full.people.add("Ben", created_at=NOW)

    def signals(*_):
        yield "a line"
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("backcoach.journal.csv_tables._signals", signals)
        for target in (folder, tmp_path / "new"):
            with pytest.raises(JournalError, match=re.escape(str(target))) as caught:
                full.handover.export_csv(target)
            assert caught.value.problem == "full"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not (tmp_path / "new").exists()
    full.handover.export_csv(folder)
    assert "Ben" in (folder / "profiles.csv").read_text()
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "signals.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["folder", "out.zip"])
def test_a_full_disk_is_said_of_the_target(full, tmp_path, monkeypatch, name):
    def write_nothing(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / name
    monkeypatch.setattr("backcoach.journal.csv_tables._write_all", write_nothing)
    with pytest.raises(JournalError, match=re.escape(str(target))) as caught:
        full.handover.export_csv(target)
    assert caught.value.problem == "full"


def test_of_a_folder_of_tables_all_are_written_or_none(full, anna, tmp_path, monkeypatch):
    """The disk is full at the last table: those of before are all there still."""
    full.handover.export_csv(tmp_path, anna)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".csv"}

    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("backcoach.journal.csv_tables._signals", no_room)
    with pytest.raises(JournalError, match="disk is full"):
        full.handover.export_csv(tmp_path)
    found = [path for path in tmp_path.iterdir() if "csv" in path.name]
    assert {path.name: path.read_bytes() for path in found} == before
