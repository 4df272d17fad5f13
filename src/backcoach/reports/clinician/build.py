"""From the journal to the values of a report. Only the period is read, and mostly as sums: years are no burden."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from backcoach.days import monday
from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.model import Exercise
from backcoach.journal.days import days_with_exercise
from backcoach.journal.session_values import SessionWork, SetTotals
from backcoach.journal.values import AnswerKind, Answers, PainReport, Person, Progress, RecordedDecision
from backcoach.journal.work import clean_share
from backcoach.plan import Dose
from backcoach.plan.done import COUNTS, amount
from backcoach.plan.questionnaires import ACTIVITIES, CHANGE, RMDQ, Measure
from backcoach.plan.rule_model import DoneRules, Rules
from backcoach.plan.wording import explain
from backcoach.programme.kept_plan import dose_in
from backcoach.reports.clinician.pain import answers_to, curves, trends
from backcoach.reports.clinician.period import Period
from backcoach.reports.clinician.values import (
    MAX_ROWS,
    Adherence,
    Change,
    ExerciseLine,
    FaultLine,
    Report,
    Score,
    Signs,
    Stop,
    Week,
)
from backcoach.texts import Message, message

if TYPE_CHECKING:
    from backcoach.journal import Journal

END = timedelta(days=7)
"""The doses at the two ends are looked for so far inside the period, and further only if they are not there."""

HINT_DAYS = 366
"""Hints about form are counted in the last year at most: what somebody did wrong long ago helps nobody today."""

SCORED: dict[AnswerKind, tuple[Message, Measure]] = {
    "rmdq24": (message("Roland-Morris questionnaire (0 to 24, less is better)"), RMDQ),
    "activities": (message("My three activities (0 to 10, more is better)"), ACTIVITIES),
    "global_change": (message("Change since the start, as the person sees it (-5 to +5)"), CHANGE),
}


def build(
    journal: Journal,
    profile: Person,
    catalogue: Catalogue,
    rules: Rules,
    period: Period,
    *,
    made_at: datetime,
    weekdays: Collection[int] = range(7),
    fixed: Collection[str] = (),
) -> Report:
    """Return the report about a person's period.

    Parameters
    ----------
    journal : Journal
        Open.
    profile : Person
        About whom.
    catalogue : Catalogue
        Where exercises get their names.
    rules : Rules
        The rule file in force.
    period : Period
        Days, both included.
    made_at : datetime
        With a time zone.
    weekdays : collection of int
        Planned days of exercise, 0 = Monday.
    fixed : collection of str
        Exercises whose dose a clinician has fixed.

    Returns
    -------
    Report
        Empty parts where nothing was done.

    Raises
    ------
    JournalError
        If the journal cannot be read.
    """
    since, until = period.since, period.until
    lived = journal.sessions.work(profile.id, since=since, until=until)[::-1]
    sessions = [one for one in lived if one.work.something]
    hurts = journal.pain.reports(profile.id, since=since, until=until, when="during")
    told, known = answers_to(journal, profile.id, period), {name: catalogue[name] for name in catalogue}
    lately = period.latest(HINT_DAYS)
    decided = journal.plans.decisions(profile.id, since=since, until=until, limit=MAX_ROWS)
    return Report(
        person=profile.name,
        period=period,
        made_at=made_at,
        adherence=_adherence(sessions, period, weekdays, _began(journal, profile, period), rules.done),
        exercises=tuple(_exercises(journal, profile.id, catalogue, lived, period, fixed)),
        faults=tuple(_faults(journal, profile.id, catalogue, lately)),
        hints_since=lately.first,
        pain=curves(told, period),
        trends=tuple(trends(told)),
        scores=tuple(_scores(journal.questionnaires.answers(profile.id, since=since), period)),
        signs=tuple(_signs(journal, profile.id, rules, period)),
        stops=tuple(sorted(_stops(sessions, hurts, catalogue, rules.done), key=lambda stop: stop.at)),
        changes=tuple(_change(one, rules, known, period) for one in decided),
        earlier_changes=journal.plans.count_decisions(profile.id, since=since, until=until) - len(decided),
        engine=tuple(dict.fromkeys(one.head.engine_version for one in lived)),
        rules=f"{rules.id} {rules.version}",
    )


# --- adherence ---


def _began(journal: Journal, profile: Person, period: Period) -> date:
    """Return the first day on which exercise could be expected; an imported journal may be older than its profile."""
    created = period.day_of(profile.created_at)
    earlier = journal.sessions.heads(profile.id, until=period.since, limit=1)
    return period.first if earlier else max(created, period.first)


def _adherence(
    sessions: Sequence[SessionWork], period: Period, weekdays: Collection[int], began: date, limits: DoneRules
) -> Adherence:
    done = days_with_exercise(sessions, limits, period.zone)
    began = min([began, *done])
    days = [began + timedelta(days=n) for n in range((period.last - began).days + 1)]
    planned = Counter(monday(day) for day in days if day.weekday() in weekdays)
    practised = Counter(monday(day) for day in done)
    finished = [one.head for one in sessions if amount(one.work, limits) == "done"]
    long_enough = [one.head for one in sessions if amount(one.work, limits) in COUNTS]
    lengths = [(one.ended_at - one.started_at).total_seconds() / 60 for one in long_enough if one.ended_at]
    mondays = [monday(began) + timedelta(weeks=n) for n in range((period.last - monday(began)).days // 7 + 1)]
    weeks = [Week(first, planned[first], practised[first]) for first in mondays]
    return Adherence(
        planned_days=planned.total(),
        done_days=len(done),
        sessions=len(sessions),
        finished=len(finished),
        minutes=median(lengths) if lengths else math.nan,
        weeks=tuple(weeks),
    )


# --- exercises ---


def _exercises(
    journal: Journal,
    profile_id: str,
    catalogue: Catalogue,
    sessions: Sequence[SessionWork],
    period: Period,
    fixed: Collection[str],
) -> Iterator[ExerciseLine]:
    sums: dict[str, list[Progress]] = defaultdict(list)
    for one in journal.exercises.progress(profile_id, [period.since, period.until]):
        sums[one.exercise].append(one)
    ranges = _ranges(
        journal.exercises.progress(profile_id, [period.since, period.middle, period.until]), period
    )
    if not sums:
        return
    first, last = sessions[0].started_at, sessions[-1].started_at
    beginning = journal.sets.totals(profile_id, since=first, until=min(first + END, period.until))
    end = journal.sets.totals(profile_id, since=max(last - END, period.since), until=period.until)
    order = {name: i for i, name in enumerate(catalogue.ids)}
    attempts = journal.exercises.attempts(profile_id, since=period.since, until=period.until)
    for name in sorted(sums, key=lambda name: (order.get(name, len(order)), name)):
        starts, ends = _of(beginning, name), _of(end, name)
        if not (starts and ends):
            starts = ends = journal.sets.totals(
                profile_id, exercise=name, since=period.since, until=period.until
            )
        line = _line(name, catalogue, sums[name], starts, ends, name in fixed, ranges[name])
        yield replace(line, attempts=attempts.get(name, 0))


def _ranges(
    rows: Iterable[Progress], period: Period
) -> Mapping[str, Mapping[str | None, tuple[float, float]]]:
    """Return the mean range of motion in both halves of the period, by exercise and side; NaN if unknown."""
    found: dict[str, dict[str | None, tuple[float, float]]] = defaultdict(dict)
    for row in rows:
        first, second = found[row.exercise].get(row.side, (math.nan, math.nan))
        earlier = row.since < period.middle
        found[row.exercise][row.side] = (row.range, second) if earlier else (first, row.range)
    return found


def _of(sets: Iterable[SetTotals], exercise: str) -> tuple[SetTotals, ...]:
    return tuple(one for one in sets if one.exercise == exercise)


def _line(
    name: str,
    catalogue: Catalogue,
    sums: Sequence[Progress],
    starts: Sequence[SetTotals],
    ends: Sequence[SetTotals],
    fixed: bool,
    ranges: Mapping[str | None, tuple[float, float]],
) -> ExerciseLine:
    counted, told = sum(s.counted for s in sums), sum(s.self_reported_count for s in sums)
    asked = [[one for one in some if dose_in(one.planned)] for some in (starts, ends)]
    return ExerciseLine(
        exercise=name,
        known=catalogue[name] if name in catalogue else None,  # noqa: SIM401 - a catalogue has no get
        first=_dose(asked[0], asked[0][0].session_id) if asked[0] else None,
        last=_dose(asked[1], asked[1][-1].session_id) if asked[1] else None,
        seen=counted - told,
        self_reported=told,
        unsure=sum(s.unsure for s in sums),
        clean_share=clean_share(counted, sum(s.clean for s in sums), told),
        by_side={s.side: s.counted - s.self_reported_count for s in sums if s.side is not None},
        ranges=ranges,
        hold_s=sum(s.hold_s for s in sums),
        longest_hold_s=max(s.longest_hold_s for s in sums),
        versions=tuple(sorted({one.exercise_version for one in (*starts, *ends)})),
        fixed=fixed,
    )


def _dose(sets: Sequence[SetTotals], session_id: str) -> Dose | None:
    """Return what one session asked for; sets that were begun again stand at the same position."""
    planned = {one.position: one.planned for one in sets if one.session_id == session_id}
    dose = dose_in(next(iter(planned.values()), {}))
    return None if dose is None else replace(dose, sets=len(planned))


def _faults(journal: Journal, profile_id: str, catalogue: Catalogue, period: Period) -> Iterator[FaultLine]:
    """Give each hint about form once, the most frequent first."""
    times: Counter[tuple[str, str, str]] = Counter()
    for one in journal.exercises.faults(profile_id, since=period.since, until=period.until):
        times[one.exercise, one.fault, one.severity] += one.times
    kinds = {(exercise, fault) for exercise, fault, _ in times}
    lines = [
        FaultLine(
            _name(catalogue, exercise),
            catalogue.fault_name(exercise, fault),
            times[exercise, fault, "fault"],
            times[exercise, fault, "warning"],
        )
        for exercise, fault in kinds
    ]
    yield from sorted(lines, key=lambda line: (-line.clearly, -line.slightly, line.exercise, line.name))


# --- what the person said ---


def _signs(journal: Journal, profile_id: str, rules: Rules, period: Period) -> Iterator[Signs]:
    """Give the answers to the questions about warning signs, the newest first."""
    asked = {question.id: question.question for question in rules.screening.questions}
    given = journal.questionnaires.answers(profile_id, "screening", since=period.since)
    for one in reversed([one for one in given if one.at < period.until]):
        yes = tuple(asked.get(str(name), str(name)) for name in one.answers.get("yes", ()))
        agreed, adds = bool(one.answers.get("agreed")), bool(one.answers.get("adds"))
        yield Signs(period.day_of(one.at), () if adds else yes, agreed, adds)


def _scores(answers: Sequence[Answers], period: Period) -> Iterator[Score]:
    for kind, (name, measure) in SCORED.items():
        given = [
            (period.day_of(one.at), one.score)
            for one in answers
            if one.kind == kind and one.score is not None and one.at < period.until
        ]
        if given:
            yield Score(name, measure, *given[0], *given[-1], len(given))


def _stops(
    sessions: Iterable[SessionWork], hurts: Iterable[PainReport], catalogue: Catalogue, limits: DoneRules
) -> Iterator[Stop]:
    said = set()
    for report in hurts:
        said.add(report.session_id)
        exercise = None if report.exercise is None else _name(catalogue, report.exercise)
        yield Stop(report.at, exercise, report.where, report.value, report.then or "go_on")
    for one in sessions:
        ended, hurt = amount(one.work, limits), one.head.outcome == "hurt"
        unfinished = one.head.outcome in ("broken_off", None) and ended != "done"
        early = hurt or (unfinished and one.work.planned)
        if early and one.head.id not in said:
            yield Stop(one.started_at, None, None, None, "hurt" if hurt else ended)


# --- what the rules did ---


def _change(one: RecordedDecision, rules: Rules, exercises: Mapping[str, Exercise], period: Period) -> Change:
    """Say the decision again, so that it can be translated; what it said then, where that is not possible."""
    day, after = period.day_of(one.at), _kept_dose(one.after)
    exercise = exercises.get(one.exercise or "")
    if exercise is None or after is None or one.rule_id not in rules.sentences:
        return Change(day, one.rule_id, one.sentence)
    said = explain(rules, one.rule_id, exercise, _kept_dose(one.before), after, dict(one.inputs))
    return Change(day, one.rule_id, said.message)


def _kept_dose(kept: object) -> Dose | None:
    try:
        return Dose(**kept) if isinstance(kept, dict) else None
    except (TypeError, ValueError):
        return None


def _name(catalogue: Catalogue, exercise: str) -> str:
    return catalogue[exercise].name if exercise in catalogue else exercise
