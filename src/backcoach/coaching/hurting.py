"""What hurts, how much, and what then: the questions and what follows from the answers, wherever they are asked."""

from __future__ import annotations

from backcoach.coaching import questions
from backcoach.coaching.actions import A_SIGN, Answer, HurtAnswer, Then
from backcoach.coaching.conversation import Conversation, Speaker
from backcoach.coaching.questions import Found, Question

THEN: dict[Found, Then] = {"go_on": "go_on", "easier": "easier", "skip": "skip", "stop": "stop"}


class HurtTalk:
    """The conversation about what hurts.

    Parameters
    ----------
    speaker : Speaker
        Whose voice asks.

    Attributes
    ----------
    talk : Conversation
    """

    def __init__(self, speaker: Speaker) -> None:
        self.talk = Conversation(speaker, questions.HURT, offered=self._is_offered)

    def answer(self, answer: Answer) -> HurtAnswer | None:
        """Take an answer; return what is to be done when all is known."""
        if not self.talk.answer(answer) or self.talk.question is not None:
            return None
        return HurtAnswer(then=THEN[self.talk.found.get("then", "stop")])

    def whole(self, told: HurtAnswer) -> HurtAnswer:
        """Return an answer with what was answered before: that is not forgotten."""
        known = self._known(told.then)
        pains = [pain for pain in (told.pain, known.pain) if pain is not None]
        return HurtAnswer(known.where or told.where, max(pains, default=None), told.then)

    def _known(self, then: Then) -> HurtAnswer:
        """Return what has been answered so far, and what it would be if this were chosen."""
        found = self.talk.found
        pain = found.get("pain")
        return HurtAnswer(
            A_SIGN if found.get("sign") else None, pain if isinstance(pain, int) else None, then
        )

    def _is_offered(self, question: Question) -> bool:
        """Whether a question still matters: what may not be done is not offered, and a sign ends it all."""
        then = THEN[question.yes] if question.finds == "then" else "go_on"
        return self._known(then).allowed == then
