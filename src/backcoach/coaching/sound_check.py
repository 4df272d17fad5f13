"""Can you hear me from the mat? Asked once; whoever does not is offered the next step, and nothing waits."""

from __future__ import annotations

from backcoach.coaching import questions
from backcoach.coaching.actions import Answer
from backcoach.coaching.conversation import SAME_ANSWER_S, Conversation
from backcoach.coaching.course import Course
from backcoach.coaching.outputs import SoundStep
from backcoach.texts import message

STEPS: tuple[SoundStep, ...] = ("usual", "louder", "other_voice", "tones")

SILENT_STEPS = 2
"""Whoever does not answer is asked once more, louder: nobody gets tones who has only not answered."""


class SoundCheck:
    """The volume test of the camera check.

    Attributes
    ----------
    talk : Conversation
    over : bool
        Whether nothing is asked any more.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._step = 0
        self._answered_s = float("-inf")
        self.talk = Conversation(
            course, questions.SOUND_CHECK, kind="instruction", times=1, teaches_yes=course.teach_yes
        )
        self.over = False

    def begin(self) -> None:
        """Ask."""
        self._course.checks_sound = False
        self.talk.ask()

    def answer(self, answer: Answer) -> bool:
        """Take an answer; return whether it was one."""
        if self.over or answer not in ("yes", "no"):
            return False
        if answer == "no":
            bounces = self._course.now_s - self._answered_s < SAME_ANSWER_S
            if not bounces:
                self._answered_s = self._course.now_s
                self._next()
            return not bounces
        if not self.talk.answer(answer):
            return False
        self.over = True
        self._course.sound(STEPS[self._step], heard=True)
        return True

    def tick(self) -> None:
        """Without an answer try louder, once; then go on with that."""
        if self.over or not self.talk.listen():
            return
        if self._step + 1 >= SILENT_STEPS:
            self.over = True
        else:
            self._next()

    def _next(self) -> None:
        """Take the next step, and ask again; after the last one there is nothing to ask."""
        course = self._course
        self._step += 1
        course.voice.leave(course.now_s, at_once=True)
        course.sound(STEPS[self._step])
        if STEPS[self._step] == "tones":
            self.over = True
            course.sound("tones", heard=True)
            course.say(
                message("From now on you hear tones, and everything is written."),
                "notice",
                stays=True,
            )
        else:
            self.talk.ask()
