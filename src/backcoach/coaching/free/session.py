"""A session without a plan: frames, ticks and the person's actions in; what to show, say and remember out."""

from __future__ import annotations

from collections.abc import Sequence

from backcoach.coaching import phrases
from backcoach.coaching.actions import STOP_SIGNS, Action, Answer, HurtAnswer, Number, Press, meant_by_hand
from backcoach.coaching.free import words
from backcoach.coaching.free.help import Help
from backcoach.coaching.free.limits import Limits
from backcoach.coaching.free.noticing import Noticing
from backcoach.coaching.free.presence import Presence
from backcoach.coaching.free.showing import Lines, screen_of
from backcoach.coaching.free.talking import Talking
from backcoach.coaching.hurting import HurtTalk
from backcoach.coaching.outputs import HurtReported, Outcome, Output, Record, SayKind, SessionEnded
from backcoach.coaching.planned import Habits, Source
from backcoach.coaching.repertoire import words_without_a_plan
from backcoach.coaching.screen import Screen, StateName
from backcoach.coaching.session import UNASKED
from backcoach.coaching.voice import Voice
from backcoach.exercises.model import Exercise, Gesture
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message
from backcoach.tracking.hand import HandWatcher

IDLE_AFTER_S = 600.0
"""Somebody is there, and nothing has been recognised for this long: it pauses."""

POSSIBLE: dict[StateName, tuple[Press, ...]] = {
    "position": ("pause", "hurt", "stop"),
    "work": ("pause", "skip", "hurt", "stop"),
    "lost": ("pause", "hurt", "stop"),
    "paused": ("confirm", "resume", "hurt", "stop"),
    "hurt": tuple(UNASKED),
}
"""What a press can change in each state; ``skip`` begins a new set."""


class FreeSession:
    """Whatever a person does, recognised: no plan, no dose, no order.

    Parameters
    ----------
    exercises : sequence of Exercise
        Those that may be recognised.
    source : {"camera", "demo"}
        Who watches; without anybody nothing can be recognised.
    habits : Habits, optional
    limits : Limits, optional
        What this person leaves out today, and does with care.
    position : int
        Of the first set, where a session goes on that broke off.

    Notes
    -----
    As `backcoach.coaching.session.Session`: no clock, and no call raises anything. Its sets are those of
    `backcoach.tracking.Recognizer` over the same frames: what was told of them so far, with what was withdrawn
    taken away, is what the recogniser knows.
    """

    def __init__(
        self,
        exercises: Sequence[Exercise],
        source: Source = "camera",
        habits: Habits | None = None,
        limits: Limits | None = None,
        position: int = 0,
    ) -> None:
        self._limits = limits or Limits()
        self._habits = habits or Habits()
        self._exercises = [self._limits.without_hints(exercise) for exercise in exercises]
        self._noticing = Noticing(self._exercises, position)
        self.voice = Voice(self._habits.speech_rate)
        self._source: Source = source
        self._presence = Presence()
        self._goes_on = position > 0
        self._state: StateName = "position"
        self._under: StateName = "position"
        self._outcome: Outcome = "done"
        self._talking: Talking | None = None
        self._records: list[Record] = []
        self._turn = 0
        self.now_s = 0.0
        self._frame_s = float("-inf")
        self._begun = self._signs = False
        self._hurt_talk: HurtTalk | None = None
        self._hand = HandWatcher()
        self._help = Help(self._exercises, 0.0)
        self.say(words.START, "instruction")
        for note in self._limits.notes:
            self.say(note, "instruction")
        if self._habits.teaches_hand and self._gesture != "none":
            self.say(phrases.by_hand(), "instruction")

    # --- what comes in ------------------------------------------------------------------------------------------

    def see(self, frame: PoseFrame, picture: Picture | None = None) -> list[Output]:
        """Take in a frame, and how its picture is (light, contrast, shake), if that is known."""
        if self.finished or frame.time_s < self._frame_s:
            return []
        self._frame_s = frame.time_s
        self._pass_time(frame.time_s)
        if frame.seen:
            self._presence.see(self.now_s)
        if self._hand.see(frame, self._gesture) and (press := self._meant_by_hand):
            return self.act(press, frame.time_s)
        if self._state in ("paused", "hurt"):
            return self._give()
        if self._state == "lost" and frame.seen:
            self._go(self._under)
            self.say(message("Let's go on."), "notice")
        self._remember(self._noticing.see(frame))
        self._follow(frame, picture)
        return self._give()

    def tick(self, time_s: float) -> list[Output]:
        """Let time pass; called ten times a second or more, whether frames come or not."""
        if self.finished:
            return []
        self._pass_time(time_s)
        if self._state in ("position", "work", "lost"):
            self._watch_out()
        if self._state == "work" and self._talking is not None:
            self._talking.tick(self.now_s)
        elif self._state == "hurt" and self._hurt_talk is not None:
            self._hurt_talk.talk.listen()
        elif self._state == "position":
            help_needed = self._help.due(self.now_s) if self._presence.known else None
            if help_needed is not None:
                self.say(help_needed, "instruction")
        return self._give()

    def act(self, action: Action, time_s: float) -> list[Output]:
        """Do what the person asks for; what is not possible now is ignored."""
        if self.finished:
            return []
        self._pass_time(time_s)
        if isinstance(action, HurtAnswer):
            self._hurt()
            self._take_down(action)
        elif isinstance(action, Number) or action in ("yes", "no"):
            self._answer(action)
        elif action in self.actions:
            self._press(action)
        return self._give()

    def camera(self, working: bool, reason: str | None, time_s: float) -> list[Output]:
        """Note that the camera failed, or is back: without it nothing goes on."""
        if self.finished or working == self._presence.working:
            return []
        self._pass_time(time_s)
        self._presence.working = working
        if working:
            self.say(phrases.camera_back(), "notice")
        else:
            self._presence.lose_camera(self.now_s)
            self._lose(words.camera_gone(reason))
        return self._give()

    # --- what goes out ------------------------------------------------------------------------------------------

    @property
    def finished(self) -> bool:
        """Whether the session is over."""
        return self._state == "finished"

    @property
    def actions(self) -> tuple[Press, ...]:
        """What a press would change now."""
        talk = self._hurt_talk
        answers: tuple[Press, ...] = ("yes", "no") if talk is not None and talk.talk.question else ()
        return (*answers, *POSSIBLE.get(self._state, ()))

    @property
    def screen(self) -> Screen:
        """What to show now."""
        over, talk = self.finished, self._hurt_talk
        return screen_of(
            self._noticing,
            None if over else self._talking,
            state=self._state,
            lines=self._lines(),
            time_s=self.now_s,
            source=self._source,
            turn=self._turn,
            actions=self.actions,
            question=None if talk is None else talk.talk.shown,
            hand=self._hand.progress(self.now_s),
            hand_means=self._meant_by_hand,
        )

    @property
    def _gesture(self) -> Gesture:
        """What counts as a raised hand now; while nothing is known, what counts in every exercise."""
        if not self._habits.raised_hand:
            return "none"
        known = [self._talking.exercise] if self._talking is not None else self._exercises
        gestures = {exercise.hand for exercise in known}
        return gestures.pop() if len(gestures) == 1 else "none"

    @property
    def _meant_by_hand(self) -> Press | None:
        """What a raised hand means now; None where it means nothing."""
        if self._gesture == "none":
            return None
        return meant_by_hand(self.actions)

    def say(
        self, message: Message, kind: SayKind, *, patience_s: float | None = None, stays: bool = False
    ) -> None:
        """Ask the voice to say something."""
        self.voice.queue(message, kind, self.now_s, patience_s=patience_s, stays=stays)

    def _lines(self) -> Lines:
        """Return the headline, and what stands under it."""
        talking, talk = self._talking, self._hurt_talk
        if self._state == "hurt" and talk is not None:
            question = talk.talk.question
            return question.text if question else message("Stop. Where does it hurt?"), phrases.seek_if()
        if self._state == "paused":
            return message("Paused"), phrases.how_to_go_on(by_hand=self._gesture != "none")
        if self._state == "lost":
            return self._presence.lines(self.now_s)
        if self._state == "finished":
            well = message("Well done") if self._outcome == "done" else message("The session is over")
            return well, None
        if self._state == "work" and talking is not None:
            return phrases.name_of(talking.exercise), talking.left_out
        return words.WITHOUT_A_PLAN, self._help.line(in_position=self._noticing.in_position)

    @property
    def coming_words(self) -> tuple[Message, ...]:
        """What may be said."""
        return words_without_a_plan(self._exercises)

    def _give(self) -> list[Output]:
        """Return everything that is to go out, the words first."""
        spoken = self.voice.speak(self.now_s)
        if self.finished:
            spoken += self.voice.say_the_rest()
        records, self._records = self._records, []
        return [*spoken, *records]

    # --- what goes on -------------------------------------------------------------------------------------------

    def _pass_time(self, time_s: float) -> None:
        if not self._begun:
            self._begun, self.now_s = True, time_s
            self._presence.begin(time_s)
            self._help = Help(self._exercises, time_s)
        self.now_s = max(self.now_s, time_s)

    def _remember(self, records: Sequence[Record]) -> None:
        self._records += records

    def _go(self, state: StateName, *, by_the_person: bool = False) -> None:
        """Go to another state: what was to be said in the old one is not said any more."""
        self.voice.leave(self.now_s, at_once=by_the_person)
        self._turn += 1
        self._state = state
        if state == "position":
            self._help = Help(self._exercises, self.now_s)

    def _go_or_wait(self, state: StateName) -> None:
        """Go to another state, under a loss that lies over it, if there is one."""
        if self._state == "lost":
            self._under = state
        elif self._state != state:
            self._go(state)

    def _follow(self, frame: PoseFrame, picture: Picture | None) -> None:
        """Talk about what is done; look for help where nothing is."""
        exercise, talking = self._noticing.exercise, self._talking
        if exercise is None:
            if talking is not None:
                self._talking = None
                self._go_or_wait("position")
            self._help.see(frame, picture, self._noticing.unclear)
            return
        another = talking is None or talking.exercise is not exercise
        if another:
            talking = self._begin_to_talk(exercise)
        assert talking is not None
        talking.follow(frame, self.now_s, introduced=another)

    def _begin_to_talk(self, exercise: Exercise) -> Talking:
        before, entry = self._talking, self._noticing.entry
        taken_back = before is not None and not any(
            one.entry.exercise is exercise for one in self._noticing.news
        )
        self._go_or_wait("work")
        talking = Talking(exercise, self._noticing, self.voice, self._habits, self._limits, self.now_s)
        wrong = before.exercise if before is not None and taken_back and entry is not None else None
        talking.introduce(self.now_s, entry, wrong)
        self._talking = talking
        return talking

    # --- away ---------------------------------------------------------------------------------------------------

    def _watch_out(self) -> None:
        """Notice that nobody is there, or that nothing is done."""
        found = self._presence.look(
            self.now_s, lambda text: self.say(text, "instruction"), lambda text: self.say(text, "notice")
        )
        idle = self._state == "position" and self.now_s - self._help.since_s >= IDLE_AFTER_S
        if found == "left":
            self._finish()
        elif found == "nobody" or (idle and found is None):
            self._pause()
        elif found == "lost" and self._state != "lost":
            self._lose(message("I cannot see you. I will wait for you."))

    def _lose(self, text: Message) -> None:
        if self._state in ("position", "work"):
            self._under = self._state
            self._go("lost")
        self.say(text, "notice")

    # --- what the person does -----------------------------------------------------------------------------------

    def _press(self, press: Press) -> None:
        if self._state == "hurt":
            self._take_down(HurtAnswer(then=UNASKED[press]))
        elif press == "stop":
            self._finish(by_the_person=True)
        elif press == "hurt":
            self._hurt()
        elif press == "pause":
            self._pause(by_the_person=True)
        elif press == "skip":
            self._new_set()
        else:
            self._resume()

    def _pause(self, *, by_the_person: bool = False) -> None:
        self._halt("paused", by_the_person=by_the_person)
        self.say(message("Paused."), "notice")

    def _halt(self, state: StateName, *, by_the_person: bool = True) -> None:
        """Stop looking; what is running is over."""
        if self._state in ("position", "work", "lost"):
            self._under = "work" if self._talking is not None else "position"
            self._remember(self._noticing.interrupt())
        self._go(state, by_the_person=by_the_person)

    def _resume(self) -> None:
        self._hurt_talk = None
        self._go(self._under, by_the_person=True)
        self._presence.begin(self.now_s)
        for cues in self._noticing.cues.values():
            cues.rest()
        self.say(message("Let's go on."), "notice")

    def _new_set(self) -> None:
        self._remember(self._noticing.begin_anew())
        self._talking = None
        self._go("position", by_the_person=True)
        self.say(message("A new set."), "instruction")

    # --- it hurts, and the end ----------------------------------------------------------------------------------

    def _hurt(self) -> None:
        """Stop at once, and ask."""
        if self._state == "hurt":
            return
        self._halt("hurt")
        self.say(message("Stop, and come to rest in a way that feels easy."), "notice")
        self._hurt_talk = HurtTalk(self)
        self._hurt_talk.talk.ask()

    def _answer(self, answer: Answer) -> None:
        told = None if self._hurt_talk is None else self._hurt_talk.answer(answer)
        if told is not None:
            self._take_down(told)

    def _take_down(self, told: HurtAnswer) -> None:
        """Take down what hurts, and do what may be done then."""
        assert self._hurt_talk is not None
        hurt, exercise = self._hurt_talk.whole(told), self._noticing.exercise
        entry = self._noticing.entry
        position = 0 if entry is None else entry.position
        name = None if exercise is None else exercise.id
        then = hurt.allowed
        self._remember([HurtReported(position, self.now_s, name, hurt.where, hurt.pain, then)])
        self._signs = self._signs or hurt.where in STOP_SIGNS
        if then == "stop":
            self._end_set_hurt()
            self._finish(hurt=True, by_the_person=True)
            return
        if then == "skip":
            self._leave_out(exercise)
        self._resume()
        if then == "easier" and exercise is not None and exercise.easier:
            self.say(Message(exercise.easier[0].text), "instruction")

    def _leave_out(self, exercise: Exercise | None) -> None:
        """Leave an exercise out for the rest of the session: it hurt."""
        self._end_set_hurt()
        self._remember(self._noticing.begin_anew())
        if exercise is not None:
            self._limits = self._limits.leaving_out(exercise, message("It hurt."))
        self._talking = None
        self._under = "position"

    def _end_set_hurt(self) -> None:
        entry = self._noticing.entry
        if entry is not None:
            entry.outcome, entry.closed = "hurt", False

    def _finish(self, *, hurt: bool = False, by_the_person: bool = False) -> None:
        self._remember(self._noticing.finish())
        done = self._goes_on or any(entry.real for entry in self._noticing.ledger.entries)
        self._outcome = "hurt" if hurt else "done" if done else "skipped"
        self._hurt_talk = None
        self._go("finished", by_the_person=by_the_person)
        self.say(phrases.seek_help() if self._signs else words.last(self._outcome), "notice")
        self._remember([SessionEnded(self.now_s, self._outcome)])
