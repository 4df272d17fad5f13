"""The past as today's rules look at it: lights, times of an exercise, days that hurt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from operator import attrgetter

from backcoach.plan.chronicle import Chronicle, Times
from backcoach.plan.pain import Light
from backcoach.plan.rule_schema import Rules
from backcoach.plan.values import ExerciseRecord, History


class Course:
    """A history up to today.

    Parameters
    ----------
    history : History
        Sessions after `today` (a clock was set back, a date is wrong) are put into `future` and never looked at.
    pain_now : int or None
        Today's answer to "How is your back right now?".
    chronicle : Chronicle, optional
        That of an earlier plan by the same rules: saves reading what has not changed. The earlier course is over then.
    """

    def __init__(
        self,
        history: History,
        today: date,
        pain_now: int | None,
        rules: Rules,
        chronicle: Chronicle | None = None,
    ) -> None:
        self.today = today.toordinal()
        self.pain_now = pain_now
        sessions, known = history.sessions, len(history.sessions)
        if sessions and sessions[-1].ordinal > self.today:
            known = bisect_right(sessions, self.today, key=attrgetter("ordinal"))
        self.sessions = sessions[:known]
        self.future = sessions[known:]
        self._chronicle = Chronicle(rules) if chronicle is None else chronicle
        self._chronicle.read(self.sessions)

    def times(self, exercise: str) -> Times | None:
        """All times of an exercise in the routine; None if there was none."""
        times = self._chronicle.times.get(exercise)
        return times if times is not None and times.places else None

    def light_of(self, place: int, record: ExerciseRecord) -> Light:
        """The light of one exercise of a session: pain during the others does not count."""
        stopped = self._chronicle.stopped(place, record)
        if place < self._chronicle.settled:
            return self._chronicle.light(place, record.pain_during, stopped)
        return self._chronicle.judge(place, record.pain_during, stopped, self._next_morning(place))

    def hurting(self, first: int = 0) -> list[int]:
        """The ordinal days of red and stopped sessions from a day on, the latest first."""
        days, settled = self._chronicle.days, self._chronicle.hurts
        latest = [days[place] for place in self._lately_hurting if days[place] >= first]
        return latest + [
            days[place] for place in settled[bisect_left(settled, bisect_left(days, first)) :][::-1]
        ]

    def stop_day(self) -> int | None:
        """The ordinal day of the latest session that a warning sign ended."""
        stops = self._chronicle.stops
        return self._chronicle.days[stops[-1]] if stops else None

    def work_s(self, first: int, before: int) -> float:
        """About how long was exercised from one ordinal day to before another, in seconds."""
        days, works = self._chronicle.days, self._chronicle.works
        return sum(reversed(works[bisect_left(days, first) : bisect_left(days, before)]))

    @cached_property
    def _lately_hurting(self) -> list[int]:
        latest = range(len(self.sessions) - 1, self._chronicle.settled - 1, -1)
        return [place for place in latest if self._chronicle.hurt(place, self._next_morning(place))]

    def _next_morning(self, place: int) -> int | None:
        """Pain on the morning after a session that is not settled; today's answer may stand for it."""
        reported = self._chronicle.reported_morning(place)
        if reported is None and self.sessions[place].ordinal < self.today <= self._chronicle.last_morning(
            place
        ):
            return self.pain_now
        return reported
