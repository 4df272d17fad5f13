"""What a session gives out is in the journal at once, in order, and also after trouble."""

import json
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from backcoach.coaching.outputs import (
    Eased,
    FaultNoted,
    HoldDone,
    HurtReported,
    RepetitionDone,
    Say,
    SessionEnded,
    SetBegun,
    SetEnded,
)
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.catalogue import Catalogue
from backcoach.journal import Journal
from backcoach.journal.errors import full, unknown
from backcoach.programme.errors import NotResumableError
from backcoach.programme.kept_plan import planned_json, resumed, routine_json
from backcoach.texts import message
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking
from backcoach.web.live import outbox as outbox_module
from backcoach.web.live import recorder as recorder_module
from backcoach.web.live.outbox import Outbox
from backcoach.web.live.recorder import Recorder
from tests.coroutines import run as run_coroutine

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=timezone.utc)
SETS = (
    PlannedSet(
        Catalogue()["bird_dog"], 3, hold_s=2, advice=("Slowly.",), faults_off=frozenset({"hips_drop"})
    ),
    PlannedSet(Catalogue()["cat_camel"], 2, hold_s=5, rest_s=10),
)


def repetition(index, side=None, status="counted"):
    return Repetition(index, side, status, 1.0 + index, 2.0 + index, 3.0 + index, 4.0 + index, 1.0)


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path) as journal:
        yield journal


@pytest.fixture
def begun(journal):
    profile = journal.people.add("Anna", created_at=NOW).id
    session = journal.sessions.begin(
        profile, started_at=NOW, source="camera", routine=routine_json(SETS, None), engine_version="1"
    )
    troubles = []
    recorder = Recorder(
        journal, profile, session, NOW, SETS, dict.fromkeys(Catalogue(), "0" * 64), troubles.append
    )
    yield recorder, troubles
    recorder.close()


def test_everything_that_was_done_is_kept_in_order(begun, journal):
    recorder, troubles = begun
    for output in (
        Say(message("One"), "count"),
        SetBegun(0, 2.0, self_reported=False),
        RepetitionDone(0, repetition(0, "left"), self_reported=False),
        HoldDone(0, Hold(2.0, 3.0, "left", "hold"), self_reported=False),
        FaultNoted(0, FaultSpan("hips_drop", "fault", 2.0, 3.0)),
        HurtReported(0, 9.0, "bird_dog", "knee", 4, "skip"),
        HurtReported(0, 9.5, "bird_dog", None, None, "go_on"),
        SetEnded(0, 10.0, "hurt", Tracking(8.0, 0.0, 0.0), ((2.0, 0.5), (2.1, 0.6))),
        SetBegun(1, 20.0, self_reported=True),
        RepetitionDone(1, repetition(0), self_reported=True),
        SessionEnded(30.0, "broken_off"),
    ):
        recorder.take(output)
    assert recorder.flush(5)
    record = journal.sessions.get(recorder.session_id)
    first, second = record.sets
    assert (first.outcome, second.outcome, record.outcome) == ("hurt", "broken_off", "broken_off")
    assert first.done.repetitions == (repetition(0, "left"),)
    assert first.done.holds[0].what == "hold"
    assert first.done.faults[0].id == "hips_drop"
    assert first.started_at == NOW + timedelta(seconds=2)
    assert len(first.signal) == 2
    assert second.self_reported_repetitions == {0}
    (pain,) = record.pain
    assert (pain.value, pain.where, pain.exercise, pain.then) == (4, "knee", "bird_dog", "skip")
    assert record.ended_at == NOW + timedelta(seconds=30)
    assert troubles == []


def test_a_finished_repetition_is_on_the_disk_within_a_second(begun, journal):
    recorder, _ = begun
    recorder.take(SetBegun(0, 0.0, self_reported=False))
    begun_s = time.monotonic()
    recorder.take(RepetitionDone(0, repetition(0), self_reported=False))
    while (
        not journal.sessions.get(recorder.session_id).sets
        or not journal.sessions.get(recorder.session_id).sets[0].done.repetitions
    ):
        assert time.monotonic() - begun_s < 1.0
        time.sleep(0.01)


def test_a_full_disk_is_told_and_what_was_done_is_written_when_there_is_room(begun, journal, monkeypatch):
    recorder, troubles = begun
    recorder.take(SetBegun(0, 0.0, self_reported=False))
    assert recorder.flush(5)
    monkeypatch.setattr(recorder_module, "RETRY_S", (0.01,))
    write, room = journal.sets.add_repetition, threading.Event()

    def add(*arguments, **named):
        if not room.is_set():
            raise full("here")
        write(*arguments, **named)

    monkeypatch.setattr(journal.sets, "add_repetition", add)
    for index in range(3):
        recorder.take(RepetitionDone(0, repetition(index), self_reported=False))
    assert not recorder.flush(0.1)
    assert "disk is full" in str(troubles[0])
    room.set()
    assert recorder.flush(5)
    assert troubles[-1] is None
    assert [r.index for r in journal.sessions.get(recorder.session_id).sets[0].done.repetitions] == [0, 1, 2]


def test_a_session_that_was_deleted_meanwhile_is_not_written_any_more(begun, journal, monkeypatch):
    recorder, troubles = begun
    journal.sessions.delete(recorder.session_id)
    recorder.take(SetBegun(0, 0.0, self_reported=False))
    recorder.take(RepetitionDone(0, repetition(0), self_reported=False))
    assert recorder.close(5)
    assert str(troubles[0]) == str(unknown(message("session"), recorder.session_id))


def test_closing_does_not_wait_for_ever(begun, journal, monkeypatch):
    recorder, _ = begun

    def never(*_, **__):
        raise full("here")

    monkeypatch.setattr(journal.sets, "begin", never)
    recorder.take(SetBegun(0, 0.0, self_reported=False))
    begun_s = time.monotonic()
    assert not recorder.close(0.1)
    assert time.monotonic() - begun_s < 2


def test_what_is_planned_comes_back_from_the_journal(begun, journal):
    recorder, _ = begun
    for output in (
        SetBegun(0, 0.0, self_reported=False),
        RepetitionDone(0, repetition(0, "left"), self_reported=False),
        RepetitionDone(0, repetition(1, "right", "unsure"), self_reported=False),
        SetBegun(0, 5.0, self_reported=False),
        RepetitionDone(0, repetition(2, "left"), self_reported=False),
        SetEnded(0, 6.0, "done", Tracking()),
    ):
        recorder.take(output)
    recorder.flush(5)
    record = journal.sessions.get(recorder.session_id)
    sets, done = resumed(record.routine, record.sets, Catalogue())
    assert sets == SETS
    assert (dict(done[0].by_side), done[0].finished, done[0].remembered) == ({"left": 2}, True, 3)
    assert (done[1].by_side, done[1].finished, done[1].remembered) == ((), False, 0)


def test_an_easier_dose_is_kept_like_a_repetition(begun, journal):
    recorder, _ = begun
    easier = replace(SETS[0], repetitions=2, hold_s=1.0, variant="leg_only")
    recorder.take(SetBegun(0, 0.0, self_reported=False))
    recorder.take(RepetitionDone(0, repetition(0, "left"), self_reported=False))
    recorder.take(Eased(0, easier))
    recorder.flush(5)
    record = journal.sessions.get(recorder.session_id)
    assert resumed(record.routine, record.sets, Catalogue())[0] == (easier, SETS[1])
    assert record.sets[0].planned["repetitions"] == 2
    assert record.sets[0].done.repetitions[0].side == "left"


@pytest.mark.parametrize(
    "routine",
    [
        {},
        {"sets": []},
        {"sets": "x"},
        {"sets": [{"exercise": "flying", "repetitions": 1}]},
        {"sets": [{"exercise": "bird_dog", "repetitions": 0}]},
    ],
)
def test_a_plan_that_cannot_be_used_is_refused_in_words(routine):
    with pytest.raises(NotResumableError, match="cannot be continued"):
        resumed(routine, (), Catalogue())


def test_a_dose_is_plain_json():
    assert planned_json(SETS[0]) == {
        "exercise": "bird_dog", "repetitions": 3, "hold_s": 2.0, "variant": None, "faults_off": ["hips_drop"],
        "advice": ["Slowly."], "sides": ["left", "right"], "rest_s": 30.0,
    }  # fmt: skip


class Sent:
    """A page that keeps what it is sent."""

    def __init__(self):
        self.told = []

    async def send_text(self, text):
        self.told.append(json.loads(text)["type"])


def test_a_number_is_shown_when_it_is_on_the_disk(monkeypatch):
    async def run(behind, *kinds):
        page = Sent()
        outbox = Outbox(page)
        outbox.is_behind = lambda: behind.pop() if behind else False
        for kind in kinds:
            outbox.put({"type": kind})
        await outbox.send_waiting()
        return page.told, behind

    assert run_coroutine(run([True] * 5, "screen", "say", "pose")) == (["screen", "say", "pose"], [])
    assert run_coroutine(run([True] * 5, "pose"))[1]  # skeletons wait for nothing
    monkeypatch.setattr(outbox_module, "KEPT_S", 0.01)
    assert run_coroutine(run([True] * 10_000, "screen"))[0] == ["screen"]


def test_what_was_taken_is_behind_until_it_is_written(journal_that_waits):
    recorder, go = journal_that_waits
    assert not recorder.is_behind()
    recorder.take(SessionEnded(5.0, "done"))
    assert recorder.is_behind()
    go.set()
    assert recorder.flush(5)
    assert not recorder.is_behind()
    recorder.close()


@pytest.fixture
def journal_that_waits():
    go = threading.Event()
    sessions = SimpleNamespace(end=lambda *_, **__: go.wait(10))
    recorder = Recorder(SimpleNamespace(sessions=sessions), "anna", "s", NOW, [], {}, lambda _: None)
    yield recorder, go
    go.set()
