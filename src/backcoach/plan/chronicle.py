"""What the sessions tell, read one after another: a history that has grown since yesterday costs one session more."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from backcoach.plan.pain import STOP, UNKNOWN, Light, PainAtRest, traffic_light
from backcoach.plan.rule_model import Rules
from backcoach.plan.values import ExerciseRecord, Session
from backcoach.plan.volume import Volume

LATER = 3
"""So many sessions after one are asked how the next morning was, where nobody told it."""


class Entry:
    """One session, and how it was borne as far as that is known.

    Attributes
    ----------
    session : Session
    day : int
        Its ordinal.
    usual : int or None
        What pain at rest usually was in the days up to it.
    light : Light
        That of every exercise during which nothing hurt and that nothing ended.
    whole : Light
        That of the session: pain during any of its exercises counts.
    stopped : bool
        Whether a warning sign ended the session or one of its exercises.
    work_s : float
        About how long was exercised.
    """

    __slots__ = (
        "_morning", "_pain", "_signs", "_special", "day", "light", "session", "stopped", "usual", "whole", "work_s",
    )  # fmt: skip

    def __init__(
        self, session: Session, day: int, usual: int | None, rules: Rules, signs: frozenset[str]
    ) -> None:
        self.session = session
        self.day = day
        self.usual = usual
        self.light = self.whole = UNKNOWN
        self._pain = rules.pain
        self._signs = signs
        self._special = []
        self.stopped = session.stopped_because in signs
        self.work_s = 0.0
        for record in session.exercises:
            self.work_s += record.dose.work_s * record.done_share
            if record.pain_during is not None or record.stopped_because is not None:
                self._special.append(record)
                self.stopped = self.stopped or record.stopped_because in signs

    def judge(self, morning: int | None) -> None:
        """Set the lights, given pain on the next morning."""
        self._morning = morning
        self.light = self.whole = self._light(None, None)
        if self._special:
            during = max((r.pain_during for r in self._special if r.pain_during is not None), default=None)
            self.whole = STOP if self.stopped else self._light(during, None)

    @property
    def hurt_at_once(self) -> bool:
        """Whether it was red or worse already on its day, whatever the next morning brought."""
        if self.stopped:
            return True
        during = max((r.pain_during for r in self._special if r.pain_during is not None), default=None)
        said = self.session
        return traffic_light(said.pain_before, during, said.pain_after, None, None, self._pain).hurt

    def light_of(self, record: ExerciseRecord) -> Light:
        """The light of one exercise: pain during the others does not count."""
        if record.pain_during is None and record.stopped_because is None:
            return self.light
        return self._light(record.pain_during, record.stopped_because)

    def _light(self, during: int | None, reason: str | None) -> Light:
        session = self.session
        if reason in self._signs or session.stopped_because in self._signs:
            return STOP
        return traffic_light(
            session.pain_before, during, session.pain_after, self._morning, self.usual, self._pain
        )


Time = tuple[Entry, ExerciseRecord]
"""One time of an exercise: the session, and what was done of the exercise in it."""


class Times:
    """All times of one exercise in the routine, the earliest first; those in a row at one dose are a run.

    Attributes
    ----------
    all : list of Time
    days : list of int
        Their ordinal days.
    begins : list of int
        The first time of each run.
    """

    __slots__ = ("all", "begins", "days")

    def __init__(self) -> None:
        self.all: list[Time] = []
        self.days: list[int] = []
        self.begins: list[int] = []

    def add(self, entry: Entry, record: ExerciseRecord) -> None:
        """Add the latest time."""
        dose = self.all[-1][1].dose if self.all else None
        if record.dose is not dose and record.dose != dose:
            self.begins.append(len(self.all))
        self.days.append(entry.day)
        self.all.append((entry, record))

    def run(self, most: int) -> list[Time]:
        """The latest times in a row at the same dose, the latest first; at most so many."""
        begin, first = self.begins[-1], len(self.all) - most
        return self.all[begin if begin > first else first :][::-1]

    def first_since(self, day: int) -> int:
        """The first time on a day or after it."""
        return bisect_left(self.days, day)

    def since(self, day: int) -> Times:
        """The same times without those before a day."""
        later = Times()
        for entry, record in self.all[self.first_since(day) :]:
            later.add(entry, record)
        return later

    def forget_last(self) -> None:
        """Drop the latest time."""
        del self.all[-1], self.days[-1]
        if self.begins[-1] == len(self.all):
            del self.begins[-1]


class Chronicle:
    """Sessions in the order of their days, and what follows from them.

    A session is settled once nothing that is added can change its lights any more: the next morning was reported, or
    can no longer be. Settled sessions come first.

    Attributes
    ----------
    entries : list of Entry
    days : list of int
        The ordinal day of each session.
    volume : Volume
        How much was exercised, by `Dose.work_s`.
    at_rest : PainAtRest
        What was reported before sessions and on the mornings after.
    times : mapping
        `Times` by exercise.
    stops : list of int
        Days on which a warning sign ended something.
    hurts : list of int
        Days of the settled sessions that were red or worse.
    settled : int
        So many sessions are settled.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._usual_days, self._morning_within_days = rules.pain.usual_days, rules.pain.morning_within_days
        self._signs = frozenset(sign.id for sign in rules.stop_signs)
        self._begin()

    def _begin(self) -> None:
        self.entries: list[Entry] = []
        self.days: list[int] = []
        self.volume = Volume()
        self.at_rest = PainAtRest()
        self.times: defaultdict[str, Times] = defaultdict(Times)
        self.stops: list[int] = []
        self.hurts: list[int] = []
        self.settled = 0
        self._sessions: tuple[Session, ...] = ()

    def read(self, sessions: tuple[Session, ...], today: int, pain_now: int | None) -> None:
        """Take in a history as it looks today; what it shares with the one before is not read again."""
        self._forget(shared(sessions, self._sessions))
        self._sessions = sessions
        for session in sessions[len(self.entries) :]:
            self._add(session)
        self._settle()
        for place in range(self.settled, len(sessions)):
            morning = self._reported_morning(place)
            if morning is None and self.days[place] < today <= self._last_morning(place):
                morning = pain_now
            self.entries[place].judge(morning)

    def lately_hurting(self) -> list[int]:
        """The days of the sessions that are not settled and that were red or worse, as it looks today."""
        return [entry.day for entry in self.entries[self.settled :] if entry.whole.hurt]

    def _add(self, session: Session) -> None:
        day = session.day.toordinal()
        self.days.append(day)
        self.at_rest.add(session, day)
        usual = self.at_rest.usual(day - self._usual_days + 1, day)
        entry = Entry(session, day, usual, self._rules, self._signs)
        self.entries.append(entry)
        self.volume.add(day, entry.work_s)
        if entry.stopped:
            self.stops.append(day)
        if session.planned:
            for record in session.exercises:
                self.times[record.exercise].add(entry, record)

    def _settle(self) -> None:
        while self.settled < len(self.entries):
            morning = self._reported_morning(self.settled)
            if morning is None and self.days[-1] <= self._last_morning(self.settled):
                return
            entry = self.entries[self.settled]
            entry.judge(morning)
            if entry.whole.hurt:
                self.hurts.append(entry.day)
            self.settled += 1

    def _reported_morning(self, place: int) -> int | None:
        """Pain on the morning after a session; not reported, the first report of the days after stands for it."""
        session, day = self.entries[place].session, self.days[place]
        if session.pain_next_morning is not None:
            return session.pain_next_morning
        for later in self.entries[place + 1 : place + 1 + LATER]:
            if day < later.day <= self._last_morning(place) and later.session.pain_before is not None:
                return later.session.pain_before
        return None

    def _last_morning(self, place: int) -> int:
        """The last day on which a report still counts as the next morning's."""
        return self.days[place] + self._morning_within_days

    def _forget(self, known: int) -> None:
        """Drop all sessions but the first ones, and what those before them owe to them."""
        if known == len(self.entries):
            return
        if not known:
            self._begin()
            return
        for entry in reversed(self.entries[known:]):
            if entry.session.planned:
                for record in entry.session.exercises:
                    self.times[record.exercise].forget_last()
        del self.entries[known:], self.days[known:]
        open_from = bisect_left(self.days, self.days[-1] - self._morning_within_days)
        self.settled = max(0, min(self.settled, open_from, known - LATER))
        self.volume, self.at_rest = Volume(), PainAtRest()
        for entry in self.entries:
            self.volume.add(entry.day, entry.work_s)
            self.at_rest.add(entry.session, entry.day)
        self.stops = [entry.day for entry in self.entries if entry.stopped]
        self.hurts = [entry.day for entry in self.entries[: self.settled] if entry.whole.hurt]


def shared(new: tuple[Session, ...], old: tuple[Session, ...]) -> int:
    """Return how many sessions at the beginning of two histories are the same."""
    fewer = min(len(new), len(old))
    if new[:fewer] == old[:fewer]:  # quickly compared, and most often nothing but the end has changed
        return fewer
    return next(i for i, (one, other) in enumerate(zip(new, old, strict=False)) if one != other)
