"""Spoken conversations: each goes to its end by yes and no alone, and silence never goes on."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backcoach.coaching.actions import MAX_PAIN_TO_GO_ON, PRESSES, HurtAnswer, Number
from backcoach.coaching.conversation import AGAIN_AFTER_S, SAME_ANSWER_S
from backcoach.coaching.outputs import HurtReported, Say, SessionEnded, ToldAfter
from backcoach.coaching.planned import Done, Habits
from backcoach.coaching.session import Session
from tests.coaching.puppet import planned

SOON = Habits(introductions=False, position_wait_s=1.0)


class Talk:
    """A session, driven by ticks and answers, and what came out of it."""

    def __init__(self, *names, source="none", done=()):
        self.session = Session([planned(name, 1) for name in names], source, SOON, done)
        self.time_s = 0.0
        self.out = []

    def wait(self, seconds):
        for _ in range(round(seconds * 10)):
            self.time_s += 0.1
            self.out += self.session.tick(self.time_s)
        return self

    def until(self, state, most_s=90.0):
        end_s = self.time_s + most_s
        while self.state != state and self.time_s < end_s:
            self.wait(0.1)
        assert self.state == state
        return self

    def act(self, *actions):
        for action in actions:
            self.wait(SAME_ANSWER_S + 0.2)
            self.out += self.session.act(action, self.time_s)
        return self

    @property
    def state(self):
        return self.session.screen.state

    @property
    def question(self):
        asked = self.session.screen.question
        return None if asked is None else asked.id

    def of(self, kind):
        return [output for output in self.out if isinstance(output, kind)]

    @property
    def said(self):
        return [str(say.message) for say in self.of(Say)]


def hurting():
    return Talk("glute_bridge", "cat_camel").until("work").act("hurt")


# --- it hurts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "state", "reported"),
    [
        (["yes"], "finished", ("sign", None, "stop")),
        (["no", "yes", "yes"], "introduction", (None, 2, "easier")),
        (["no", "yes", "no", "yes"], "introduction", (None, 2, "skip")),
        (["no", "no", "no", "yes"], "introduction", (None, 4, "easier")),
        (["no", "no", "no", "no", "no"], "finished", (None, 4, "stop")),
        (["no", "no", "yes", "yes"], "introduction", (None, 7, "skip")),
        (["no", "no", "yes", "no"], "finished", (None, 7, "stop")),
        (["no", Number(5), "yes"], "introduction", (None, 5, "easier")),
        (["no", Number(6), "yes"], "introduction", (None, 6, "skip")),
    ],
)
def test_what_hurts_is_told_by_yes_and_no_alone(answers, state, reported):
    talk = hurting().act(*answers)
    (hurt,) = talk.of(HurtReported)
    assert (hurt.where, hurt.pain, hurt.then) == reported
    assert talk.state == state
    assert talk.question is None
    assert talk.session.screen.position == (1 if reported[2] == "skip" else 0)


@pytest.mark.parametrize("answers", list(product(["yes", "no", Number(9), "resume"], repeat=3)))
def test_after_a_sign_or_much_pain_the_exercise_never_goes_on(answers):
    talk = hurting().act("no", Number(7))
    for answer in answers:
        talk.act(answer)
        first = talk.session.screen
        assert first.position == 1 or first.state in ("hurt", "finished")
        assert "easier" not in (hurt.then for hurt in talk.of(HurtReported))


def test_what_was_answered_is_not_forgotten_by_a_button():
    talk = hurting().act("no", Number(8), HurtAnswer("knee", 1, "go_on"))
    (hurt,) = talk.of(HurtReported)
    assert (hurt.where, hurt.pain, hurt.then) == ("knee", 8, "skip")


def test_while_it_hurts_a_question_is_always_open_so_that_a_hand_is_a_yes():
    talk = hurting()
    for answer in ("no", "no", "no", "no"):
        assert "yes" in talk.session.actions
        assert talk.session.screen.question.answers[:2] == ("yes", "no")
        talk.act(answer)
    assert talk.question == "leave_out"


def test_without_an_answer_it_is_asked_once_more_and_stays():
    talk = hurting().wait(120)
    assert talk.state == "hurt"
    assert talk.said.count(str(talk.session.screen.question.text)) == 2
    assert talk.act("yes").state == "finished"


def test_a_second_yes_at_once_is_the_same_one():
    talk = hurting().act("no", "yes")
    talk.out += talk.session.act("yes", talk.time_s + 0.1)
    assert talk.question == "easier"
    talk.out += talk.session.act("no", talk.time_s + 0.1)
    assert talk.question == "leave_out"


def test_the_last_words_after_a_sign_say_where_to_seek_help():
    assert "seek emergency help" in hurting().act("yes").said[-1]


# --- how it was -----------------------------------------------------------------------------------------------------


def done():
    return Talk("glute_bridge").until("afterwards")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["yes", "yes"], [(2, None), (None, 0)]),
        (["no", "yes", "no", "yes"], [(5, None), (None, 2)]),
        (["no", "no", "yes", "no", "no", "no"], [(8, None), (None, 4)]),
        (["no", "no", "no", "no", "no", "yes"], [(None, 7)]),
        ([Number(10), Number(3)], [(10, None), (None, 3)]),
    ],
)
def test_how_it_was_is_told_by_yes_and_no_or_by_number(answers, told):
    talk = done().act(*answers)
    assert [(one.effort, one.pain) for one in talk.of(ToldAfter)] == told
    assert [ended.outcome for ended in talk.of(SessionEnded)] == ["done"]
    assert isinstance(talk.out[-1], SessionEnded)


def test_a_raised_hand_and_silence_tell_it_too():
    talk = done()
    while talk.question != "moderate":
        talk.wait(0.1)
    talk.act("yes")
    while talk.question != "little_pain":
        talk.wait(0.1)
    talk.act("yes")
    assert [(one.effort, one.pain) for one in talk.of(ToldAfter)] == [(5, None), (None, 2)]
    assert talk.session.finished


def test_silence_ends_it_soon_and_tells_nothing():
    talk = done()
    begun_s = talk.time_s
    talk.until("finished", 3 * AGAIN_AFTER_S + 15)
    assert talk.time_s - begun_s < 45
    assert talk.of(ToldAfter) == []
    assert talk.of(SessionEnded)[0].outcome == "done"


@pytest.mark.parametrize("press", ["confirm", "resume", "pause", "skip", "stop"])
def test_any_key_skips_how_it_was_at_once(press):
    talk = done()
    assert press in talk.session.actions
    assert talk.act(press).session.finished
    assert talk.of(SessionEnded)[0].outcome == "done"


def test_it_hurts_at_the_end_ends_with_advice():
    talk = done().act("hurt")
    assert talk.of(SessionEnded)[0].outcome == "hurt"
    assert "health professional" in talk.said[-1]


def test_it_hurts_with_an_answer_at_the_end_is_written_down():
    talk = done().act(HurtAnswer("knee", 3, "go_on"))
    assert [(h.where, h.pain, h.then) for h in talk.of(HurtReported)] == [("knee", 3, "stop")]
    assert talk.of(SessionEnded)[0].outcome == "hurt"


def test_nobody_is_asked_after_nothing_or_by_the_simulated_person():
    talk = Talk("glute_bridge").until("work").act("stop")
    assert talk.state == "finished"
    talk = Talk("glute_bridge", source="demo").until("camera_check").act("skip", "skip")
    assert talk.state == "finished"


def test_a_session_that_broke_off_after_its_last_set_only_asks():
    talk = Talk("glute_bridge", done=[Done(((None, 1),), True, 1)])
    assert talk.state == "afterwards"
    talk.act("skip")
    assert talk.of(SessionEnded)[0].outcome == "done"


# --- in general -----------------------------------------------------------------------------------------------------


def test_yes_and_no_are_presses_and_mean_nothing_where_nothing_is_asked():
    assert {"yes", "no"} <= set(PRESSES)
    talk = Talk("glute_bridge").until("work")
    before = talk.session.screen
    assert "yes" not in talk.session.actions
    assert talk.session.act("yes", talk.time_s) == []
    assert talk.session.act(Number(3), talk.time_s) == []
    assert talk.session.screen == before


def test_a_question_takes_numbers_only_where_it_says_so():
    talk = hurting()
    assert talk.session.screen.question.answers == ("yes", "no")
    assert talk.act(Number(3)).question == "sign"
    assert talk.act("no").session.screen.question.answers == ("yes", "no", "number")
    assert talk.act(Number(11)).question == "slight"


# --- safety, whatever is answered -------------------------------------------------------------------------------------

SPOKEN = st.sampled_from(["yes", "no", "no", Number(2), Number(MAX_PAIN_TO_GO_ON), Number(9)])
BY_BUTTON = st.builds(HurtAnswer, st.just("knee"), st.sampled_from([None, 9]), st.just("go_on"))
OTHERS = st.sampled_from(["resume", "confirm", "skip", "pause", "hurt", "back"])
ANSWERS = SPOKEN | SPOKEN | SPOKEN | BY_BUTTON | BY_BUTTON | OTHERS
"""Mostly what answers a question: only after an answer is there something to be forgotten."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ANSWERS, st.sampled_from([0, 5, 90, 200])), min_size=2, max_size=6))
def test_a_sign_or_much_pain_never_goes_on_and_silence_neither(steps):
    """Known here is only what was asked and answered, not how the coach decides."""
    talk = hurting()
    sign, pain = False, 0
    for action, ticks in steps:
        asked = talk.question
        talk.act(action)
        sign = sign or (asked == "sign" and action == "yes")
        strong = asked == "strong" and action == "yes"
        told = action.value if isinstance(action, Number) and asked in ("slight", "strong") else 0
        told = action.pain or 0 if isinstance(action, HurtAnswer) else told
        pain = max(pain, 7 if strong else told)
        reports = talk.of(HurtReported)
        if reports:
            chosen = reports[0].then
            assert not sign or chosen == "stop"
            assert pain <= MAX_PAIN_TO_GO_ON or chosen in ("skip", "stop")
            assert talk.state != "work" or chosen == "go_on"
            return
        talk.wait(ticks / 10)
        assert talk.state == "hurt"
