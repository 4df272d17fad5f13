"""What all stages of a session share: the sets, where it stands, who watches, and the one voice."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from backcoach.coaching.actions import STOP_SIGNS, Press, meant_by_hand
from backcoach.coaching.counting import Count
from backcoach.coaching.cues import Cues
from backcoach.coaching.guide import Guide
from backcoach.coaching.outputs import Eased, Outcome, Record, SayKind, SessionEnded, SoundStep, SoundTried
from backcoach.coaching.planned import LESSONS, Done, Habits, PlannedSet, Source
from backcoach.coaching.round import Followed, Round
from backcoach.coaching.screen import StateName
from backcoach.coaching.viewpoints import PLACES, fewest_moves
from backcoach.coaching.voice import Voice
from backcoach.exercises.model import Gesture, View
from backcoach.pose.frame import PoseFrame
from backcoach.texts import Message
from backcoach.tracking.summary import Hold, Repetition


class Course:
    """A session's way through its sets.

    Attributes
    ----------
    now_s : float
        The session's time.
    active_s : float
        The same without the time in pause, loss and hurt: what clocks and waits go by.
    source : Source
        Who watches now.
    position : int
        Of the present set; the last one when all are done.
    introduced : str or None
        The exercise that was introduced last.
    show_again : bool
        Whether the person asked to be shown the exercise again.
    accepted : bool
        Whether it goes on although the camera check was not content.
    guide : Guide
        The moving figure of the present exercise.
    latest : Followed
        What following the person has come to last: how it stands between two frames.
    signs : bool
        Whether one of the signs that need help was told.
    much_pain : bool
        Whether it hurts a lot after the session.
    """

    def __init__(
        self, sets: Sequence[PlannedSet], source: Source, habits: Habits, done: Sequence[Done]
    ) -> None:
        if not sets:
            raise ValueError("a session needs at least one set")
        given = [*done, *[Done()] * len(sets)][: len(sets)]
        self.counts = [Count(planned, before) for planned, before in zip(sets, given, strict=True)]
        self.outcomes: list[Outcome | None] = ["done" if count.complete else None for count in self.counts]
        self.habits = habits
        self.source: Source = source
        self.voice = Voice(habits.speech_rate)
        self._records: list[Record] = []
        self._sound: list[SoundTried] = []
        self.checks_sound = habits.checks_sound
        self.now_s = self.active_s = 0.0
        self._started = self.signs = self.much_pain = False
        self.over = all(count.complete for count in self.counts)
        self.introduced: str | None = None
        self.show_again = self.accepted = self._hand_is_taught = self._yes_is_taught = False
        self._views = fewest_moves(sets)
        self._camera_at: str | None = None
        self.position = next((i for i, count in enumerate(self.counts) if not count.complete), 0)
        self._start(before=None)

    # --- time and words -----------------------------------------------------------------------------------------

    def advance(self, time_s: float, *, active: bool) -> None:
        """Let time pass; it never goes back, and begins with the first call."""
        if not self._started:
            self._started, self.now_s = True, time_s
        step_s = max(0.0, time_s - self.now_s)
        self.now_s += step_s
        self.active_s += step_s * active

    @property
    def away_s(self) -> float:
        """How far the session's time is ahead of the active time."""
        return self.now_s - self.active_s

    def say(
        self, message: Message, kind: SayKind, *, patience_s: float | None = None, stays: bool = False
    ) -> None:
        """Ask the voice to say something; ``stays``: also when this state ends by itself before it is said."""
        self.voice.queue(message, kind, self.now_s, patience_s=patience_s, stays=stays)

    # --- what is followed and remembered ------------------------------------------------------------------------

    def follow(self, frame: PoseFrame) -> Followed:
        """Take in a frame."""
        return self._take(self.round.follow(frame))

    def interrupt(self) -> Followed:
        """End what is running: frames are not followed for a while."""
        return self._take(self.round.interrupt())

    def pace(self) -> None:
        """From here on nobody watches the present set."""
        self._take(self.round.pace())

    def begin_set(self) -> None:
        """Note that the present set has begun, once."""
        self.remember(*self.round.begin(self.now_s))

    def report(self, repetition: Repetition, holds: tuple[Hold, ...]) -> None:
        """Count a repetition that nobody has seen: the person says that it is done."""
        _, records = self.round.add(repetition, holds, self_reported=True)
        self.remember(*records)

    def remember(self, *records: Record) -> None:
        """Add what is to be remembered to what goes out next."""
        self._records += records

    def sound(self, step: SoundStep, *, heard: bool = False) -> None:
        """Let it sound otherwise from now on, or note that it is heard."""
        self._sound.append(SoundTried(step, heard))

    def give_sound(self) -> list[SoundTried]:
        """Return how it is to sound from now on, once."""
        tried, self._sound = self._sound, []
        return tried

    def give_records(self) -> list[Record]:
        """Return what is to be remembered, once."""
        records, self._records = self._records, []
        return records

    def _take(self, followed: Followed) -> Followed:
        self.latest = followed
        self.remember(*followed.records)
        return followed

    # --- the present set ----------------------------------------------------------------------------------------

    @property
    def count(self) -> Count:
        """What is done of the present set."""
        return self.counts[self.position]

    @property
    def planned(self) -> PlannedSet:
        """The present set."""
        return self.count.planned

    @property
    def watches(self) -> bool:
        """Whether there is a camera, or the simulated person in its place."""
        return self.source != "none"

    @property
    def gesture(self) -> Gesture:
        """What counts as a raised hand now."""
        return self.round.exercise.hand if self.habits.raised_hand else "none"

    @property
    def heeds_hand(self) -> bool:
        """Whether a raised hand is watched for now."""
        return self.watches and self.gesture != "none"

    def meant_by_hand(self, actions: Collection[Press]) -> Press | None:
        """Return what a raised hand means where these presses are possible; None where it means nothing."""
        return meant_by_hand(actions) if self.heeds_hand else None

    def teach_hand(self) -> bool:
        """Return whether the raised hand is to be explained now: once, to whoever is new to it."""
        due = self.heeds_hand and self.habits.teaches_hand and not self._hand_is_taught
        self._hand_is_taught = self._hand_is_taught or due
        return due

    def teach_yes(self) -> bool:
        """Return whether to say that a raised hand is a yes: with the first question of a session."""
        due = self.heeds_hand and not self._yes_is_taught
        self._yes_is_taught = self._yes_is_taught or due
        return due

    @property
    def next_position(self) -> int | None:
        """The next set of which something is missing; None if there is none."""
        later = range(self.position + 1, len(self.counts))
        return next((i for i in later if not self.counts[i].complete), None)

    @property
    def needs_new_view(self) -> bool:
        """Whether the camera has to stand somewhere else than where it was last found right."""
        return self.round.watched and PLACES[self.view] != self._camera_at

    @property
    def view(self) -> View:
        """From where the present exercise is to be seen."""
        return self._views[self.position]

    def camera_is_right(self) -> None:
        """Note that the camera stands where the present exercise needs it."""
        self._camera_at = PLACES[self.view]

    @property
    def teaches(self) -> bool:
        """Whether the present exercise is to be taught in full before it is done."""
        if self.show_again:
            return True
        new = self.planned.times_before < LESSONS and self.introduced != self.planned.exercise.id
        return new and self.habits.introductions and not self.count.next_index

    @property
    def first_state(self) -> StateName:
        """Where the present set begins."""
        if self.over:
            return self.end_state
        if self.needs_new_view:
            return "camera_check"
        return "position" if self.introduced == self.planned.exercise.id else "introduction"

    @property
    def end_state(self) -> StateName:
        """What comes after the last set: it is asked how it was, where something was done and somebody can say so."""
        asks = self.habits.asks_afterwards and self.source != "demo"
        return "afterwards" if asks and any(count.begun for count in self.counts) else "finished"

    def note_sign(self, where: str | None) -> None:
        """Note where it hurts: some places are signs that need help."""
        self.signs = self.signs or where in STOP_SIGNS

    def end_set(self, outcome: Outcome, *, last: bool) -> None:
        """End the present set, and get the next one ready if there is one and it is not the last."""
        self._close(outcome)
        following = None if last else self.next_position
        if following is None:
            self.over = True
        else:
            self.position = following
            self._start(before=self.round)

    def go_back(self) -> None:
        """Get the set before the present one ready again; of a complete one, the whole again."""
        self._close("broken_off")
        self.position = max(0, self.position - 1)
        self.count.again()
        self.outcomes[self.position] = None
        self.introduced = None
        self._start(before=self.round)

    def make_easier(self) -> None:
        """Halve what is missing of the exercise, also in its later sets, and take its first easier variant."""
        exercise = self.planned.exercise.id
        for position in range(self.position, len(self.counts)):
            count = self.counts[position]
            if count.planned.exercise.id == exercise and not count.complete:
                count.make_easier()
                self.remember(Eased(position, count.planned))
        self._take(self.round.renew())
        self.cues = Cues(self.round.exercise)
        self.introduced = None

    def finish(self, outcome: Outcome) -> None:
        """End the session, once."""
        self.over = True
        self.remember(SessionEnded(self.now_s, outcome))

    def _start(self, before: Round | None) -> None:
        self.round = Round(self.position, self.count, watched=self.watches, before=before)
        self.latest = self.round.standing()
        self.cues = Cues(self.round.exercise)
        self.show_again = False
        self.guide = Guide(self.planned.exercise, self.count.side)

    def _close(self, outcome: Outcome) -> None:
        if outcome in ("skipped", "broken_off") and self.count.complete and self.count.begun:
            outcome = "done"
        self.remember(*self.round.close(outcome, self.now_s))
        if self.round.begun:
            self.outcomes[self.position] = outcome
