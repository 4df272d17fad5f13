"""The rules, as everybody reads them: plain values.

What each means, and the limits that no file may pass, is in `backcoach.plan.rule_schema`, the shape of a rule file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from backcoach.plan.vocabulary import Tier

Group = Literal["about", "health", "body", "private"]
"""The lists of the first run: about the person; three short ones of warning signs, the intimate ones last."""

_GROUPS: dict[Tier, Group] = {"A": "body", "B": "health", "C": "about"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PainRules:
    """From pain (0 to 10) to green, amber or red."""

    usual_days: int
    green_highest: int
    amber_highest: int
    red_rise: int
    red_morning: int
    morning_within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpRules:
    """What a step up needs, and how large it is."""

    green_sessions: int
    clean_share: float
    done_share: float
    effort: int
    no_red_days: int
    weekly_increase: float
    days_between: int
    steps_a_day: int
    regain_days: int
    regain_share: float
    unseen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DownRules:
    """When a dose goes down, and how far."""

    amber_sessions: int
    amber_share: float
    gap_days: int
    gap_share: float
    not_reached: float
    least_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RedRules:
    """What follows when it hurt."""

    answer: Literal["half", "easier"]
    share: float
    reds: int
    within_days: int
    pause_days: int
    screening_again: Literal[True]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """A ceiling below that of the exercise file."""

    repetitions: int | None = None
    hold_s: float | None = None
    sets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRules:
    """How much is too much in a day or a week."""

    routines_a_day: int
    full_routine: float
    warn_times_usual: float
    usual_weeks: int
    morning_hint: bool
    morning_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRules:
    """How long a routine is: the gentle beginning, and the choice of every day."""

    minutes: tuple[int, ...] = (5, 10, 15)
    gentle_sessions: int = 1
    gentle_exercises: tuple[str, ...] = ("cat_camel", "child_pose", "glute_bridge")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRules:
    """From which share of its plan on a session counts as done, or partly done."""

    done: float = 0.9
    partly: float = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about a warning sign (A, B) or a condition (C)."""

    id: str
    tier: Tier
    question: str
    sign: str | None = None
    group: Group | None = None

    @property
    def words(self) -> str:
        """What stands in the list."""
        return self.sign or self.question

    @property
    def stands_in(self) -> Group:
        """The list in which it stands."""
        return self.group or _GROUPS[self.tier]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is said after the questions."""

    emergency: str
    ask: str
    modify: str
    none: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRules:
    """The questions, how often, and what is said after them."""

    every_days: int
    advice: Advice
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSign:
    """A sign that ends a session at once."""

    id: str
    name: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """How a rule is called, and what it says."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules."""

    id: str
    version: int
    name: str
    description: str
    sources: tuple[str, ...]
    pain: PainRules
    up: UpRules
    down: DownRules
    red: RedRules
    ladders: dict[str, tuple[tuple[int, float], ...]]
    ceilings: dict[str, Ceiling] = field(default_factory=dict)
    load: LoadRules
    length: LengthRules = LengthRules()
    done: DoneRules = DoneRules()
    screening: ScreeningRules
    stop_signs: tuple[StopSign, ...]
    sentences: dict[str, Sentence]
