"""Reminders out of a real journal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from backcoach.journal import Journal
from backcoach.reminders.habits import KEY, Breaks, Reminders
from backcoach.reminders.idle import idle_s
from backcoach.reminders.notify import command, notifier
from backcoach.reminders.watch import COUNTS, Watch, answer_break
from backcoach.tracking.summary import Repetition

NOW = datetime(2026, 3, 4, 18, 5, tzinfo=timezone.utc)
BREAKS = Breaks(on=True, start="00:00", stop="00:00", weekdays=tuple(range(7)))


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path) as journal:
        yield journal


@pytest.fixture
def me(journal):
    person = journal.people.add("Me", created_at=NOW)
    return getattr(person, "id", person)


def want(journal, me, **wanted):
    journal.people.change_settings(me, lambda _: {KEY: Reminders(**wanted).model_dump(mode="json")})


def kinds(found):
    return [reminder.kind for reminder in found]


def session(journal, me, at, ended=True, done=2):
    began = journal.sessions.begin(me, started_at=at, source="none", routine={}, engine_version="1")
    one = journal.sets.begin(
        began, position=0, exercise="cat_camel", exercise_version=1, exercise_hash="0",
        planned={"repetitions": 2}, self_reported=True, started_at=at,
    )  # fmt: skip
    for i in range(done):
        journal.sets.add_repetition(
            one, Repetition(i, None, "counted", 4.0 * i, 4 * i + 1.0, 4 * i + 2.0, 4 * i + 3.0, 1.0)
        )
    if ended:
        journal.sessions.end(began, ended_at=at + timedelta(minutes=15), outcome="done")


def test_each_reminder_is_said_once_a_day_whoever_looks(journal, me):
    want(journal, me, routine=True)
    assert kinds(Watch(journal, me).look(NOW, 0, None)) == ["routine"]
    assert kinds(Watch(journal, me).look(NOW + timedelta(minutes=1), 60, None)) == []
    assert kinds(Watch(journal, me).look(NOW + timedelta(days=1), 86400, None)) == ["routine"]


def test_two_that_look_at_once_say_each_reminder_once(journal, me):
    want(journal, me, routine=True, breaks=BREAKS)
    watches = [Watch(journal, me), Watch(journal, me)]
    with ThreadPoolExecutor(len(watches)) as threads:
        for day in range(10):
            at = NOW + timedelta(days=day)
            looks = [threads.submit(watch.look, at, 60.0 * day, None) for watch in watches]
            found = [kind for look in looks for kind in kinds(look.result())]
            assert found == ["routine"]


def test_counts_of_two_that_watch_are_added_up(journal, me):
    want(journal, me, breaks=BREAKS)
    here, there = Watch(journal, me), Watch(journal, me)
    assert sit(here, 30) == sit(there, 30) == [(30, "break")]
    assert journal.people.settings(me)[COUNTS][NOW.date().isoformat()]["called"] == 2


def test_the_routine_is_reminded_of_on_planned_days_only(journal, me):
    want(journal, me, routine=True)
    others = set(range(7)) - {NOW.weekday()}
    assert Watch(journal, me).look(NOW, 0, None, weekdays=others) == []
    assert kinds(Watch(journal, me).look(NOW, 0, None, weekdays={NOW.weekday()})) == ["routine"]


def test_what_was_done_today_is_not_reminded_of(journal, me):
    want(journal, me, routine=True)
    session(journal, me, NOW - timedelta(hours=3))
    assert Watch(journal, me).look(NOW, 0, None) == []


def test_what_was_begun_and_left_is_still_reminded_of(journal, me):
    want(journal, me, routine=True)
    session(journal, me, NOW - timedelta(hours=3), done=0)
    assert kinds(Watch(journal, me).look(NOW, 0, None)) == ["routine"]


def test_other_settings_stay_what_they_are(journal, me):
    wished = {KEY: Reminders(routine=True).model_dump(mode="json"), "preferences": {"theme": "dark"}}
    journal.people.change_settings(me, lambda _: wished)
    Watch(journal, me).look(NOW, 0, None)
    assert journal.people.settings(me)["preferences"] == {"theme": "dark"}


def sit(watch, minutes, start_s=0, idle_s=None):
    found = []
    for k in range(minutes * 4 + 1):
        at_s = start_s + 15 * k
        found += [
            (at_s / 60, kind) for kind in kinds(watch.look(NOW + timedelta(seconds=at_s), at_s, idle_s))
        ]
    return found


def test_breaks_are_called_postponed_and_counted(journal, me):
    want(journal, me, breaks=BREAKS)
    watch = Watch(journal, me)
    assert sit(watch, 31) == [(30, "break")]
    answer_break(journal, me, "postpone", NOW)
    assert sit(watch, 8, start_s=31 * 60) == [(pytest.approx(36, abs=0.3), "break")]
    answer_break(journal, me, "skip", NOW + timedelta(minutes=40))
    assert sit(watch, 20, start_s=40 * 60) == []
    counts = journal.people.settings(me)[COUNTS][NOW.date().isoformat()]
    assert (counts["called"], counts["postponed"], counts["skipped"]) == (2, 1, 1)


def test_no_break_is_called_during_a_session(journal, me):
    want(journal, me, breaks=BREAKS)
    session(journal, me, NOW - timedelta(minutes=5), ended=False)
    assert sit(Watch(journal, me), 35) == []


def test_a_notification_never_becomes_part_of_a_script():
    evil = '"; rm -rf ~; "'
    for platform in ("linux", "darwin", "win32"):
        words = command("program", evil, "--help", platform)
        assert words[-2:] == [evil, "--help"]
        assert not any(evil in word for word in words[:-2])


def test_the_program_of_each_system_is_found():
    found = {p: notifier(p, which=lambda name: f"/bin/{name}") for p in ("linux", "darwin", "win32")}
    assert found == {"linux": "/bin/notify-send", "darwin": "/bin/osascript", "win32": "/bin/powershell"}
    assert notifier("linux", which=lambda name: None) is None


@pytest.mark.parametrize(
    ("platform", "answers", "seconds"),
    [
        ("linux", {"xprintidle": "1500\n"}, 1.5),
        ("linux", {"gdbus": "(uint64 90000,)\n"}, 90.0),
        ("linux", {}, None),
        ("darwin", {"ioreg": '    "HIDIdleTime" = 2500000000\n'}, 2.5),
        ("darwin", {"ioreg": "nothing"}, None),
    ],
)
def test_idle_time_is_read_from_what_each_system_says(platform, answers, seconds):
    assert idle_s(platform, ask=lambda words: answers.get(words[0])) == seconds
