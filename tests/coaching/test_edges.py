"""The edges of a session: before the first set, after the last word, and what an exercise file leaves unsaid."""

from dataclasses import replace

import pytest

from backcoach.coaching import phrases
from backcoach.coaching.actions import HurtAnswer
from backcoach.coaching.outputs import HurtReported, Say, SessionEnded
from backcoach.coaching.pacing import beats
from backcoach.coaching.planned import Habits
from backcoach.coaching.session import Session
from tests.coaching.puppet import performance, planned

SOON = Habits(introductions=False, position_wait_s=1.0)
FRAME = performance("glute_bridge", 2, 0.0, None, ())[0]


def without_camera(until, *names):
    """A session without a camera that has come to a state, and its time."""
    session = Session([planned(name, 1) for name in names], "none", SOON)
    time_s = 0.0
    while session.screen.state != until and time_s < 60:
        session.tick(time_s)
        time_s += 0.1
    assert session.screen.state == until
    return session, time_s


def said(outputs):
    return [str(output.message) for output in outputs if isinstance(output, Say)]


def test_a_session_needs_a_set():
    with pytest.raises(ValueError, match="at least one set"):
        Session([])


def test_after_the_end_nothing_is_said_and_nothing_can_be_pressed():
    session = Session([planned("glute_bridge", 1)], "camera")
    outputs = session.act("stop", 1.0)
    assert [output.outcome for output in outputs if isinstance(output, SessionEnded)] == ["broken_off"]
    assert session.act("resume", 2.0) == session.tick(2.0) == session.see(FRAME) == []
    assert session.camera(False, "unplugged", 3.0) == []
    screen = session.screen
    assert (screen.state, screen.exercise, screen.name, screen.figure) == ("finished", None, None, None)
    assert screen.actions == ()


def test_a_session_without_a_camera_has_none_to_fail():
    session, time_s = without_camera("position", "glute_bridge")
    assert session.camera(False, "unplugged", time_s) == []
    assert session.see(FRAME) == []
    assert session.screen.source == "none"


@pytest.mark.parametrize(("reason", "word"), [("unplugged", "gone"), ("muted", "stopped working")])
def test_a_camera_that_fails_in_a_pause_and_comes_back_watches_again(reason, word):
    session = Session([planned("glute_bridge", 1)], "camera", SOON)
    session.tick(0.0)
    session.act("pause", 1.0)
    failed = session.camera(False, reason, 2.0)
    later = [text for k in range(80) for text in said(session.tick(2.1 + k / 10))]
    assert any(word in text for text in (*said(failed), *later))
    assert (session.screen.state, session.screen.source) == ("paused", "none")
    assert "The camera is back." in said(session.camera(True, None, 11.0))
    assert session.screen.source == "camera"


@pytest.mark.parametrize(
    ("press", "then", "state"),
    [
        ("confirm", "go_on", "work"),
        ("resume", "go_on", "work"),
        ("skip", "skip", "introduction"),
        ("stop", "stop", "finished"),
    ],
)
def test_a_press_while_it_is_asked_what_hurts_is_an_answer(press, then, state):
    session, time_s = without_camera("work", "glute_bridge", "cat_camel")
    session.act("hurt", time_s)
    assert press in session.screen.actions
    outputs = session.act(press, time_s + 1)
    assert [output.then for output in outputs if isinstance(output, HurtReported)] == [then]
    assert session.screen.state == state


@pytest.mark.parametrize(
    ("where", "pain", "then", "allowed"),
    [
        ("knee", 5, "go_on", "go_on"),
        ("knee", 6, "easier", "skip"),
        ("knee", 6, "stop", "stop"),
        ("chest", 0, "go_on", "stop"),
        (None, None, "easier", "easier"),
    ],
)
def test_what_may_be_done_after_it_hurt(where, pain, then, allowed):
    assert HurtAnswer(where, pain, then).allowed == allowed


def test_a_first_set_gone_back_to_is_begun_anew():
    session, time_s = without_camera("work", "glute_bridge", "cat_camel")
    session.act("skip", time_s)
    assert session.screen.position == 1
    session.act("back", time_s + 1)
    session.act("back", time_s + 2)
    assert (session.screen.position, session.screen.state) == (0, "introduction")


def test_an_exercise_whose_file_says_nothing_is_paced_in_general_words():
    plan = planned("cat_camel", 1)
    silent = replace(plan.exercise, phases=tuple(replace(phase, say=None) for phase in plan.exercise.phases))
    texts = [str(beat.say) for beat in beats(replace(plan, exercise=silent)) if beat.say]
    moves = sum(phase.kind == "move" for phase in silent.phases)
    assert [text for text in texts if text != "Hold."] == [
        "Go there slowly.",
        *["And on."] * (moves - 2),
        "And back.",
    ]


@pytest.mark.parametrize(
    ("outcome", "single", "words"),
    [
        ("done", True, "Well done. That was the whole exercise."),
        ("done", False, "Well done. That was everything."),
        ("broken_off", False, "We stop here. What you did is kept."),
        ("skipped", True, "We stop here. What you did is kept."),
    ],
)
def test_the_last_words_fit_the_outcome(outcome, single, words):
    assert str(phrases.last_words(outcome, single=single)) == words
    assert "health professional" in str(phrases.last_words("hurt", single=single))
