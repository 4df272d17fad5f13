"""What an exercise is, as everybody reads it: plain values, with nothing left to check.

They come from `backcoach.exercises.schema`, the shape of the *file*, which says what each key means and within which
limits it lies. Whatever is read in every frame is read here: an attribute of a slotted value costs a quarter of one of
a validating model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from backcoach.exercises.figure import Figure

View = Literal["side", "front", "oblique", "feet", "rear"]
Health = Literal[
    "pregnancy",
    "high_blood_pressure",
    "osteoporosis",
    "knee",
    "wrist",
    "shoulder",
    "hip",
    "spinal_stenosis",
    "dizziness",
    "early_morning",
]
Unit = Literal["trunk", "thigh", "shank", "upper_arm", "hip_width"]
Space = Literal["image", "world"]
Which = Literal["near", "far", "moving", "resting", "upper", "lower", "least", "greatest"]
"""Which side's landmarks a feature takes."""

Gesture = Literal["raise", "ear", "none"]
"""What counts as a raised hand while an exercise is done: an arm stretched up (on hands and knees: a hand at the
ear), a hand at the ear in every posture, or nothing."""

START = "start"
"""In a step of a movement that is taught: the way back."""


# --- what is measured -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFeature:
    """What every feature has, whatever its kind."""

    unit: Unit = "trunk"
    space: Space = "image"
    side: Which = "near"
    opposite: bool = False
    relative: Literal["neutral", "start", "first"] | None = None
    neutral: tuple[float, float, float] | None = None
    absolute: bool = False
    smooth_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(BaseFeature):
    """A quantity of one moment."""

    kind: Literal[
        "angle",
        "bend",
        "elevation",
        "distance",
        "height",
        "horizontal",
        "deviation",
        "lift",
        "roll",
        "crossing",
        "chest_up",
        "chest_to_camera",
        "sagitta",
    ]
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed(BaseFeature):
    """How fast a point moves or a limb turns, over ``window_s`` (0: the tracker's own)."""

    kind: Literal["speed", "angular_speed"]
    points: tuple[str, ...]
    window_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(BaseFeature):
    """The change of another feature over the last ``window_s``."""

    kind: Literal["trend"] = "trend"
    of: str
    window_s: float
    points: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(BaseFeature):
    """Where another feature is between this person's rest (0) and peak (1)."""

    kind: Literal["progress"] = "progress"
    of: str
    least_range: float
    points: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(BaseFeature):
    """Another feature as a part of its swing in this position, from least (0) to greatest (1)."""

    kind: Literal["share"] = "share"
    of: str
    least_range: float
    points: ClassVar[tuple[str, ...]] = ()


Follower = Trend | Progress | Share
"""A feature that follows another one over time."""

Feature = Measure | Speed | Trend | Progress | Share


# --- phases -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """A feature above, below, or between two values; met where it is not clearly seen, if ``if_seen``."""

    feature: str
    above: float | None = None
    below: float | None = None
    if_seen: bool = False


@dataclass(frozen=True, slots=True)
class Posture(Condition):
    """One condition of the posture gate; it is left only ``slack`` beyond the limit."""

    slack: float = 10.0
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A station of the repetition, or the move between two: all of ``enter`` and any of ``leave`` must be met."""

    name: str
    kind: Literal["start", "move", "target"]
    enter: tuple[Condition, ...] = ()
    leave: tuple[Condition, ...] = ()
    min_s: float = 0.0
    hold: bool = False
    say: str | None = None
    breath: Literal["in", "out"] | None = None


@dataclass(frozen=True, slots=True)
class RepetitionRule:
    """How phases make a repetition."""

    kind: Literal["cycle", "hold"]
    signal: str
    timed_by: str | None = None
    left_by: tuple[str, ...] = ()
    ends: Literal["in_order", "any_order"] = "in_order"
    side: Literal["none", "moving", "upper"] = "none"
    min_hold_s: float = 0.0
    max_s: float = 60.0
    sure: tuple[str, ...] = ()


# --- faults -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFault:
    """What every fault has, whatever it is measured by."""

    id: str
    name: str
    title: str | None = None
    warn_above: float | None = None
    warn_below: float | None = None
    above: float | None = None
    below: float | None = None
    phases: tuple[str, ...] = ()
    for_s: float = 1.0
    warn_for_s: float = 0.5
    given: tuple[Condition, ...] = ()
    prevents_count: bool = False
    views: tuple[View, ...] = ()
    asks_out: bool = False
    cue: str
    stronger_cue: str | None = None
    praise: str | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFault(BaseFault):
    """Watched while the exercise is done: a feature beyond a limit for so long. ``own`` moves the limits to warn."""

    feature: str
    own: tuple[float, float, float] | None = None
    extreme: ClassVar[None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeFault(BaseFault):
    """Judged by a feature's extreme over a whole repetition, also an unfinished one."""

    feature: str
    extreme: Literal["least", "greatest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationFault(BaseFault):
    """Judged by the time that each of these phases takes, in seconds."""

    duration_of: tuple[str, ...]
    feature: ClassVar[None] = None
    extreme: ClassVar[None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFault(BaseFault):
    """Judged by the time that was held, as a part of the dose's."""

    hold_share: Literal[True] = True
    feature: ClassVar[None] = None
    extreme: ClassVar[None] = None


Fault = WatchedFault | ExtremeFault | DurationFault | HoldFault
"""Something that is not done right, by what it is measured. One that shows in several ways is several, of one id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A movement that one view cannot tell from another: it is not counted, and that is said."""

    view: View
    feature: str
    moves: float
    given: tuple[Condition, ...] = ()
    text: str
    source: str


# --- how it is taught -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the movement: a sentence, where the figure goes with it, and the same in a few words."""

    text: str
    to: str | None = None
    say: str | None = None


@dataclass(frozen=True, slots=True)
class SideTeaching:
    """One side, so that it cannot be misunderstood."""

    say: str
    short: str


@dataclass(frozen=True, slots=True)
class Teaching:
    """What is said the first times, in this order: the position, the movement, the breath, the feeling.

    Where one side is done after the other, the side's sentence is said in place of the first one of the position.
    """

    position: tuple[str, ...]
    movement: tuple[Step, ...]
    feel: str | None = None
    left: SideTeaching | None = None
    right: SideTeaching | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """Position and movement as one list of sentences."""
        return (*self.position, *(step.text for step in self.movement))

    def side(self, side: str | None) -> SideTeaching | None:
        """Return the sentences of a side; None where there are none."""
        return {"left": self.left, "right": self.right}.get(side or "")


# --- the whole --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much, where to begin, and the ceiling that no rule may pass."""

    repetitions: int
    hold_s: float
    per_side: bool = False
    sets: int = 1
    ceiling_repetitions: int
    ceiling_hold_s: float
    ceiling_sets: int = 1
    step_repetitions: int = 1
    step_hold_s: float = 0.0
    rest_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Variant:
    """An easier or harder way to do the exercise."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Caution:
    """Advice for a person with a condition, a variant to use instead, and hints that are then left out."""

    condition: Health
    advice: str
    swap: str | None = None
    faults_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise: what it is, how it is dosed, what is measured, what is right and wrong."""

    id: str
    name: str
    other_names: tuple[str, ...] = ()
    version: int
    purpose: str
    position: Literal["all_fours", "supine", "side_lying", "prone", "kneeling", "standing", "sitting"]
    sides: Literal["none", "each", "alternating"] = "none"
    views: tuple[View, ...]
    hand: Gesture = "raise"
    placement: str
    sources: tuple[str, ...]
    steps: tuple[str, ...]
    breathing: str | None = None
    teaching: Teaching | None = None
    dose: Dose
    easier: tuple[Variant, ...] = ()
    harder: tuple[Variant, ...] = ()
    cautions: tuple[Caution, ...] = ()
    features: dict[str, Feature]
    posture: tuple[Posture, ...]
    repetition: RepetitionRule
    phases: tuple[Phase, ...]
    faults: tuple[Fault, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    figure: Figure

    @property
    def lesson(self) -> Teaching:
        """How it is taught, also where the file has steps only: then the first is the position."""
        if self.teaching is not None:
            return self.teaching
        rest = self.steps[1:] or self.steps
        return Teaching(position=self.steps[:1], movement=tuple(Step(text) for text in rest))

    def phase(self, name: str) -> Phase:
        """Return the phase of that name; KeyError if there is none."""
        for phase in self.phases:
            if phase.name == name:
                return phase
        raise KeyError(name)

    def fault_name(self, fault_id: str) -> str | None:
        """Return what a fault is called, all its signs together; None if the exercise has no such fault."""
        return next((sign.title or sign.name for sign in self.faults if sign.id == fault_id), None)
