"""The work of a set, watched: counts, holds, corrections."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.attempts import Attempts
from backcoach.coaching.counting import Verdict
from backcoach.coaching.course import Course
from backcoach.coaching.holding import HoldClock, held_s
from backcoach.coaching.stages.base import Shown, Stage
from backcoach.coaching.transitions import Signal
from backcoach.exercises.schema import Phase
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message
from backcoach.tracking.events import Event, HoldStarted, PhaseChanged
from backcoach.tracking.summary import Repetition

LOST_AFTER_S = 0.7
"""This long after the tracker has lost the person, the session waits: 1.5 s out of sight in all."""

NO_FRAMES_S = 3.0
"""The same, where no pictures come at all."""

COME_OUT_S = 6.0
"""After the last hold is done, the person gets this long to come out of it; then the set is closed anyway."""

STILL_THERE_S = 7.0
"""Whoever stays in a hold that is done is told again after this."""

REMIND_AFTER_S = (15.0, 60.0)
"""Nothing has happened for this long."""

WORDY = 2
"""The words of the first holds are the file's; later ones are short."""

SURE_OF_SIDE_S = 1.0
"""After this long it is clear which side moves."""

SETTLED_S = 2.0
"""So long after a repetition the person may still be coming to rest: that is no new attempt."""

LONG_HOLD_S = 8.0
QUIET_BEFORE_END_S = 3.6
"""No correction when the last seconds of a long hold are about to be counted; in a short one it matters more."""


class Work(Stage):
    """Follows repetitions and holds, and talks about them."""

    name = "work"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._clock = HoldClock(course.planned.hold_s)
        self._sight_s = self._frame_s = self._busy_s = course.active_s
        self._released_s: float | None = None
        self._told_again = False
        self._holds = self._breaths = self._reminded = self._shorts = self._unseen = 0
        self._phase: Phase | None = None
        self._attempts = Attempts(course.round.exercise)

    def enter(self) -> None:
        """Begin the set, unless it has begun already."""
        course = self.course
        course.round.begin(course.now_s)
        course.voice.make_way()
        if not course.round.running:
            course.say(message("Go."), "count")
        elif course.planned.exercise.repetition.kind == "cycle":
            course.say(message("I am counting."), "instruction", patience_s=2)

    def come_back(self) -> None:
        """Go on where it was; old corrections are forgotten."""
        super().come_back()
        self.course.cues.rest()
        self._sight_s = self._frame_s = self._busy_s = self.course.active_s

    # --- frames -------------------------------------------------------------------------------------------------

    def see(self, frame: PoseFrame, picture: Picture | None, events: tuple[Event, ...]) -> Signal | None:
        """Talk about what the tracker has noticed."""
        course, state = self.course, self.course.round.state
        self._frame_s = course.active_s
        for verdict, repetition in course.round.verdicts:
            self._answer(verdict, repetition)
        course.round.verdicts.clear()
        for event in events:
            if isinstance(event, PhaseChanged):
                self._enter_phase(course.planned.exercise.phase(event.phase))
            elif isinstance(event, HoldStarted):
                self._ask_to_hold(event.what)
        self._follow_attempts()
        if course.round.running:
            self._busy_s = course.active_s
            if state.repetition_s >= SURE_OF_SIDE_S:
                course.count.adopt(state.side)
        self._follow_hold()
        if state.seen:
            self._sight_s = course.active_s
        return None

    def _answer(self, verdict: Verdict, repetition: Repetition) -> None:
        """Say what became of a repetition."""
        count, course = self.course.count, self.course
        if verdict == "counted" and course.habits.counts_aloud:
            course.say(phrases.number(count.shown[0]), "count")
        if verdict in ("counted", "credited"):
            self._encourage()
        elif verdict == "short":
            self._shorts += 1
            again = message("That was a little short. Once more, until I say so.")
            course.say(again if self._shorts == 1 else message("Once more."), "instruction")
        elif verdict == "unsure":
            self._unseen += 1
            course.say(message("I could not see that one."), "instruction", patience_s=3)
        elif verdict == "other_side":
            course.say(phrases.now_side(count.side), "instruction", patience_s=3)

    def _encourage(self) -> None:
        count, course = self.course.count, self.course
        if count.complete or count.side_over:
            return
        if count.alternating:
            course.say(phrases.other_side(count.side), "instruction", patience_s=2)
        elif count.shown[1] - count.shown[0] == 1 and count.shown[1] >= 4:
            course.say(message("One more."), "instruction", patience_s=2)

    def _enter_phase(self, phase: Phase) -> None:
        """Say how to breathe: in the first repetitions with the file's words, then short."""
        self._phase = phase
        if phase.breath is None or not self.course.habits.breathing:
            return
        self._breaths += 1
        wordy = phase.say is not None and self._breaths <= 2 * WORDY
        text = Message(phase.say) if phase.say and wordy else phrases.breathe(phase.breath)
        self.course.say(text, "breath")

    def _ask_to_hold(self, target: str | None) -> None:
        """Say what the file says for the target; later in the set only "Hold"."""
        said = self.course.planned.exercise.phase(target).say if target else None
        self._holds += 1
        text = Message(said) if said and self._holds <= WORDY else message("Hold.")
        self.course.say(text, "hold", patience_s=1.0)

    def _follow_attempts(self) -> None:
        """Correct who moves so little that no repetition begins, as soon as they turn back."""
        course, state = self.course, self.course.round.state
        waiting = state.in_position and course.active_s - self._busy_s >= SETTLED_S
        if course.round.running or not waiting:
            self._attempts.forget()
            return
        small = self._attempts.follow(state.signal, course.active_s)
        if small is not None:
            self._busy_s = course.active_s
            course.cues.note(small, course.now_s)

    def _follow_hold(self) -> None:
        course, round_ = self.course, self.course.round
        state = round_.state
        clock_s = held_s(round_.exercise, state)
        for left in self._clock.follow(clock_s, state.target):
            if left:
                course.say(phrases.number(left), "hold")
            else:
                self._release()
        if self._clock.reached:
            self._tell_again()
        elif course.habits.breathing and self._clock.breathe(clock_s):
            course.say(message("Keep breathing."), "breath", patience_s=3)

    def _release(self) -> None:
        """The dose is reached: the hold counts, and the person may come out of it."""
        course = self.course
        self._released_s, self._told_again = course.active_s, False
        if course.planned.exercise.repetition.kind == "hold":
            course.count.credit_hold()
            text = phrases.released(course.planned.exercise, last=course.count.complete)
        else:
            text = self._way_out()
        course.say(text, "hold", patience_s=2)

    def _way_out(self) -> Message:
        """Return what the file says for the move after this target."""
        phases = self.course.planned.exercise.phases
        names = [phase.name for phase in phases]
        target = self.course.round.state.target
        after = phases[names.index(target) + 1] if target in names else phases[-1]
        return Message(after.say) if after.say else message("And back.")

    def _tell_again(self) -> None:
        if self._told_again or self._released_s is None:
            return
        if self.course.active_s - self._released_s >= STILL_THERE_S and not self.course.count.complete:
            self._told_again = True
            self.course.say(phrases.released(self.course.planned.exercise, last=False), "instruction")

    # --- time ---------------------------------------------------------------------------------------------------

    def tick(self) -> Signal | None:
        """Correct, praise, remind; notice that the side or the set is done, or that nobody is seen."""
        self._speak_cue()
        over = self._over()
        if over:
            return over
        now_s = self.course.active_s
        if now_s - self._sight_s >= LOST_AFTER_S or now_s - self._frame_s >= NO_FRAMES_S:
            return Signal.LOST
        idle_s = now_s - self._busy_s
        if idle_s < REMIND_AFTER_S[0]:
            self._reminded = 0
        elif self._reminded < len(REMIND_AFTER_S) and idle_s >= REMIND_AFTER_S[self._reminded]:
            self._reminded += 1
            self._remind()
        return None

    def _speak_cue(self) -> None:
        course = self.course
        left_s = self._clock.planned_s - held_s(course.round.exercise, course.round.state)
        if self._clock.planned_s >= LONG_HOLD_S and 0 < left_s < QUIET_BEFORE_END_S:
            return
        cue = course.cues.next(course.now_s)
        if cue is not None:
            course.say(cue.text, cue.kind)

    def _over(self) -> Signal | None:
        course, count = self.course, self.course.count
        if not count.side_over:
            return None
        if count.credited and course.round.running:
            since_s = course.active_s - (self._released_s or course.active_s)
            if since_s < COME_OUT_S:
                return None
        if not count.complete:
            return Signal.SIDE_DONE
        return Signal.ALL_DONE if course.next_position is None else Signal.SET_DONE

    def _remind(self) -> None:
        """Nothing has been done for a while: say what to do."""
        course = self.course
        if course.round.in_position:
            course.say(message("Go on whenever you are ready."), "instruction")
        else:
            course.say(Message(course.planned.exercise.steps[0]), "instruction")

    # --- what is shown ------------------------------------------------------------------------------------------

    def show(self) -> Shown:
        """Show the count or the clock, the phase, and the correction."""
        course, state = self.course, self.course.round.state
        clock_s = held_s(course.round.exercise, state)
        planned_s = course.planned.hold_s
        count, planned = course.count.shown
        cue = course.cues.shown(course.now_s)
        phase = Message(self._phase.say) if self._phase and self._phase.say and course.round.running else None
        in_hold = planned_s > 0 and clock_s > 0
        return {
            "headline": self._headline(),
            "phase": phase,
            "hold_s": clock_s,
            "hold_planned_s": planned_s,
            "ring": min(1.0, clock_s / planned_s) if in_hold else count / max(1, planned),
            "cue": cue.text if cue else None,
            "cue_kind": cue.kind if cue else None,
            "marked": course.cues.marked(),
            "seen": state.seen,
        }

    def _headline(self) -> Message:
        if self._clock.reached:
            return message("And back")
        state = self.course.round.state
        if held_s(self.course.round.exercise, state) > 0:
            return message("Hold")
        if not state.in_position and self.course.active_s - self._busy_s > 4:
            return message("Get into position")
        return phrases.name_of(self.course.planned.exercise)
