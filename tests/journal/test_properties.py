"""Whatever is done in whatever order: nothing is lost, nothing is counted twice, everything can be handed over."""

import copy
import json
import math
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backcoach.journal import Journal, JournalError
from backcoach.tracking.summary import FaultSpan, Hold, Repetition
from tests.journal.people import NOW, begin, begin_set, practise

FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

sides = st.sampled_from(["left", "right", None])
seconds = st.one_of(st.just(math.nan), st.integers(0, 4_000_000).map(lambda ms: ms / 1000))
names = st.sampled_from(["up", "down"])
repetitions = st.builds(
    Repetition,
    index=st.integers(0, 5),
    side=sides,
    status=st.sampled_from(["counted", "unsure", "unfinished"]),
    start_s=seconds,
    target_s=seconds,
    release_s=seconds,
    end_s=seconds,
    hold_s=seconds,
    faults=st.lists(st.sampled_from(["shallow", "fast"]), max_size=2).map(tuple),
    range_of_motion=seconds,
)
holds = st.builds(
    Hold, start_s=st.sampled_from([1.0, 2.5]), end_s=st.sampled_from([3.0, 7.25]), side=sides, what=names
)
faults = st.builds(
    FaultSpan,
    id=st.sampled_from(["shallow", "fast"]),
    severity=st.sampled_from(["fault", "warning"]),
    start_s=st.sampled_from([1.0, 2.0]),
    end_s=st.sampled_from([3.0, 4.0]),
    side=sides,
)
steps = st.one_of(
    st.tuples(st.just("session"), st.sampled_from(["camera", "none", "demo"])),
    st.tuples(st.just("set"), st.booleans()),
    st.tuples(st.just("repetition"), repetitions),
    st.tuples(st.just("hold"), holds),
    st.tuples(st.just("fault"), faults),
    st.tuples(st.just("end set"), st.sampled_from(["done", "skipped", "hurt", "broken_off"])),
    st.tuples(st.just("end session"), st.sampled_from(["done", "skipped", "hurt", "broken_off"])),
    st.tuples(st.just("pain"), st.integers(0, 10)),
    st.tuples(st.just("delete session"), st.none()),
)


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    with Journal.open(tmp_path_factory.mktemp("one")) as journal:
        yield journal


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    with Journal.open(tmp_path_factory.mktemp("two")) as journal:
        yield journal


class Life:
    """Somebody who uses the journal, and remembers what must be in it."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.person = journal.people.add("Anna", created_at=NOW).id
        self.now = NOW
        self.sessions: dict[str, str] = {}
        self.done: dict[str, dict[str, set]] = {}
        self.session = self.set = None

    def do(self, what: str, value) -> None:
        self.now += timedelta(seconds=30)
        if what == "session":
            self.session, self.set = begin(self.journal, self.person, at=self.now, source=value), None
            self.sessions[self.session] = value
        elif what == "pain":
            self.journal.pain.report(
                self.person, at=self.now, when="during", value=value, session_id=self.session
            )
        elif self.session is not None:
            self.in_session(what, value)

    def in_session(self, what: str, value) -> None:
        if what == "set":
            self.set = begin_set(self.journal, self.session, at=self.now, self_reported=value)
            self.done[self.set] = {"repetition": {}, "hold": {}, "fault": {}}
        elif what == "end session":
            self.journal.sessions.end(self.session, ended_at=self.now, outcome=value)
        elif what == "delete session":
            self.journal.sessions.delete(self.session)
            del self.sessions[self.session]
            self.session = self.set = None
        elif self.set is not None:
            self.in_set(what, value)

    def in_set(self, what: str, value) -> None:
        if what == "repetition":
            self.journal.sets.add_repetition(self.set, value)
            self.done[self.set][what][value.index] = value
        elif what == "hold":
            self.journal.sets.add_hold(self.set, value)
            self.done[self.set][what][value.side, value.what, value.start_s] = value
        elif what == "fault":
            self.journal.sets.add_fault(self.set, value)
            self.done[self.set][what][value.id, value.side, value.start_s] = value
        else:
            self.journal.sets.end(self.set, ended_at=self.now, outcome=value)


@FEW
@given(st.lists(steps, max_size=25))
def test_any_order_of_calls_keeps_everything_once(one, two, todo):
    life = Life(one)
    for what, value in [("session", "camera"), ("set", False), *todo]:
        life.do(what, value)

    overviews = one.sessions.overviews(life.person, include_demo=True)
    assert [s.id for s in overviews] == list(life.sessions)[::-1]
    visible = {s.id for s in one.sessions.overviews(life.person)}
    assert visible == {key for key, source in life.sessions.items() if source != "demo"}
    for overview in overviews:
        record = one.sessions.get(overview.id)
        assert [s.id for s in overview.sets] == [s.id for s in record.sets]
        for totals, full in zip(overview.sets, record.sets, strict=True):
            expected = life.done[full.id]
            in_order = sorted(expected["repetition"].values(), key=lambda r: r.index)
            assert repr(full.done.repetitions) == repr(tuple(in_order))
            assert full.done.holds == tuple(expected["hold"].values())
            assert full.done.faults == tuple(expected["fault"].values())
            same_numbers(totals, full.done)
    text = one.handover.export_text(life.person)
    two.handover.import_text(text)
    assert two.handover.export_text(life.person) == text


def same_numbers(totals, done) -> None:
    assert (totals.counted, totals.unsure, totals.clean) == (done.counted, done.unsure, done.clean)
    assert totals.hold_s == pytest.approx(done.hold_s)
    assert totals.faults + totals.warnings == len(done.faults)
    assert sum(totals.by_side.values()) == done.counted
    assert all(totals.by_side.get(side, 0) == count for side, count in done.by_side.items())
    assert sum(totals.clean_by_side.values()) == done.clean


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@FEW
@given(st.dictionaries(st.text(max_size=4), json_values, max_size=3))
def test_settings_come_back_as_they_were(one, wish):
    anna = one.people.add("Anna", created_at=NOW).id
    one.people.change_settings(anna, lambda _: wish)
    assert one.people.settings(anna) == wish


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> dict:
    with Journal.open(tmp_path_factory.mktemp("document")) as journal:
        anna = journal.people.add("Anna", created_at=NOW).id
        practise(journal, anna)
        journal.questionnaires.save(anna, "screening", at=NOW, answers={})
        return json.loads(journal.handover.export_text())


def places(value, path=()):
    """Every place in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@settings(FEW, max_examples=80)
@given(st.data())
def test_a_document_that_was_tampered_with_is_taken_in_whole_or_not_at_all(two, document, data):
    changed = copy.deepcopy(document)
    *path, last = data.draw(st.sampled_from([p for p in places(document) if p]))
    place = changed
    for step in path:
        place = place[step]
    place[last] = data.draw(json_values)
    before = two.handover.export_text()
    try:
        two.handover.import_text(json.dumps(changed, ensure_ascii=False))
    except JournalError:
        assert two.handover.export_text() == before
    else:
        assert json.loads(two.handover.export_text())
        for person in two.people.all():
            two.people.delete(person.id)


@pytest.mark.parametrize("wish", [{"a": math.nan}, {"a": math.inf}, {"a": {1, 2}}, {"a": "\ud800"}])
def test_settings_that_json_cannot_say_are_refused(one, wish):
    anna = one.people.add("Anna", created_at=NOW).id
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the json module
        one.people.change_settings(anna, lambda _: wish)
    assert one.people.settings(anna) == {}
