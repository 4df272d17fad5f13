"""The past as the rules look at it: lights, runs at one dose, days since. Reads no further back than it has to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backcoach.plan.pain import Light, traffic_light, usual_pain
from backcoach.plan.rule_schema import Rules
from backcoach.plan.values import ExerciseRecord, History, Session


@dataclass(frozen=True, slots=True)
class Past:
    """One exercise in one session."""

    course: Course
    place: int
    record: ExerciseRecord

    @property
    def session(self) -> Session:
        """The session it was part of."""
        return self.course.sessions[self.place]

    @property
    def day(self) -> int:
        """The session's day, as an ordinal."""
        return self.session.day.toordinal()

    @property
    def light(self) -> Light:
        """How this exercise was borne."""
        return self.course.light_of(self.place, self.record)


class Course:
    """A history up to today.

    Parameters
    ----------
    history : History
        Sessions after `today` (a clock was set back, a date is wrong) are put into `future` and never looked at.
    pain_now : int or None
        Today's answer to "How is your back right now?".
    """

    def __init__(self, history: History, today: date, pain_now: int | None, rules: Rules) -> None:
        known = bisect_right(history.sessions, today, key=_day) if history.sessions else 0
        self.sessions = history.sessions[:known]
        self.future = history.sessions[known:]
        self.today = today.toordinal()
        self.pain_now = pain_now
        self._rules = rules
        self._signs = frozenset(sign.id for sign in rules.stop_signs)
        self._lights: dict[tuple[int, int | None, bool], Light] = {}

    def pasts(self, exercise: str, since: date | None = None) -> Iterator[Past]:
        """Every planned time of an exercise, the latest first."""
        for i in range(len(self.sessions) - 1, -1, -1):
            session = self.sessions[i]
            if since is not None and session.day < since:
                return
            record = session.by_exercise.get(exercise)
            if record is not None and session.planned:
                yield Past(self, i, record)

    def hurting_days(self, within_days: int) -> list[date]:
        """The days of red and stopped sessions of the last days, today included; the latest first."""
        found = []
        for i in range(len(self.sessions) - 1, -1, -1):
            session = self.sessions[i]
            if session.day.toordinal() <= self.today - within_days:
                break
            if self.hurt(i):
                found.append(session.day)
        return found

    def hurt(self, i: int) -> bool:
        """Whether the light of a whole session is red or worse; quicker than asking for the light."""
        session, pain = self.sessions[i], self._rules.pain
        if not session.stop_reasons and session.worst_pain < min(pain.amber_highest + 1, pain.red_rise):
            morning = self._next_morning(i)
            if morning is None or morning < pain.red_morning:
                return False
        return self.light(i).hurt

    def light(self, i: int) -> Light:
        """The light of a whole session, with the worst of its exercises."""
        session = self.sessions[i]
        return self._with(i, session.pain_during, stopped=not self._signs.isdisjoint(session.stop_reasons))

    def last_hurting_day(self, since: date) -> date | None:
        """The day of the latest red or stopped session on that day or later."""
        for i in range(len(self.sessions) - 1, -1, -1):
            if self.sessions[i].day < since:
                return None
            if self.hurt(i):
                return self.sessions[i].day
        return None

    def stop_day(self, since: date | None) -> date | None:
        """The day of the latest session that a warning sign ended, on that day or later."""
        for session in reversed(self.sessions):
            if since is not None and session.day < since:
                return None
            if session.stop_reasons and not self._signs.isdisjoint(session.stop_reasons):
                return session.day
        return None

    def light_of(self, i: int, record: ExerciseRecord) -> Light:
        """The light of one exercise of a session: pain during the others does not count."""
        reasons = self.sessions[i].stopped_because, record.stopped_because
        return self._with(i, record.pain_during, stopped=not self._signs.isdisjoint(reasons))

    def _with(self, i: int, during: int | None, stopped: bool) -> Light:
        key = i, during, stopped
        if key not in self._lights:
            self._lights[key] = Light.STOP if stopped else self._from_pain(i, during)
        return self._lights[key]

    def _from_pain(self, i: int, during: int | None) -> Light:
        session = self.sessions[i]
        return traffic_light(
            session.pain_before,
            during,
            session.pain_after,
            self._next_morning(i),
            self._usual(i),
            self._rules.pain,
        )

    def _next_morning(self, i: int) -> int | None:
        session = self.sessions[i]
        if session.pain_next_morning is not None:
            return session.pain_next_morning
        day = session.day.toordinal()
        last = day + self._rules.pain.morning_within_days
        for later in self.sessions[i + 1 : i + 4]:
            if day < later.day.toordinal() <= last and later.pain_before is not None:
                return later.pain_before
        return self.pain_now if day < self.today <= last else None

    def _usual(self, i: int) -> int | None:
        """The median of pain at rest (before sessions, and on the mornings after) of the days up to a session."""
        day = self.sessions[i].day.toordinal()
        first = day - self._rules.pain.usual_days + 1
        reports = []
        for j in range(i, -1, -1):
            session = self.sessions[j]
            that_day = session.day.toordinal()
            if that_day + 1 < first:
                break
            if session.pain_before is not None and that_day >= first:
                reports.append(session.pain_before)
            if session.pain_next_morning is not None and that_day < day:
                reports.append(session.pain_next_morning)
        return usual_pain(reports)


def _day(session: Session) -> date:
    return session.day
