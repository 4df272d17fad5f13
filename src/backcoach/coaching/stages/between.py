"""Between the work: the other side, and the rest."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.course import Course
from backcoach.coaching.screen import Dial, Shown
from backcoach.coaching.stages.base import Waiting
from backcoach.coaching.stages.introduction import introduce
from backcoach.coaching.transitions import Signal
from backcoach.exercises.model import Exercise
from backcoach.texts import Message, message

TURN_S = 8.0
"""To turn over to the other side; where only the legs change, `CHANGE_S`."""

CHANGE_S = 3.0

INTRODUCE_FROM_S = 12.0
"""Where at least this much rest is left, the next exercise is introduced during it."""

INTRODUCE_AFTER_S = 3.0

REST_BEFORE_LESSON_S = 8.0
"""A lesson is a rest, too: before it the rest is not longer than this."""
GET_READY_S = 4.0


class SwitchSides(Waiting):
    """The other side now."""

    name = "switch_sides"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._lasts_s = TURN_S if course.planned.exercise.figure.turns_round else CHANGE_S

    def enter(self) -> None:
        """Call for the other side."""
        course = self.course
        course.count.switch()
        course.guide.reset(course.now_s)
        if course.planned.exercise.figure.turns_round:
            course.say(message("Good. Turn over to the other side."), "instruction")
        else:
            course.say(message("Good. Now the other side."), "instruction")
        course.say(self._call, "instruction")

    @property
    def _call(self) -> Message:
        return phrases.now_side(self.course.planned.exercise, self.course.count.side)

    def tick(self) -> Signal | None:
        """Go on after the time it takes, when all is said."""
        over = self.lasted_s >= self._lasts_s and self.course.voice.quiet(self.course.now_s)
        return Signal.OVER if over else None

    def show(self) -> Shown:
        """Show which side."""
        return Shown(self._call, dial=Dial.left(self._lasts_s - self.lasted_s, self._lasts_s))


class Rest(Waiting):
    """A rest with a countdown; the next exercise is announced, and introduced if there is time."""

    name = "rest"

    def __init__(self, course: Course, rest_s: float) -> None:
        super().__init__(course)
        self._rest_s = min(rest_s, REST_BEFORE_LESSON_S) if course.teaches else rest_s
        self._told_ready = False

    def enter(self) -> None:
        """Say what is done, and what comes."""
        course = self.course
        course.say(message("Well done."), "instruction")
        if self._rest_s >= 1:
            course.say(message("Rest for {seconds} seconds.", seconds=round(self._rest_s)), "instruction")
        course.say(message("Next: {name}.", name=phrases.name_of(course.planned.exercise)), "instruction")

    def tick(self) -> Signal | None:
        """Introduce, warn of the end, go on."""
        course, left_s = self.course, self._rest_s - self.lasted_s
        course.guide.demonstrate(course.now_s)
        same = course.introduced == course.planned.exercise.id or course.teaches
        if not same and self.lasted_s >= INTRODUCE_AFTER_S and left_s >= INTRODUCE_FROM_S:
            introduce(course)
        if left_s <= GET_READY_S and not self._told_ready and self._rest_s >= 2 * GET_READY_S:
            self._told_ready = True
            course.say(message("Get ready."), "instruction", patience_s=3)
        if left_s > 0 or not course.voice.quiet(course.now_s):
            return None
        if course.needs_new_view:
            return Signal.NEW_VIEW
        return Signal.INTRODUCED if course.introduced == course.planned.exercise.id else Signal.OVER

    def show(self) -> Shown:
        """Show the seconds left."""
        return Shown(
            headline=message("Rest"),
            detail=message("Next: {name}.", name=phrases.name_of(self.coming)),
            dial=Dial.left(self._rest_s - self.lasted_s, self._rest_s),
        )

    @property
    def coming(self) -> Exercise:
        """The present set is the one that comes."""
        return self.course.planned.exercise
