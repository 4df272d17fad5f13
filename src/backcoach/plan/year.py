"""A simulated year in figures: pain, dose, which rules spoke, and which were broken (none)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from backcoach.plan.day import Planner
from backcoach.plan.people import Character, Lived, Watch, live
from backcoach.plan.values import Dose
from backcoach.plan.verify import Violation, violations


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which somebody came: pain that was told (0 to 10), today's doses, whether there was a session.

    Attributes
    ----------
    dose_share : float
        Work of today's plan, as a share of that of the routine.
    rules : tuple of str
        Rules that decided about the doses, in the order of the routine.
    """

    day: date
    pain: int | None
    dose_share: float
    doses: Mapping[str, Dose]
    rules: tuple[str, ...]
    allowed: bool
    sessions: int


@dataclass(frozen=True, slots=True)
class Year:
    """What became of one simulated person.

    Attributes
    ----------
    spoke : Counter
        How often each rule decided something.
    broken : tuple of Violation
        Rules that a plan broke; empty, or there is a mistake in this program.
    """

    name: str
    days: tuple[Day, ...]
    spoke: Counter[str]
    broken: tuple[Violation, ...]


def simulate_year(
    planner: Planner,
    name: str,
    character: Character,
    seed: int,
    start: date,
    days: int = 365,
    around: Callable[[Watch], Watch] = lambda watch: watch,
) -> Year:
    """Let one person live by the plan, and check every plan by code that makes no plans.

    Parameters
    ----------
    planner : Planner
    name : str
        Of the character, for the result.
    character, seed, start, days
        See `backcoach.plan.people.live`.
    around : callable
        Wraps what checks and collects each day: a benchmark takes its time there.
    """
    lived: list[Day] = []
    spoke: Counter[str] = Counter()
    broken: list[Violation] = []
    routine = sum(dose.work_s for dose in planner.bases.values())

    def watch(one: Lived) -> None:
        plan = one.plan
        rules = tuple(item.decisions[0].rule for item in plan.items)
        spoke.update(decision.rule for decision in plan.decisions)
        broken.extend(
            violations(plan, one.history, one.profile, one.pain_now, planner.rules, planner.exercises)
        )
        work = sum(item.dose.work_s for item in plan.items)
        lived.append(
            Day(plan.day, one.pain_now, work / routine, plan.doses, rules, plan.allowed, len(one.sessions))
        )

    live(planner, character, seed, start, days, around(watch))
    return Year(name, tuple(lived), spoke, tuple(broken))
