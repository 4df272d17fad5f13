"""Whether a plan keeps the rules: asked anew, in the plainest way, by none of the code that makes plans.

`violations` reads the same history as the planner did and says which rule a plan breaks. It is used on simulated years
and in tests, and knows the limits that no rule file may pass rather than the file's own, where those are stricter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backcoach.exercises.schema import Exercise
from backcoach.plan.rule_schema import Rules
from backcoach.plan.values import DayPlan, Dose, History, PlanItem, Profile, Session

WEEK = 7


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks."""

    rule: str
    day: date
    exercise: str | None
    found: str


@dataclass(frozen=True, slots=True)
class _Look:
    """One look back: what was there when the plan was made."""

    plan: DayPlan
    sessions: Sequence[Session]
    profile: Profile
    pain_now: int | None
    rules: Rules
    exercises: Mapping[str, Exercise]
    today: int
    signs: frozenset[str]
    colors: dict[tuple[int, int | None], str]

    def days_ago(self, session: Session) -> int:
        return self.today - session.ordinal

    def first_within(self, days: int) -> int:
        """The place of the first session that is at most so many days ago."""
        i = len(self.sessions)
        while i and self.today - self.sessions[i - 1].ordinal <= days:
            i -= 1
        return i

    def color(self, i: int, during: int | None) -> str:
        """The light of a session, with the pain during one exercise or all of them."""
        color = self.colors.get((i, during))
        if color is None:
            color = self.colors[i, during] = _color(self, i, during)
        return color

    def says(self, rule: str, found: object, exercise: str | None = None) -> Violation:
        return Violation(rule, self.plan.day, exercise, str(found))


def violations(
    plan: DayPlan,
    history: History,
    profile: Profile,
    pain_now: int | None,
    rules: Rules,
    exercises: Mapping[str, Exercise],
) -> Iterator[Violation]:
    """Find every rule that a plan breaks.

    Parameters
    ----------
    plan : DayPlan
        Made from all that follows.
    history, profile, pain_now, rules, exercises
        See `backcoach.plan.plan_day`.
    """
    today = plan.day.toordinal()
    sessions = history.sessions[-60:]
    if sessions and sessions[-1].ordinal > today:
        sessions = tuple(session for session in sessions if session.ordinal <= today)
    signs = frozenset(sign.id for sign in rules.stop_signs)
    look = _Look(plan, sessions, profile, pain_now, rules, exercises, today, signs, {})
    week = range(look.first_within(WEEK - 1), len(sessions))
    reds = [i for i in week if look.color(i, sessions[i].pain_during) == "red"]
    if plan.allowed:
        yield from _should_not_exercise(look, reds)
    for item in plan.items:
        if _too_high(item.dose, exercises[item.exercise]):
            yield look.says("ceiling", item.dose, item.exercise)
        fixed = profile.fixed.get(item.exercise)
        times = _times(look, item.exercise)
        if fixed is not None and item.dose != fixed:
            yield look.says("fixed", item.dose, item.exercise)
        elif fixed is None and times:
            yield from _moves(look, item, times, bool(reds))
    risen = sum(item.decisions[0].rule == "up" for item in plan.items)
    if risen > rules.up.steps_a_day:
        yield look.says("one_at_a_time", risen)


def _color(look: _Look, i: int, during: int | None) -> str:
    """Return the light by the table of the rules; a stop counts as red."""
    session, pain = look.sessions[i], look.rules.pain
    if session.stop_reasons & look.signs:
        return "red"
    before, after = session.pain_before, session.pain_after
    levels = [p for p in (before, during, after) if p is not None]
    highest = max(levels, default=0)
    rise = highest - before if before is not None else 0
    morning = _morning(look, i)
    above = morning - _usual(look, i, morning) if morning else 0  # nothing is below 0
    if highest > pain.amber_highest or rise >= pain.red_rise or above >= pain.red_morning:
        return "red"
    if highest > pain.green_highest or above > 0:
        return "amber"
    return "unknown" if before is None or after is None or morning is None else "green"


def _morning(look: _Look, i: int) -> int | None:
    session = look.sessions[i]
    if session.pain_next_morning is not None:
        return session.pain_next_morning
    for later in look.sessions[i + 1 : i + 4]:
        days = later.ordinal - session.ordinal
        if 1 <= days <= look.rules.pain.morning_within_days and later.pain_before is not None:
            return later.pain_before
    return look.pain_now if 1 <= look.days_ago(session) <= look.rules.pain.morning_within_days else None


def _usual(look: _Look, i: int, nothing: int) -> int:
    """Return the median of what was reported at rest in the days up to a session."""
    now, days = look.sessions[i].ordinal, look.rules.pain.usual_days
    reports = []
    for place in range(i, -1, -1):
        session = look.sessions[place]
        ago = now - session.ordinal
        if ago > days:
            break
        if session.pain_before is not None and ago < days:
            reports.append(session.pain_before)
        if session.pain_next_morning is not None and ago >= 1:
            reports.append(session.pain_next_morning)
    return sorted(reports)[(len(reports) - 1) // 2] if reports else nothing


def _times(look: _Look, exercise: str) -> list[int]:
    """Places of the sessions in which the exercise was planned, the latest first; two are enough."""
    found: list[int] = []
    for i in range(len(look.sessions) - 1, -1, -1):
        session = look.sessions[i]
        if session.planned and exercise in session.by_exercise:
            found.append(i)
            if len(found) == 2:
                break
    return found


def _should_not_exercise(look: _Look, reds: list[int]) -> Iterator[Violation]:
    screenings = [s for s in look.profile.screenings if s.day <= look.plan.day]
    if not screenings:
        yield look.says("screening_first", "allowed")
        return
    latest = max(screenings, key=lambda s: s.day)
    days = look.today - latest.day.toordinal()
    if days >= 28:
        yield look.says("screening_due", f"{days} days")
    tiers = {q.id: q.tier for q in look.rules.screening.questions}
    if any(tiers[answer] == "A" for answer in latest.yes):
        yield look.says("emergency", sorted(latest.yes))
    if any(tiers[answer] == "B" for answer in latest.yes) and not latest.agreed:
        yield look.says("ask_professional", sorted(latest.yes))
    if (
        len(reds) >= look.rules.red.reds
        and look.days_ago(look.sessions[reds[-1]]) <= look.rules.red.pause_days
    ):
        yield look.says("pause", f"{len(reds)} reds")
    if reds and latest.day <= look.sessions[reds[-1]].day:
        yield look.says("screening_after_red", "allowed")


def _too_high(dose: Dose, exercise: Exercise) -> bool:
    most = exercise.dose
    return (
        dose.repetitions > most.ceiling_repetitions
        or dose.hold_s > most.ceiling_hold_s
        or dose.sets > most.ceiling_sets
    )


def _moves(look: _Look, item: PlanItem, times: list[int], recent_red: bool) -> Iterator[Violation]:
    name, dose, rule = item.exercise, item.dose, item.decisions[0].rule
    last = look.sessions[times[0]]
    before = last.by_exercise[name].dose
    hurt = look.color(times[0], last.by_exercise[name].pain_during) == "red"
    sore = look.pain_now is not None and look.pain_now > look.rules.pain.amber_highest
    gap = look.days_ago(last) > look.rules.down.gap_days
    if not (hurt or sore or gap) and (dose is before or dose == before):
        return  # it stays, and nothing speaks against that
    if rule in ("new_way", "ceiling") or _another_way(item, before, look.exercises[name]):
        return  # the person's conditions or the ceilings have changed, not the rules' mind
    smaller = _is_lower(dose, before)
    if (hurt or sore) and not (smaller or rule == "lowest"):
        yield look.says("red_down", f"{before} to {dose}", name)
    if gap and not (smaller or rule == "lowest"):
        yield look.says("gap_down", f"{before} to {dose}", name)
    if _variables(dose, before, name in look.rules.ladders) > 1:
        yield look.says("one_variable", f"{before} to {dose}", name)
    if dose != before and not smaller:
        yield from _unearned(look, item, before, times, recent_red)


def _another_way(item: PlanItem, before: Dose, exercise: Exercise) -> bool:
    """Whether a condition that was not there, or is there no longer, decides how the exercise is done."""
    swaps = {caution.swap for caution in item.cautions if caution.swap}
    if swaps:
        return before.variant not in swaps
    usual = {None, *(variant.id for variant in exercise.easier[:1])}
    return before.variant not in usual


def _unearned(
    look: _Look, item: PlanItem, before: Dose, times: list[int], recent_red: bool
) -> Iterator[Violation]:
    name, moved = item.exercise, f"{before} to {item.dose}"
    if recent_red:
        yield look.says("up_after_red", moved, name)
    if look.pain_now is not None and look.pain_now > look.rules.pain.green_highest:
        yield look.says("up_when_sore", look.pain_now, name)
    if len(times) < 2:
        yield look.says("two_green", "one session", name)
    for i in times[:2]:
        session, record = look.sessions[i], look.sessions[i].by_exercise[name]
        light = look.color(i, record.pain_during)
        if light != "green" or record.dose != before:
            yield look.says("two_green", f"{light} at {record.dose}", name)
        if record.clean_share < 0.8:
            yield look.says("clean", record.clean_share, name)
        if session.effort is None or session.effort > 4:
            yield look.says("effort", session.effort, name)
    yield from _new_ground(look, item, before, times)


def _new_ground(look: _Look, item: PlanItem, before: Dose, times: list[int]) -> Iterator[Violation]:
    """Find steps that are too large or too soon, on ground that was not walked in the last weeks."""
    name, dose, moved = item.exercise, item.dose, f"{before} to {item.dose}"
    if name in look.rules.ladders:
        yield from _rungs(look, name, dose, before)
    recent = [
        s.by_exercise[name].dose
        for s in look.sessions[look.first_within(look.rules.up.regain_days) :]
        if name in s.by_exercise
    ]
    if any(_was_more(d, dose, look.rules.ladders.get(name, ())) for d in recent if d != before):
        return
    if name not in look.rules.ladders and dose.repetitions > max(
        before.repetitions + 1, before.repetitions * 1.1
    ):
        yield look.says("ten_percent", moved, name)
    if any(math.isnan(look.sessions[i].by_exercise[name].clean_share) for i in times[:2]):
        yield look.says("not_seen", moved, name)
    week = [
        s.by_exercise[name].dose
        for s in look.sessions[look.first_within(WEEK - 1) :]
        if name in s.by_exercise
    ]
    if any(_is_lower(earlier, before) for earlier in week):
        yield look.says("week_not_over", moved, name)


def _was_more(did: Dose, dose: Dose, ladder: Sequence[tuple[int, float]]) -> bool:
    """Whether a dose of the last weeks was at least today's: higher on the ladder, or nothing of it less."""
    rungs = [(d.repetitions, d.hold_s) for d in (did, dose)]
    if ladder and all(rung in ladder for rung in rungs):
        return ladder.index(rungs[0]) >= ladder.index(rungs[1])
    if ladder:
        return did.hold_s >= dose.hold_s and did.work_s >= dose.work_s
    return did.repetitions >= dose.repetitions and did.hold_s >= dose.hold_s


def _rungs(look: _Look, name: str, dose: Dose, before: Dose) -> Iterator[Violation]:
    """Find steps that leave out a rung. From beside the ladder, the first rung with nothing less and more in all."""
    ladder = look.rules.ladders[name]
    here, there = (before.repetitions, before.hold_s), (dose.repetitions, dose.hold_s)
    if here in ladder:
        next_rungs = ladder[ladder.index(here) + 1 :]
    else:
        next_rungs = tuple(r for r in ladder if r[1] >= here[1] and r[0] * r[1] > here[0] * here[1])
    if there not in (here, *next_rungs[:1]):
        yield look.says("ladder", f"{before} to {dose}", name)


def _is_lower(dose: Dose, before: Dose) -> bool:
    """Whether nothing is more, or the hold is shorter, or the way is easier."""
    if dose.variant != before.variant:
        return before.variant is None
    if dose.hold_s != before.hold_s:
        return dose.hold_s < before.hold_s
    return dose.repetitions < before.repetitions


def _variables(dose: Dose, before: Dose, ladder: bool) -> int:
    repetitions, hold = dose.repetitions != before.repetitions, dose.hold_s != before.hold_s
    amount = int(repetitions or hold) if ladder else repetitions + hold
    return amount + (dose.sets != before.sets) + (dose.variant != before.variant)
