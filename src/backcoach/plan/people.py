"""Simulated people who live by the plan for a year: they improve, flare up, skip, overdo, keep silent.

Their bodies are simple and made up: pain drifts, flares and answers to strain; strength follows training. They are
there to lead the rules into every corner, not to predict anybody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backcoach.plan.answers import DayPlan, PlanItem
from backcoach.plan.day import SCREENING, Planner
from backcoach.plan.values import EVERY_DAY, Dose, ExerciseRecord, History, Profile, Screening, Session


@dataclass(frozen=True)
class Character:
    """How somebody is. Shares and chances are 0 to 1, pain is 0 to 10.

    Attributes
    ----------
    pain, pain_later : float
        Usual pain at the beginning and after a year.
    flare : float
        Chance of a flare-up on a day.
    diligence : float
        Chance to exercise on a planned day.
    eagerness : float
        Chance to do more: a second routine, more than the dose.
    honesty : float
        Chance that a question is answered.
    seen : float
        Share of sessions in front of the camera.
    skill : float
        Usual clean share.
    sign : float
        Chance of a warning sign on a day.
    clock : float
        Chance that a session gets a date of next month.
    breaks : tuple of (first, last)
        Days of the year without any exercise.
    """

    pain: float = 2.0
    pain_later: float = 1.0
    flare: float = 0.01
    diligence: float = 0.85
    eagerness: float = 0.0
    honesty: float = 0.97
    seen: float = 1.0
    skill: float = 0.92
    sign: float = 0.0
    clock: float = 0.0
    breaks: tuple[tuple[int, int], ...] = ()
    weekdays: frozenset[int] = EVERY_DAY
    conditions: frozenset[str] = frozenset()
    fixed: Mapping[str, Dose] = field(default_factory=dict)


CHARACTERS: Mapping[str, Character] = {
    "improving": Character(pain=3.0, pain_later=0.3, flare=0.004, diligence=0.95, skill=0.95),
    "steady": Character(pain=1.0, pain_later=1.0),
    "flaring": Character(pain=1.5, pain_later=1.5, flare=0.05),
    "skipping": Character(diligence=0.3, weekdays=frozenset({0, 2, 4})),
    "over_eager": Character(pain=1.5, eagerness=0.5, diligence=1.0, skill=0.8),
    "sore": Character(pain=4.0, pain_later=3.5),
    "silent": Character(honesty=0.5),
    "without_camera": Character(pain=0.8, seen=0.1),
    "travelling": Character(pain=1.0, breaks=((40, 55), (120, 180), (300, 309))),
    "unlucky": Character(flare=0.02, sign=0.01, clock=0.04),
    "careful": Character(pain=1.0, conditions=frozenset({"knee", "wrist", "high_blood_pressure"})),
    "fixed_by_clinician": Character(pain=1.0, flare=0.02, fixed={"forearm_plank": Dose(2, 20)}),
}
"""Who takes part, by name."""


class Lived(NamedTuple):
    """One day on which a simulated person came: the plan, what was known when it was made, and what followed."""

    plan: DayPlan
    history: History
    profile: Profile
    pain_now: int | None
    sessions: tuple[Session, ...]


Watch = Callable[[Lived], None]


def live(planner: Planner, character: Character, seed: int, start: date, days: int, watch: Watch) -> History:
    """Let somebody live by the plan.

    Parameters
    ----------
    planner : Planner
        Plans every day.
    character : Character
    seed : int
        The same seed lives the same days.
    start : date
    days : int
    watch : callable
        Is given each day on which the person comes to exercise.

    Returns
    -------
    History
        All sessions.
    """
    person = _Person(planner, character, np.random.default_rng(seed))
    for number in range(days):
        lived = person.live(date.fromordinal(start.toordinal() + number), number / max(days, 1), number)
        if lived is not None:
            watch(lived)
    return person.history


ANSWERABLE = SCREENING | {"emergency", "ask_professional"}
"""Blocks that answers to the questions may lift."""


def _stream(draw: Callable[[int], NDArray[np.float64]]) -> Iterator[float]:
    return chain.from_iterable(draw(512).tolist() for _ in repeat(None))


class _Person:
    def __init__(self, planner: Planner, character: Character, rng: np.random.Generator) -> None:
        self.planner = planner
        self.character = character
        self.history = History()
        self.profile = Profile(
            age=45, conditions=character.conditions, weekdays=character.weekdays, fixed=character.fixed
        )
        self._chances = _stream(rng.random)
        self._noise = _stream(rng.standard_normal)
        self._away = {day for first, last in character.breaks for day in range(first, last + 1)}
        self._flare = 0.0
        self._strain = 0.0
        self._strength = 1.0

    def live(self, today: date, year_share: float, number: int) -> Lived | None:
        """Live one day; None when the person does not come to exercise."""
        body = self._feel(year_share)
        pain_now = self._scale(body) if self._happens(self.character.honesty) else None
        self._answer_next_morning(today, pain_now)
        comes = today.weekday() in self.character.weekdays and self._happens(self.character.diligence)
        lived = self._come(today, body, pain_now) if comes and number not in self._away else None
        self._rest()
        return lived

    def _come(self, today: date, body: float, pain_now: int | None) -> Lived:
        plan = self.planner.plan(self.history, self.profile, today, pain_now=pain_now)
        if ANSWERABLE.intersection(block.rule for block in plan.blocks):
            self._answer_questions(today)
            plan = self.planner.plan(self.history, self.profile, today, pain_now=pain_now)
        before = self.history
        sessions: list[Session] = []
        if plan.allowed:
            sessions.append(self._exercise(plan, body, today, pain_now))
            if self._happens(self.character.eagerness):
                sessions.append(self._again(body, today))
        return Lived(plan, before, self.profile, pain_now, tuple(sessions))

    # --- the body ---

    def _feel(self, year_share: float) -> float:
        c = self.character
        self._flare = self._flare * 0.7 + (3.5 if self._happens(c.flare) else 0.0)
        usual = c.pain + (c.pain_later - c.pain) * year_share
        return usual + self._flare + self._strain + 0.45 * next(self._noise)

    def _rest(self) -> None:
        self._strain *= 0.6
        self._strength = max(0.8, self._strength * 0.9995)

    def _scale(self, value: float) -> int:
        return 0 if value < 0.0 else 10 if value > 10.0 else round(value)

    def _happens(self, chance: float) -> bool:
        return next(self._chances) < chance

    # --- answers ---

    def _answer_next_morning(self, today: date, pain_now: int | None) -> None:
        sessions = self.history.sessions
        if not sessions or pain_now is None or sessions[-1].day.toordinal() != today.toordinal() - 1:
            return
        if self._happens(self.character.honesty):
            self.history = self.history.with_latest(sessions[-1].with_next_morning(pain_now))

    def _answer_questions(self, today: date) -> None:
        yes: set[str] = set()
        if self._happens(self.character.sign * 5):
            questions = self.planner.rules.screening.questions
            yes.add(questions[int(next(self._chances) * len(questions))].id)
        agreed = self._happens(0.4)
        screening = Screening(today, frozenset(yes), agreed)
        self.profile = replace(self.profile, screenings=(*self.profile.screenings, screening))

    # --- exercise ---

    def _exercise(self, plan: DayPlan, body: float, today: date, pain_now: int | None) -> Session:
        c = self.character
        seen = self._happens(c.seen)
        work = sum([item.dose.work_s for item in plan.items])
        load = work / (700.0 * self._strength)
        effort = self._scale(3.2 * load + 0.6 * next(self._noise))
        self._strain += max(0.0, load - 1.1) * 1.5
        self._strength = min(2.2, self._strength + 0.004 * load)
        sign = self._sign()
        records = tuple([self._record(item, seen, body) for item in plan.items])
        after = self._scale(body + max(0.0, load - 1.2) + 0.5 * next(self._noise))
        session = Session(
            self._dated(today),
            records,
            effort=effort if self._happens(c.honesty) else None,
            pain_before=pain_now,
            pain_after=after if self._happens(c.honesty) else None,
            stopped_because=sign,
        )
        self.history = self.history + session
        return session

    def _record(self, item: PlanItem, seen: bool, body: float) -> ExerciseRecord:
        noise, dose = next(self._noise), item.dose
        done_share = 1.0 if noise > -2.0 else 0.5
        clean_share, counted, self_reported = math.nan, 0, dose.repetitions
        if seen:
            skill = self.character.skill + 0.05 * noise
            clean_share, counted, self_reported = 1.0 if skill > 1.0 else skill, dose.repetitions, 0
        pain, reason = None, None
        if body > 5.5 and noise > 1.5:
            pain, reason = self._scale(body + 2), "pain"
        return ExerciseRecord(
            item.exercise, dose, done_share, clean_share, counted, 0, self_reported, pain, reason
        )

    def _again(self, body: float, today: date) -> Session:
        """A further routine after a confirmation, which is more than it should be."""
        plan = self.planner.plan(self.history, self.profile, today, confirmed=True)
        self._strain += 0.4
        return self._exercise(plan, body + 0.5, today, self._scale(body))

    def _sign(self) -> str | None:
        if not self._happens(self.character.sign):
            return None
        signs = self.planner.rules.stop_signs
        return signs[int(next(self._chances) * len(signs))].id

    def _dated(self, today: date) -> date:
        wrong = self._happens(self.character.clock)
        return date.fromordinal(today.toordinal() + 30) if wrong else today
