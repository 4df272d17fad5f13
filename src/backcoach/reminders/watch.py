"""Looks at the clock and the journal from time to time, and says what a person is to be reminded of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast, get_args

from backcoach.days import day_of
from backcoach.journal.days import days_done, days_with_exercise
from backcoach.plan.breaks import Answer, BreakClock, BreakCounts, Moment
from backcoach.plan.rule_file import what_counts_as_done
from backcoach.reminders.due import Kind, Known, Reminder, due
from backcoach.reminders.habits import kept_reminders
from backcoach.texts import message

if TYPE_CHECKING:
    from backcoach.journal import Journal

SAID = "reminded"
ANSWER = "break_answer"
COUNTS = "break_counts"
"""Places in a profile's settings: what was said today, the last answer to a break, what became of the breaks."""

KEPT_DAYS = 60
LOOK_BACK = timedelta(days=40)
SESSION_AT_MOST = timedelta(hours=2)


class Watch:
    """One person's reminders.

    Several may look at the same journal: each reminder is said once a day, by whoever is first.

    Parameters
    ----------
    journal : Journal
    profile_id : str
    """

    def __init__(self, journal: Journal, profile_id: str) -> None:
        self._journal = journal
        self._profile_id = profile_id
        self._clock: BreakClock | None = None
        self._answered: object = None
        self._counted = BreakCounts()

    def look(
        self, now: datetime, at_s: float, idle_s: float | None, weekdays: Collection[int] = range(7)
    ) -> list[Reminder]:
        """Return what is due and has not been said today; it counts as said then.

        Parameters
        ----------
        now : datetime
            The person's own time, aware.
        at_s : float
            Seconds on a clock that only runs forward.
        idle_s : float or None
            See `Moment`.
        weekdays : collection of int
            Planned days of exercise, 0 = Monday.

        Raises
        ------
        JournalError
            If the journal cannot be read or written.
        """
        found = self._first_to_say(self.waiting(now, weekdays), now.date())
        settings = self._journal.people.settings(self._profile_id)
        if self._is_break_time(settings, now, at_s, idle_s):
            text = message("Stand up and move for two minutes. Later or not at all is fine, too.")
            found.append(Reminder("break", message("A short break?"), text, "/break"))
        self._count(now.date())
        return found

    def waiting(self, now: datetime, weekdays: Collection[int] = range(7)) -> list[Reminder]:
        """Return what is due and has not been said today, breaks apart; nothing counts as said by asking.

        Raises
        ------
        JournalError
            If the journal cannot be read.
        """
        settings = self._journal.people.settings(self._profile_id)
        known = known_of(self._journal, self._profile_id, now, weekdays)
        return due(now, kept_reminders(settings), known, _said_today(settings, now.date()))

    def _first_to_say(self, found: list[Reminder], today: date) -> list[Reminder]:
        """Return what nobody else has said meanwhile, and write down that it is said."""
        if not found:
            return []
        first: list[Reminder] = []

        def change(settings: Mapping[str, Any]) -> Mapping[str, Any]:
            said = _said_today(settings, today)
            first[:] = [one for one in found if one.kind not in said]
            return {SAID: {"day": today.isoformat(), "kinds": sorted(said | {one.kind for one in first})}}

        self._journal.people.change_settings(self._profile_id, change)
        return first

    def _is_break_time(
        self, settings: Mapping[str, Any], now: datetime, at_s: float, idle_s: float | None
    ) -> bool:
        wanted = kept_reminders(settings).breaks
        if not wanted.on:
            self._clock = None
            return False
        if self._clock is None:
            self._clock, self._answered, self._counted = (
                BreakClock(wanted.habits()),
                settings.get(ANSWER),
                BreakCounts(),
            )
        self._clock.habits = wanted.habits()
        answer = settings.get(ANSWER)
        if answer != self._answered:
            self._answered = answer
            self._clock.answer(_answer(answer))
        exercising = is_exercising(self._journal, self._profile_id, now)
        moment = Moment(at_s, now.weekday(), now.hour * 60 + now.minute, idle_s, exercising)
        return self._clock.see(moment)

    def _count(self, today: date) -> None:
        """Add what is new to the counts of the day."""
        if self._clock is None or self._clock.counts == self._counted:
            return
        before, now = asdict(self._counted), asdict(self._clock.counts)

        def change(settings: Mapping[str, Any]) -> Mapping[str, Any]:
            kept = settings.get(COUNTS)
            days = dict(kept) if isinstance(kept, dict) else {}
            day = counts_on(settings, today)
            for name, count in now.items():
                day[name] = day.get(name, 0) + count - before[name]
            days[today.isoformat()] = day
            return {COUNTS: {key: days[key] for key in sorted(days)[-KEPT_DAYS:]}}

        self._journal.people.change_settings(self._profile_id, change)
        self._counted = self._clock.counts


def counts_on(settings: Mapping[str, Any], day: date) -> dict[str, int]:
    """Return what became of the breaks of a day; nothing where that was not kept or cannot be understood."""
    days = settings.get(COUNTS)
    counts = days.get(day.isoformat()) if isinstance(days, dict) else None
    if not isinstance(counts, dict):
        return {}
    return {name: count for name, count in counts.items() if isinstance(count, int)}


def answer_break(journal: Journal, profile_id: str, answer: Answer, at: datetime) -> None:
    """Write down what the person says to the break that was called; whoever watches reads it.

    Raises
    ------
    JournalError
        If it cannot be written.
    """
    journal.people.change_settings(profile_id, lambda _: {ANSWER: {"answer": answer, "at": at.isoformat()}})


def known_of(journal: Journal, profile_id: str, now: datetime, weekdays: Collection[int] = range(7)) -> Known:
    """Return what the journal says about a person's last weeks; ``weekdays`` are the planned days."""
    recent = journal.sessions.work(profile_id, since=now - LOOK_BACK)
    limits = what_counts_as_done()
    moved = days_done(recent, limits)
    answers = journal.questionnaires.answers(profile_id, since=now - LOOK_BACK)
    last = {one.kind: day_of(one.at) for one in answers}
    pain = journal.pain.reports(profile_id, since=now - timedelta(days=1))
    mornings = [day_of(one.at) for one in pain if one.when == "next_morning"]
    return Known(
        weekdays=tuple(weekdays),
        sessions=days_with_exercise(recent, limits),
        moved=frozenset(moved),
        morning_answered=max(
            [*mornings, *([last["next_morning"]] if "next_morning" in last else [])], default=None
        ),
        activities=last.get("activities"),
        questionnaires=max([last[k] for k in ("rmdq24", "global_change") if k in last], default=None),
        begun=min(moved, default=None),
    )


def is_exercising(journal: Journal, profile_id: str, now: datetime) -> bool:
    """Whether a session has begun not long ago and has not ended."""
    latest = journal.sessions.heads(profile_id, since=now - SESSION_AT_MOST, limit=1)
    return bool(latest) and latest[0].ended_at is None


def _said_today(settings: Mapping[str, Any], today: date) -> frozenset[Kind]:
    said = settings.get(SAID)
    if not isinstance(said, dict) or said.get("day") != today.isoformat():
        return frozenset()
    kinds = said.get("kinds")
    return (
        frozenset(kind for kind in kinds if kind in get_args(Kind))
        if isinstance(kinds, list)
        else frozenset()
    )


def _answer(written: object) -> Answer:
    answer = written.get("answer") if isinstance(written, dict) else None
    return cast("Answer", answer) if answer in get_args(Answer) else "skip"
