"""How far counts are off, in the measures of the papers on counting repetitions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COLUMNS = ["clips", "exact", "off by one or exact", "mean absolute error", "relative"]
"""Head of the cells of `CountErrors`."""


@dataclass(frozen=True)
class CountErrors:
    """Labelled and found counts of clips that hold an exercise.

    Off-by-one accuracy is the share of clips whose count is wrong by one at most; the relative mean absolute error is
    that of the count over the label, as in RepNet (Dwibedi et al., CVPR 2020) and RepCount (Hu et al., CVPR 2022).
    Where a label accepts more than one count, the nearest of them is compared.
    """

    off: tuple[int, ...]
    reps: tuple[int, ...]

    @classmethod
    def of(cls, counts: Iterable[tuple[int, Sequence[int], int]]) -> CountErrors:
        """Gather (labelled, further accepted counts, found)."""
        known = [(reps, min(abs(found - n) for n in (reps, *accepted))) for reps, accepted, found in counts]
        return cls(tuple(off for _, off in known), tuple(max(reps, 1) for reps, _ in known))

    @property
    def off_by_one(self) -> float:
        """Share of clips that are wrong by one at most; NaN without clips."""
        return sum(n <= 1 for n in self.off) / len(self.off) if self.off else math.nan

    @property
    def mean_error(self) -> float:
        """Mean of how many repetitions a clip is off."""
        return sum(self.off) / len(self.off) if self.off else math.nan

    @property
    def relative_error(self) -> float:
        """The same as a part of the labelled count."""
        parts = [n / reps for n, reps in zip(self.off, self.reps, strict=True)]
        return sum(parts) / len(parts) if parts else math.nan

    def cells(self) -> tuple[int | float, ...]:
        """Return one row of a table."""
        exact = sum(n == 0 for n in self.off)
        return len(self.off), exact, self.off_by_one, self.mean_error, self.relative_error
