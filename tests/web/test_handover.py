"""Your data: taking along, taking in, putting back, a clinician's files, deleting; and the report's page."""

from __future__ import annotations

import errno
import io
import json
import os
import time
import zipfile
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from backcoach.programme.prescribing import routine_file
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.security import Allowed
from tests.web.handed_over import JSON, practise, routine, shown
from tests.web.live_client import ORIGIN


@pytest.fixture
def client(home):
    home.closing.set()  # the tests make their backups themselves
    app = create_app(home, Allowed.at(8765, bodies=home.body_limits))
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False) as client:
        yield client


def sessions(home):
    return home.journal.sessions.overviews(home.profile.id, limit=None)


def test_the_page_offers_everything_also_with_nothing_yet(client):
    page = client.get("/data")
    assert page.status_code == 200
    for address in ("/report", "/data/export.json", "/data/export.zip", "/data/fhir.json", "/data/backup.db"):
        assert f'href="{address}"' in page.text
    assert client.get("/data/passwords.txt").status_code == 404


def test_what_is_downloaded_is_the_persons_own(client, home):
    practise(home)
    practise(home, "Ben")
    mine = client.get("/data/export.json")
    assert "attachment" in mine.headers["content-disposition"]
    assert mine.headers["cache-control"] == "no-store"
    assert len(mine.json()["profiles"]) == 1
    assert len(client.get("/data/export.json?of=everybody").json()["profiles"]) == 2
    assert zipfile.ZipFile(io.BytesIO(client.get("/data/export.zip").content)).namelist()
    assert client.get("/data/fhir.json").json()["resourceType"] == "Bundle"
    assert client.get("/data/backup.db").content.startswith(b"SQLite format 3\0")


def test_export_delete_everything_import_is_the_same_history(client, home):
    practise(home)
    before = client.get("/data/export.json").content
    wrong = client.post("/api/data/everything", json={"typed": "yes"})
    assert wrong.status_code == 422
    assert len(sessions(home)) == 1
    assert client.post("/api/data/everything", json={"typed": "Delete everything "}).status_code == 200
    assert sessions(home) == ()
    for profile in home.journal.people.all():
        home.journal.people.delete(profile.id)
    told = client.post("/api/data/import", content=before, headers=JSON)
    assert "Sessions added: 1" in told.json()["said"]
    assert client.get("/data/export.json").content == before
    again = client.post("/api/data/import", content=before, headers=JSON)
    assert "Sessions added: 0; here already: 1" in again.json()["said"]


def test_delete_everything_leaves_no_file_of_the_journal(client, home):
    practise(home)
    home.journal.files.daily_backup(home.now())
    client.post(
        "/api/data/routine?confirm=" + shown(client, "routine", routine())["digest"], content=routine()
    )
    assert routine_file(home.profile.id).exists()
    kept = routine_file(home.profile.id)
    client.post("/api/data/everything", json={"typed": "delete everything"})
    assert not kept.exists()
    assert [p.name for p in home.data.rglob("*") if p.is_file() and p.suffix != ".json"] == []


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"format": "other"}', b'{"format": "backcoach-journal", "v']
)
def test_a_wrong_import_is_explained_and_changes_nothing(client, home, content):
    practise(home)
    answer = client.post("/api/data/import", content=content, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert len(sessions(home)) == 1


def test_an_import_may_be_large_but_not_without_end(home):
    app = create_app(home, Allowed.at(8765, bodies={"/api/data/import": 100_000}))
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}) as client:
        large, larger = b" " * 90_000, b" " * 110_000
        assert client.post("/api/data/import", content=large, headers=JSON).status_code == 422
        assert client.post("/api/data/import", content=larger, headers=JSON).status_code == 413
    assert home.body_limits["/api/data/import"] > 100_000_000


def test_a_large_import_is_taken_in_by_a_process_of_its_own(client, home, monkeypatch):
    practise(home)
    export = client.get("/data/export.json").content
    client.post("/api/data/everything", json={"typed": "delete everything"})
    monkeypatch.setattr("backcoach.web.pages.handover.LARGE_BYTES", 100)
    told = client.post("/api/data/import", content=export, headers=JSON)
    assert told.status_code == 200, told.text
    assert "Sessions added: 1" in told.json()["said"]
    assert json.loads(client.get("/data/export.json").content) == json.loads(export)
    wrong = client.post("/api/data/import", content=export[:-200], headers=JSON)
    assert wrong.status_code == 422
    assert "cut off or damaged" in wrong.json()["error"]
    assert not list(home.data.glob("handing-over/*"))


@pytest.mark.parametrize(
    "kind", ["export.json", "export.zip", "fhir.json", "backup.db", "routine.toml", "rules.toml"]
)
def test_a_download_that_finds_no_room_is_explained(client, home, monkeypatch, tmp_path, kind):
    practise(home)

    def no_room(dir):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tempfile.mkdtemp", no_room)
    answer = client.get(f"/data/{kind}")
    assert answer.status_code == 503
    assert str(home.data) in answer.text
    assert "disk is full" in answer.text


def test_copies_for_a_download_lie_in_the_data_folder_only_and_not_for_long(
    client, home, monkeypatch, tmp_path
):
    """A killed server may leave one behind: it is swept at the next start, and when everything is deleted."""
    practise(home)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "for everybody"))
    assert client.get("/data/export.json").status_code == 200
    assert not list((home.data / "handing-over").iterdir())
    for left in (home.data / "handing-over" / "x" / "export.json", home.data / ".journal.db.part.db"):
        left.parent.mkdir(exist_ok=True)
        left.write_text("Anna")
    assert Home(home.data, pose=home.pose).journal.people.all()
    assert not (home.data / "handing-over").exists()
    assert not (home.data / ".journal.db.part.db").exists()


@pytest.mark.parametrize("address", ["import", "restore", "routine", "rules", "profile", "everything"])
def test_no_other_site_can_change_anything(client, home, address):
    practise(home)
    stranger = {"origin": "http://evil.example", **JSON}
    answer = client.post(f"/api/data/{address}", content=b'{"typed": "delete everything"}', headers=stranger)
    assert answer.status_code == 403
    assert len(sessions(home)) == 1


def test_a_backup_is_put_back(client, home):
    practise(home)
    backup = home.journal.files.daily_backup(home.now()) or home.journal.files.backups()[0]
    home.journal.files.backup(backup)
    home.journal.sessions.delete(sessions(home)[0].id)
    assert f'value="{backup.name}"' in client.get("/data").text
    told = client.post("/api/data/restore", json={"backup": backup.name})
    assert told.json()["said"].startswith("Restored")
    assert len(sessions(home)) == 1
    assert client.post("/api/data/restore", json={"backup": "../../etc/passwd"}).status_code == 404


def test_a_damaged_journal_is_put_back_from_a_backup(client, home):
    practise(home)
    home.journal.files.backup(home.data / "backups" / "journal-2026-01-01.db")
    home._let_go()
    for name in ("journal.db-wal", "journal.db-shm"):
        (home.data / name).unlink(missing_ok=True)
    (home.data / "journal.db").write_bytes(b"no database" * 500)
    home.restore(home.data / "backups" / "journal-2026-01-01.db")
    assert len(sessions(home)) == 1
    assert (home.data / "damaged-1.db").exists()


def test_nothing_is_replaced_or_deleted_while_somebody_exercises(client, home, monkeypatch):
    practise(home)
    monkeypatch.setattr(type(home.slot), "taken", property(lambda self: True))
    backup = home.journal.files.daily_backup(home.now()) or home.journal.files.backups()[0]
    for address, body in (
        ("restore", {"backup": backup.name}),
        ("everything", {"typed": "delete everything"}),
    ):
        assert client.post(f"/api/data/{address}", json=body).status_code == 409
    assert client.delete(f"/api/profiles/{home.profile.id}").status_code == 409
    assert len(sessions(home)) == 1


def test_a_session_that_runs_is_not_taken_away_in_another_tab(client, home, monkeypatch):
    """The list of the other tab still offers to delete it, or to leave it as it is."""
    practise(home)
    running = home.journal.sessions.begin(
        home.profile.id, started_at=home.now(), source="none", routine={}, engine_version="0"
    )
    (over,) = (one.id for one in sessions(home) if one.id != running)
    monkeypatch.setattr(type(home.slot), "taken", property(lambda self: True))
    assert client.delete(f"/api/sessions/{running}").status_code == 409
    answer = client.post(f"/api/sessions/{running}/discard")
    assert (answer.status_code, "exercising" in answer.text) == (409, True)
    assert home.journal.sessions.get(running).ended_at is None
    assert client.delete(f"/api/sessions/{over}").status_code == 200


def test_a_person_is_deleted_by_the_typed_name_only(client, home):
    practise(home)
    ben = practise(home, "Ben")
    wrong = client.post("/api/data/profile", json={"profile": ben, "typed": "ben?"})
    assert wrong.status_code == 422
    assert "Ben" in wrong.json()["error"]
    assert client.post("/api/data/profile", json={"profile": ben, "typed": "Ben"}).status_code == 200
    assert [one.name for one in home.journal.people.all()] == ["Me"]


def test_who_has_given_no_name_is_called_the_same_on_every_page(client, home):
    me = practise(home)
    home.journal.people.add("Ben", created_at=home.now() + timedelta(seconds=1))
    german = {"accept-language": "de"}
    for page in ("/data", "/settings"):
        shown = client.get(page, headers=german).text
        assert "Ich" in shown and ">Me<" not in shown  # noqa: PT018
    assert "für Me" not in client.get("/report", headers=german).text
    doomed = {"profile": me, "typed": "Ich"}
    assert client.post("/api/data/profile", json=doomed, headers=german).status_code == 200
    assert [one.name for one in home.journal.people.all()] == ["Ben"]


# --- the report ---


def test_the_report_is_a_page_and_a_pdf(client, home):
    practise(home)
    page = client.get("/report")
    assert page.status_code == 200
    assert "Glute bridge" in page.text
    assert "<script>" not in page.text
    assert "style=" not in page.text
    file = client.get("/report.pdf")
    assert file.headers["content-type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")


def test_the_report_without_any_history_is_a_good_page(client):
    page = client.get("/report")
    assert page.status_code == 200
    assert "Nothing was done or reported" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "from=2026-02-30",
        "from=2026-W10-1",
        "from=2026-05-02&to=2026-05-01",
        "from=9998-01-01",
    ],
)
def test_a_wrong_period_is_explained(client, query):
    page = client.get(f"/report?{query}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert client.get(f"/report.pdf?{query}").status_code == 422


def test_a_name_cannot_bring_a_script_into_the_report(client, home):
    home.journal.people.rename(home.profile.id, "<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/report").text


def test_the_report_speaks_the_persons_language(client, home):
    practise(home)
    german = client.get("/report", headers={"accept-language": "de"})
    assert 'lang="de"' in german.text
    assert "Schulterbrücke" in german.text


def test_a_backup_is_made_every_day_by_itself(home):
    with TestClient(create_app(home, Allowed.at(8765)), base_url=ORIGIN) as client:
        deadline = time.monotonic() + 20
        while not home.journal.files.backups() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [path.name for path in home.journal.files.backups()] == [f"journal-{home.now():%Y-%m-%d}.db"]
        assert client.get("/data").status_code == 200
