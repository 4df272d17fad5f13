"""Before the work of a set: camera check, getting into position, three-two-one."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.actions import Answer
from backcoach.coaching.conversation import Conversation
from backcoach.coaching.course import Course
from backcoach.coaching.placement import Placement, PlacementCheck
from backcoach.coaching.round import Followed
from backcoach.coaching.screen import Checked, Dial, Shown
from backcoach.coaching.sound_check import SoundCheck
from backcoach.coaching.stages.base import Waiting
from backcoach.coaching.transitions import Signal
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message

STEADY_S = 1.0
"""The camera check, and the position, must be right for this long."""

ADVICE_EVERY_S = 7.0
"""Between two spoken hints during the camera check."""

ADVICE_AFTER_S = 2.0
"""A hint must hold for this long before it is spoken: people are still moving."""

GOOD_ENOUGH_S = 25.0
"""After this long a camera that sees enough to count will do."""

LOOK_FROM_S = 25.0
"""From then on it is looked for what is wrong with the picture."""

HELP_AFTER_S = (30.0, 52.0)
"""Not found in position for this long: say what is wrong."""

GIVE_UP_S = 75.0
"""After this long the set is paced without the camera."""

SOON_S = 35.0
"""The same, where it was known that the camera does not see all."""

SEEN_LATELY_S = 20.0
"""Whoever was not seen for this long is not there."""

OFFER_AFTER_S = 12.0
"""The camera check is not right after this long: it says that one may go on all the same."""

ANYWAY_S = 40.0
"""After this long it goes on by itself, if somebody is there: nothing that it looks at is dangerous."""

NOBODY_AFTER_S = 60.0
"""Nobody was seen by the camera check for this long: it pauses rather than call for ever."""

NEXT_SIDE_S = 5.0
"""Without a camera: to get into position for the second side."""

COUNT_FROM = 3


class CameraCheck(Waiting):
    """Looks at the picture until the exercise can be judged, and says what to change."""

    name = "camera_check"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._check = PlacementCheck(course.planned.exercise, course.view)
        self._placement: Placement | None = None
        self._ready_since_s: float | None = None
        self._advice: Message | None = None
        self._advice_since_s = self._said_s = self._seen_s = course.active_s
        self._seen = self._offered = False
        self._sound_check: SoundCheck | None = None

    def come_back(self) -> None:
        """Look anew."""
        super().come_back()
        self.since_s = self._seen_s = self.course.active_s
        self._seen = self._offered = False

    def enter(self) -> None:
        """Say what happens now."""
        self.course.say(message("First I check what the camera sees."), "instruction")
        self.course.say(Message(self.course.planned.exercise.placement), "instruction")

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Judge the picture."""
        self._placement = self._check.see(frame, picture)
        if frame.seen:
            self._seen, self._seen_s = True, self.course.active_s
        moving = super().see(frame, picture, followed)
        if moving:
            self.course.camera_is_right()
        return moving

    def tick(self) -> Signal | None:
        """Go on when everything has been right for a moment; otherwise say what to change."""
        placement, now_s = self._placement, self.course.active_s
        if self._sound_check is not None:
            self._sound_check.tick()
            return self._seen_well()
        good = placement is not None and (
            placement.ready or (self.lasted_s > GOOD_ENOUGH_S and placement.usable)
        )
        if not good:
            self._ready_since_s = None
            self._advise(now_s)
            return self._waited(now_s)
        if self._ready_since_s is None:
            self._ready_since_s = now_s
        if now_s - self._ready_since_s < STEADY_S:
            return None
        return self._seen_well()

    @property
    def talk(self) -> Conversation | None:
        """The volume test."""
        return None if self._sound_check is None or self._sound_check.over else self._sound_check.talk

    def answer(self, answer: Answer) -> Signal | None:
        """Take an answer to it."""
        if self._sound_check is None or not self._sound_check.answer(answer) or not self._sound_check.over:
            return None
        return self._seen_well()

    def _seen_well(self) -> Signal | None:
        """Go on; the first time on a computer, ask before whether the person hears the coach."""
        if self._sound_check is None and self.course.checks_sound:
            self._sound_check = SoundCheck(self.course)
            self._sound_check.begin()
        if self._sound_check is not None and not self._sound_check.over:
            return None
        self.course.camera_is_right()
        self.course.say(message("Good, I can see you well."), "notice", stays=True)
        return Signal.READY

    def accept(self) -> None:
        """Go on as it is; who is not found in position then is soon paced without the camera."""
        self.course.camera_is_right()
        self.course.accepted = True

    def _waited(self, now_s: float) -> Signal | None:
        """Go on by itself in the end, if somebody is there; whom nobody sees is waited for in silence."""
        there = self._seen and now_s - self._seen_s < SEEN_LATELY_S
        if there and self.lasted_s >= ANYWAY_S:
            return Signal.WAITED
        return Signal.NOBODY if now_s - self._seen_s >= NOBODY_AFTER_S else None

    def _advise(self, now_s: float) -> None:
        advice = self._placement.advice if self._placement else None
        if advice != self._advice:
            self._advice, self._advice_since_s = advice, now_s
        ripe = now_s - self._advice_since_s >= ADVICE_AFTER_S and now_s - self._said_s >= ADVICE_EVERY_S
        if advice is not None and ripe and self.course.voice.quiet(self.course.now_s):
            self._said_s = now_s
            self.course.say(advice, "instruction")
            if not self._offered and self.lasted_s >= OFFER_AFTER_S:
                self._offered = True
                self.course.say(message("Or carry on as it is: press Space."), "instruction")

    def show(self) -> Shown:
        """Show every check, the outline to fill, and what to change first: large, for it is read from afar."""
        if (asked := self.talk) is not None and asked.question is not None:
            return Shown(asked.question.text, message("Without an answer I go on."))
        placement = self._placement
        known = [check for check in placement.checks if check.known] if placement else []
        advice = placement.advice if placement else None
        return Shown(
            headline=advice or message("Camera check"),
            detail=None if advice else Message(self.course.planned.exercise.placement),
            checks=tuple(Checked(check.name, check.ok) for check in known),
            outline=placement.outline if placement else None,
        )


class IntoPosition(Waiting):
    """Waits until the person is in position; without a camera, for a set time."""

    name = "position"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._check = PlacementCheck(course.planned.exercise, course.view)
        self._advice: Message | None = None
        self._in_since_s: float | None = None
        self._seen_s = course.active_s
        self._helped = 0
        later_side = len(course.count.sides) > 1 and course.count.begun
        self._wait_s = NEXT_SIDE_S if later_side else course.habits.position_wait_s

    def come_back(self) -> None:
        """Wait anew."""
        super().come_back()
        self.since_s = self._seen_s = self.course.active_s
        self._helped = 0

    def enter(self) -> None:
        """Ask the person to get into position."""
        course = self.course
        exercise, side = course.planned.exercise, course.count.side
        course.guide.reset(course.now_s)
        course.say(message("Get into position."), "instruction")
        if not (exercise.sides == "each" and course.count.begun):  # the other side was called for already
            course.say(phrases.place(exercise, side), "instruction")
        if course.count.alternating:
            course.say(phrases.now_side(exercise, side), "instruction")
        if course.round.watched and exercise.repetition.kind == "hold":
            course.say(phrases.way_in(exercise), "instruction")
            course.say(message("The clock starts by itself."), "instruction")

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Note since when the person has been in position."""
        now_s = self.course.active_s
        if self.lasted_s >= LOOK_FROM_S:
            self._advice = self._check.see(frame, picture).advice
        if frame.seen:
            self._seen_s = now_s
        if not followed.in_position:
            self._in_since_s = None
        elif self._in_since_s is None:
            self._in_since_s = now_s
        return super().see(frame, picture, followed)

    def tick(self) -> Signal | None:
        """Go on when in position for a moment; help, and in the end go on without the camera."""
        self._show_the_way()
        if not self.course.round.watched:
            return Signal.OVER if self._wait_is_over else None
        now_s = self.course.active_s
        if self._in_since_s is not None:
            return Signal.IN_POSITION if now_s - self._in_since_s >= STEADY_S else None
        if self._helped < len(HELP_AFTER_S) and self.lasted_s >= HELP_AFTER_S[self._helped]:
            self._helped += 1
            self.course.say(self._help(), "instruction")
        if self.lasted_s < (SOON_S if self.course.accepted else GIVE_UP_S):
            return None
        return Signal.NOBODY if now_s - self._seen_s > SEEN_LATELY_S else Signal.UNRECOGNISED

    @property
    def _wait_is_over(self) -> bool:
        """Whether the time without a camera is over; nobody is hurried before all is said."""
        return self.lasted_s >= self._wait_s and self.course.voice.quiet(self.course.now_s)

    def _show_the_way(self) -> None:
        """Let the figure go into a hold: there the position is the exercise."""
        course = self.course
        is_hold = course.planned.exercise.repetition.kind == "hold"
        if is_hold and course.round.watched and course.voice.quiet(course.now_s):
            course.guide.go(1, course.now_s)

    def _help(self) -> Message:
        exercise = self.course.planned.exercise
        if self._advice is not None:
            return self._advice
        if self._helped == 1:
            return phrases.place(exercise, self.course.count.side)
        return Message(exercise.placement)

    def show(self) -> Shown:
        """Show how to get there, or what is wrong."""
        watched = self.course.round.watched
        where = phrases.place(self.course.planned.exercise, self.course.count.side)
        left_s = 0.0 if watched else max(0.0, self._wait_s - self.lasted_s)
        return Shown(
            headline=message("Get into position"),
            detail=self._help() if watched and self._helped else where,
            dial=Dial(clock_s=left_s, clock_planned_s=0.0 if watched else self._wait_s),
        )


class Countdown(Waiting):
    """Three, two, one."""

    name = "countdown"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._left = COUNT_FROM + 1
        self._out_since_s: float | None = None

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Go back if the person leaves the position."""
        moving = super().see(frame, picture, followed)
        if moving or followed.in_position:
            self._out_since_s = None
            return moving
        if self._out_since_s is None:
            self._out_since_s = self.course.active_s
        return Signal.OUT_OF_POSITION if self.course.active_s - self._out_since_s >= STEADY_S else None

    def tick(self) -> Signal | None:
        """Count."""
        left = COUNT_FROM - int(self.lasted_s)
        if 0 < left < self._left:
            self._left = left
            self.course.say(phrases.number(left), "count")
        return Signal.OVER if left <= 0 else None

    def show(self) -> Shown:
        """Show the seconds left."""
        return Shown(message("Ready"), dial=Dial.left(COUNT_FROM - self.lasted_s, float(COUNT_FROM)))
