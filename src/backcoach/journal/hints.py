"""How often each hint about form was shown: the end of a session, its history and the report count here.

A repetition is clean without a clear fault. A slight one that lasts is told, too, so that a session can be clean all
over and still have had hints: whoever shows the one shows the other beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from backcoach.tracking.summary import FaultSpan


class Hint(NamedTuple):
    """A fault, and how often it was shown clearly and slightly."""

    fault: str
    clearly: int
    slightly: int

    @property
    def times(self) -> int:
        """How often it was shown at all."""
        return self.clearly + self.slightly


def hints(spans: Iterable[FaultSpan]) -> list[Hint]:
    """Return the faults that were shown, the most frequent first."""
    counts = Counter((span.id, span.severity) for span in spans)
    found = [
        Hint(fault, counts[fault, "fault"], counts[fault, "warning"]) for fault in {f for f, _ in counts}
    ]
    return sorted(found, key=lambda hint: (-hint.times, hint.fault))
