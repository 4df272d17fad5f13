"""The FHIR bundle, validated by an independent implementation of the standard."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from backcoach.exercises.catalogue import Catalogue
from backcoach.journal import Journal
from backcoach.reports.fhir import bundle
from backcoach.tracking.summary import Hold, Repetition, Tracking

NOW = datetime(2026, 3, 4, 18, 5, tzinfo=timezone.utc)


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path) as journal:
        yield journal


def live(journal, source="camera"):
    """A session with one set, pain before and after, and every questionnaire."""
    me = journal.people.add("Me", created_at=NOW)
    session = journal.sessions.begin(
        me.id, started_at=NOW, source=source, routine={}, engine_version="1", pain_before=3
    )
    one = journal.sets.begin(
        session, position=0, exercise="bird_dog", exercise_version=1, exercise_hash="x", planned={},
        self_reported=False, started_at=NOW,
    )  # fmt: skip
    for index in range(3):
        repetition = Repetition(index, "left", "counted", 10.0 * index, 11, 16, 17, 5.0)
        journal.sets.add_repetition(one, repetition, self_reported=index == 2)
        journal.sets.add_hold(one, Hold(10.0 * index, 10.0 * index + 5, "left"))
    journal.sets.end(one, ended_at=NOW, outcome="done", tracking=Tracking(30, 0, 0))
    journal.sessions.end(session, ended_at=NOW + timedelta(minutes=12), outcome="done")
    journal.sessions.report_effort(session, 4)
    journal.questionnaires.save(me.id, "screening", at=NOW, answers={"yes": ["knee"], "agreed": False})
    journal.questionnaires.save(me.id, "rmdq24", at=NOW, answers={"ticked": [1, 7]}, score=2.0)
    journal.questionnaires.save(
        me.id, "activities", at=NOW, answers={"activities": [{"name": "Shoes", "value": 6}]}, score=6.0
    )
    journal.questionnaires.save(me.id, "global_change", at=NOW, answers={"value": 2}, score=2.0)
    return me


def made(journal, me, **wanted):
    routine = [{"exercise": "bird_dog", "repetitions": 8, "hold_s": 5, "sets": 1}]
    return bundle(journal, me, Catalogue(), made_at=NOW, routine=routine, **wanted)


def kinds(bundle):
    return [entry["resource"]["resourceType"] for entry in bundle["entry"]]


@pytest.mark.parametrize("full", [True, False])
def test_an_independent_implementation_finds_it_valid(journal, full):
    resources = pytest.importorskip("fhir.resources.R4B.bundle")
    me = live(journal) if full else journal.people.add("Nobody yet", created_at=NOW)
    found = resources.Bundle.model_validate_json(json.dumps(made(journal, me)))
    assert len(found.entry) == (9 if full else 2)


def test_it_holds_what_was_reported(journal):
    entries = [entry["resource"] for entry in made(journal, live(journal))["entry"]]
    codes = {e["code"]["coding"][0]["code"]: e for e in entries if e["resourceType"] == "Observation"}
    assert codes["72514-3"]["valueInteger"] == 3
    assert codes["55411-3"]["valueQuantity"]["value"] == 12
    parts = {part["code"]["text"]: part for part in codes["73985-4"]["component"]}
    assert parts["Bird dog: repetitions counted"]["valueInteger"] == 2
    assert parts["Bird dog: repetitions self-reported"]["valueInteger"] == 1
    assert parts["Bird dog: seconds held"]["valueQuantity"]["value"] == 15
    plan = next(e for e in entries if e["resourceType"] == "CarePlan")
    assert plan["activity"][0]["detail"]["description"] == "8 repetitions on each side, 5 s each"


def test_no_conformance_with_a_profile_is_claimed(journal):
    made_of_it = made(journal, live(journal))
    assert made_of_it["type"] == "collection"
    assert not [one for one in (made_of_it, *(e["resource"] for e in made_of_it["entry"])) if "meta" in one]


def test_a_demonstration_is_nobodys_history(journal):
    assert "Observation" not in [
        e["resource"]["resourceType"]
        for e in made(journal, live(journal, "demo"))["entry"]
        if e["resource"].get("code", {}).get("coding", [{}])[0].get("code") != "72514-3"
    ]


def test_the_same_history_gives_the_same_bundle_and_every_entry_its_own_name(journal):
    me = live(journal)
    one = made(journal, me)
    assert one == made(journal, me)
    urls = [entry["fullUrl"] for entry in one["entry"]]
    assert len(set(urls)) == len(urls)


def test_what_is_older_is_left_out(journal):
    assert kinds(made(journal, live(journal), since=NOW + timedelta(days=1))) == ["Patient", "CarePlan"]
