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

from backcoach import settings
from backcoach.exercises.routine import read_routine
from backcoach.journal.errors import full
from backcoach.plan.rule_file import builtin_content, load_rules, personal_file
from backcoach.programme.prescribing import routine_file
from backcoach.reports.hand_over import programme_of_anybody
from backcoach.tracking.summary import Repetition, Tracking
from backcoach.web.app import create_app
from backcoach.web.home import Home
from backcoach.web.house import programme_of
from backcoach.web.security import Allowed
from tests.web.live_client import ORIGIN

JSON = {"content-type": "application/json"}
EDITED_RULES = builtin_content().replace(b"green_sessions = 2 ", b"green_sessions = 4 ")


@pytest.fixture
def client(home):
    home.closing.set()  # the tests make their backups themselves
    app = create_app(home, Allowed.at(8765, bodies=home.body_limits))
    with TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False) as client:
        yield client


def practise(home, name=None):
    """A session of the present person, or of somebody new; the person's id."""
    at = home.now() - timedelta(days=1)
    who = home.profile.id if name is None else home.journal.people.add(name, created_at=at).id
    session = home.journal.sessions.begin(
        who, started_at=at, source="camera", routine={}, engine_version="0.1.0", pain_before=3
    )
    begun = home.journal.sets.begin(
        session, position=0, exercise="glute_bridge", exercise_version=1, exercise_hash="ab",
        planned={"exercise": "glute_bridge", "repetitions": 12, "hold_s": 0}, self_reported=False, started_at=at,
    )  # fmt: skip
    home.journal.sets.add_repetition(begun, Repetition(0, None, "counted", 1.0, 2.0, 3.0, 4.0, 1.0, (), 38.5))
    home.journal.sets.end(
        begun, ended_at=at + timedelta(minutes=1), outcome="done", tracking=Tracking(60, 0, 0)
    )
    home.journal.sessions.end(session, ended_at=at + timedelta(minutes=2), outcome="done")
    return who


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


# --- a clinician's files ---


def routine(repetitions=6, fixed=True):
    return f"""
schema = 1
id = "mine"
name = "Gently"
description = "d"
source = "s"
[[items]]
exercise = "glute_bridge"
repetitions = {repetitions}
fixed = {str(fixed).lower()}
[[items]]
exercise = "cat_camel"
repetitions = 4
hold_s = 5
""".encode()


def shown(client, kind, content, status=200):
    answer = client.post(f"/api/data/{kind}", content=content, headers={"content-type": "application/toml"})
    assert answer.status_code == status, answer.text
    return answer.json()


def doses(home):
    return {item.exercise: item.dose.repetitions for item in programme_of(home).today().items}


def test_the_routine_that_is_downloaded_can_be_taken_in_and_changes_nothing(client, home):
    content = client.get("/data/routine.toml").content
    assert read_routine(content)[1] == []
    differences = shown(client, "routine", content)["differences"]
    assert len(differences) == 7
    assert all(before == after for _, before, after in differences)


def test_a_routine_is_shown_before_it_is_taken_in(client, home):
    before = doses(home)
    told = shown(client, "routine", routine())
    assert ["Glute bridge", "12 times", "6 times, fixed"] in told["differences"]
    assert ["Clamshell", "20 times on each side", "not part of it"] in told["differences"]
    assert doses(home) == before
    assert not routine_file(home.profile.id).exists()
    client.post(f"/api/data/routine?confirm={told['digest']}", content=routine())
    assert doses(home) == {"glute_bridge": 6, "cat_camel": 4}
    assert routine_file(home.profile.id).read_bytes() == routine()


def test_a_routine_that_cannot_be_kept_changes_neither_file_nor_doses(client, home, monkeypatch):
    digest = shown(client, "routine", routine())["digest"]
    before = doses(home)

    def no_room(*_args, **_more):
        raise full("journal.db")

    with monkeypatch.context() as patched:
        patched.setattr(home.journal.people, "change_settings", no_room)
        assert client.post(f"/api/data/routine?confirm={digest}", content=routine()).status_code == 503
    assert doses(home) == before
    assert not routine_file(home.profile.id).exists()
    settings.routines_folder().rmdir()
    settings.routines_folder().write_text("in the way", encoding="utf-8")
    answer = client.post(f"/api/data/routine?confirm={digest}", content=routine())
    assert (answer.status_code, str(settings.config_folder()) in answer.json()["error"]) == (422, True)
    assert doses(home) == before


@pytest.mark.parametrize("way", ["export", "backup"])
def test_what_a_clinician_prescribed_comes_back_with_the_person(client, home, tmp_path, way):
    practise(home)
    for kind, content in (("routine", routine()), ("rules", EDITED_RULES)):
        digest = shown(client, kind, content)["digest"]
        client.post(f"/api/data/{kind}?confirm={digest}", content=content)
    before = client.get("/data/export.json?of=everybody").content
    plan = [(item.exercise, item.dose) for item in programme_of(home).today().items]
    copy = home.journal.files.backup(tmp_path / "copy.db")
    client.post("/api/data/everything", json={"typed": "delete everything"})
    assert home.journal.handover.export_text().count("glute_bridge") == 0
    if way == "export":
        client.post("/api/data/import", content=before, headers=JSON)
    else:
        home.restore(copy)
    (person,) = [one for one in home.journal.people.all() if one.id in before.decode()]
    assert home.journal.handover.export_text(person.id).encode() == before
    programme = programme_of_anybody(home.journal, person.id, home.catalogue, home.now())
    assert [(item.exercise, item.dose) for item in programme.today().items] == plan
    assert set(programme.prescribed.fixed) == {"glute_bridge"}
    assert programme.rules.up.green_sessions == 4  # the rules are everybody's, and stay
    assert "not part of an export" in client.get("/data").text


def test_another_file_than_the_one_shown_is_not_taken_in(client, home):
    digest = shown(client, "routine", routine())["digest"]
    client.post(f"/api/data/routine?confirm={digest}", content=routine(repetitions=9))
    assert doses(home)["glute_bridge"] == 12


def test_a_fixed_dose_stays_until_it_is_released(client, home):
    content = routine()
    client.post(f"/api/data/routine?confirm={shown(client, 'routine', content)['digest']}", content=content)
    changed = home.preferences.model_dump(mode="json")
    changed["routine"][0]["repetitions"] = 3
    assert client.post("/api/settings", json=changed).status_code == 200
    (bridge,) = [item for item in programme_of(home).today().items if item.exercise == "glute_bridge"]
    assert bridge.dose.repetitions == 6
    assert bridge.decisions[0].rule == "fixed"
    assert "1 dose is fixed" in client.get("/data").text
    assert client.delete("/api/data/routine").status_code == 200
    assert doses(home)["glute_bridge"] == 3


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (routine(repetitions=49), "ceiling"),
        (routine().replace(b"cat_camel", b"deadlift"), "deadlift"),
        (routine().replace(b"cat_camel", b"glute_bridge").replace(b"hold_s = 5", b""), "each exercise once"),
        (b"\xff\xfe", "found"),
        (b"schema = ", "allowed: TOML"),
    ],
)
def test_a_wrong_routine_is_refused_with_what_and_where(client, home, content, reason):
    told = shown(client, "routine", content, status=422)
    assert any(reason in problem for problem in told["problems"]), told
    assert told["digest"] is None
    assert not routine_file(home.profile.id).exists()


def test_rules_are_shown_taken_in_and_given_back(client):
    edited = EDITED_RULES
    told = shown(client, "rules", edited)
    assert told["differences"] == [["up.green_sessions", "2", "4"]]
    assert not personal_file().exists()
    client.post(f"/api/data/rules?confirm={told['digest']}", content=edited)
    assert load_rules().up.green_sessions == 4
    assert client.get("/data/rules.toml").content == edited
    assert client.delete("/api/data/rules").status_code == 200
    assert load_rules().up.green_sessions == 2
    assert personal_file().with_name("rules.toml.before").read_bytes() == edited


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"red_rise = 3", b"red_rise = 9", "pain.red_rise"),
        (b"[2, 30], [1, 45], [1, 60]", b"[2, 30], [1, 45], [1, 90]", "at most 60"),
        (b'[red]\nanswer = "half"', b'[rot]\nanswer = "half"', "red"),
    ],
)
def test_dangerous_rules_are_refused(client, old, new, reason):
    assert old in builtin_content()
    told = shown(client, "rules", builtin_content().replace(old, new), status=422)
    assert any(reason in problem for problem in told["problems"])
    assert not personal_file().exists()


def test_a_rule_file_that_was_broken_by_hand_is_named_and_can_be_left(client):
    personal_file().parent.mkdir(parents=True, exist_ok=True)
    personal_file().write_text("schema = 1", encoding="utf-8")
    for address in ("/report", "/settings", "/api/data/routine"):
        answer = client.get(address) if "api" not in address else client.post(address, content=routine())
        assert answer.status_code == 503, address
        assert "rules.toml" in answer.text
    assert client.get("/data").status_code == 200
    assert client.delete("/api/data/rules").status_code == 200
    assert client.get("/report").status_code == 200


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
