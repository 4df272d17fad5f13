"""May I, and what, today? Pages, live connection and interface give one answer, and each refusal has a way out.

For any history of answers, pain and sessions: a page offers Start exactly when the live connection takes the hello;
what a refusal names can be pressed, and an honest person who follows it exercises in the end.
"""

import re
import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backcoach.tracking.summary import Repetition, Tracking

FOR_LIFE = {"cancer", "knee"}
"""What stays true; a warning sign does not, once a doctor has looked at it."""

OPENS = {"questions": "/welcome", "agreement": "/", "choose": "/settings"}
"""What the next step out of a refusal opens, where it can be pressed at once."""

NOON = datetime(2026, 6, 10, 12, 0).astimezone()
ANSWERS = st.fixed_dictionaries(
    {
        "yes": st.sets(
            st.sampled_from(["chest_pain", "bladder", "cancer", "night_pain", "knee"]), max_size=2
        ),
        "agreed": st.booleans(),
    }
)
HURT = st.fixed_dictionaries(
    {
        "where": st.sampled_from(["lower_back", "knee", "down_leg", "chest", "faint"]),
        "value": st.integers(0, 10),
        "then": st.sampled_from(["go_on", "skip", "stop"]),
    }
)
PAIN = st.none() | st.integers(0, 10)
SESSION = st.fixed_dictionaries(
    {
        "before": PAIN,
        "after": PAIN,
        "hurt": st.none() | HURT,
        "practice": st.booleans(),
        "done": st.sampled_from([0.0, 0.5, 1.0]),
        "ended": st.booleans(),
        "source": st.sampled_from(["camera", "none", "demo"]),
    }
)
EVENT = st.one_of(
    st.tuples(st.just("answers"), ANSWERS),
    st.tuples(st.just("session"), SESSION),
    st.tuples(st.just("morning"), st.integers(0, 10)),
)
PAST = st.lists(st.tuples(st.sampled_from([0, 0, 1, 2, 5, 9, 30]), EVENT), max_size=7)


class Person:
    """Somebody with a past, in front of the pages."""

    def __init__(self, home, client, connect, monkeypatch):
        self.home, self.client, self.connect = home, client, connect
        self.now = NOON
        monkeypatch.setattr(home, "now", lambda: self.now)

    def lives(self, past):
        self.home.delete_everything()
        self.truth = set()
        ordered = sorted(past, key=lambda one: -one[0])
        for place, (ago, (kind, what)) in enumerate(ordered):
            self.now = NOON - timedelta(days=ago, minutes=10 * (len(ordered) - place))
            getattr(self, kind)(what)
        self.now = NOON

    def answers(self, what):
        self.truth = what["yes"] & FOR_LIFE
        told = {"yes": sorted(what["yes"]), "agreed": what["agreed"], "adult": True}
        assert self.client.post("/api/screening", json=told).status_code == 200

    def morning(self, value):
        self.client.post("/api/pain", json={"value": value, "when": "next_morning"})

    def session(self, what):
        journal, me = self.home.journal, self.home.profile.id
        names = ["glute_bridge"] if what["practice"] else ["glute_bridge", "cat_camel"]
        sets = [{"exercise": n, "repetitions": 4, "hold_s": 0, "sides": ["left", "right"]} for n in names]
        session = journal.sessions.begin(
            me, started_at=self.now, source=what["source"], engine_version="1", pain_before=what["before"],
            routine={"practice": names[0] if what["practice"] else None, "sets": sets},
        )  # fmt: skip
        for position, one in enumerate(sets):
            done = journal.sets.begin(
                session, position=position, exercise=one["exercise"], exercise_version=1, exercise_hash="0",
                planned=one, self_reported=False, started_at=self.now,
            )  # fmt: skip
            for i in range(round(4 * what["done"])):
                journal.sets.add_repetition(
                    done, Repetition(i, None, "counted", i, i + 0.2, i + 0.4, i + 0.8, 0.2)
                )
            if what["ended"]:
                journal.sets.end(done, ended_at=self.now, outcome="done", tracking=Tracking(seen_s=4))
        if what["hurt"]:
            journal.pain.report(
                me, at=self.now, when="during", session_id=session, exercise="glute_bridge", **what["hurt"]
            )
        if what["after"] is not None:
            journal.pain.report(me, at=self.now, when="after", value=what["after"], session_id=session)
        if what["ended"]:
            journal.sessions.end(session, ended_at=self.now, outcome="done")

    # --- what is offered, and what is taken ---

    def page(self, path):
        answer = self.client.get(path)
        return answer.text if answer.status_code == 200 else ""

    def asks(self, **hello):
        """Say hello; return the first screen, or None where it was refused with a sentence."""
        with self.connect() as page:
            page.hello(**hello)
            first = page.hear()
            if first["type"] == "error":
                assert first["code"] == 4423
                assert first["reason"]
                self.offered = first["ways"]
                return None
            screen = page.wait_for("screen")
        while self.home.slot.taken:
            time.sleep(0.005)
        if hello.get("resume") is None:
            self.home.journal.sessions.delete(first["session"])
        return screen

    def follows_the_ways(self, pain):
        """Do what the refusals say, truthfully, until the routine may begin; return how many steps it took."""
        for step in range(7):
            self.now += timedelta(minutes=1)
            told = self.client.get("/api/today", params=query(pain)).json()
            if told["allowed"]:
                return step
            assert told["ways"], "a refusal without a way out"
            way = next(one for one in told["ways"] if one["kind"] != "help")
            page = self.page("/" + asked(pain)) or self.page("/welcome")
            if way["kind"] == "questions":
                assert 'href="/welcome' in page or 'action="/welcome' in page
                self.answers_truthfully(pain)
            elif way["kind"] == "agreement":
                assert 'action="/agreed"' in page
                self.client.post("/agreed", data={"agreed": "1"})
            else:
                assert way["kind"] == "wait"
                assert 'href="/exercises"' in page
                assert 'href="/report"' in page
                assert date.fromisoformat(way["day"]) > self.now.date()
                self.now = datetime.combine(date.fromisoformat(way["day"]), NOON.time()).astimezone()
        raise AssertionError(f"still locked out: {told}")

    def answers_truthfully(self, pain):
        """What a sign was about has been looked at; nobody ticks that a professional agreed to be asked again."""
        form = {f"none_{tier}": "1" for tier in "ABC"} | {"adult": "1", "yes": sorted(self.truth)}
        if "cancer" in self.truth:
            del form["none_B"]
        if "knee" in self.truth:
            del form["none_C"]
        page = self.client.post("/welcome", data=form | query(pain))
        assert page.status_code == 200
        may = 'value="camera"' in self.page("/" + asked(pain))
        leads_on = 'class="ready"' in page.text or "To today" in page.text
        assert leads_on == may, "the outcome and Today disagree"


def query(pain, **more):
    return {**({} if pain is None else {"pain": pain}), **more}


def asked(pain, **more):
    return "?" + "&".join(f"{name}={value}" for name, value in query(pain, **more).items())


@pytest.fixture
def somebody(home, client, connect, monkeypatch):
    return Person(home, client, connect, monkeypatch)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(past=PAST, pain=PAIN, length=st.sampled_from(["all", "gentle", "5", "10"]))
def test_start_is_offered_exactly_when_it_is_taken_and_every_refusal_leads_out(somebody, past, pain, length):
    somebody.lives(past)
    page = somebody.page("/" + asked(pain, length=length))
    confirmed = 'name="confirmed"' in page
    screen = somebody.asks(source="none", pain=pain, length=length, confirmed=confirmed)
    answered = "/welcome" not in (somebody.client.get("/").headers.get("location") or "")
    assert ('value="none"' in page) == (screen is not None)
    if screen is not None:
        assert list(dict.fromkeys(s["exercise"] for s in screen["sets"])) == re.findall(
            r'data-exercise="(\w+)"', page
        )
    else:
        ways = somebody.client.get("/api/today", params=query(pain, length=length)).json()["ways"]
        next_step = next(way["kind"] for way in ways if way["kind"] != "help")
        assert [way["href"] for way in somebody.offered] == [
            OPENS[next_step] + asked(pain).rstrip("?") for _ in range(next_step in OPENS)
        ]
        assert all(way["text"] for way in somebody.offered)
    if confirmed:
        assert somebody.asks(source="none", pain=pain, length=length) is None
        assert [way["hello"] for way in somebody.offered] == [{"confirmed": True}]
    practice = somebody.asks(source="none", practice={"exercise": "bird_dog"})
    assert ("/practice/bird_dog?source=none" in somebody.page("/exercises/bird_dog")) == (
        practice is not None
    )
    unfinished = somebody.home.unfinished
    if unfinished is not None and answered:
        resumed = somebody.asks(source="none", resume=unfinished.id)
        assert (f"resume={unfinished.id}" in page) == (resumed is not None)
    somebody.follows_the_ways(pain)
    assert 'value="none"' in somebody.page("/" + asked(pain))


@pytest.mark.parametrize("when", ["at once", "later"])
def test_after_a_warning_sign_the_agreement_can_be_told_without_ticking_what_is_not_true(somebody, when):
    """Pain that spread down a leg, questions answered with nothing, and the box is there on both pages."""
    hurt = {"where": "down_leg", "value": 4, "then": "stop"}
    what = {
        "before": 1,
        "after": 1,
        "hurt": hurt,
        "practice": False,
        "done": 1.0,
        "ended": True,
        "source": "none",
    }
    somebody.lives([(30 if when == "later" else 0, ("session", what))])
    somebody.now = NOON + timedelta(minutes=1)
    outcome = somebody.client.post("/welcome", data={f"none_{t}": "1" for t in "ABC"} | {"adult": "1"}).text
    assert 'action="/agreed"' in outcome
    assert 'action="/agreed"' in somebody.page("/")
    assert 'href="/welcome"' not in somebody.page("/").partition("<form")[0]
    somebody.now += timedelta(minutes=1)
    told = somebody.client.post("/api/agreement", json={"agreed": True}).json()
    assert told["allowed"], told
    assert 'value="camera"' in somebody.page("/")
    assert somebody.client.post("/api/agreement", json={"agreed": True}).status_code == 409


def test_answers_before_the_pain_was_told_do_not_count(somebody):
    """Red on the next morning is news: the questions come again, though they were answered on the day itself."""
    what = {
        "before": 1,
        "after": 1,
        "hurt": None,
        "practice": False,
        "done": 1.0,
        "ended": True,
        "source": "none",
    }
    somebody.lives(
        [(1, ("session", what)), (1, ("answers", {"yes": set(), "agreed": False})), (0, ("morning", 6))]
    )
    assert [w["rule"] for w in somebody.client.get("/api/today").json()["why"]] == ["screening_after_red"]


def test_pain_shows_before_the_start_what_it_changes(somebody):
    somebody.lives([(1, ("answers", {"yes": set(), "agreed": False}))])
    page = somebody.page("/?pain=8&length=all")
    assert "Half after pain" in page
    assert "5 × 10 s" not in page  # noqa: RUF001
    assert re.search(r"about \d+ minutes instead of \d+", page)
    assert "changes nothing" in somebody.page("/?pain=1&length=all")
