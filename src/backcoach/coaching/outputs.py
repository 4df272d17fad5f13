"""What a session gives out: words to say, and things to remember."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import Exercise
from backcoach.texts import Message
from backcoach.tracking.summary import FaultSpan, Hold, Repetition, Tracking

SayKind = Literal["instruction", "count", "hold", "cue", "praise", "breath", "notice"]
Outcome = Literal["done", "skipped", "hurt", "broken_off"]


@dataclass(frozen=True, slots=True)
class Say:
    """Words to speak now (and to show as a caption). The session gives out one at a time.

    Attributes
    ----------
    interrupts : bool
        Whether it takes the place of what is being said, which fades.
    stays : bool
        Whether it may still be said when the state that it was made for is over: the last number of a set. Everything
        else dies with its state.
    """

    message: Message
    kind: SayKind
    interrupts: bool = False
    stays: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or as short and as true only now as one: it is never cut in the middle."""
        return self.kind == "count" or str(self.message).isdigit()


SoundStep = Literal["usual", "louder", "other_voice", "tones"]
"""How the coach is to be heard: each is tried where the one before was not."""


@dataclass(frozen=True, slots=True)
class SoundTried:
    """From now on it sounds like this; ``heard`` once the person has said that it is heard."""

    step: SoundStep
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Hush:
    """What is being said belongs to a state that is over: stop it now."""


@dataclass(frozen=True, slots=True)
class SetBegun:
    """The set at ``position`` of the session begins (also again, after a resumption).

    Attributes
    ----------
    unplanned : Exercise or None
        The exercise, where nobody had planned the set: it was recognised.
    """

    position: int
    time_s: float
    self_reported: bool
    unplanned: Exercise | None = None


@dataclass(frozen=True, slots=True)
class SetWithdrawn:
    """The unplanned set at ``position`` was none: what was done later shows that it was another exercise."""

    position: int


@dataclass(frozen=True, slots=True)
class RepetitionDone:
    """A repetition is finished; ``index`` counts within the set, from 0, without gaps."""

    position: int
    repetition: Repetition
    self_reported: bool


@dataclass(frozen=True, slots=True)
class HoldDone:
    """A hold is finished."""

    position: int
    hold: Hold
    self_reported: bool


@dataclass(frozen=True, slots=True)
class FaultNoted:
    """A fault is over."""

    position: int
    fault: FaultSpan


@dataclass(frozen=True, slots=True)
class SetEnded:
    """A set is over; ``signal`` is its curve, (time_s, value) at most ten times a second, for the later plot."""

    position: int
    time_s: float
    outcome: Outcome
    tracking: Tracking
    signal: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class HurtReported:
    """It hurt: in which exercise (None: in none that was recognised), where, how much (0 to 10), and what then."""

    position: int
    time_s: float
    exercise: str | None
    where: str | None
    pain: int | None
    then: Literal["go_on", "easier", "skip", "stop"]


@dataclass(frozen=True, slots=True)
class Eased:
    """The set at ``position`` is planned otherwise from now on: it was made easier."""

    position: int
    planned: PlannedSet


@dataclass(frozen=True, slots=True)
class ToldAfter:
    """How it was: one of both is told, 0 to 10. It comes before the session's end, or never."""

    time_s: float
    pain: int | None = None
    effort: int | None = None


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The routine is over, or was stopped."""

    time_s: float
    outcome: Outcome


Record = (
    SetBegun
    | SetWithdrawn
    | RepetitionDone
    | HoldDone
    | FaultNoted
    | SetEnded
    | HurtReported
    | Eased
    | ToldAfter
    | SessionEnded
)
"""What is to be remembered."""

Output = Say | Hush | SoundTried | Record
"""What a session is asked to do."""
