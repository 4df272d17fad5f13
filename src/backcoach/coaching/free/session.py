"""A session without a plan: frames, ticks and the person's actions in; what to show, say and remember out."""

from __future__ import annotations

from collections.abc import Sequence

from backcoach.coaching import phrases
from backcoach.coaching.actions import Action, HurtAnswer, Press, Then
from backcoach.coaching.free import words
from backcoach.coaching.free.help import Help
from backcoach.coaching.free.limits import Limits
from backcoach.coaching.free.noticing import Noticing
from backcoach.coaching.free.talking import Talking
from backcoach.coaching.outputs import HurtReported, Outcome, Output, Record, SayKind, SessionEnded
from backcoach.coaching.planned import Habits, Source
from backcoach.coaching.screen import Screen, SetLine, StateName
from backcoach.coaching.session import UNASKED
from backcoach.coaching.voice import Voice
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message

LOST_AFTER_S = 2.0
"""Nobody has been seen for this long, or no picture has come: the session waits."""

LEFT_AFTER_S = 60.0
"""Who has been away for this long has left."""

WARN_S = 15.0
"""That the session will end is said so long before."""

CALL_AFTER_S = (20.0, 60.0)
"""Nobody has come in front of the camera for this long."""

NOBODY_AFTER_S = 180.0
"""Nobody has ever come: it pauses rather than look for ever."""

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
        self._voice = Voice(self._habits.speech_rate)
        self._source: Source = source
        self._working = True
        self._state: StateName = "position"
        self._under: StateName = "position"
        self._outcome: Outcome = "done"
        self._talking: Talking | None = None
        self._records: list[Record] = []
        self._turn = 0
        self._now_s = 0.0
        self._frame_s = float("-inf")
        self._seen_s: float | None = None
        self._began_s: float | None = None
        self._called = 0
        self._warned = False
        self._hurts: dict[str, Message] = {}
        self._help = Help(self._exercises, 0.0)
        self._say(words.START, "instruction")
        for note in self._limits.notes:
            self._say(note, "instruction")

    # --- what comes in ------------------------------------------------------------------------------------------

    def see(self, frame: PoseFrame, picture: Picture | None = None) -> list[Output]:
        """Take in a frame, and how its picture is (light, contrast, shake), if that is known."""
        if self.finished or frame.time_s < self._frame_s:
            return []
        self._frame_s = frame.time_s
        self._pass_time(frame.time_s)
        if frame.seen:
            self._seen_s = self._now_s
            self._warned = False
        if self._state in ("paused", "hurt"):
            return self._give()
        if self._state == "lost" and frame.seen:
            self._go(self._under)
            self._say(message("Let's go on."), "notice")
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
            self._talking.tick(self._now_s)
        elif self._state == "position":
            help_needed = self._help.due(self._now_s) if self._seen_s is not None else None
            if help_needed is not None:
                self._say(help_needed, "instruction")
        return self._give()

    def act(self, action: Action, time_s: float) -> list[Output]:
        """Do what the person asks for; what is not possible now is ignored."""
        if self.finished:
            return []
        self._pass_time(time_s)
        if isinstance(action, HurtAnswer):
            self._hurt()
            self._answer(action)
        elif action not in POSSIBLE.get(self._state, ()):
            return []
        elif self._state == "hurt":
            self._answer(HurtAnswer(then=UNASKED[action]))
        elif action == "stop":
            self._finish()
        elif action == "hurt":
            self._hurt()
        elif action == "pause":
            self._halt("paused")
            self._say(message("Paused."), "notice")
        elif action == "skip":
            self._new_set()
        else:
            self._resume()
        return self._give()

    def camera(self, working: bool, reason: str | None, time_s: float) -> list[Output]:
        """Note that the camera failed, or is back: without it nothing goes on."""
        if self.finished or working == self._working:
            return []
        self._pass_time(time_s)
        self._working = working
        if working:
            self._say(phrases.camera_back(), "notice")
        else:
            self._seen_s = self._now_s if self._seen_s is None else self._seen_s
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
        return POSSIBLE.get(self._state, ())

    @property
    def screen(self) -> Screen:
        """What to show now."""
        talking = self._talking if not self.finished else None
        entries = [entry for entry in self._noticing.ledger.entries if entry.real]
        entry = self._noticing.entry if talking is not None else None
        headline, detail = self._lines()
        at_work = self._state == "work" and talking is not None
        cue = talking.cue(self._now_s) if talking is not None and at_work else None
        state = self._noticing.state
        side = state.side or (entry.done.repetitions[-1].side if entry else None)
        return Screen(
            state=self._state,
            headline=headline,
            detail=detail,
            exercise=None if talking is None else talking.exercise.id,
            name=words.WITHOUT_A_PLAN if talking is None else phrases.name_of(talking.exercise),
            position=entries.index(entry) if entry in entries else max(0, len(entries) - 1),
            positions=len(entries),
            count=talking.count_of(entry) if talking is not None and entry is not None else 0,
            side=side if talking is not None else None,
            side_text=None if talking is None else phrases.moving(talking.exercise, side),
            hold_s=talking.clock_s if talking is not None and at_work else 0.0,
            phase=talking.asked if talking is not None and at_work and cue is None else None,
            cue=cue.text if cue else None,
            cue_kind=cue.kind if cue else None,
            marked=talking.marked() if talking is not None and at_work else (),
            source=self._source,
            seen=self._state != "lost",
            sets=tuple(_line(one, running=one is entry and not self.finished) for one in entries),
            figure=None if talking is None else talking.guide.leg,
            turn=self._turn,
            actions=self.actions,
        )
