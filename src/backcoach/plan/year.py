"""A simulated year in figures: pain, dose, which rules spoke, and which were broken (none)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from backcoach.plan.answers import DayPlan
from backcoach.plan.day import Planner
from backcoach.plan.people import Character, Lived, Watch, live
from backcoach.plan.values import Dose
from backcoach.plan.verify import Checker, Violation


class Day(NamedTuple):
    """A day on which somebody came: pain that was told (0 to 10), what was planned, how many sessions there were.

    Attributes
    ----------
    routine_s : float
        About how long the routine takes as it stands in its file.
    """

    plan: DayPlan
    pain: int | None
    sessions: int
    routine_s: float

    @property
    def day(self) -> date:
        """The day."""
        return self.plan.day

    @property
    def allowed(self) -> bool:
        """Whether the rules let the person exercise at once."""
        return self.plan.allowed

    @property
    def doses(self) -> Mapping[str, Dose]:
        """The doses by exercise."""
        return self.plan.doses

    @property
    def dose_share(self) -> float:
        """Work of the plan, as a share of that of the routine."""
        return sum(item.dose.work_s for item in self.plan.items) / self.routine_s

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules that decided about the doses, in the order of the routine."""
        return tuple(item.decisions[0].rule for item in self.plan.items)


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
    broken: list[Violation] = []
    checker = Checker(planner.rules, planner.exercises)
    routine_s = sum(dose.work_s for dose in planner.bases.values())

    def watch(one: Lived) -> None:
        broken.extend(checker.violations(one.plan, one.history, one.profile, one.pain_now))
        lived.append(Day(one.plan, one.pain_now, len(one.sessions), routine_s))

    live(planner, character, seed, start, days, around(watch))
    spoke = Counter([decision.rule for day in lived for decision in day.plan.decisions])
    return Year(name, tuple(lived), spoke, tuple(broken))
