"""One step up or down from a dose: one variable at a time, never above the ceiling.

The variables go up in this order: back from an easier way to the usual one, repetitions, hold. An exercise with a
ladder climbs its rungs instead of repetitions and hold. Sets never go up by themselves: one more set would be far
more than +10 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from backcoach.plan.values import Dose

Rung = tuple[int, float]


@dataclass(frozen=True)
class Range:
    """Between which doses one exercise moves for one person.

    Attributes
    ----------
    base : Dose
        The routine's dose.
    most : Dose
        The ceiling of each variable.
    variants : tuple
        The usual way, and the easier one after it.
    step_repetitions, step_hold_s : number
        The exercise file's steps; 0 = goes no higher than the routine's dose.
    ladder : tuple of (repetitions, seconds)
        Rungs below the ceiling; empty where there is no ladder.
    weekly_increase, regain_share, least_share : float
        Of the rule file.
    """

    base: Dose
    most: Dose
    variants: tuple[str | None, ...]
    step_repetitions: int
    step_hold_s: float
    ladder: tuple[Rung, ...]
    weekly_increase: float
    regain_share: float
    least_share: float

    @cached_property
    def top(self) -> Dose:
        """The highest dose that the rules ever reach by themselves."""
        if self.ladder:
            highest = max(
                (self.ladder[-1], (self.base.repetitions, self.base.hold_s)), key=lambda rung: rung[1]
            )
            return replace(self.base, repetitions=highest[0], hold_s=highest[1])
        return replace(
            self.base,
            repetitions=self.most.repetitions if self.step_repetitions else self.base.repetitions,
            hold_s=self.most.hold_s if self.step_hold_s else self.base.hold_s,
        )

    def capped(self, dose: Dose) -> Dose:
        """Return the dose with nothing above its ceiling."""
        most = self.most
        if dose.repetitions <= most.repetitions and dose.hold_s <= most.hold_s and dose.sets <= most.sets:
            return dose
        return Dose(
            min(dose.repetitions, self.most.repetitions),
            min(dose.hold_s, self.most.hold_s),
            min(dose.sets, self.most.sets),
            dose.variant,
        )

    def clip(self, dose: Dose) -> Dose:
        """Return the dose with nothing above its ceiling, done in a way that is among `variants`."""
        capped = self.capped(dose)
        return capped if dose.variant in self.variants else replace(capped, variant=self.variants[0])

    # --- up ---

    def up(self, dose: Dose) -> Dose | None:
        """Return the next dose on new ground; None at the top."""
        if dose.variant != self.variants[0]:
            return replace(dose, variant=self.variants[self.variants.index(dose.variant) - 1])
        if self.ladder:
            return self._rung_up(dose)
        if dose.repetitions < self.top.repetitions:
            return self._more_repetitions(dose)
        if dose.hold_s < self.top.hold_s:
            return replace(dose, hold_s=min(dose.hold_s + (self.step_hold_s or 1), self.top.hold_s))
        return None

    def regained(self, dose: Dose, target: Dose, most_repetitions: int, longest_s: float) -> Dose:
        """Return a larger step on known ground, in the variable in which `target` is above `dose`.

        Parameters
        ----------
        dose, target : Dose
            The present dose and the next one on new ground, from `up`.
        most_repetitions, longest_s
            The largest amounts among the doses that were comfortable lately and that cover the target.

        Returns
        -------
        Dose
            Above `dose` by at most `regain_share` of the largest known amount, or by the smallest step there is; not
            above that amount.
        """
        if self.ladder or target.variant != dose.variant:
            return target
        if target.repetitions > dose.repetitions:
            most = min(most_repetitions, self.top.repetitions)
            step = max(1, math.floor(most * self.regain_share))
            return replace(dose, repetitions=min(dose.repetitions + step, most))
        longest = min(longest_s, self.top.hold_s)
        step_s = max(1, math.floor(longest * self.regain_share))
        return replace(dose, hold_s=min(dose.hold_s + step_s, longest))

    def covers(self, known: Dose, target: Dose) -> bool:
        """Whether somebody who did `known` has done `target`, too."""
        return self._as_much(known, target) and self._way(known) <= self._way(target)

    def _as_much(self, known: Dose, target: Dose) -> bool:
        """Whether nothing of a dose is less than in another one, on a ladder whether it is no lower."""
        if known.sets < target.sets:
            return False
        if not self.ladder:
            return known.repetitions >= target.repetitions and known.hold_s >= target.hold_s
        did, wanted = (known.repetitions, known.hold_s), (target.repetitions, target.hold_s)
        if did in self.ladder and wanted in self.ladder:
            return self.ladder.index(did) >= self.ladder.index(wanted)
        return did[1] >= wanted[1] and did[0] * did[1] >= wanted[0] * wanted[1]

    def _way(self, dose: Dose) -> int:
        """How much easier the way is than the usual one; those outside `variants` are the easiest."""
        return self.variants.index(dose.variant) if dose.variant in self.variants else len(self.variants)

    def _more_repetitions(self, dose: Dose) -> Dose:
        share = math.floor(dose.repetitions * self.weekly_increase)
        step = max(1, min(share, self.step_repetitions))
        return replace(dose, repetitions=min(dose.repetitions + step, self.top.repetitions))

    def _rung_up(self, dose: Dose) -> Dose | None:
        here = dose.repetitions, dose.hold_s
        if here in self.ladder:
            above = self.ladder[self.ladder.index(here) + 1 :]
        else:
            above = tuple(
                rung for rung in self.ladder if rung[1] >= here[1] and rung[0] * rung[1] > here[0] * here[1]
            )
        return replace(dose, repetitions=above[0][0], hold_s=above[0][1]) if above else None

    # --- down ---

    def down(self, dose: Dose, share: float) -> Dose | None:
        """Return a dose about `share` smaller, on a ladder one rung lower; None if there is no smaller one."""
        return (self._rung_down(dose) if self.ladder else self._less(dose, share)) or self.easier(dose)

    def cut(self, dose: Dose, share: float) -> Dose | None:
        """Return a dose at least `share` smaller in all, or else an easier way, or else the lowest rung.

        None if there is none of these.
        """
        if not self.ladder:
            return self._less(dose, share) or self.easier(dose)
        most = dose.repetitions * dose.hold_s * (1 - share)
        lower = [rung for rung in self.ladder if rung[0] * rung[1] <= most and rung[1] <= dose.hold_s]
        if lower:
            return replace(dose, repetitions=lower[-1][0], hold_s=lower[-1][1])
        lowest = replace(dose, repetitions=self.ladder[0][0], hold_s=self.ladder[0][1])
        return self.easier(dose) or (lowest if self.above(dose, lowest) else None)

    def easier(self, dose: Dose) -> Dose | None:
        """Return the same dose in the next easier way; None if there is none."""
        i = self.variants.index(dose.variant) + 1
        return replace(dose, variant=self.variants[i]) if i < len(self.variants) else None

    def _less(self, dose: Dose, share: float) -> Dose | None:
        """Return fewer repetitions, or else a shorter hold, not below `least_share` of the routine's dose."""
        fewer = _lessened(dose.repetitions, share, math.ceil(self.base.repetitions * self.least_share))
        if fewer < dose.repetitions:
            return replace(dose, repetitions=fewer)
        shorter = _lessened(dose.hold_s, share, math.ceil(self.base.hold_s * self.least_share))
        return replace(dose, hold_s=shorter) if shorter < dose.hold_s else None

    def _rung_down(self, dose: Dose) -> Dose | None:
        here = dose.repetitions, dose.hold_s
        if here in self.ladder:
            below = self.ladder[: self.ladder.index(here)]
        else:
            below = tuple(
                rung for rung in self.ladder if rung[1] <= here[1] and rung[0] * rung[1] <= here[0] * here[1]
            )
        return replace(dose, repetitions=below[-1][0], hold_s=below[-1][1]) if below else None

    # --- comparing ---

    def above(self, dose: Dose, other: Dose) -> bool:
        """Whether a dose is harder than another one, in the order in which the rules go up."""
        return self._height(dose) > self._height(other)

    def exceeds(self, dose: Dose, other: Dose) -> bool:
        """Whether something of a dose is more than in another one; ways outside `variants` are easier ones."""
        if dose.variant != other.variant:
            return self._way(other) > self._way(dose)
        if self.ladder:
            return self.above(dose, other)
        return dose.repetitions > other.repetitions or dose.hold_s > other.hold_s or dose.sets > other.sets

    def _height(self, dose: Dose) -> tuple[float, ...]:
        way = -self.variants.index(dose.variant) if dose.variant in self.variants else 0
        if not self.ladder:
            return way, dose.sets, dose.repetitions * max(dose.hold_s, 1)
        return way, dose.sets, dose.hold_s, dose.repetitions


def _lessened(value: float, share: float, least: int) -> int:
    """Return about `share` less, in whole numbers, at least 1 less, not below `least`."""
    return max(int(value) - max(1, math.floor(value * share + 0.5)), least, 1 if value >= 1 else 0)
