"""Where one exercise stands: the dose of the last time, where the rules can lead from there, and what they say then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from backcoach.exercises.model import Exercise
from backcoach.plan.answers import Decision, PlanItem
from backcoach.plan.course import Reason
from backcoach.plan.rule_model import Rules
from backcoach.plan.steps import Range
from backcoach.plan.values import Dose
from backcoach.plan.wording import explain


@dataclass(frozen=True, slots=True)
class Choice:
    """What one exercise gets today.

    Attributes
    ----------
    new_ground_since : int or None
        Set where the step goes to new ground: the ordinal of the day from which the dose was the same. Of several such
        exercises the one that waited longest goes first.
    """

    item: PlanItem
    new_ground_since: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts what a rule decides about one exercise into words, with everything that is to be said besides.

    Attributes
    ----------
    present : callable
        From the decision to the exercise of today.
    """

    exercise: Exercise
    rules: Rules
    present: Callable[[Decision], PlanItem]

    def choice(self, reason: Reason, before: Dose | None, after: Dose) -> Choice:
        """What a rule decides."""
        rule, inputs = reason
        return Choice(self.present(explain(self.rules, rule, self.exercise, before, after, dict(inputs))))


class Standing:
    """One dose of one exercise; nothing in it depends on a day, so that most answers are given again and again.

    Parameters
    ----------
    planned : Dose
        What was planned the last time.
    reach : Range
        Between which doses the exercise moves for this person.
    rules : Rules
    speaker : Speaker

    Attributes
    ----------
    dose : Dose
        What that is within today's ceilings and ways.
    target : Dose or None
        The next dose on new ground; None at the top.
    after_red, after_gap, after_amber : Dose or None
        The smaller doses; None at the bottom.
    changed : Choice or None
        Set where a ceiling has come down, or a condition asks for another way.
    """

    __slots__ = (
        "_kept", "_moved", "_reach", "_regained", "_speaker", "after_amber", "after_gap", "after_red", "changed",
        "dose", "planned", "target",
    )  # fmt: skip

    def __init__(self, planned: Dose, reach: Range, rules: Rules, speaker: Speaker) -> None:
        self._reach = reach
        self._speaker = speaker
        self._kept: dict[Reason, Choice] = {}
        self._moved: dict[tuple[Reason, Dose], Choice] = {}
        self._regained: dict[tuple[int, float], Choice] = {}
        self.planned = planned
        self.dose = reach.clip(planned)
        self.target = reach.up(self.dose)
        easier = reach.easier(self.dose) if rules.red.answer == "easier" else None
        self.after_red = easier or reach.cut(self.dose, rules.red.share)
        self.after_gap = reach.down(self.dose, rules.down.gap_share)
        self.after_amber = reach.down(self.dose, rules.down.amber_share)
        self.changed = self._change()

    def keep(self, reason: Reason) -> Choice:
        """The dose stays."""
        choice = self._kept.get(reason)
        if choice is None:
            choice = self._kept[reason] = self._speaker.choice(reason, self.planned, self.dose)
        return choice

    def move(self, reason: Reason, after: Dose) -> Choice:
        """The dose becomes another one."""
        key = reason, after
        choice = self._moved.get(key)
        if choice is None:
            choice = self._moved[key] = self._speaker.choice(reason, self.planned, after)
        return choice

    def regain(self, reason: Reason, known: Sequence[Dose]) -> Choice:
        """The dose goes up on known ground: by more, the more was comfortable there."""
        assert self.target is not None
        most = max([dose.repetitions for dose in known]), max([dose.hold_s for dose in known])
        choice = self._regained.get(most)
        if choice is None:
            after = self._reach.regained(self.dose, self.target, *most)
            choice = self._regained[most] = self.move(reason, after)
        return choice

    def lower(self, reason: Reason, smaller: Dose | None) -> Choice:
        """The dose becomes a smaller one, if there is any."""
        return self.keep(Reason("lowest", reason.inputs)) if smaller is None else self.move(reason, smaller)

    def _change(self) -> Choice | None:
        if self.dose == self.planned:
            return None
        same_amount = replace(self.dose, variant=self.planned.variant) == self.planned
        return self.keep(Reason("new_way" if same_amount else "ceiling"))
