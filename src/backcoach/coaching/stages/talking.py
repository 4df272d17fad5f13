"""Where a conversation is all that goes on: is everything all right, what hurts, how it was."""

from __future__ import annotations

from backcoach.coaching import phrases, questions
from backcoach.coaching.actions import MAX_PAIN_TO_GO_ON, Answer, HurtAnswer, Then
from backcoach.coaching.conversation import Conversation
from backcoach.coaching.course import Course
from backcoach.coaching.hurting import HurtTalk
from backcoach.coaching.outputs import HurtReported, ToldAfter
from backcoach.coaching.screen import Shown
from backcoach.coaching.stages.base import Stage
from backcoach.coaching.transitions import Signal
from backcoach.texts import message

ANSWERED: dict[Then, Signal] = {
    "go_on": Signal.GO_ON,
    "easier": Signal.EASIER,
    "skip": Signal.LEAVE_OUT,
    "stop": Signal.GIVE_UP,
}


class Talking(Stage):
    """A stage that is a conversation."""

    def __init__(self, course: Course, talk: Conversation) -> None:
        super().__init__(course)
        self._talk = talk

    @property
    def talk(self) -> Conversation:
        """The conversation."""
        return self._talk


class AllRight(Talking):
    """Somebody does not move any more, or lies down in the middle: asks whether everything is all right."""

    name = "all_right"

    def __init__(self, course: Course) -> None:
        super().__init__(course, Conversation(course, questions.ALL_RIGHT))

    def enter(self) -> None:
        """Ask."""
        self._talk.ask()

    def answer(self, answer: Answer) -> Signal | None:
        """Go on where it was, or ask what hurts."""
        if not self._talk.answer(answer):
            return None
        return Signal.RESUME if self._talk.found["all_right"] else Signal.HURT

    def tick(self) -> Signal | None:
        """Pause where nobody answers."""
        return Signal.SILENT if self._talk.listen() else None

    def show(self) -> Shown:
        """Show the question."""
        return Shown(questions.ALL_RIGHT[0].text, message("Without an answer I pause."))


class Hurting(Talking):
    """It hurts: everything stops until the person says what is to happen; without an answer it stays so."""

    name = "hurt"
    blind = True

    def __init__(self, course: Course) -> None:
        self._hurt = HurtTalk(course)
        super().__init__(course, self._hurt.talk)

    def enter(self) -> None:
        """Stop at once, and ask."""
        self.course.say(message("Stop, and come to rest in a way that feels easy."), "notice")
        self._talk.ask()

    def tick(self) -> Signal | None:
        """Ask once more where no answer comes."""
        self._talk.listen()
        return None

    def answer(self, answer: Answer) -> Signal | None:
        """Take an answer; when all is known, do what may be done."""
        told = self._hurt.answer(answer)
        return None if told is None else self.end(told)

    def end(self, told: HurtAnswer) -> Signal:
        """Take down what hurts, and say what may be done then; what was answered before is not forgotten."""
        course, hurt = self.course, self._hurt.whole(told)
        course.remember(
            HurtReported(
                course.position, course.now_s, course.planned.exercise.id, hurt.where, hurt.pain, hurt.allowed
            )
        )
        course.note_sign(hurt.where)
        return ANSWERED[hurt.allowed]

    def show(self) -> Shown:
        """Show the question, and when to seek help."""
        question = self._talk.question
        return Shown(
            headline=question.text if question else message("Stop. Where does it hurt?"),
            detail=phrases.seek_if(),
        )


class Afterwards(Talking):
    """All is done: asks how it was, in steps; whoever says nothing is asked by the page."""

    name = "afterwards"
    blind = True

    def __init__(self, course: Course) -> None:
        super().__init__(course, Conversation(course, questions.AFTERWARDS, kind="instruction", times=1))

    def enter(self) -> None:
        """Praise, and ask."""
        course = self.course
        course.say(phrases.last_words("done", single=len(course.counts) == 1), "instruction", stays=True)
        self._talk.ask()

    def answer(self, answer: Answer) -> Signal | None:
        """Remember an answer at once; it is over when all is known."""
        before = dict(self._talk.found)
        if not self._talk.answer(answer):
            return None
        for finds, value in self._talk.found.items() - before.items():
            assert isinstance(value, int)
            self._remember(finds, value)
        return Signal.OVER if self._talk.question is None else None

    def _remember(self, finds: str, value: int) -> None:
        course = self.course
        if finds == "pain":
            course.remember(ToldAfter(course.now_s, pain=value))
            course.much_pain = value > MAX_PAIN_TO_GO_ON
        else:
            course.remember(ToldAfter(course.now_s, effort=value))

    def tick(self) -> Signal | None:
        """Without an answer offer the next step; whoever answers none of one kind is not asked any more."""
        if not self._talk.listen():
            return None
        asked = self._talk.question
        self._talk.ask()
        following = self._talk.question
        if asked is None or following is None:
            return Signal.OVER
        return Signal.OVER if following.finds != asked.finds and not self._talk.answered else None

    def show(self) -> Shown:
        """Show the question."""
        question = self._talk.question
        if question is None:
            return Shown(message("Well done"))
        return Shown(question.text, question.about)
