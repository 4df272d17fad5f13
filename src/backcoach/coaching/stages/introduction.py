"""What comes: the first times a lesson, with the figure, step by step; later the name and how much."""

from __future__ import annotations

from collections.abc import Iterable

from backcoach.coaching import phrases
from backcoach.coaching.course import Course
from backcoach.coaching.lesson import Sentence, lesson_of
from backcoach.coaching.round import Followed, Judged
from backcoach.coaching.screen import Shown
from backcoach.coaching.stages.base import Waiting
from backcoach.coaching.transitions import Signal
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture

TRIED_S = 10.0
"""During a lesson, a movement that lasts longer is not tried along any more, but done."""


class Introduction(Waiting):
    """Says what comes. A lesson is not cut off by trying along, only by whoever clearly does the exercise already."""

    name = "introduction"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._teaches = course.teaches
        self._sentences: list[Sentence] = []
        self._sentence: Sentence | None = None
        self._tried = False

    def enter(self) -> None:
        """Begin the lesson, or queue the few words."""
        course = self.course
        course.guide.reset(course.now_s)
        if not self._teaches:
            introduce(course)
            return
        course.introduced = course.planned.exercise.id
        self._sentences = list(lesson_of(course.planned, course.count.side, again=course.show_again))
        if course.teach_hand():
            self._sentences.append(Sentence(phrases.by_hand()))
        course.show_again = False

    def come_back(self) -> None:
        """Say the interrupted sentence again."""
        super().come_back()
        if self._sentence is not None:
            self._sentences.insert(0, self._sentence)

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Look whether the exercise is being done already: during a lesson a whole repetition, or one that lasts."""
        moving = super().see(frame, picture, followed)
        self.overhear(followed.judged)
        only_tries = self._teaches and not self._tried and followed.state.repetition_s < TRIED_S
        return None if only_tries else moving

    def overhear(self, judged: Iterable[Judged]) -> None:
        """Note whether a try has ended: whoever begins again afterwards does the exercise."""
        self._tried = self._tried or any(True for _ in judged)

    def tick(self) -> Signal | None:
        """Go on with the next sentence when this one is said and shown; go on when all is."""
        course = self.course
        whole = self._sentence is None or self._sentence.station is None
        if whole:
            course.guide.demonstrate(course.now_s)
        if not course.voice.quiet(course.now_s) or not (whole or course.guide.arrived(course.now_s)):
            return None
        if not self._sentences:
            return Signal.OVER
        self._sentence = self._sentences.pop(0)
        course.say(self._sentence.text, "instruction")
        if self._sentence.station is not None:
            course.guide.go(self._sentence.station, course.now_s)
        return None

    def show(self) -> Shown:
        """Show the sentence that is being said: large, for it is read from afar."""
        said = self.course.voice.speaking(self.course.now_s)
        name = phrases.name_of(self.course.planned.exercise)
        if self._sentence is not None:
            return Shown(self._sentence.text)
        return Shown(said.message if said and said.kind == "instruction" else name)


def introduce(course: Course) -> None:
    """Say the name of the present exercise, how much, and what is special for this person."""
    course.introduced = course.planned.exercise.id
    course.say(phrases.name_of(course.planned.exercise), "instruction", patience_s=60)
    course.say(phrases.dose(course.planned), "instruction", patience_s=60)
    if course.habits.introductions:
        for sentence in phrases.advice(course.planned):
            course.say(sentence, "instruction", patience_s=60)
