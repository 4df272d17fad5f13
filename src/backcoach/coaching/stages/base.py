"""What every stage can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from backcoach.coaching.actions import Answer
from backcoach.coaching.conversation import Conversation
from backcoach.coaching.course import Course
from backcoach.coaching.round import Followed, Judged
from backcoach.coaching.screen import Shown, StateName
from backcoach.coaching.transitions import Signal
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import message
from backcoach.tracking.events import RepetitionEnded


class Stage:
    """One state of the session, while it lasts.

    A stage tells with a `Signal` what happened; the table of transitions says what that means.
    """

    name: ClassVar[StateName]
    blind: bool = False
    """Whether frames are not followed meanwhile."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.since_s = course.active_s

    @property
    def lasted_s(self) -> float:
        """Seconds since it began, without pauses."""
        return self.course.active_s - self.since_s

    def enter(self) -> None:
        """Begin."""

    def come_back(self) -> None:
        """Go on after a pause, a loss, or pain."""
        self.course.guide.reset(self.course.now_s)
        self.course.say(message("Let's go on."), "notice")

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Take in a frame, and what following the person has come to with it."""
        return None

    @property
    def talk(self) -> Conversation | None:
        """The conversation that goes on, where one does."""
        return None

    def answer(self, answer: Answer) -> Signal | None:
        """Take an answer to the question that is open: a number, ``yes`` or ``no``."""
        return None

    def glance(self, frame: PoseFrame) -> None:
        """Take in a frame that is not followed."""

    def overhear(self, judged: Iterable[Judged]) -> None:
        """Note which repetitions end while another stage lies over this one."""

    def tick(self) -> Signal | None:
        """Let time pass."""
        return None

    def show(self) -> Shown:
        """Return what this stage puts on the screen: each has something to say."""
        raise NotImplementedError

    @property
    def coming(self) -> Exercise | None:
        """What comes next: the exercise of the following set, None after the last."""
        following = self.course.next_position
        return None if following is None else self.course.counts[following].planned.exercise


class Waiting(Stage):
    """A stage before the work: whoever begins without waiting is followed at once."""

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Look whether the exercise is being done already."""
        ended = any(
            isinstance(event, RepetitionEnded) and event.repetition.status != "unfinished"
            for event in followed.events
        )
        return Signal.MOVING if ended or followed.running else None
