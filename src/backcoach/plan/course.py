"""The past as today's rules look at it: lights, times of an exercise, days that hurt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from backcoach.plan.chronicle import Chronicle, Entry, Times
from backcoach.plan.pain import AMBER, RED, STOP, UNKNOWN, Light
from backcoach.plan.rule_model import Rules
from backcoach.plan.values import History, Moment


class Reason(NamedTuple):
    """A rule that speaks, and what it looked at: names and values."""

    rule: str
    inputs: tuple[tuple[str, object], ...] = ()


class Verdict(NamedTuple):
    """What pain today and the last time say about an exercise, whatever its dose is.

    Attributes
    ----------
    down, stay : Reason or None
        Why it has to become less at once; why it must not become more.
    """

    down: Reason | None = None
    stay: Reason | None = None


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

    Attributes
    ----------
    entries : list of Entry
        The sessions.
    last_hurt : int or None
        The ordinal of the latest day that was red or worse.
    sore : bool
        Whether pain is red now.
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
        if sessions and sessions[-1].day > today:
            known = bisect_right(sessions, today, key=attrgetter("day"))
        self.future = sessions[known:]
        self._chronicle = Chronicle(rules) if chronicle is None else chronicle
        self._chronicle.read(sessions[:known], self.today, pain_now)
        self.entries = self._chronicle.entries
        self._lately_hurting = self._chronicle.lately_hurting()
        hurts = self._lately_hurting or self._chronicle.hurts
        self.last_hurt = hurts[-1] if hurts else None
        self.sore = pain_now is not None and pain_now > rules.pain.amber_highest
        self._rules = rules
        self._verdicts: dict[Light, Verdict] = {}

    def times(self, exercise: str, since: date | None = None) -> Times | None:
        """All times of an exercise in the routine, from a day on; None if there was none."""
        times = self._chronicle.times.get(exercise)
        if times is not None and since is not None:
            times = times.since(since.toordinal())
        return times if times is not None and times.days else None

    def verdict(self, light: Light) -> Verdict:
        """What follows from how an exercise was borne the last time; the same for all that were borne alike."""
        verdict = self._verdicts.get(light)
        if verdict is None:
            verdict = self._verdicts[light] = self._judge(light)
        return verdict

    def _judge(self, light: Light) -> Verdict:
        rules, pain = self._rules, self.pain_now
        if self.sore or light is RED or light is STOP:
            return Verdict(down=Reason("red_down", (("pain", pain), ("light", light.value))))
        if light is AMBER:
            return Verdict(stay=Reason("amber_repeat"))
        if pain is not None and pain > rules.pain.green_highest:
            return Verdict(stay=Reason("pain_today", (("pain", pain),)))
        if self.last_hurt is not None and self.today - self.last_hurt < rules.up.no_red_days:
            return Verdict(stay=Reason("recent_red", (("days", rules.up.no_red_days),)))
        return Verdict(stay=Reason("not_reported") if light is UNKNOWN else None)

    def hurting(self, first: int = 0) -> list[int]:
        """The ordinal days of red and stopped sessions from a day on, the latest first."""
        if self.last_hurt is None or self.last_hurt < first:
            return []
        days = self._chronicle.hurts + self._lately_hurting
        return days[bisect_left(days, first) :][::-1]

    def stop_day(self) -> int | None:
        """The ordinal day of the latest session that a warning sign ended."""
        stops = self._chronicle.stops
        return stops[-1] if stops else None

    def stops_told(self, moment: Moment) -> bool:
        """Whether every warning sign that ended a session was known at a moment."""
        day = self.stop_day()
        if day is None or day != moment.day:
            return day is None or day < moment.day
        return not any(entry.stopped for entry in self._after(moment))

    def hurts_told(self, moment: Moment) -> bool:
        """Whether everything red was known at a moment; what hurt on the next morning was not, on the day itself."""
        if self.last_hurt is None or self.last_hurt != moment.day:
            return self.last_hurt is None or self.last_hurt < moment.day
        if any(entry.whole.hurt for entry in self._after(moment)):
            return False
        return all(e.hurt_at_once for e in self._of_day(moment.day) if e.whole.hurt)

    def _of_day(self, day: int) -> list[Entry]:
        days = self._chronicle.days
        return self.entries[bisect_left(days, day) : bisect_right(days, day)]

    def _after(self, moment: Moment) -> list[Entry]:
        return self._of_day(moment.day)[moment.sessions :]

    def weeks_s(self, most: int) -> list[float]:
        """About how long was exercised in the whole weeks up to today, in seconds, the latest first."""
        return self._chronicle.volume.weeks_s(self.today, most)
