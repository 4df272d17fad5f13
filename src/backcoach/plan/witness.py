"""A second look at the past, for checking plans, by none of the code that makes them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict

from backcoach.plan.rule_model import Rules
from backcoach.plan.values import ExerciseRecord, History, Session

Seen = tuple[int, ExerciseRecord]
"""The place of a session, and what was done of one exercise in it."""

Pain = int | None


class Witness:
    """Remembers the sessions up to the day of a plan, and what follows from them for good.

    Attributes
    ----------
    sessions : tuple of Session
        The earliest first.
    days : list of int
        The ordinal day of each.
    worst : list of int or None
        The highest pain during an exercise of each.
    planned, done : mapping
        By exercise: where it was planned for the day, and where it was done at all.
    """

    def __init__(self, rules: Rules) -> None:
        self._pain = rules.pain
        self._within_days = rules.pain.morning_within_days
        self._signs = frozenset(sign.id for sign in rules.stop_signs)
        self._forget()

    def _forget(self) -> None:
        self.sessions: tuple[Session, ...] = ()
        self.days: list[int] = []
        self.worst: list[Pain] = []
        self._stopped: list[bool] = []
        self.planned: defaultdict[str, list[Seen]] = defaultdict(list)
        self.done: defaultdict[str, list[Seen]] = defaultdict(list)
        self.today = 0
        self._pain_now: Pain = None
        self._colors: list[dict[Pain, str]] = []
        self._usuals: dict[int, Pain] = {}
        self._open: list[int] = []
        self._reds: list[int] = []

    def look(self, history: History, today: int, pain_now: Pain) -> None:
        """Look at a history as it is today; only what is new in it since the last look is read."""
        sessions = history.sessions
        while sessions and sessions[-1].day.toordinal() > today:
            sessions = sessions[:-1]
        if today < self.today or sessions[: len(self.sessions)] != self.sessions:
            self._forget()
        known, self.sessions = len(self.sessions), sessions
        for place in range(known, len(sessions)):
            self._read(place, sessions[place])
        self.today, self._pain_now = today, pain_now
        self._settle()

    def first_within(self, days: int) -> int:
        """The place of the first session that is at most so many days ago."""
        return bisect_left(self.days, self.today - days)

    def reds_within(self, days: int) -> list[int]:
        """The places of the red sessions of the last days."""
        first = self.first_within(days)
        settled = self._reds[bisect_left(self._reds, first) :]
        lately = [place for place in self._open if place >= first and self._whole(place) == "red"]
        return sorted(settled + lately) if lately else settled

    def told(self, place: int, sessions: int) -> bool:
        """Whether a red session was known as red, on its own day, once so many sessions of the day were over."""
        if place - bisect_left(self.days, self.days[place]) >= sessions:
            return False
        session, pain, worst = self.sessions[place], self._pain, self.worst[place]
        said = [p for p in (session.pain_before, worst, session.pain_after) if p is not None]
        rise = max(said, default=0) - (session.pain_before if session.pain_before is not None else 10)
        return self._stopped[place] or max(said, default=0) > pain.amber_highest or rise >= pain.red_rise

    def color(self, place: int, during: Pain) -> str:
        """The light of a session by the table of the rules, given pain during all of it or during one exercise.

        A stop counts as red.
        """
        colors = self._colors[place]
        if during not in colors:
            colors[during] = self._color(place, during)
        return colors[during]

    def _settle(self) -> None:
        """Forget what was said about sessions whose next morning was not told; once it is too late, for good."""
        still_open = []
        for place in self._open:
            self._colors[place] = {}
            told = self.sessions[place].pain_next_morning is not None
            if not told and self.today - self.days[place] <= self._within_days:
                still_open.append(place)
            elif self._whole(place) == "red":
                insort(self._reds, place)
        self._open = still_open

    def _whole(self, place: int) -> str:
        return self.color(place, self.worst[place])

    def _read(self, place: int, session: Session) -> None:
        self.days.append(session.day.toordinal())
        self._colors.append({})
        self._open.append(place)
        done, planned = self.done, self.planned
        worst, stopped, of_today = None, session.stopped_because in self._signs, session.planned
        for record in session.exercises:
            name, seen = record.exercise, (place, record)
            done[name].append(seen)
            if of_today:
                planned[name].append(seen)
            if record.pain_during is not None and (worst is None or record.pain_during > worst):
                worst = record.pain_during
            if record.stopped_because is not None:
                stopped = stopped or record.stopped_because in self._signs
        self.worst.append(worst)
        self._stopped.append(stopped)

    def _color(self, place: int, during: Pain) -> str:
        session, pain = self.sessions[place], self._pain
        if self._stopped[place]:
            return "red"
        before, after = session.pain_before, session.pain_after
        highest = max([p for p in (before, during, after) if p is not None], default=0)
        rise = highest - before if before is not None else 0
        morning = self._morning(place)
        usual = self._usual(place) if morning else None  # nothing is below 0
        above = morning - usual if morning is not None and usual is not None else 0
        if highest > pain.amber_highest or rise >= pain.red_rise or above >= pain.red_morning:
            return "red"
        if highest > pain.green_highest or above > 0:
            return "amber"
        return "unknown" if before is None or after is None or morning is None else "green"

    def _morning(self, place: int) -> Pain:
        session = self.sessions[place]
        if session.pain_next_morning is not None:
            return session.pain_next_morning
        for later in range(place + 1, min(place + 4, len(self.sessions))):
            report = self.sessions[later].pain_before
            if 1 <= self.days[later] - self.days[place] <= self._within_days and report is not None:
                return report
        return self._pain_now if 1 <= self.today - self.days[place] <= self._within_days else None

    def _usual(self, place: int) -> Pain:
        if place not in self._usuals:
            self._usuals[place] = self._find_usual(place)
        return self._usuals[place]

    def _find_usual(self, place: int) -> Pain:
        """Return the median of what was reported at rest in the days up to a session."""
        days, today = self._pain.usual_days, self.days[place]
        reports = []
        for earlier in range(bisect_left(self.days, today - days), place + 1):
            session, day = self.sessions[earlier], self.days[earlier]
            if session.pain_before is not None and today - day < days:
                reports.append(session.pain_before)
            if session.pain_next_morning is not None and day < today:
                reports.append(session.pain_next_morning)
        return sorted(reports)[(len(reports) - 1) // 2] if reports else None
