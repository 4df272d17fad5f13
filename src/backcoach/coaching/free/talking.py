"""What is said about the exercise that is recognised: its name, the count or the clock, one correction at a time."""

from __future__ import annotations

from backcoach.coaching import phrases
from backcoach.coaching.asking import Asking
from backcoach.coaching.attempts import Attempts
from backcoach.coaching.cues import Cue, Cues
from backcoach.coaching.free import words
from backcoach.coaching.free.ledger import Entry, News
from backcoach.coaching.free.limits import Limits
from backcoach.coaching.free.noticing import Noticing
from backcoach.coaching.guide import BACK, Guide
from backcoach.coaching.holding import held_s
from backcoach.coaching.outside import Outside
from backcoach.coaching.planned import Habits
from backcoach.coaching.stages.work import SETTLED_S
from backcoach.coaching.voice import Voice
from backcoach.exercises.model import Exercise, Fault
from backcoach.pose.frame import PoseFrame
from backcoach.texts import Message, message
from backcoach.tracking.events import PhaseChanged
from backcoach.tracking.summary import Side

TOLD_EVERY_S = 10
"""How long a position has been held is said after so many seconds, again and again."""

PATIENCE_S = 3.0
COUNT_PATIENCE_S = 2.0
"""A number waits for as long as a short praise takes: nothing else says that it counted."""


class Talking:
    """Talks about one exercise, from the moment at which it is recognised until another one is.

    Parameters
    ----------
    exercise : Exercise
    noticing : Noticing
    voice : Voice
    habits : Habits
    limits : Limits
    time_s : float
        Now.
    """

    def __init__(
        self,
        exercise: Exercise,
        noticing: Noticing,
        voice: Voice,
        habits: Habits,
        limits: Limits,
        time_s: float,
    ) -> None:
        self.exercise = exercise
        self._noticing, self._voice, self._habits = noticing, voice, habits
        self._why_not = limits.left_out.get(exercise.id)
        self._advice = limits.advice.get(exercise.id, ())
        self._is_hold = exercise.repetition.kind == "hold"
        self._asking = Asking(exercise)
        self._attempts = Attempts(exercise)
        self._outside = Outside(exercise)
        self._unjudged: frozenset[str] | None = None
        self._tens = 0
        self._clock_s = 0.0
        self._busy_s = time_s
        self._enough_of: set[object] = set()
        self.side = self._side_now()
        self.guide = Guide(exercise, self.side)
        if noticing.state.phase is not None:
            self.guide.follow(exercise.phase(noticing.state.phase), time_s)
            self._asking.reached(noticing.state.phase)

    def _side_now(self) -> Side | None:
        """Return whose repetition runs, or ended last."""
        if self.exercise.sides == "none":
            return None
        entry = self._noticing.entry
        return self._noticing.state.side or (entry.done.repetitions[-1].side if entry else None)

    @property
    def cues(self) -> Cues:
        """The corrections of the exercise."""
        return self._noticing.cues[self.exercise.id]

    @property
    def times_holds(self) -> bool:
        """Whether the clock of a hold is worth a look."""
        return self.exercise.dose.hold_s > 0

    @property
    def clock_s(self) -> float:
        """The clock of the present hold."""
        return self._clock_s if self.times_holds else 0.0

    @property
    def asked(self) -> Message | None:
        """What the coach asked for last, if anything."""
        return self._asking.text if self._asking.out else None

    @property
    def left_out(self) -> Message | None:
        """Why this exercise is left out today, if it is."""
        return self._why_not

    # --- said ---------------------------------------------------------------------------------------------------

    def introduce(self, time_s: float, entry: Entry | None, before: Exercise | None) -> None:
        """Say what is seen, with what there is to mind."""
        say = self._voice.queue
        if self._why_not is not None:
            say(words.left_out(self.exercise, self._why_not), "notice", time_s, stays=True)
            return
        if before is not None:
            say(words.was(self.exercise), "instruction", time_s)
        elif entry is None:
            say(words.held(self.exercise), "instruction", time_s, patience_s=PATIENCE_S)
        else:
            say(
                words.found(self.exercise, self.count_of(entry)),
                "count",
                time_s,
                patience_s=PATIENCE_S,
                stays=True,
            )
        for advice in self._advice:
            say(advice, "instruction", time_s)

    def follow(self, frame: PoseFrame, time_s: float, *, introduced: bool) -> None:
        """Talk about what the last frame has brought."""
        state, events = self._noticing.state, self._noticing.events
        for event in events:
            if isinstance(event, PhaseChanged):
                self._asking.reached(event.phase)
                self.guide.follow(self.exercise.phase(event.phase), time_s)
        self.side = self._side_now() or self.side
        self.guide.face(self.side)
        if state.in_position:
            self._outside.see(frame)
        news = [one for one in self._noticing.news if one.entry.exercise.id == self.exercise.id]
        for one in news:
            self._busy_s = time_s
            if self._why_not is None and not (introduced and one is news[-1]):
                self._tell(one, time_s)
        self._follow_clock(time_s)
        self._follow_attempts(time_s)

    def tick(self, time_s: float) -> None:
        """Correct, praise, and say once what cannot be judged."""
        if self._why_not is not None:
            return
        if self._unjudged is None and self._outside.known:
            self._unjudged = self._outside.faults()
            if self._unjudged:
                self._voice.queue(phrases.unjudged(self._outside.parts()), "notice", time_s)
        if self._voice.free_for("cue", time_s):
            cue = self.cues.next(time_s, self.may_correct)
            if cue is not None:
                self._voice.queue(cue.text, cue.kind, time_s)

    def may_correct(self, fault: Fault) -> bool:
        """Whether a fault may be said and shown now."""
        if self._why_not is not None or fault.id in (self._unjudged or ()):
            return False
        return self._asking.may_correct(fault)

    # --- shown --------------------------------------------------------------------------------------------------

    def cue(self, time_s: float) -> Cue | None:
        """Return the correction or praise that stands on the screen."""
        return self.cues.shown(time_s, self.may_correct)

    def marked(self) -> tuple[str, ...]:
        """Return the landmarks of what is corrected."""
        return self.cues.marked(self.may_correct)

    def count_of(self, entry: Entry) -> int:
        """Return the repetitions of a set: those of the side that was done last, where each has its own set."""
        if self.exercise.sides != "each":
            return entry.done.counted
        done = [r for r in entry.done.repetitions if r.status == "counted"]
        return sum(r.side == done[-1].side for r in done) if done else 0

    # --- behind it ----------------------------------------------------------------------------------------------

    def _tell(self, one: News, time_s: float) -> None:
        """Say what became of a repetition."""
        if one.repetition.status == "unsure":
            self._voice.queue(
                message("I could not see that one."), "instruction", time_s, patience_s=PATIENCE_S
            )
        if one.repetition.status != "counted":
            return
        count = self.count_of(one.entry)
        if self._is_hold:
            held = round(one.repetition.hold_s)
            self._voice.queue(words.seconds(held), "count", time_s, patience_s=PATIENCE_S, stays=True)
        elif self._habits.counts_aloud:
            self._voice.queue(phrases.number(count), "count", time_s, patience_s=COUNT_PATIENCE_S, stays=True)
        key = (one.entry.position, one.repetition.side)
        if count >= self.exercise.dose.ceiling_repetitions and key not in self._enough_of:
            self._enough_of.add(key)
            self._voice.queue(words.enough(), "instruction", time_s, patience_s=PATIENCE_S)

    def _follow_clock(self, time_s: float) -> None:
        """Say every ten seconds of a hold, and when it is as long as any plan would ask for."""
        before, self._clock_s = self._clock_s, held_s(self.exercise, self._noticing.state)
        if self._clock_s < before:
            self._tens = 0
        tens = int(self._clock_s // TOLD_EVERY_S)
        if self._why_not is not None or tens <= self._tens:
            return
        self._tens = tens
        longest_s = self.exercise.dose.ceiling_hold_s
        if self._is_hold and self._clock_s >= longest_s > self._clock_s - TOLD_EVERY_S:
            self._release(time_s)
        elif self._habits.counts_aloud:
            self._voice.queue(phrases.number(TOLD_EVERY_S * tens), "hold", time_s, patience_s=1.0)

    def _release(self, time_s: float) -> None:
        """Ask for the way out: from now on nothing of the hold is corrected."""
        text = words.long_enough(self.exercise)
        self._voice.take_back_corrections()
        self._asking.come_out(self._noticing.state.target, text)
        self.guide.go(BACK, time_s)
        self._voice.queue(text, "hold", time_s, patience_s=PATIENCE_S)

    def _follow_attempts(self, time_s: float) -> None:
        """Correct who moves so little that no repetition begins, as soon as they turn back."""
        state, tracker = self._noticing.state, self._noticing.tracker
        running = tracker is not None and tracker.running
        if running:
            self._busy_s = time_s
        if running or not state.in_position or time_s - self._busy_s < SETTLED_S:
            self._attempts.forget()
            return
        small = self._attempts.follow(state.signal, time_s)
        if small is not None:
            self._busy_s = time_s
            self.cues.note(small, time_s)
