"""Can you hear me from the mat? Asked once in the camera check; no answer to it blocks."""

from dataclasses import replace

import pytest

from backcoach.coaching.outputs import Say, SoundTried
from backcoach.coaching.planned import Habits
from backcoach.coaching.session import Session
from tests.coaching.puppet import performance, planned

ASKS = Habits(introductions=False, checks_sound=True)


class Check:
    """A camera check that sees somebody well, who does not move."""

    def __init__(self, habits: Habits = ASKS) -> None:
        self.session = Session([planned("glute_bridge", 1), planned("glute_bridge", 1)], "camera", habits)
        self._frame = performance("glute_bridge", 1, 0.0, None, ())[0]
        self.time_s = 0.0
        self.said: list[str] = []
        self.tried: list[SoundTried] = []

    def take(self, outputs):
        self.said += [str(output.message) for output in outputs if isinstance(output, Say)]
        self.tried += [output for output in outputs if isinstance(output, SoundTried)]

    def act(self, answer):
        self.take(self.session.act(answer, self.time_s))

    def run(self, until, longest_s=60.0):
        end_s = self.time_s + longest_s
        while self.time_s < end_s and not until(self.session.screen):
            self.time_s += 1 / 15
            self.take(self.session.see(replace(self._frame, time_s=self.time_s)))
            self.take(self.session.tick(self.time_s))
        assert until(self.session.screen), self.said
        return self

    def to(self, question):
        return self.run(lambda screen: screen.question is not None and screen.question.id == question)

    def over(self):
        return self.run(lambda screen: screen.state != "camera_check")


def test_it_is_asked_said_and_answered_with_yes_and_then_it_goes_on():
    check = Check().to("hear")
    check.run(lambda _: "Can you hear me from the mat?" in check.said)
    assert {"yes", "no"} <= set(check.session.screen.actions)
    assert check.session.screen.hand_means == "yes"
    check.act("yes")
    assert check.session.screen.state == "introduction"
    assert check.tried == [SoundTried("usual", heard=True)]


@pytest.mark.parametrize(("noes", "heard"), [(1, "louder"), (2, "other_voice")])
def test_whoever_does_not_hear_it_is_offered_the_next_step(noes, heard):
    check = Check().to("hear")
    for question in ("hear_louder", "hear_other")[:noes]:
        check.act("no")
        check.to(question)
        check.time_s += 1
    check.act("yes")
    assert check.session.screen.state == "introduction"
    assert check.tried[-1] == SoundTried(heard, heard=True)
    assert [one.step for one in check.tried[:-1]] == ["louder", "other_voice"][:noes]


def test_three_times_no_ends_with_tones_that_are_kept():
    check = Check().to("hear")
    for _ in range(3):
        check.act("no")
        check.time_s += 1
    assert check.session.screen.state == "introduction"
    assert [(one.step, one.heard) for one in check.tried] == [
        ("louder", False), ("other_voice", False), ("tones", False), ("tones", True),
    ]  # fmt: skip
    check.run(lambda _: any("tones" in text for text in check.said))


def test_without_an_answer_it_is_asked_once_more_louder_and_nothing_is_kept():
    check = Check().to("hear")
    begun_s = check.time_s
    check.over()
    assert check.time_s - begun_s < 40
    assert check.tried == [SoundTried("louder")]
    assert "Good, I can see you well." in check.said or check.run(
        lambda _: "Good, I can see you well." in check.said
    )


def test_a_key_that_bounces_is_one_no():
    check = Check().to("hear")
    check.act("no")
    check.act("no")
    assert [one.step for one in check.tried] == ["louder"]


@pytest.mark.parametrize("press", ["confirm", "skip"])
def test_it_can_be_passed_over(press):
    check = Check().to("hear")
    check.act(press)
    assert check.session.screen.state == "introduction"
    assert not check.tried


def test_whoever_begins_is_not_asked_any_more():
    check = Check().to("hear")
    moving = performance("glute_bridge", 1, 0.0, None, ())
    for frame in moving:
        check.take(check.session.see(replace(frame, time_s=check.time_s + frame.time_s)))
    assert check.session.screen.state == "work"


def test_it_is_asked_once_in_a_session_and_not_where_nobody_wants_it():
    quiet = Check(Habits(introductions=False)).over()
    assert not any("hear me" in text for text in quiet.said)
