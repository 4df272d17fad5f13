"""The work of a set, watched: counts, holds, corrections."""

from __future__ import annotations

from collections.abc import Iterable

from backcoach.coaching import phrases
from backcoach.coaching.asking import Asking
from backcoach.coaching.attempts import Attempts
from backcoach.coaching.course import Course
from backcoach.coaching.guide import BACK
from backcoach.coaching.holding import HoldClock, held_s
from backcoach.coaching.round import Followed, Judged
from backcoach.coaching.screen import Dial, Shown
from backcoach.coaching.stages.base import Stage
from backcoach.coaching.stillness import Standstill
from backcoach.coaching.transitions import Signal
from backcoach.exercises.model import Phase
from backcoach.pose.frame import PoseFrame
from backcoach.pose.picture import Picture
from backcoach.texts import Message, message
from backcoach.tracking.events import HoldStarted, PhaseChanged
from backcoach.tracking.state import State

LOST_AFTER_S = 0.7
"""This long after the tracker has lost the person, the session waits: 1.5 s out of sight in all."""

NO_FRAMES_S = 3.0
"""The same, where no pictures come at all."""

COME_OUT_S = 6.0
"""After the last hold is done, the person gets this long to come out of it; then the set is closed anyway."""

STILL_THERE_S = (7.0, 20.0, 40.0)
"""Whoever stays in a hold that is done is told again after these."""

BACK_IN_S = 1.5
"""Whoever is back in a hold for this long has begun the next one, called or not."""

AWAY_S = 4.0
"""Whoever is out of position for this long is asked to get back into it."""

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


class WatchedWork(Stage):
    """Follows repetitions and holds, and talks about them."""

    name = "work"

    def __init__(self, course: Course) -> None:
        super().__init__(course)
        self._exercise = course.round.exercise
        self._is_hold = self._exercise.repetition.kind == "hold"
        self._clock = HoldClock(course.planned.hold_s)
        self._asking = Asking(self._exercise)
        self._attempts = Attempts(self._exercise)
        self._standstill = Standstill(self._exercise, course.planned.hold_s)
        self._sight_s = self._frame_s = self._busy_s = course.active_s
        self._released_s: float | None = None
        self._again_s: float | None = None
        self._told_again = self._holds = self._breaths = self._reminded = self._shorts = 0
        self._told_unjudged = False
        self._unanswered: list[Judged] = []

    def enter(self) -> None:
        """Begin the set, unless it has begun already."""
        course = self.course
        course.begin_set()
        self._asking.to(self._first_call)
        running = course.latest.running
        course.guide.go(1 if self._is_hold or running else BACK, course.now_s)
        if not running:
            course.say(message("Go."), "count")
        elif not self._is_hold:
            course.say(message("I am counting."), "instruction", patience_s=2)

    def come_back(self) -> None:
        """Go on where it was; old corrections and requests are forgotten."""
        super().come_back()
        self._standstill = Standstill(self._exercise, self.course.planned.hold_s)
        self.course.cues.rest()
        self._asking.to(self._first_call)
        self._released_s = self._again_s = None
        self._sight_s = self._frame_s = self._busy_s = self.course.active_s

    @property
    def _first_call(self) -> Message | None:
        """What is asked before each repetition: whose turn it is, or the first move."""
        if self.course.count.alternating:
            return phrases.other_side(self._exercise, self.course.count.side)
        if self._is_hold:
            return phrases.way_in(self._exercise)
        first = next((phase.say for phase in self._exercise.phases if phase.kind == "move"), None)
        return Message(first) if first else None

    # --- frames -------------------------------------------------------------------------------------------------

    def see(self, frame: PoseFrame, picture: Picture | None, followed: Followed) -> Signal | None:
        """Talk about what the tracker has noticed."""
        course, state = self.course, followed.state
        self._frame_s = course.active_s
        for event in followed.events:
            if isinstance(event, PhaseChanged):
                self._enter_phase(self._exercise.phase(event.phase))
            elif isinstance(event, HoldStarted):
                self._ask_to_hold(event.what)
        for done in (*self._unanswered, *followed.judged):
            self._answer(done)
        self._unanswered.clear()
        self._follow_attempts(followed)
        if followed.running:
            self._busy_s = course.active_s
            if state.repetition_s >= SURE_OF_SIDE_S and course.count.adopt(state.side):
                self._asking.to(self._first_call)
        self._follow_hold(state)
        if state.seen:
            self._sight_s = course.active_s
        return self._notice_standstill(frame, followed)

    def _notice_standstill(self, frame: PoseFrame, followed: Followed) -> Signal | None:
        """Ask whoever does not move any more in the middle of the set, where no hold explains it."""
        count, state = self.course.count, followed.state
        reached = any(
            isinstance(event, PhaseChanged) and self._exercise.phase(event.phase).kind == "target"
            for event in followed.events
        )
        holds = 0 < held_s(self._exercise, state) < self._clock.planned_s
        self._standstill.see(frame, running=followed.running, busy=reached or holds)
        begun = count.begun or followed.running or self._holds > 0
        asks = self._standstill.asks(in_position=state.in_position)
        return Signal.STILL if asks and begun and not count.side_over else None

    def overhear(self, judged: Iterable[Judged]) -> None:
        """Answer with the next frame what ends meanwhile."""
        self._unanswered += judged

    def _answer(self, done: Judged) -> None:
        """Say what became of a repetition, and ask for the next one."""
        count, course, verdict = self.course.count, self.course, done.verdict
        course.guide.go(BACK, course.now_s)
        if not self._is_hold:
            self._asking.to(self._first_call)
        elif not count.complete:
            self._again_s = course.active_s + self._exercise.figure.pause_s
        if verdict == "counted" and course.habits.counts_aloud:
            course.say(phrases.number(count.shown[0]), "count", stays=True)
        if verdict in ("unfinished", "short") and not self._asking.out:
            self._standstill.drop()
        if verdict in ("counted", "credited"):
            self._encourage()
        elif verdict == "short":
            self._ask_once_more()
        elif verdict == "unsure":
            course.say(message("I could not see that one."), "instruction", patience_s=3)
        elif verdict == "other_side":
            course.say(phrases.now_side(self._exercise, count.side), "instruction", patience_s=3)

    def _ask_once_more(self) -> None:
        self._shorts += 1
        again = message("That was a little short. Once more, until I say so.")
        self.course.say(again if self._shorts == 1 else message("Once more."), "instruction")
        self._asking.to(self._first_call)
        self._again_s = None

    def _encourage(self) -> None:
        count, course = self.course.count, self.course
        if count.complete or count.side_over:
            return
        if count.alternating:
            text = phrases.other_side(self._exercise, count.side)
            course.say(text, "instruction", patience_s=2)
        elif count.shown[1] - count.shown[0] == 1 and count.shown[1] >= 4:
            course.say(message("One more."), "instruction", patience_s=2)

    def _enter_phase(self, phase: Phase) -> None:
        """Follow with the figure; say how to breathe: in the first repetitions with the file's words, then short."""
        course, asking = self.course, self._asking
        asking.reached(phase.name)
        if not asking.out:
            course.guide.follow(phase, course.now_s)
        if phase.kind == "move" and phase.say and (not course.planned.hold_s or self._is_first(phase)):
            asking.to(Message(phase.say))
        if phase.breath is None or not course.habits.breathing:
            return
        self._breaths += 1
        wordy = phase.say is not None and self._breaths <= 2 * WORDY
        course.say(Message(phase.say) if phase.say and wordy else phrases.breathe(phase.breath), "breath")

    def _is_first(self, phase: Phase) -> bool:
        return next(p for p in self._exercise.phases if p.kind == "move").name == phase.name

    def _ask_to_hold(self, target: str | None) -> None:
        """Say what the file says for the target; later in the set only "Hold"."""
        if self._asking.out:
            return  # nobody goes back into a hold that was just released: it was a flicker on the way out
        said = self._exercise.phase(target).say if target else None
        self._holds += 1
        self._again_s = self._released_s = None
        self.course.guide.follow(
            self._exercise.phase(target or self._exercise.phases[-1].name), self.course.now_s
        )
        text = Message(said) if said and self._holds <= WORDY else message("Hold.")
        self._asking.to(text)
        self.course.say(text, "hold", patience_s=1.0)

    def _follow_attempts(self, followed: Followed) -> None:
        """Correct who moves so little that no repetition begins, as soon as they turn back."""
        course, state = self.course, followed.state
        waiting = state.in_position and course.active_s - self._busy_s >= SETTLED_S
        if followed.running or not waiting:
            self._attempts.forget()
            return
        small = self._attempts.follow(state.signal, course.active_s)
        if small is not None:
            self._busy_s = course.active_s
            course.cues.note(small, course.now_s)

    def _follow_hold(self, state: State) -> None:
        course = self.course
        clock_s = held_s(self._exercise, state)
        for left in self._clock.follow(clock_s, state.target):
            if not left:
                self._release()
            elif not self._asking.out:
                course.say(phrases.number(left), "hold")
        if self._asking.out and self._again_s is not None and clock_s >= BACK_IN_S:
            self._asking.to(None)  # the next hold was begun without waiting for the word
            self._ask_to_hold(state.target or self._exercise.phases[-1].name)
        if self._asking.out:
            self._tell_again()
        elif course.habits.breathing and self._clock.breathe(clock_s):
            course.say(message("Keep breathing."), "breath", patience_s=3)

    def _release(self) -> None:
        """The dose is reached: the hold counts, and the person may come out of it."""
        course = self.course
        course.voice.take_back_corrections()
        if self._is_hold:
            course.count.credit_hold()
            text = phrases.released(self._exercise, last=course.count.complete)
        else:
            text = self._way_out()
        self._ask_out(text)
        course.say(text, "hold", patience_s=2, stays=course.count.complete)

    def _ask_out(self, text: Message) -> None:
        """Ask for the way out of a hold: from now on nothing of the hold is corrected."""
        course, target = self.course, self.course.latest.state.target
        self._released_s, self._told_again = course.active_s, 0
        self._asking.come_out(target, text)
        onward = self._after(target)
        course.guide.go(BACK, course.now_s) if onward is None else course.guide.follow(onward, course.now_s)

    def _after(self, target: str | None) -> Phase | None:
        """Return the move after a target; None where the whole exercise is the hold."""
        names = [phase.name for phase in self._exercise.phases]
        if self._is_hold:
            return None
        return self._exercise.phases[names.index(target) + 1 if target in names else -1]

    def _way_out(self) -> Message:
        """Return what the file says for the move after this target."""
        after = self._after(self.course.latest.state.target)
        return Message(after.say) if after is not None and after.say else message("And back.")

    def _tell_again(self) -> None:
        """Whoever stays in a hold that is over is asked again."""
        course = self.course
        if self._released_s is None or self._told_again >= len(STILL_THERE_S) or not course.latest.running:
            return
        if (
            course.active_s - self._released_s >= STILL_THERE_S[self._told_again]
            and self._asking.text is not None
        ):
            self._told_again += 1
            course.say(self._asking.text, "instruction")

    # --- time ---------------------------------------------------------------------------------------------------

    def tick(self) -> Signal | None:
        """Correct, praise, remind; notice that the side or the set is done, or that nobody is seen."""
        self._ask_again()
        self._leave_out_unseen()
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

    def _ask_again(self) -> None:
        """After a rest between two holds, call for the next one."""
        course = self.course
        if self._again_s is None or course.active_s < self._again_s or course.latest.running:
            return
        self._again_s = None
        if not course.count.side_over:
            self._asking.to(phrases.way_in(self._exercise))
            course.guide.go(1, course.now_s)
            course.say(phrases.again(self._exercise), "instruction", patience_s=3)

    def _leave_out_unseen(self) -> None:
        """What is not in the picture is not judged in this set; that is said once."""
        course = self.course
        if self._told_unjudged:
            return
        parts = course.round.leave_out_unseen()
        self._told_unjudged = parts is not None
        if parts:
            course.say(phrases.unjudged(parts), "notice")

    def _speak_cue(self) -> None:
        course = self.course
        left_s = self._clock.planned_s - held_s(self._exercise, course.latest.state)
        if self._clock.planned_s >= LONG_HOLD_S and 0 < left_s < QUIET_BEFORE_END_S:
            return
        if not course.voice.free_for("cue", course.now_s):
            return
        cue = course.cues.next(course.now_s, self._asking.may_correct)
        if cue is None:
            return
        course.say(cue.text, cue.kind)
        if cue.kind == "cue" and cue.fault.asks_out:
            course.count.excuse_short()
            self._ask_out(cue.text)

    def _over(self) -> Signal | None:
        course, count = self.course, self.course.count
        if not count.side_over:
            return None
        if count.credited and course.latest.running:
            since_s = course.active_s - (self._released_s or course.active_s)
            if since_s < COME_OUT_S:
                return None
        if not count.complete:
            return Signal.SIDE_DONE
        return Signal.ALL_DONE if course.next_position is None else Signal.SET_DONE

    def _remind(self) -> None:
        """Nothing has been done for a while: say what to do."""
        course = self.course
        if course.latest.in_position:
            course.say(message("Go on whenever you are ready."), "instruction")
        else:
            course.say(phrases.place(self._exercise, course.count.side), "instruction")

    # --- what is shown ------------------------------------------------------------------------------------------

    def show(self) -> Shown:
        """Show the count or the clock, and one instruction: the correction, or what was asked last."""
        course, state = self.course, self.course.latest.state
        clock_s = held_s(self._exercise, state)
        planned_s = course.planned.hold_s
        count, planned = course.count.shown
        cue = course.cues.shown(course.now_s, self._asking.may_correct)
        correcting = cue is not None and cue.kind == "cue"
        asked = None if correcting else self._asked()
        in_hold = planned_s > 0 and clock_s > 0
        ring = min(1.0, clock_s / planned_s) if in_hold else count / max(1, planned)
        return Shown(
            headline=asked or phrases.name_of(course.planned.exercise),
            phase=asked,
            dial=Dial(hold_s=clock_s, ring=ring),
            cue=cue,
            marked=course.cues.marked(self._asking.may_correct),
            seen=state.seen,
        )

    def _asked(self) -> Message | None:
        course, state = self.course, self.course.latest.state
        away = not state.in_position and course.active_s - self._busy_s > AWAY_S
        return message("Get into position") if away and not self._asking.out else self._asking.text
