"""Every figure that is shown on two surfaces is the same on both, whatever the journal holds."""

import html
import json
import re
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backcoach.journal.days import days_done, days_with_exercise
from backcoach.plan.done import AMOUNTS, COUNTS, amount
from backcoach.plan.schedule import weekly_streak
from backcoach.reminders.watch import known_of
from backcoach.reports.clinician import Period, build
from backcoach.reports.fhir import bundle
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking
from backcoach.web.house import programme_of

NOW = datetime(2026, 6, 10, 20, 0).astimezone()  # a Wednesday
SIDED = {"clamshell": True, "glute_bridge": False, "forearm_plank": False}
STATUS = st.sampled_from(["counted", "counted", "unsure", "unfinished"])
REPETITION = st.tuples(STATUS, st.sampled_from(["left", "right"]), st.booleans(), st.booleans())
SET = st.tuples(
    st.sampled_from(sorted(SIDED)),
    st.integers(1, 4),
    st.lists(REPETITION, max_size=6),
    st.lists(st.sampled_from([0.5, 4.0, 30.0]), max_size=1),
    st.integers(0, 2),
)
SESSION = st.fixed_dictionaries(
    {
        "ago": st.integers(0, 9),
        "source": st.sampled_from(["camera", "none", "demo"]),
        "outcome": st.sampled_from(["done", "broken_off", "hurt", None]),
        "practice": st.booleans(),
        "sets": st.lists(SET, max_size=3),
        "left_out": st.integers(0, 2),
    }
)


def asked_for(exercise, repetitions, hold_s):
    return {"exercise": exercise, "repetitions": repetitions, "hold_s": hold_s, "sides": ["left", "right"]}


def keep(home, what, minute):
    journal, at = home.journal, NOW - timedelta(days=what["ago"], minutes=minute)
    planned = [
        asked_for(name, asked, 30.0 if name == "forearm_plank" else 0.0) for name, asked, *_ in what["sets"]
    ]
    extra = [asked_for("cat_camel", 3, 0.0)] * what["left_out"]
    practice = what["sets"][0][0] if what["practice"] and what["sets"] else None
    session = journal.sessions.begin(
        home.profile.id, started_at=at, source=what["source"], engine_version="1",
        routine={"practice": practice, "sets": planned + extra},
    )  # fmt: skip
    for position, (name, _, repetitions, holds, faults) in enumerate(what["sets"]):
        one = journal.sets.begin(
            session, position=position, exercise=name, exercise_version=1, exercise_hash="0",
            planned=planned[position], self_reported=what["source"] == "none", started_at=at,
        )  # fmt: skip
        for i, (status, side, clean, told) in enumerate(repetitions):
            side_of = side if SIDED[name] else None
            fault = () if clean else ("hips_low",)
            done = Repetition(
                i, side_of, status, 5.0 * i, 5 * i + 1.0, 5 * i + 2.0, 5 * i + 3.0, 1.0, fault, 30.0
            )
            journal.sets.add_repetition(one, done, self_reported=told)
        for held_s in holds:
            journal.sets.add_hold(one, Hold(1.0, 1.0 + held_s, "left" if SIDED[name] else None, "up"))
        for i in range(faults):
            severity = "fault" if i else "warning"
            journal.sets.add_fault(one, FaultSpan("heels_lift", severity, 5.0 * i, 5.0 * i + 1))
        journal.sets.end(one, ended_at=at + timedelta(minutes=2), outcome="done", tracking=Tracking(60, 0, 0))
    if what["outcome"]:
        journal.sessions.end(session, ended_at=at + timedelta(minutes=9), outcome=what["outcome"])


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def lived(home, client, monkeypatch):
    monkeypatch.setattr(home, "now", lambda: NOW)

    def live(sessions):
        home.delete_everything()
        home.journal.questionnaires.save(
            home.profile.id, "screening", at=NOW - timedelta(days=20), answers={"yes": [], "agreed": True}
        )
        for minute, what in enumerate(sessions):
            keep(home, what, 20 * minute)
        return home

    return live


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sessions=st.lists(SESSION, min_size=1, max_size=4))
def test_no_two_figures_disagree(lived, client, sessions):
    home = lived(sessions)
    journal, me, programme = home.journal, home.profile, programme_of(home)
    limits, rules = programme.rules.done, programme.rules
    work = journal.sessions.work(me.id)
    amounts = days_done(work, limits)
    monday = NOW.date() - timedelta(days=NOW.weekday())
    period = Period(NOW.date() - timedelta(days=27), NOW.date())
    report = build(journal, me, home.catalogue, rules, period, made_at=NOW)

    # days: Today's week, the history's weeks, streak, report, reminders, calendar of progress
    shown = re.findall(
        r'<li class="(\w+)', client.get("/").text.partition('<ol class="week')[2].partition("</ol>")[0]
    )
    assert shown == [amounts.get(monday + timedelta(days=k), "nothing") for k in range(7)]
    counting = {day for day, one in amounts.items() if one in COUNTS}
    this_week = sum(day >= monday for day in counting)
    assert weekly_streak(programme.past, programme.person(), rules, NOW.date()).this_week == this_week
    history = text_of(client.get("/history").text)
    if any(one["source"] != "demo" for one in sessions):
        assert f"This week {this_week} of 7 days" in history
        assert sum(
            int(n) for n in re.findall(r"(\d) of 7 days", history.partition("three months")[2])
        ) == len(counting)
    assert report.adherence.done_days == len(counting) == sum(week.done for week in report.adherence.weeks)
    assert known_of(journal, me.id, NOW).sessions == counting == days_with_exercise(work, limits)
    progress = client.get("/progress").text
    assert len(re.findall(r'<td class="done', progress)) == len(counting)
    assert len(re.findall(r'<td class="begun', progress)) == len(amounts) - len(counting)

    # sessions: list, detail, end, report, interface, rules
    for one in journal.sessions.overviews(me.id):
        record = journal.sessions.get(one.id)
        head = next(w for w in work if w.head.id == one.id)
        assert one.work == record.work == head.work
        told = client.get(f"/api/sessions/{one.id}").json()["done"]
        assert told == {"share": round(one.work.share, 3), "amount": amount(one.work, limits)}
        words = text_of(client.get(f"/history/{one.id}").text)
        expected = (
            "Stopped because it hurt"
            if one.outcome == "hurt"
            else told["amount"].replace("partly", "partly done")
        )
        assert f"session {expected}".lower().replace("nothing", "nothing done") in words.lower()
        ended = client.get(f"/done/{one.id}").text
        shares = [float(v) for v in re.findall(r'<meter[^>]+value="([\d.]+)"', ended)]
        assert sum(shares) / max(1, len(shares)) == pytest.approx(one.work.share, abs=0.002)
    states = [amount(w.work, limits) for w in work]
    assert report.adherence.sessions == sum(state != "nothing" for state in states)
    assert report.adherence.finished == states.count("done")
    past = [s.work for s in programme.past.sessions]
    assert sorted(w for w in past) == sorted(
        w.work for w in work if any(o.sets for o in journal.sessions.overviews(me.id) if o.id == w.head.id)
    )

    # repetitions: report, history, sets, FHIR
    totals = journal.sets.totals(me.id)
    seen = sum(s.counted - s.self_reported_count for s in totals)
    assert sum(line.seen for line in report.exercises) == seen
    assert sum(int(n) for n in re.findall(r"(\d+) repetitions? counted", history)) == seen
    for line in report.exercises:
        if line.by_side:
            assert sum(line.by_side.values()) == line.seen
    made = bundle(journal, me, home.catalogue, made_at=NOW)
    parts = [p for e in made["entry"] for p in e["resource"].get("component", ())]
    over = {s.id for s in journal.sessions.overviews(me.id) if s.ended_at is not None and s.work.something}
    assert sum(p["valueInteger"] for p in parts if "counted" in p["code"]["text"]) == sum(
        s.counted - s.self_reported_count for s in totals if s.session_id in over
    )

    # hints about form: report, end, detail
    spans = [
        f
        for s in journal.sessions.overviews(me.id)
        for one in journal.sessions.get(s.id).sets
        for f in one.done.faults
    ]
    if spans:
        clearly, slightly = (sum(f.severity == kind for f in spans) for kind in ("fault", "warning"))
        found = [(h.clearly, h.slightly) for h in report.faults]
        assert (sum(c for c, _ in found), sum(s for _, s in found)) == (clearly, slightly)
        shown_times = 0
        for one in journal.sessions.overviews(me.id):
            words = text_of(client.get(f"/history/{one.id}").text)
            shown_times += sum(int(n) for n in re.findall(r"(?:Heels lift|heels_lift) · (\d+) time", words))
        assert shown_times == clearly + slightly

    # exports
    rows = json.loads(client.get("/api/sessions").text)["sessions"]
    assert [row["done"]["amount"] for row in rows] == states
    assert set(states) <= set(AMOUNTS)


def test_the_calendar_entry_lasts_as_long_as_today_says(lived, client):
    home = lived([])
    minutes = re.search(r"About (\d+) minutes", client.get("/").text)[1]
    entry = client.get("/api/calendar.ics").text
    assert f"DURATION:PT{minutes}M" in entry
    assert client.get("/api/today?length=gentle").json()["minutes"] == int(minutes)
    assert programme_of(home).minutes() == int(minutes)
