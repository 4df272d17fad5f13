"""What the sessions alone tell, kept from plan to plan: only what came after the last plan is looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from backcoach.plan.pain import Light, traffic_light, usual_pain
from backcoach.plan.rule_schema import Rules
from backcoach.plan.values import ExerciseRecord, Session

NOT_STOPPED = None, None


class Times:
    """All times of one exercise in the routine, the earliest first; those in a row at one dose are a run.

    Attributes
    ----------
    places : list of int
        Which session each time belongs to.
    days : list of int
        Ordinal days.
    records : list of ExerciseRecord
    begins : list of int
        The first time of each run.
    """

    __slots__ = ("begins", "days", "places", "records")

    def __init__(self) -> None:
        self.places: list[int] = []
        self.days: list[int] = []
        self.records: list[ExerciseRecord] = []
        self.begins: list[int] = []

    def add(self, place: int, day: int, record: ExerciseRecord) -> None:
        """Add the latest time."""
        last = self.records[-1].dose if self.records else None
        if record.dose is not last and record.dose != last:
            self.begins.append(len(self.places))
        self.places.append(place)
        self.days.append(day)
        self.records.append(record)

    def forget(self, place: int) -> None:
        """Drop everything from a session on."""
        keep = bisect_left(self.places, place)
        del self.places[keep:], self.days[keep:], self.records[keep:]
        del self.begins[bisect_left(self.begins, keep) :]


class Chronicle:
    """Sessions in the order of their days, and what follows from them whatever day it is today.

    A session is settled once nothing that is added can change its light any more: the next morning was reported, or
    can no longer be. Settled sessions come first; their lights are remembered.

    Attributes
    ----------
    days : list of int
        The ordinal day of each session.
    works : list of float
        `Session.work_s` of each.
    stops : list of int
        Places of the sessions that a warning sign ended.
    hurts : list of int
        Places of the settled sessions that were red or worse.
    times : mapping
        `Times` by exercise.
    settled : int
        So many sessions are settled.
    """

    def __init__(self, rules: Rules) -> None:
        self.sessions: tuple[Session, ...] = ()
        self.days: list[int] = []
        self.works: list[float] = []
        self.stops: list[int] = []
        self.hurts: list[int] = []
        self.times: defaultdict[str, Times] = defaultdict(Times)
        self._lights: list[dict[tuple[int | None, bool], Light]] = []
        self._mornings: list[int | None] = []
        self._usual: list[int | None] = []
        self._pain = rules.pain
        self._signs = frozenset(sign.id for sign in rules.stop_signs)

    @property
    def settled(self) -> int:
        """The number of settled sessions."""
        return len(self._lights)

    def read(self, sessions: tuple[Session, ...]) -> None:
        """Take in a history; what it shares with the one before is not read again."""
        known = len(self.sessions)
        if sessions[:known] != self.sessions:
            pairs = enumerate(zip(sessions, self.sessions, strict=False))
            known = next((i for i, (new, old) in pairs if new is not old), min(known, len(sessions)))
            self._forget(known)
        self.sessions = sessions
        for place in range(known, len(sessions)):
            self._add(place)
        self._settle()

    def light(self, place: int, during: int | None, stopped: bool) -> Light:
        """The light of a settled session, given pain during it (or during one exercise of it)."""
        lights = self._lights[place]
        light = lights.get((during, stopped))
        if light is None:
            light = lights[during, stopped] = self.judge(place, during, stopped, self._mornings[place])
        return light

    def judge(self, place: int, during: int | None, stopped: bool, morning: int | None) -> Light:
        """The light of any session, given pain on the next morning, too."""
        if stopped:
            return Light.STOP
        session = self.sessions[place]
        usual = self._usual[place]
        return traffic_light(session.pain_before, during, session.pain_after, morning, usual, self._pain)

    def hurt(self, place: int, morning: int | None) -> bool:
        """Whether the light of a whole session is red or worse; quicker than asking for the light."""
        session, pain = self.sessions[place], self._pain
        suspicious = (
            session.stop_reasons
            or session.worst_pain > pain.amber_highest
            or session.rise >= pain.red_rise
            or (morning is not None and morning >= pain.red_morning)
        )
        return bool(suspicious) and self.judge(place, session.pain_during, self.stopped(place), morning).hurt

    def stopped(self, place: int, record: ExerciseRecord | None = None) -> bool:
        """Whether a warning sign ended the session: during one exercise or between them, or anywhere."""
        session = self.sessions[place]
        if record is not None:
            reasons = session.stopped_because, record.stopped_because
            return reasons != NOT_STOPPED and not self._signs.isdisjoint(reasons)
        return bool(session.stop_reasons) and not self._signs.isdisjoint(session.stop_reasons)

    def reported_morning(self, place: int) -> int | None:
        """Pain on the morning after a session; not reported, the first report of the days after stands for it."""
        session = self.sessions[place]
        if session.pain_next_morning is not None:
            return session.pain_next_morning
        last = self.last_morning(place)
        for later in self.sessions[place + 1 : place + 4]:
            if session.ordinal < later.ordinal <= last and later.pain_before is not None:
                return later.pain_before
        return None

    def last_morning(self, place: int) -> int:
        """The ordinal of the last day on which a report still counts as the next morning's."""
        return self.days[place] + self._pain.morning_within_days

    def _add(self, place: int) -> None:
        session = self.sessions[place]
        self.days.append(session.ordinal)
        self.works.append(session.work_s)
        self._usual.append(self._usual_at(place))
        if self.stopped(place):
            self.stops.append(place)
        if session.planned:
            for record in session.exercises:
                self.times[record.exercise].add(place, session.ordinal, record)

    def _usual_at(self, place: int) -> int | None:
        """The median of pain at rest (before sessions, and on the mornings after) of the days up to a session."""
        day = self.days[place]
        first = day - self._pain.usual_days + 1
        known = self.sessions[bisect_left(self.days, first - 1) : place + 1]
        before = [s.pain_before for s in known if s.pain_before is not None and s.ordinal >= first]
        mornings = [s.pain_next_morning for s in known if s.pain_next_morning is not None and s.ordinal < day]
        return usual_pain(before + mornings)

    def _settle(self) -> None:
        while len(self._lights) < len(self.sessions):
            place = len(self._lights)
            morning = self.reported_morning(place)
            if morning is None and self.days[-1] <= self.last_morning(place):
                return
            self._lights.append({})
            self._mornings.append(morning)
            if self.hurt(place, morning):
                self.hurts.append(place)

    def _forget(self, place: int) -> None:
        """Drop everything from a session on, and what the sessions just before it owe to it."""
        del self.days[place:], self.works[place:], self._usual[place:]
        open_from = bisect_left(self.days, self.days[-1] - self._pain.morning_within_days) if place else 0
        settled = max(0, min(open_from, place - 3))
        del self._lights[settled:], self._mornings[settled:]
        drop_from(self.stops, place)
        drop_from(self.hurts, len(self._lights))
        for times in self.times.values():
            times.forget(place)


def drop_from(places: list[int], place: int) -> None:
    """Drop a place and all later ones from a list in order."""
    del places[bisect_left(places, place) :]
