"""From what the journal remembers to what the dose rules read: today's plan, and the questions about warning signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from backcoach.coaching.actions import STOP_SIGNS
from backcoach.days import day_of
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import RoutineItem, load_routine
from backcoach.journal.values import Answers, PainReport, SessionOverview, SetTotals, clean_share
from backcoach.plan import DayPlan, Dose, ExerciseRecord, History, Profile, Screening, Session, plan_day
from backcoach.plan.rule_file import load_rules
from backcoach.plan.rule_schema import Rules
from backcoach.programme.preferences import Preferences, RoutineChoice
from backcoach.programme.prescribed import Prescribed, prescribed_in

if TYPE_CHECKING:
    from backcoach.journal import Journal

REACH = timedelta(days=91)
"""How far back the rules look: far beyond every span that they name."""

LAST = 10
"""So many sessions are looked at when all are longer ago than that."""

MORNING = timedelta(hours=36)
"""A report "next morning" belongs to the last session that began in so many hours before it."""


def programme_for(
    journal: Journal, profile_id: str, preferences: Preferences, catalogue: Catalogue, now: datetime
) -> Programme:
    """Return what a person's plan of today is made of: exercises that there are no longer are left out.

    Raises
    ------
    WrongFileError
        If the person's rule file cannot be used.
    """
    choices = preferences.choices(load_routine(catalogue=catalogue))
    usable = tuple(choice for choice in choices if choice.exercise in catalogue)
    rules = load_rules(catalogue=catalogue)
    return Programme(journal, profile_id, preferences, usable, catalogue, rules, now)


@dataclass(frozen=True)
class Programme:
    """What today's plan is made of.

    Attributes
    ----------
    journal : Journal
    profile_id : str
    preferences : Preferences
    choices : tuple of RoutineChoice
        The routine, exercises that are off included.
    catalogue : Catalogue
    rules : Rules
    now : datetime
        In the person's own time zone.
    """

    journal: Journal
    profile_id: str
    preferences: Preferences
    choices: Sequence[RoutineChoice]
    catalogue: Catalogue
    rules: Rules
    now: datetime

    def today(self, pain_now: int | None = None, confirmed: bool = False) -> DayPlan:
        """Return today's plan."""
        return plan_day(
            self.history(),
            self.person(),
            self.rules,
            [self._item(choice) for choice in self.choices if choice.on],
            self.catalogue,
            self.now.date(),
            pain_now=pain_now,
            confirmed=confirmed,
        )

    @cached_property
    def prescribed(self) -> Prescribed:
        """What a clinician asked this person to do."""
        return prescribed_in(self.journal.settings(self.profile_id))

    def person(self) -> Profile:
        """Return what the rules have to know about the person."""
        answers = self.journal.answers(self.profile_id, "screening")
        return Profile(
            screenings=tuple(self._screening(one) for one in answers),
            weekdays=frozenset(self.preferences.weekdays),
            fixed=self.prescribed.fixed,
            doses_since=_day(self.preferences.doses_since),
        )

    def history(self) -> History:
        """Return the sessions of the last quarter, or the newest ones if they are longer ago."""
        since = self.now - REACH
        sessions = self.journal.sessions(self.profile_id, since=since, limit=None)
        if not sessions:
            sessions = self.journal.sessions(self.profile_id, limit=LAST)
        mornings = [p for p in self.journal.pain(self.profile_id, since=since) if p.when == "next_morning"]
        return History(tuple(self._session(one, mornings) for one in sessions if one.sets))

    def _screening(self, one: Answers) -> Screening:
        known = {question.id for question in self.rules.screening.questions}
        yes = frozenset(one.answers.get("yes", ())) & known
        return Screening(day_of(one.at), yes, bool(one.answers.get("agreed")))

    def _session(self, one: SessionOverview, mornings: Iterable[PainReport]) -> Session:
        during = {p.exercise: p for p in one.pain if p.when == "during"}
        by_exercise = groupby(sorted(one.sets, key=lambda s: s.exercise), key=lambda s: s.exercise)
        records = tuple(
            _record(name, list(sets), during.get(name), name in self._sided) for name, sets in by_exercise
        )
        return Session(
            day=day_of(one.started_at),
            exercises=records,
            effort=one.effort,
            pain_before=_said(one.pain, "before"),
            pain_after=_said(one.pain, "after"),
            pain_next_morning=_morning_after(one, mornings),
            stopped_because=_reason(one.pain),
            planned=len(records) > 1,
        )

    @cached_property
    def _sided(self) -> frozenset[str]:
        """The exercises that are done on both sides."""
        return frozenset(name for name in self.catalogue if self.catalogue[name].sides != "none")

    def _item(self, choice: RoutineChoice) -> RoutineItem:
        return RoutineItem(
            exercise=choice.exercise,
            repetitions=choice.repetitions,
            hold_s=choice.hold_s,
            sets=choice.sets,
            variant=self.prescribed.variants.get(choice.exercise),
        )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def _record(exercise: str, sets: Sequence[SetTotals], hurt: PainReport | None, sided: bool) -> ExerciseRecord:
    """Add the sets of one exercise up; a set that was begun again after an interruption counts once."""
    planned = {one.position: one.planned for one in sets}
    asked = sum(repetitions_asked(dose, sided) for dose in planned.values())
    counted, unsure = sum(s.counted for s in sets), sum(s.unsure for s in sets)
    said = sum(s.self_reported_count for s in sets)
    first = next(iter(planned.values()))
    return ExerciseRecord(
        exercise,
        Dose(
            max(1, int(first.get("repetitions", 1))),
            float(first.get("hold_s", 0)),
            len(planned),
            first.get("variant"),
        ),
        done_share=(counted + unsure) / asked if asked else 0.0,
        clean_share=clean_share(counted, sum(s.clean for s in sets), said),
        counted=counted - said,
        unsure=unsure,
        self_reported=said,
        pain_during=None if hurt is None else hurt.value,
        stopped_because="pain" if any(s.outcome == "hurt" for s in sets) else None,
    )


def repetitions_asked(planned: Mapping[str, object], sided: bool) -> int:
    """Return how many repetitions a set asks for, those of both sides together."""
    repetitions, sides = planned.get("repetitions", 1), planned.get("sides")
    each = repetitions if isinstance(repetitions, int) else 1
    return each * (len(sides) if sided and isinstance(sides, (list, tuple)) and sides else 1)


def _reason(pain: Sequence[PainReport]) -> str | None:
    """Return why a session ended early: the warning sign that was told, or pain; None if it did not."""
    told = [report for report in pain if report.when == "during"]
    signs = [STOP_SIGNS[report.where] for report in told if report.where in STOP_SIGNS]
    if signs:
        return signs[-1]
    return "pain" if any(report.then == "stop" for report in told) else None


def _said(pain: Iterable[PainReport], when: str) -> int | None:
    return next((p.value for p in pain if p.when == when), None)


def _morning_after(one: SessionOverview, mornings: Iterable[PainReport]) -> int | None:
    begun = one.started_at
    return next(
        (p.value for p in mornings if p.session_id == one.id or begun < p.at <= begun + MORNING), None
    )
