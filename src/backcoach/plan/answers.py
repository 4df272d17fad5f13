"""What the dose rules answer: plain values that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backcoach.exercises.model import Caution
from backcoach.plan.values import Dose
from backcoach.texts import Message

Length = Literal["all", "gentle"] | int
"""Everything, the gentle beginning, or about so many minutes."""

Kind = Literal["dose", "block", "confirm", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule that spoke: what it looked at, what it did, and why, in one sentence.

    Attributes
    ----------
    rule : str
        Its id in the rule file.
    kind : {"dose", "block", "confirm", "warning", "hint"}
        About the dose of `exercise`; no exercise today; only after a confirmation; good to know.
    message : Message
        Why, in one sentence.
    inputs : mapping
        What the rule looked at, by name: numbers, texts, days.
    before, after : Dose or None
        The dose of the last time, and today's.
    """

    rule: str
    kind: Kind
    message: Message
    inputs: Mapping[str, object]
    exercise: str | None = None
    before: Dose | None = None
    after: Dose | None = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One exercise of today.

    Attributes
    ----------
    decisions : tuple of Decision
        Why the dose is what it is; the first one is about the dose, further ones about the way it is done.
    cautions : tuple of Caution
        Advice of the exercise's file for the person's conditions; their `faults_off` are not to be said.
    offers : tuple of str
        Harder ways that the person may choose, now that the dose is as high as it gets. Nothing chooses them by itself.
    """

    exercise: str
    dose: Dose
    decisions: tuple[Decision, ...]
    cautions: tuple[Caution, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def faults_off(self) -> frozenset[str]:
        """Hints that the person's conditions make wrong."""
        return frozenset(fault for caution in self.cautions for fault in caution.faults_off)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Today: whether to exercise, what, how much, and why.

    Attributes
    ----------
    day : date
        Today.
    items : tuple of PlanItem
        The exercises of today, in the routine's order.
    allowed : bool
        Whether a session may start now. If not, `blocks` say why.
    blocks : tuple of Decision
        Of kind ``block``, or ``confirm`` where a confirmation is enough.
    notes : tuple of Decision
        Warnings and hints.
    screening_due : bool
        Whether the questions about warning signs have to be answered first.
    length : "all", "gentle" or int
        How long the person wants to exercise; an int is minutes.
    left_out : tuple of PlanItem
        Exercises of the routine that do not fit into that.
    """

    day: date
    items: tuple[PlanItem, ...]
    blocks: tuple[Decision, ...]
    notes: tuple[Decision, ...]
    screening_due: bool
    length: Length = "all"
    left_out: tuple[PlanItem, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether a session may start now."""
        return not self.blocks

    @property
    def needs_confirmation(self) -> bool:
        """Whether nothing but the person's confirmation is missing."""
        return bool(self.blocks) and all(block.kind == "confirm" for block in self.blocks)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every rule that spoke: what blocks first, then notes, then exercise after exercise."""
        spoken = [*self.blocks, *self.notes]
        for item in self.items:
            spoken += item.decisions
        return tuple(spoken)

    @property
    def doses(self) -> Mapping[str, Dose]:
        """The doses by exercise."""
        return {item.exercise: item.dose for item in self.items}
