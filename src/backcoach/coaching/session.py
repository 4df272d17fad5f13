"""The session: frames, ticks and the person's actions in; what to show, say and remember out."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from backcoach.coaching import phrases
from backcoach.coaching.actions import Action, HurtAnswer, Number, Press, Then
from backcoach.coaching.composing import screen_of
from backcoach.coaching.course import Course
from backcoach.coaching.outputs import Outcome, Output
from backcoach.coaching.planned import Done, Habits, PlannedSet, Source
from backcoach.coaching.repertoire import words_of
from backcoach.coaching.screen import Screen, StateName
from backcoach.coaching.stages.base import Stage
from backcoach.coaching.stages.before import CameraCheck, Countdown, IntoPosition
from backcoach.coaching.stages.between import Rest, SwitchSides
from backcoach.coaching.stages.halted import Finished, Lost, Paused
from backcoach.coaching.stages.introduction import Introduction
from backcoach.coaching.stages.paced import PacedWork
from backcoach.coaching.stages.talking import Afterwards, AllRight, Hurting
from backcoach.coaching.stages.work import WatchedWork
from backcoach.coaching.transitions import BY_THE_PERSON, LOOKUP, Effect, Signal, Transition, follow
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message
from backcoach.tracking.hand import HandWatcher

OVERLAYS: frozenset[StateName] = frozenset({"paused", "lost", "all_right", "hurt"})
"""States that lie over another one and go back to it."""

PRESSED: dict[Press, Signal] = {
    "start": Signal.CONFIRM,
    "confirm": Signal.CONFIRM,
    "pause": Signal.PAUSE,
    "resume": Signal.RESUME,
    "back": Signal.BACK,
    "skip": Signal.SKIP,
    "show": Signal.SHOW,
    "hurt": Signal.HURT,
    "stop": Signal.STOP,
}

UNASKED: dict[Press, Then] = {"confirm": "go_on", "resume": "go_on", "skip": "skip", "stop": "stop"}
"""What a press means while it is asked what hurts."""


class Session:
    """A routine, as one person does it: a state machine without a clock.

    Parameters
    ----------
    sets : sequence of PlannedSet
        In their order; at least one.
    source : {"camera", "none", "demo"}
        Who watches.
    habits : Habits, optional
    done : sequence of Done, optional
        What is already done of each set, when a broken-off session goes on.

    Raises
    ------
    ValueError
        If there are no sets.

    Notes
    -----
    Every call takes the session's time in seconds, or a frame that carries it, and returns what is to be said and
    remembered. Ticks and frames may be up to a second out of order; frames are in order among themselves, an earlier
    one is ignored. After ``SessionEnded`` every call returns nothing. No call raises anything.
    """

    def __init__(
        self,
        sets: Sequence[PlannedSet],
        source: Source = "camera",
        habits: Habits | None = None,
        done: Sequence[Done] = (),
    ) -> None:
        self._course = Course(sets, source, habits or Habits(), done)
        self._camera: Source = source
        self._under: Stage | None = None
        self._turn = 0
        self._frame_s = float("-inf")
        self._hand = HandWatcher()
        first = self._course.first_state
        self._stage = self._new_stage("afterwards" if first == "finished" else first)
        self._stage.enter()

    # --- what comes in ------------------------------------------------------------------------------------------

    def see(self, frame: PoseFrame, picture: Picture | None = None) -> list[Output]:
        """Take in a frame, and how its picture is (light, contrast, shake), if that is known."""
        course = self._course
        if self.finished or not course.watches or frame.time_s < self._frame_s:
            return []
        self._frame_s = frame.time_s
        self._pass_time(frame.time_s)
        if self._hand.see(frame, course.gesture) and (press := course.meant_by_hand(self.actions)):
            return self.act(press, frame.time_s)
        if self._stage.blind:
            self._stage.glance(frame)
        if self._stage.blind or not course.round.watched:
            return self._give()
        followed = course.follow(frame)
        course.cues.hear(followed.events, course.round.read, course.now_s)
        if self._under is not None:
            self._under.overhear(followed.judged)
        signal = self._stage.see(frame, picture, followed)
        self._follow(signal)
        if signal is Signal.MOVING:
            self._stage.see(frame, picture, followed)
        return self._give()

    def tick(self, time_s: float) -> list[Output]:
        """Let time pass; called ten times a second or more, whether frames come or not."""
        if self.finished:
            return []
        self._pass_time(time_s)
        self._follow(self._stage.tick())
        return self._give()

    def act(self, action: Action, time_s: float) -> list[Output]:
        """Do what the person asks for; what is not possible now is ignored."""
        if self.finished:
            return []
        self._pass_time(time_s)
        if isinstance(action, HurtAnswer):
            self._take_down(action)
        elif isinstance(action, Number) or action == "yes" or action == "no":
            self._follow(self._stage.answer(action))
        elif isinstance(self._stage, Hurting):
            self._follow(self._stage.end(HurtAnswer(then=UNASKED[action])) if action in UNASKED else None)
        elif action == "skip" and self._under is not None and self._under.name == "camera_check":
            self._follow(Signal.RESUME)
            self._follow(Signal.SKIP)
        elif action in ("confirm", "start") and isinstance(self._stage, PacedWork):
            self._stage.confirm()
        else:
            self._follow(PRESSED[action])
        return self._give()

    def camera(self, working: bool, reason: str | None, time_s: float) -> list[Output]:
        """Note that the camera failed, or is back: goes on without it, or with it again from the next set on."""
        course = self._course
        if course.over or self._camera == "none" or working == course.watches:
            return []
        self._pass_time(time_s)
        course.source = self._camera if working else "none"
        if working:
            self._watch_again()
        else:
            self._pace()
        course.say(phrases.camera_back() if working else phrases.camera_failed(reason), "notice", stays=True)
        return self._give()

    # --- what goes out ------------------------------------------------------------------------------------------

    @property
    def screen(self) -> Screen:
        """What to show now."""
        return screen_of(
            self._course,
            self._stage,
            self._under,
            self._turn,
            self.actions,
            self._hand.progress(self._course.now_s),
        )

    @property
    def actions(self) -> tuple[Press, ...]:
        """What a press would change now."""
        state, talk = self._stage.name, self._stage.talk
        found: list[Press] = [] if talk is None or talk.question is None else ["yes", "no"]
        if state == "hurt":
            return (*found, *UNASKED)
        found += _presses(state)
        if isinstance(self._stage, PacedWork):
            found.append("confirm")
        return tuple(found)

    @property
    def coming_words(self) -> tuple[Message, ...]:
        """What may be said in the present set and the next one, what comes first at the front."""
        course = self._course
        sets = [course.planned]
        if course.next_position is not None:
            sets.append(course.counts[course.next_position].planned)
        return words_of(sets, course.habits)

    @property
    def finished(self) -> bool:
        """Whether the session is over."""
        return self._stage.name == "finished"

    def _give(self) -> list[Output]:
        """Return everything that is to go out, the words first."""
        course = self._course
        course.guide.face(course.count.side)
        words = course.voice.speak(course.now_s)
        if self.finished:
            words += course.voice.say_the_rest()
        return [*course.give_sound(), *words, *course.give_records()]

    # --- the state machine --------------------------------------------------------------------------------------

    def _pass_time(self, time_s: float) -> None:
        self._course.advance(time_s, active=self._stage.name not in OVERLAYS)

    def _follow(self, signal: Signal | None) -> None:
        """Look up what a signal means here, and do it."""
        row = follow(self._stage.name, signal) if signal is not None else None
        if row is None:
            return
        self._course.voice.leave(self._course.now_s, at_once=row.signal in BY_THE_PERSON)
        self._turn += 1
        rest_s = self._course.planned.rest_s
        was_over = self._course.over
        self._take_effect(row)
        if row.then == "(where it was)":
            self._return()
        elif row.then in OVERLAYS:
            self._cover(row)
        else:
            self._go(self._following(row.then), rest_s, _session_outcome(self._course, row.signal, was_over))

    def _cover(self, row: Transition) -> None:
        """Put pause, loss or pain over the present state; over another of them, in its place."""
        if self._under is None:
            self._under = self._stage
        self._stage = self._new_stage(row.then)
        if self._stage.blind:
            self._under.overhear(self._course.interrupt().judged)
        self._stage.enter()
        self._course.guide.stop(self._course.now_s)

    def _return(self) -> None:
        """Go back to the state under the present one."""
        under, self._under = self._under, None
        assert under is not None
        self._stage = under
        under.come_back()

    def _following(self, then: str) -> str:
        """Return the state that a row of the table leads to, where it is not the one under the present one."""
        if then == "(the next set)":
            return self._course.first_state
        return self._course.end_state if then == "(the end)" else then

    def _go(self, state: str, rest_s: float, outcome: Outcome) -> None:
        """Go on to a state that lies over no other; the outcome is that of the session, if it ends."""
        self._under = None
        if state == "finished":
            return self._finish(outcome)
        self._stage = Rest(self._course, rest_s) if state == "rest" else self._new_stage(state)
        self._stage.enter()

    def _finish(self, outcome: Outcome) -> None:
        self._stage = Finished(self._course, outcome, praised=self._stage.name == "afterwards")
        self._stage.enter()
        self._course.finish(outcome)

    def _new_stage(self, state: str) -> Stage:
        if state == "work":
            return (WatchedWork if self._course.round.watched else PacedWork)(self._course)
        return STAGES[state](self._course)

    def _take_effect(self, row: Transition) -> None:
        course, effect = self._course, row.effect
        if effect in ENDS:
            course.end_set(ENDS[effect], last=row.then == "finished")
        elif effect == "go one set back":
            course.go_back()
        elif effect == "make it easier":
            course.make_easier()
        elif effect == "teach it again":
            course.interrupt()
            course.show_again = True
        elif effect == "go on anyway" and isinstance(self._stage, CameraCheck):
            self._stage.accept()
        elif effect == "pace the set":
            course.pace()
            if course.watches:
                course.say(phrases.paced_anyway(), "notice", stays=True)

    # --- hurt, and the camera -----------------------------------------------------------------------------------

    def _take_down(self, hurt: HurtAnswer) -> None:
        """Take down what hurts, asked or not, and do what may be done then."""
        if self._stage.name == "afterwards":
            Hurting(self._course).end(replace(hurt, then="stop"))
        self._follow(Signal.HURT)
        if isinstance(self._stage, Hurting):
            self._follow(self._stage.end(hurt))

    def _pace(self) -> None:
        """Nobody watches any more: the present set goes on paced."""
        covered = self._under if self._under is not None else self._stage
        self._course.pace()
        if self._stage.name in ("paused", "all_right", "hurt"):
            if covered.name in ("work", "camera_check"):
                self._under = self._new_stage("position" if covered.name == "camera_check" else "work")
        else:
            self._follow(Signal.NO_CAMERA)

    def _watch_again(self) -> None:
        """The camera is back: it watches at once unless a set is under way."""
        covered = self._under if self._under is not None else self._stage
        if covered.name != "work" and not self._course.round.begun:
            self._course.round.watch()


@functools.cache
def _presses(state: StateName) -> tuple[Press, ...]:
    """Return the presses that the table knows in a state; "start" does there what "confirm" does."""
    return tuple(press for press, signal in PRESSED.items() if press != "start" and (state, signal) in LOOKUP)


STAGES: dict[str, type[Stage]] = {
    "camera_check": CameraCheck,
    "introduction": Introduction,
    "position": IntoPosition,
    "countdown": Countdown,
    "switch_sides": SwitchSides,
    "paused": Paused,
    "lost": Lost,
    "all_right": AllRight,
    "hurt": Hurting,
    "afterwards": Afterwards,
}

ENDS: dict[Effect, Outcome] = {
    "end the set: done": "done",
    "end the set: skipped": "skipped",
    "end the set: hurt": "hurt",
    "end the set: broken off": "broken_off",
}


def _session_outcome(course: Course, signal: Signal, was_over: bool) -> Outcome:
    """Return how the session as a whole ended; ``was_over``: all sets had been done before."""
    if signal is Signal.STOP and not was_over:
        return "broken_off"
    if signal is Signal.GIVE_UP or (signal is Signal.HURT and was_over):
        return "hurt"
    return "done" if any(count.begun for count in course.counts) else "skipped"
