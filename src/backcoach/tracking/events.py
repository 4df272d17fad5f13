"""What a tracker reports, the moment it knows."""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Severity, Side


@dataclass(frozen=True, slots=True)
class Event:
    """Something noticed at ``time_s`` (the time of the frame that made it certain)."""

    time_s: float


@dataclass(frozen=True, slots=True)
class PositionTaken(Event):
    """The person is in the exercise's posture."""


@dataclass(frozen=True, slots=True)
class PositionLeft(Event):
    """The person is no longer in the exercise's posture."""


@dataclass(frozen=True, slots=True)
class PhaseChanged(Event):
    """Another phase of the exercise's phase table began at ``since_s``."""

    phase: str
    since_s: float
    side: Side | None


@dataclass(frozen=True, slots=True)
class HoldStarted(Event):
    """The target position was reached at ``since_s``; the hold clock runs from there."""

    since_s: float
    side: Side | None
    what: str | None


@dataclass(frozen=True, slots=True)
class HoldPaused(Event):
    """The target position seems lost; the hold clock stands still at ``held_s``."""

    held_s: float


@dataclass(frozen=True, slots=True)
class HoldResumed(Event):
    """It was a flicker; the hold clock runs on."""


@dataclass(frozen=True, slots=True)
class HoldEnded(Event):
    """The hold is over."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class RepetitionEnded(Event):
    """A repetition is over: counted, unsure or unfinished."""

    repetition: Repetition


@dataclass(frozen=True, slots=True)
class FaultStarted(Event):
    """A fault has lasted long enough to be said; it began at ``since_s``. ``cue`` tells signs of one fault apart."""

    id: str
    severity: Severity
    since_s: float
    side: Side | None
    phase: str | None
    cue: str = ""


@dataclass(frozen=True, slots=True)
class FaultEnded(Event):
    """The fault is gone."""

    fault: FaultSpan


@dataclass(frozen=True, slots=True)
class FaultWithdrawn(Event):
    """Hindsight shows that a fault which has ended was not one: it belongs to the way into or out of the target."""

    fault: FaultSpan


@dataclass(frozen=True, slots=True)
class TrackingLost(Event):
    """The needed body parts have not been seen since ``since_s``."""

    since_s: float


@dataclass(frozen=True, slots=True)
class TrackingRegained(Event):
    """The needed body parts are seen again."""
