"""A spoken conversation: one question at a time, said, shown, and said once more where no answer comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from backcoach.coaching.actions import Answer, Number
from backcoach.coaching.outputs import SayKind
from backcoach.coaching.questions import Found, Question
from backcoach.coaching.screen import OpenQuestion
from backcoach.coaching.voice import Voice
from backcoach.texts import Message

AGAIN_AFTER_S = 8.0
"""Without an answer for this long after a question was said, it is said again; after as long again nobody answers."""

SAME_ANSWER_S = 0.6
"""An answer this soon after the one before is the same one: a key that bounces, a hand that is still up."""

PATIENCE_S = 30.0
"""A question waits for its turn to be said: it is the next thing anyway."""


class Speaker(Protocol):
    """Whose voice asks, such as `backcoach.coaching.course.Course`."""

    voice: Voice
    now_s: float

    def say(self, message: Message, kind: SayKind, *, patience_s: float | None = None) -> None:
        """Ask the voice to say something."""


class Conversation:
    """Goes through questions; knows what was answered, and whether anybody answers.

    Parameters
    ----------
    course : Speaker
        Whose voice asks.
    questions : sequence of Question
        In their order.
    kind : {"notice", "instruction"}
        How urgently they are said.
    times : int
        How often a question is said before it counts as not answered.
    offered : callable, optional
        Whether a question may be asked, after all that is known.

    Attributes
    ----------
    found : dict
        What the answers have found out.
    question : Question or None
        The one that is open; None when all is known.
    answered : bool
        Whether anything was answered at all.
    """

    def __init__(
        self,
        course: Speaker,
        questions: Sequence[Question],
        *,
        kind: SayKind = "notice",
        times: int = 2,
        offered: Callable[[Question], bool] = lambda _: True,
    ) -> None:
        self._course = course
        self._left = list(questions)
        self._kind: SayKind = kind
        self._times = times
        self._offered = offered
        self._about: str | None = None
        self._said = 0
        self._quiet_since_s = self._asked_s = course.now_s
        self.found: dict[str, Found] = {}
        self.question: Question | None = None
        self.answered = False

    def ask(self) -> None:
        """Open the next question of which the answer is not known, and say it."""
        course = self._course
        self.question, self._said = None, 0
        while self._left and self.question is None:
            question = self._left.pop(0)
            if question.finds not in self.found and self._offered(question):
                self.question = question
        if self.question is None:
            return
        self._asked_s = course.now_s
        if self.question.about is not None and self.question.finds != self._about:
            course.say(self.question.about, self._kind, patience_s=PATIENCE_S)
        self._about = self.question.finds
        self._say()

    def answer(self, answer: Answer) -> bool:
        """Take an answer, and ask what is not known yet; return whether it was one."""
        course, question = self._course, self.question
        if question is None or course.now_s - self._asked_s < SAME_ANSWER_S:
            return False
        if isinstance(answer, Number):
            if not question.takes_number or not 0 <= answer.value <= 10:
                return False
            found: Found = answer.value
        else:
            found = question.yes if answer == "yes" else question.no
        self.answered = True
        if found is not None:
            self.found[question.finds] = found
        course.voice.leave(course.now_s, at_once=True)
        self.ask()
        return True

    def listen(self) -> bool:
        """Let time pass, and say the question again; return whether it is clear that nobody answers it."""
        course = self._course
        if self.question is None:
            return False
        if not course.voice.quiet(course.now_s):
            self._quiet_since_s = course.now_s
        if course.now_s - self._quiet_since_s < AGAIN_AFTER_S:
            return False
        if self._said < self._times:
            self._say()
            return False
        return True

    def _say(self) -> None:
        assert self.question is not None
        course = self._course
        self._said += 1
        self._quiet_since_s = course.now_s
        course.say(self.question.text, self._kind, patience_s=PATIENCE_S)

    @property
    def shown(self) -> OpenQuestion | None:
        """The open question, as the screen shows it."""
        question = self.question
        if question is None:
            return None
        return OpenQuestion(
            question.id,
            question.text,
            question.about,
            ("yes", "no", "number") if question.takes_number else ("yes", "no"),
        )
