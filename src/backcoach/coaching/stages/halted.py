"""While nothing goes on: paused, out of sight, finished."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.course import Course
from backcoach.coaching.outputs import Outcome, SayKind
from backcoach.coaching.round import Followed
from backcoach.coaching.screen import Shown
from backcoach.coaching.stages.base import Stage
from backcoach.coaching.transitions import Signal
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import message

AGAIN_AFTER_S = 20.0
"""Whoever is still out of sight after this is told once more."""


class Paused(Stage):
    """The person paused; frames are not followed."""

    name = "paused"
    blind = True

    def enter(self) -> None:
        """Stop at once."""
        self.course.say(message("Paused."), "notice")

    def show(self) -> Shown:
        """Say how to go on."""
        return Shown(message("Paused"), phrases.how_to_go_on(by_hand=self.course.heeds_hand))


class Lost(Stage):
    """Nobody is seen; the tracker goes on looking."""

    name = "lost"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._began_s = course.now_s
        self._told = False

    def enter(self) -> None:
        """Say so."""
        self.course.say(message("I cannot see you. I will wait for you."), "notice")

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Go on as soon as the person is seen again."""
        return Signal.FOUND if followed.state.seen and frame.seen else None

    def tick(self) -> Signal | None:
        """Say it once more after a while."""
        if not self._told and self.course.now_s - self._began_s >= AGAIN_AFTER_S:
            self._told = True
            self.course.say(message("I still cannot see you. Come back into the picture."), "notice")
        return None

    def show(self) -> Shown:
        """Show that it waits."""
        return Shown(
            headline=message("I cannot see you"),
            detail=message("Come back into the picture, and I will go on by myself."),
            seen=False,
        )


class Finished(Stage):
    """The session is over."""

    name = "finished"

    def __init__(self, course: Course, outcome: Outcome, *, praised: bool = False) -> None:
        super().__init__(course)
        self._outcome = outcome
        self._praised = praised and outcome == "done"

    def enter(self) -> None:
        """Say the last words."""
        course = self.course
        # The last number may be said to its end.
        kind: SayKind = "instruction" if self._outcome == "done" else "notice"
        if course.signs:
            course.say(phrases.seek_help(), "notice")
        elif course.much_pain:
            course.say(phrases.rest_now(), "notice")
        elif not self._praised:
            course.say(phrases.last_words(self._outcome, single=len(course.counts) == 1), kind)

    def show(self) -> Shown:
        """Show that it is done."""
        return Shown(message("Well done") if self._outcome == "done" else message("The session is over"))
