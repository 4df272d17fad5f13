"""How fast it was lately: what pages measured from picture to number."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

_KEPT = 2000


class LatencyLog:
    """Keeps the last measurements."""

    def __init__(self) -> None:
        self._ms: deque[float] = deque(maxlen=_KEPT)

    def add(self, ms: Iterable[float]) -> None:
        """Add measurements, in milliseconds."""
        self._ms.extend(ms)

    def as_dict(self) -> dict[str, float | int | None]:
        """Return how many there are, and what half and 95 % of them stay below."""
        values = sorted(self._ms)
        return {"measured": len(values), "p50_ms": _part(values, 0.5), "p95_ms": _part(values, 0.95)}


def _part(values: list[float], part: float) -> float | None:
    return values[min(len(values) - 1, int(part * len(values)))] if values else None
