"""What a person did: repetitions, holds, faults, sets, and how much of it was seen. Plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "right"]
Status = Literal["counted", "unsure", "unfinished"]
Severity = Literal["warning", "fault"]
Lack = Literal["movement", "hold", "return", "fault"]


@dataclass(frozen=True, slots=True)
class FaultSpan:
    """One stretch ``[start_s, end_s)`` in which a fault was shown."""

    id: str
    severity: Severity
    start_s: float
    end_s: float
    side: Side | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """One stretch ``[start_s, end_s)`` in which a target position was held; ``what`` names the target."""

    start_s: float
    end_s: float
    side: Side | None = None
    what: str | None = None

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Attempt:
    """Why what was begun is no repetition, and by how much.

    Attributes
    ----------
    lack : str
        ``movement``: a target was not reached. ``hold``: held for too short a time. ``return``: the target was
        reached, but not left again as the exercise asks for. ``fault``: done with a fault that does not let it count.
    feature : str or None
        ``movement``: the measure that fell short, by its name in the exercise file; ``fault``: the fault's id.
    reached, needed : float
        What there was, and what counts: in the feature's unit, or in seconds held; NaN where there is no such number.
    """

    lack: Lack
    feature: str | None = None
    reached: float = math.nan
    needed: float = math.nan


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition: left the start, reached the target, left the target, was back.

    ``unsure``: done, as far as it could be seen, but too little was seen to count it. ``unfinished``: begun, but
    the target was not reached, or not left again in the way that the exercise asks for: an attempt, and ``attempt``
    says what it lacks.

    ``range_of_motion`` is how far the exercise's signal went, in the signal's own unit (degrees or parts of a body
    length): from rest to the target, where there are two ends from one end to the other, and of an unfinished
    repetition as far as it got. NaN where it is not known: a hold has no rest to start from.
    """

    index: int
    side: Side | None
    status: Status
    start_s: float
    target_s: float
    release_s: float
    end_s: float
    hold_s: float
    faults: tuple[str, ...] = ()
    range_of_motion: float = math.nan
    attempt: Attempt | None = None

    @property
    def clean(self) -> bool:
        """Counted and without a fault (warnings do not matter)."""
        return self.status == "counted" and not self.faults


@dataclass(frozen=True, slots=True)
class Tracking:
    """Seconds in which the needed body parts were seen, partly seen, or not seen."""

    seen_s: float = 0.0
    unsure_s: float = 0.0
    lost_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Unclear:
    """One stretch ``[start_s, end_s)`` with a movement that may be the exercise, but cannot be told from this view."""

    exercise: str
    view: str
    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class ExerciseSet:
    """Consecutive repetitions of one exercise."""

    exercise: str
    start_s: float
    end_s: float
    repetitions: tuple[Repetition, ...] = ()
    holds: tuple[Hold, ...] = ()
    faults: tuple[FaultSpan, ...] = ()

    @property
    def counted(self) -> int:
        """Repetitions that were surely done."""
        return sum(r.status == "counted" for r in self.repetitions)

    @property
    def unsure(self) -> int:
        """Repetitions that were probably done."""
        return sum(r.status == "unsure" for r in self.repetitions)

    @property
    def attempts(self) -> int:
        """What was begun and is no repetition."""
        return sum(r.status == "unfinished" for r in self.repetitions)

    @property
    def clean(self) -> int:
        """Counted repetitions without a fault."""
        return sum(r.clean for r in self.repetitions)

    @property
    def by_side(self) -> dict[Side, int]:
        """Counted repetitions for each side."""
        sides = [r.side for r in self.repetitions if r.status == "counted"]
        return {"left": sides.count("left"), "right": sides.count("right")}

    @property
    def hold_s(self) -> float:
        """Seconds held in the target position, over all repetitions."""
        return sum(h.duration_s for h in self.holds)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything a tracker has understood."""

    sets: tuple[ExerciseSet, ...] = ()
    tracking: Tracking = field(default_factory=Tracking)
    unclear: tuple[Unclear, ...] = ()

    @property
    def counted(self) -> int:
        """Counted repetitions of all sets."""
        return sum(s.counted for s in self.sets)
