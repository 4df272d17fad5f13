"""From what the journal remembers to what the dose rules read: today's plan, and the questions about warning signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from backcoach.coaching.actions import STOP_SIGNS
from backcoach.days import day_of
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.routine import RoutineItem, load_routine
from backcoach.journal.session_values import SessionOverview, SetTotals
from backcoach.journal.values import Answers, PainReport
from backcoach.journal.work import clean_share, work_of
from backcoach.plan import DayPlan, Dose, ExerciseRecord, History, Profile, Screening, Session, plan_day
from backcoach.plan.answers import Length, PlanItem
from backcoach.plan.leave import Leave, Wish, leave
from backcoach.plan.length import dose_lasts_s, length_of, suggested, whole_minutes
from backcoach.plan.rule_file import load_rules
from backcoach.plan.rule_model import Rules
from backcoach.programme.kept_plan import dose_in
from backcoach.programme.preferences import Preferences, RoutineChoice
from backcoach.programme.prescribed import Prescribed, prescribed_in

if TYPE_CHECKING:
    from backcoach.journal import Journal

REACH = timedelta(days=91)
"""How far back the rules look: far beyond every span that they name."""

LAST = 10
"""So many sessions are looked at when all are longer ago than that."""

LENGTH = "length"
"""Where a profile's settings keep how long the person wanted to exercise the last time."""

ADDS = "adds"
"""What an entry says that only adds an agreement to the answers before it."""

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

    def today(self, pain_now: int | None = None, confirmed: bool = False, length: Length = "all") -> DayPlan:
        """Return today's plan."""
        routine = [self._item(choice) for choice in self.choices if choice.on]
        return self._plan(routine, pain_now, confirmed, length)

    def may(
        self,
        wish: Wish = "routine",
        exercise: str | None = None,
        pain_now: int | None = None,
        length: Length = "all",
    ) -> Leave:
        """Return whether a wish may be followed now, why not, what leads out of it, and the doses.

        Parameters
        ----------
        exercise : str, optional
            The single exercise to be practised; it need not be part of the routine.
        """
        plan = self.today(pain_now, length=length)
        item = None if exercise is None else self._single(exercise, plan, pain_now)
        return leave(plan, self.rules, wish, item)

    def length(self) -> Length:
        """Return how long the person wants to exercise: what was chosen last, or what is suggested."""
        chosen = length_of(self.journal.people.settings(self.profile_id).get(LENGTH))
        begins = suggested(self.past, self.rules)
        return begins if chosen is None or begins == "gentle" else chosen

    def lengths(self) -> tuple[Length, ...]:
        """Return how long a routine can be, the shortest first."""
        gentle: tuple[Length, ...] = ("gentle",) if suggested(self.past, self.rules) == "gentle" else ()
        return (*gentle, *self.rules.length.minutes, "all")

    def lasts_s(self, items: Iterable[PlanItem]) -> float:
        """Return about how many seconds exercises of today take."""
        rest = self.preferences.rest
        return sum(dose_lasts_s(self.catalogue[item.exercise], item.dose, rest) for item in items)

    def minutes(self) -> int:
        """Return about how many minutes today's routine takes, as long as the person wants it to be."""
        return whole_minutes(self.lasts_s(self.today(length=self.length()).items))

    def _single(self, exercise: str, plan: DayPlan, pain_now: int | None) -> PlanItem:
        """Return one exercise with today's dose; one that is not in the routine begins with its file's."""
        known = (item for item in (*plan.items, *plan.left_out) if item.exercise == exercise)
        return next(known, None) or self._begin_with(exercise, pain_now)

    def _begin_with(self, exercise: str, pain_now: int | None) -> PlanItem:
        dose = self.catalogue[exercise].dose
        usual = RoutineItem(
            exercise=exercise, repetitions=dose.repetitions, hold_s=dose.hold_s, sets=dose.sets
        )
        return self._plan([usual], pain_now, confirmed=True).items[0]

    def _plan(
        self, routine: Sequence[RoutineItem], pain_now: int | None, confirmed: bool, length: Length = "all"
    ) -> DayPlan:
        return plan_day(
            self.past,
            self.person(),
            self.rules,
            routine,
            self.catalogue,
            self.now.date(),
            pain_now=pain_now,
            confirmed=confirmed,
            length=length,
            rest=self.preferences.rest,
        )

    @cached_property
    def prescribed(self) -> Prescribed:
        """What a clinician asked this person to do."""
        return prescribed_in(self.journal.people.settings(self.profile_id))

    def person(self) -> Profile:
        """Return what the rules have to know about the person."""
        return Profile(
            screenings=self._screenings,
            weekdays=frozenset(self.preferences.weekdays),
            fixed=self.prescribed.fixed,
            doses_since=_day(self.preferences.doses_since),
        )

    def history(self) -> History:
        """Return the sessions of the last quarter, or the newest ones if they are longer ago."""
        return self.past

    @cached_property
    def past(self) -> History:
        """What `history` returns, read once."""
        mornings = [
            p
            for p in self.journal.pain.reports(self.profile_id, since=self.now - REACH)
            if p.when == "next_morning"
        ]
        return History(tuple(self._session(one, mornings) for one in self._sessions))

    @cached_property
    def _sessions(self) -> Sequence[SessionOverview]:
        """The sessions in which something was begun, the oldest first."""
        found = self.journal.sessions.overviews(self.profile_id, since=self.now - REACH, limit=None)
        if not found:
            found = self.journal.sessions.overviews(self.profile_id, limit=LAST)
        return [one for one in reversed(found) if one.sets]

    @cached_property
    def _screenings(self) -> tuple[Screening, ...]:
        return tuple(map(self._screening, self.journal.questionnaires.answers(self.profile_id, "screening")))

    def _screening(self, one: Answers) -> Screening:
        known = {question.id for question in self.rules.screening.questions}
        yes, day = frozenset(one.answers.get("yes", ())) & known, day_of(one.at)
        of_day = [session for session in self._sessions if day_of(session.started_at) == day]
        told = sum(1 for _ in takewhile(lambda session: _is_told(session, one.at), of_day))
        return Screening(day, yes, bool(one.answers.get("agreed")), told, bool(one.answers.get(ADDS)))

    def _session(self, one: SessionOverview, mornings: Iterable[PainReport]) -> Session:
        during = {p.exercise: p for p in one.pain if p.when == "during"}
        by_exercise = groupby(sorted(one.sets, key=lambda s: s.exercise), key=lambda s: s.exercise)
        records = tuple(_record(name, list(sets), during.get(name)) for name, sets in by_exercise)
        return Session(
            day=day_of(one.started_at),
            exercises=records,
            effort=one.effort,
            pain_before=_said(one.pain, "before"),
            pain_after=_said(one.pain, "after"),
            pain_next_morning=_morning_after(one, mornings),
            stopped_because=_reason(one.pain),
            planned=one.work.routine if "practice" in one.routine else len(records) > 1,
            share=one.work.share if one.work.planned else None,
            something=one.work.something,
        )

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


def _is_told(session: SessionOverview, at: datetime) -> bool:
    """Whether a session, and all that was reported in it, was before a moment."""
    return session.started_at <= at and all(report.at <= at for report in session.pain)


def _record(exercise: str, sets: Sequence[SetTotals], hurt: PainReport | None) -> ExerciseRecord:
    """Add the sets of one exercise up; a set that was begun again after an interruption counts once."""
    planned = {one.position: dose_in(one.planned) for one in sets}
    begun = [(one.position, one.planned, one.work) for one in sets]
    counted, unsure = sum(s.counted for s in sets), sum(s.unsure for s in sets)
    said = sum(s.self_reported_count for s in sets)
    first = next(iter(planned.values())) or _done_dose(sets)
    return ExerciseRecord(
        exercise,
        replace(first, sets=len(planned)),
        done_share=work_of({}, begun).share,
        clean_share=clean_share(counted, sum(s.clean for s in sets), said),
        counted=counted - said,
        unsure=unsure,
        self_reported=said,
        pain_during=None if hurt is None else hurt.value,
        stopped_because="pain" if any(s.outcome == "hurt" for s in sets) else None,
    )


def _done_dose(sets: Sequence[SetTotals]) -> Dose:
    """Return what was done of an exercise in a set, where nothing had been asked for: it counts for the week."""
    sides = [max(one.work.values(), default=(0, 0.0)) for one in sets]
    repetitions, held_s = sum(done for done, _ in sides), sum(held_s for _, held_s in sides)
    return Dose(max(1, round(repetitions / len(sets))), held_s / max(1, repetitions))


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
