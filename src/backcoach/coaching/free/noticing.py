"""Notices what is done: the recogniser of the video analysis, fed live, and which exercise it sees now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backcoach.coaching.cues import Cues
from backcoach.coaching.free.ledger import Entry, Ledger, News
from backcoach.coaching.free.trace import Trace
from backcoach.coaching.outputs import Record
from backcoach.exercises.model import Exercise
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.counting.sight import GIVE_UP_S
from backcoach.tracking.counting.tally import SET_GAP_S
from backcoach.tracking.events import Event, FaultEnded, FaultWithdrawn, RepetitionEnded
from backcoach.tracking.recognition import Recognizer
from backcoach.tracking.state import State
from backcoach.tracking.summary import Unclear
from backcoach.tracking.tracker import Tracker

SURE_S = 3.0
"""An exercise that is a hold is named when it has been held for this long; the others by their first repetition."""

CLOSE_EVERY_S = 1.0

KEPT_S = 120.0
"""What a tracker saw is kept for this long, and as long as one of its sets is open: a first hold may be long."""


class Noticing:
    """Follows all exercises at once, and says which one is done.

    Parameters
    ----------
    exercises : sequence of Exercise
        Those that may be recognised, without the hints that are left out for this person.
    position : int
        Of the first set.

    Attributes
    ----------
    exercise : Exercise or None
        The one that is done now, as far as it is known.
    events : tuple of Event
        What its tracker noticed in the last frame.
    news : tuple of News
        The repetitions that became known with the last frame, attempts among them.
    unclear : tuple of Unclear
        Movements that cannot be told from this view.
    """

    def __init__(self, exercises: Sequence[Exercise], position: int = 0) -> None:
        self._exercises = {exercise.id: exercise for exercise in exercises}
        self._traces = {exercise.id: Trace(exercise) for exercise in exercises}
        self.ledger = Ledger(self._exercises, self._traces, position)
        self._begin()
        self._closed_s = float("-inf")

    def _begin(self) -> None:
        self._recognizer = Recognizer(list(self._exercises.values()))
        self.cues = {name: Cues(exercise) for name, exercise in self._exercises.items()}
        self.exercise: Exercise | None = None
        self.events: tuple[Event, ...] = ()
        self.news: tuple[News, ...] = ()
        self.unclear: tuple[Unclear, ...] = ()
        self._last_s: float | None = None
        self._away = False

    # --- what comes in ------------------------------------------------------------------------------------------

    def see(self, frame: PoseFrame) -> list[Record]:
        """Take in a frame; return what is to be remembered."""
        time_s = frame.time_s
        if self._away and self._last_s is not None and time_s - self._last_s >= GIVE_UP_S:
            self._recognizer.follow(PoseFrame.empty(time_s, frame.aspect))
        self._away, self._last_s = False, time_s
        heard = self._recognizer.follow(frame)
        for name, tracker in self._recognizer.trackers.items():
            self._traces[name].take(tracker, time_s)
        records = self._tell() if any(map(_settles, heard.values())) else self._nothing_new()
        self._recognise(time_s)
        self._hear(heard, time_s)
        return records + self._close(time_s)

    def interrupt(self) -> list[Record]:
        """Nobody looks for a while: end what is running. The same sets may go on afterwards."""
        for trace in self._traces.values():
            trace.pause()
        self._away = True
        self._recognizer.end()
        self.events = ()
        return self._tell()

    def begin_anew(self) -> list[Record]:
        """Whatever comes belongs to a new set; return the rest of what was done."""
        records = self.finish()
        self.ledger.settle()
        self._begin()
        return records

    def finish(self) -> list[Record]:
        """Close what is still running; return the rest of what is to be remembered."""
        records = self.ledger.tell(self._recognizer.finish().sets)
        self.news = tuple(self.ledger.news)
        return [*records, *self.ledger.close(self._last_s or 0.0, at_once=True)]

    # --- what is known ------------------------------------------------------------------------------------------

    @property
    def tracker(self) -> Tracker | None:
        """The tracker of the exercise that is done now."""
        return None if self.exercise is None else self._recognizer.trackers[self.exercise.id]

    @property
    def state(self) -> State:
        """What the tracker of the exercise that is done now sees."""
        tracker = self.tracker
        return State() if tracker is None else tracker.state

    @property
    def entry(self) -> Entry | None:
        """The set that is done now, once something of it is known."""
        return None if self.exercise is None else self._entry_of(self.exercise)

    @property
    def in_position(self) -> bool:
        """Whether the person is in the posture of any exercise."""
        return any(tracker.in_position for tracker in self._recognizer.trackers.values())

    def _entry_of(self, exercise: Exercise) -> Entry | None:
        entries = (e for e in reversed(self.ledger.entries) if e.exercise is exercise and e.real)
        latest = next(entries, None)
        return None if latest is None or latest.closed else latest

    # --- which one ----------------------------------------------------------------------------------------------

    def _recognise(self, time_s: float) -> None:
        """What was counted last is done now; or what has been held for a while; or nothing that is known."""
        done = [one for one in self.news if one.repetition.status != "unfinished" and one.entry.real]
        if done:
            self.exercise = done[-1].entry.exercise
            return
        held = self._held()
        if held is not None:
            self.exercise = held
        elif self.exercise is not None and not self._goes_on(self.exercise, time_s):
            entries = [e for e in self.ledger.entries if e.real and not e.closed]
            latest = max(entries, key=lambda e: e.done.end_s, default=None)
            self.exercise = None if latest is None else latest.exercise

    def _held(self) -> Exercise | None:
        tracker = self._recognizer.current
        if tracker is None or tracker.exercise.repetition.kind != "hold" or not tracker.running:
            return None
        return tracker.exercise if tracker.state.hold_s >= SURE_S else None

    def _goes_on(self, exercise: Exercise, time_s: float) -> bool:
        """Whether an exercise is still being done, or may be gone on with."""
        if self._recognizer.trackers[exercise.id].running:
            return True
        entry = self._entry_of(exercise)
        return entry is not None and time_s - entry.done.end_s <= SET_GAP_S

    # --- behind it ----------------------------------------------------------------------------------------------

    def _tell(self) -> list[Record]:
        summary = self._recognizer.so_far()
        records = self.ledger.tell(summary.sets)
        self.news, self.unclear = tuple(self.ledger.news), summary.unclear
        return records

    def _nothing_new(self) -> list[Record]:
        self.news = ()
        return []

    def _hear(self, heard: Mapping[str, tuple[Event, ...]], time_s: float) -> None:
        """Let the corrections of every exercise know how it stands; only those of the present one are asked."""
        self.events = ()
        for name, events in heard.items():
            if self.exercise is not None and name == self.exercise.id:
                self.events = events
                self.cues[name].hear(events, self._recognizer.trackers[name].read, time_s)
            elif events:
                self.cues[name].hear(events)

    def _close(self, time_s: float) -> list[Record]:
        """End what is over, and forget what nobody will ask for any more."""
        if time_s - self._closed_s < CLOSE_EVERY_S:
            return []
        self._closed_s = time_s
        trackers = self._recognizer.trackers
        records: list[Record] = list(
            self.ledger.close(time_s, {name for name, tracker in trackers.items() if tracker.running})
        )
        for name, trace in self._traces.items():
            if not trackers[name].running:
                trace.drop_before(min(time_s - KEPT_S, self.ledger.needed_since_s(name)))
        return records


def _settles(events: tuple[Event, ...]) -> bool:
    """Whether something is over that a set may hold."""
    return any(isinstance(event, RepetitionEnded | FaultEnded | FaultWithdrawn) for event in events)
