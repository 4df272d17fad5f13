"""A session from the camera check to the end, and everything that can come between."""

import pytest

from backcoach.coaching.actions import HurtAnswer
from backcoach.coaching.outputs import HurtReported, RepetitionDone, Say, SessionEnded, SetBegun, SetEnded
from backcoach.coaching.planned import Done, Habits
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import BUILTIN
from backcoach.pose.frame import PoseFrame
from tests.coaching.puppet import FPS, Puppet, drive, of_kind, planned, spoken


def once(when, action):
    """Act once, as soon as a condition on the screen is met."""
    done = []

    def act(time_s, session):
        if done or not when(session.screen):
            return []
        done.append(time_s)
        return session.act(action, time_s)

    return act


def states(log):
    return list(dict.fromkeys(state for _, state, _ in log))


def test_a_whole_routine_with_the_simulated_person():
    sets = [planned(name, 1 if name == "forearm_plank" else 2) for name in BUILTIN]
    session = Session(sets, "demo", Habits(introductions=False))
    log = drive(session, Puppet(sets).frame, 600)
    assert session.finished
    done = of_kind(log, RepetitionDone)
    both = {"clamshell", "trunk_rotation", "bird_dog"}
    for position, plan in enumerate(sets):
        found = [d.repetition for d in done if d.position == position]
        assert len(found) == plan.repetitions * (2 if plan.exercise.id in both else 1), plan.exercise.id
        assert {r.status for r in found} == {"counted"}
        assert [r.index for r in found] == list(range(len(found)))
    assert not any(d.self_reported for d in done)
    assert [e.outcome for e in of_kind(log, SetEnded)] == ["done"] * len(sets)
    assert of_kind(log, SessionEnded)[0].outcome == "done"
    assert [str(o.message) for _, _, o in log if isinstance(o, Say) and o.kind == "cue"] == []
    assert [line.outcome for line in session.screen.sets] == ["done"] * len(sets)
    assert {"3", "2", "1", "Go.", "Hold.", "Get into position.", "Right leg, left arm."} <= set(spoken(log))
    assert "Breathe out and lift." in spoken(log)
    assert "Lie on your left side. Your right knee will lift." in spoken(log)


def test_a_whole_routine_without_a_camera():
    sets = [planned(name, 1) for name in BUILTIN]
    session = Session(sets, "none", Habits(introductions=False, position_wait_s=3))
    log = drive(session, lambda time_s, screen: None, 900)
    assert session.finished
    done = of_kind(log, RepetitionDone)
    assert all(d.self_reported and d.repetition.status == "counted" for d in done)
    assert len(done) == len(BUILTIN) + 3
    assert {r.side for r in (d.repetition for d in done)} == {None, "left", "right"}
    holds = [d.repetition.hold_s for d in done if d.position == BUILTIN.index("cat_camel")]
    assert holds == [pytest.approx(8.0, abs=0.01)]
    assert "camera_check" not in states(log)


def run(action, when, name="glute_bridge", also=(), seconds=120):
    sets = [planned(name, 2), *also]
    session = Session(sets, "demo", Habits(introductions=False))
    log = drive(session, Puppet(sets).frame, seconds, act=once(when, action))
    return session, log


def counted_one(screen):
    return screen.state == "work" and screen.count == 1


def test_paused_frames_are_not_followed_and_it_goes_on():
    session, _ = run("pause", counted_one, seconds=60)
    assert session.screen.state == "paused"
    assert session.screen.count == 1
    outputs = session.act("resume", 61.0)
    assert session.screen.state == "work"
    assert [str(o.message) for o in outputs if isinstance(o, Say)] == ["Let's go on."]


def test_forward_leaves_the_rest_of_the_set_out():
    session, log = run("skip", counted_one, also=[planned("forearm_plank", 1)], seconds=60)
    first = of_kind(log, SetEnded)[0]
    assert (first.position, first.outcome) == (0, "skipped")
    assert [b.position for b in of_kind(log, SetBegun)] == [0, 1]
    assert [line.done for line in session.screen.sets] == [1, 1]


def test_back_asks_for_what_is_missing_and_numbers_go_on():
    sets = [planned("glute_bridge", 2), planned("forearm_plank", 1)]
    session = Session(sets, "demo", Habits(introductions=False))
    puppet = Puppet(sets)
    skip, back = once(counted_one, "skip"), once(lambda s: s.position == 1, "back")
    log = drive(session, puppet.frame, 150, act=lambda t, s: skip(t, s) + back(t, s))
    indexes = [d.repetition.index for d in of_kind(log, RepetitionDone) if d.position == 0]
    assert indexes == list(range(len(indexes)))
    assert [b.position for b in of_kind(log, SetBegun)] == [0, 0, 1]
    assert session.screen.sets[0].done == 2
    assert session.finished


@pytest.mark.parametrize(
    ("hurt", "then", "outcomes"),
    [
        (HurtAnswer("knee", 2, "go_on"), "go_on", ["done"]),
        (HurtAnswer("knee", 3, "skip"), "skip", ["hurt"]),
        (HurtAnswer("knee", 6, "go_on"), "skip", ["hurt"]),
        (HurtAnswer("lower_back", 4, "stop"), "stop", ["hurt"]),
        (HurtAnswer("down_leg", 1, "go_on"), "stop", ["hurt"]),
        (HurtAnswer("numbness", None, "easier"), "stop", ["hurt"]),
    ],
)
def test_what_happens_when_it_hurts(hurt, then, outcomes):
    session, log = run(hurt, counted_one)
    (report,) = of_kind(log, HurtReported)
    assert (report.where, report.pain, report.then, report.exercise) == (
        hurt.where,
        hurt.pain,
        then,
        "glute_bridge",
    )
    assert [e.outcome for e in of_kind(log, SetEnded)] == outcomes
    assert session.finished
    if then == "stop":
        assert "qualified health professional" in spoken(log)[-1]


def test_hurt_stops_at_once_and_stays_until_it_is_answered():
    session, log = run("hurt", counted_one, seconds=100)
    assert session.screen.state == "hurt"
    assert "health professional" in str(session.screen.detail)
    assert len(of_kind(log, RepetitionDone)) == 1
    session.act("resume", 101.0)
    assert session.screen.state == "work"


def test_easier_is_introduced_with_the_variants_words():
    sets = [planned("glute_bridge", 5)]
    session = Session(sets, "demo")
    log = drive(session, Puppet(sets).frame, 120, act=once(counted_one, HurtAnswer("hip", 3, "easier")))
    assert "Lift your hips only half as high." in spoken(log)
    assert session.finished
    assert session.screen.sets[0].done == 3


def test_lost_after_a_moment_and_found_again():
    sets = [planned("glute_bridge", 3)]
    session = Session(sets, "demo", Habits(introductions=False))
    puppet = Puppet(sets)

    def see(time_s, screen):
        away = 25 < time_s < 32
        return PoseFrame.empty(time_s) if away else puppet.frame(time_s, screen)

    log = drive(session, see, 90)
    away_s = [t for t, _, o in log if isinstance(o, Say) and "cannot see you" in str(o.message)]
    assert away_s
    assert 1.4 <= away_s[0] - 25 <= 2.0
    assert "Let's go on." in spoken(log)
    assert sum(d.repetition.status == "counted" for d in of_kind(log, RepetitionDone)) >= 2


def test_the_camera_fails_in_the_middle_and_comes_back():
    sets = [planned("glute_bridge", 3), planned("forearm_plank", 1)]
    session = Session(sets, "demo", Habits(introductions=False, position_wait_s=3))
    puppet = Puppet(sets)
    failed = []

    def act(time_s, session):
        if not failed and counted_one(session.screen):
            failed.append(time_s)
            return session.camera(False, "unplugged", time_s)
        if failed and session.screen.state == "rest" and session.screen.source == "none":
            return session.camera(True, None, time_s)
        return []

    log = drive(session, puppet.frame, 200, act=act)
    done = of_kind(log, RepetitionDone)
    assert [(d.position, d.self_reported) for d in done] == [(0, False), (0, True), (0, True), (1, False)]
    assert any("I set the pace" in text for text in spoken(log))
    assert "The camera is back." in spoken(log)
    assert session.finished


def test_somebody_who_is_seen_but_not_recognised_is_paced_in_the_end():
    sets = [planned("glute_bridge", 1)]
    session = Session(sets, "demo", Habits(introductions=False))
    standing = Puppet([planned("forearm_plank", 1)])
    screen = session.screen
    log = drive(session, lambda t, s: standing.frame(t, screen), 200)
    assert session.finished
    assert all(d.self_reported for d in of_kind(log, RepetitionDone))
    assert any("cannot make out your position" in text for text in spoken(log))


def test_nobody_is_not_paced_but_waited_for():
    session = Session([planned("glute_bridge", 1)], "demo", Habits(introductions=False))
    session.act("confirm", 0.0)
    log = drive(session, lambda t, s: PoseFrame.empty(t), 150, begin_s=0.1)
    assert session.screen.state == "paused"
    assert of_kind(log, RepetitionDone) == []


def test_a_resumed_session_begins_at_the_first_unfinished_set():
    sets = [planned("glute_bridge", 2), planned("glute_bridge", 2)]
    session = Session(sets, "camera", done=[Done(((None, 2),), True, 2), Done(((None, 1),), False, 1)])
    screen = session.screen
    assert (screen.state, screen.position, screen.count) == ("camera_check", 1, 1)
    log = drive(session, Puppet(sets).frame, 120)
    assert [d.repetition.index for d in of_kind(log, RepetitionDone)] == [1]


def test_session_time_may_begin_anywhere():
    session = Session([planned("glute_bridge", 1)], "none", Habits(introductions=False, position_wait_s=3))
    log = drive(session, lambda t, s: None, 1060, begin_s=1000)
    assert session.finished
    (done,) = of_kind(log, RepetitionDone)
    assert 1000 < done.repetition.start_s < done.repetition.end_s < 1060
    assert FPS > 10


def test_what_to_change_for_the_camera_is_the_line_that_is_read_from_afar():
    session = Session([planned("glute_bridge", 1)], "camera")
    assert str(session.screen.headline) == "Camera check"
    drive(session, lambda t, s: PoseFrame.empty(t), 3)
    assert session.screen.state == "camera_check"
    assert str(session.screen.headline) == "Come into the picture."
    assert session.screen.detail is None
