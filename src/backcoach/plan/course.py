"""The past as the rules look at it: lights, runs at one dose, days since. Reads no further back than it has to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from backcoach.plan.pain import Light, traffic_light, usual_pain
from backcoach.plan.rule_schema import Rules
from backcoach.plan.values import ExerciseRecord, History, Session


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

    def places(self, exercise: str, first: int = 0) -> Iterator[int]:
        """Places of the sessions of the routine with an exercise, from an ordinal day on; the latest first."""
        sessions = self.sessions
        for i in range(len(sessions) - 1, -1, -1):
            session = sessions[i]
            if session.ordinal < first:
                return
            if exercise in session.by_exercise and session.planned:
                yield i

    def record(self, i: int, exercise: str) -> ExerciseRecord:
        """The record of an exercise in the session at a place."""
        return self.sessions[i].by_exercise[exercise]

    def hurting_days(self, first: int) -> list[date]:
        """The days of red and stopped sessions from an ordinal day on, the latest first."""
        found = []
        for i in range(len(self.sessions) - 1, -1, -1):
            session = self.sessions[i]
            if session.ordinal < first:
                break
            if self.hurt(i):
                found.append(session.day)
        return found

    def hurt(self, i: int) -> bool:
        """Whether the light of a whole session is red or worse; quicker than asking for the light."""
        session, pain = self.sessions[i], self._rules.pain
        if (
            not session.stop_reasons
            and session.worst_pain <= pain.amber_highest
            and session.rise < pain.red_rise
        ):
            morning = self._next_morning(i)
            if morning is None or morning < pain.red_morning:
                return False
        return self.light(i).hurt

    def light(self, i: int) -> Light:
        """The light of a whole session, with the worst of its exercises."""
        session = self.sessions[i]
        return self._with(i, session.pain_during, stopped=not self._signs.isdisjoint(session.stop_reasons))

    def stop_day(self, since: date | None) -> date | None:
        """The day of the latest session that a warning sign ended, on that day or later."""
        for session in reversed(self.sessions):
            if since is not None and session.day < since:
                return None
            if session.stop_reasons and not self._signs.isdisjoint(session.stop_reasons):
                return session.day
        return None

    def light_of(self, i: int, exercise: str) -> Light:
        """The light of one exercise of a session: pain during the others does not count."""
        session = self.sessions[i]
        record = session.by_exercise[exercise]
        stopped = bool(session.stop_reasons) and not self._signs.isdisjoint(
            (session.stopped_because, record.stopped_because)
        )
        return self._with(i, record.pain_during, stopped)

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
        """Pain on the morning after a session; not reported, the first report of the days after stands for it."""
        session = self.sessions[i]
        if session.pain_next_morning is not None:
            return session.pain_next_morning
        last = session.ordinal + self._rules.pain.morning_within_days
        for later in self.sessions[i + 1 : i + 4]:
            if session.ordinal < later.ordinal <= last and later.pain_before is not None:
                return later.pain_before
        return self.pain_now if session.ordinal < self.today <= last else None

    def _usual(self, i: int) -> int | None:
        """The median of pain at rest (before sessions, and on the mornings after) of the days up to a session."""
        day = self.sessions[i].ordinal
        first = day - self._rules.pain.usual_days + 1
        reports = []
        for j in range(i, -1, -1):
            session = self.sessions[j]
            if session.ordinal + 1 < first:
                break
            if session.ordinal >= first:
                reports.append(session.pain_before)
            if session.ordinal < day:
                reports.append(session.pain_next_morning)
        return usual_pain([report for report in reports if report is not None])


def _day(session: Session) -> date:
    return session.day
