"""A clinician's files, a routine and rules: shown before they are taken in, given back, refused with what is wrong."""

from __future__ import annotations

import pytest

from backcoach import settings
from backcoach.exercises.routine import read_routine
from backcoach.journal.errors import full
from backcoach.plan.rule_file import builtin_content, load_rules, personal_file
from backcoach.programme.prescribing import routine_file
from backcoach.reports.hand_over import programme_of_anybody
from backcoach.web.house import programme_of
from tests.web.handed_over import EDITED_RULES, JSON, practise, routine, shown


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
