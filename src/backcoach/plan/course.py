"""The past as the rules look at it: lights, runs at one dose, days since. Reads no further back than it has to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from operator import attrgetter

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
        known = bisect_right(history.sessions, today.toordinal(), key=_ordinal)
        self.sessions = history.sessions[:known]
        self.future = history.sessions[known:]
        self.today = today.toordinal()
        self.pain_now = pain_now
        self._rules = rules
        self._signs = frozenset(sign.id for sign in rules.stop_signs)
        self._lights: dict[tuple[int, int | None, bool], Light] = {}
        self._recents: dict[int, list[tuple[int, Session]]] = {}
        self._hurts: dict[int, bool] = {}

    def places(self, exercise: str, first: int = 0) -> Iterator[int]:
        """Places of the sessions of the routine with an exercise, from an ordinal day on; the latest first."""
        sessions = self.sessions
        for i in range(len(sessions) - 1, -1, -1):
            session = sessions[i]
            if session.ordinal < first:
                return
            if exercise in session.by_exercise and session.planned:
                yield i

    def records(self, exercise: str, first: int) -> list[tuple[int, ExerciseRecord]]:
        """Places and records of an exercise of the routine from an ordinal day on; the latest first."""
        return [
            (i, session.by_exercise[exercise])
            for i, session in self._recent(first)
            if exercise in session.by_exercise and session.planned
        ]

    def _recent(self, first: int) -> list[tuple[int, Session]]:
        """Places and sessions from an ordinal day on, the latest first: the same for all exercises of a day."""
        if first not in self._recents:
            begin = bisect_left(self.sessions, first, key=_ordinal)
            places = range(len(self.sessions) - 1, begin - 1, -1)
            self._recents[first] = list(
                zip(places, self.sessions[: begin - 1 if begin else None : -1], strict=True)
            )
        return self._recents[first]

    def record(self, i: int, exercise: str) -> ExerciseRecord:
        """The record of an exercise in the session at a place."""
        return self.sessions[i].by_exercise[exercise]

    def hurting_days(self, first: int) -> list[date]:
        """The days of red and stopped sessions from an ordinal day on, the latest first."""
        return [session.day for i, session in self._recent(first) if self.hurt(i)]

    def hurt(self, i: int) -> bool:
        """Whether the light of a whole session is red or worse; quicker than asking for the light."""
        if i not in self._hurts:
            self._hurts[i] = self._may_hurt(i) and self.light(i).hurt
        return self._hurts[i]

    def _may_hurt(self, i: int) -> bool:
        session, pain = self.sessions[i], self._rules.pain
        if session.stop_reasons or session.worst_pain > pain.amber_highest or session.rise >= pain.red_rise:
            return True
        morning = self._next_morning(i)
        return morning is not None and morning >= pain.red_morning

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
        known = self.sessions[bisect_left(self.sessions, first - 1, key=_ordinal) : i + 1]
        before = [s.pain_before for s in known if s.pain_before is not None and s.ordinal >= first]
        mornings = [s.pain_next_morning for s in known if s.pain_next_morning is not None and s.ordinal < day]
        return usual_pain(before + mornings)


_ordinal = attrgetter("ordinal")
