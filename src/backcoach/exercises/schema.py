"""The shape of an exercise file: a closed vocabulary, no expressions."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from backcoach.exercises import rules
from backcoach.exercises.figure import Figure

SCHEMA_VERSION = 1

Id = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{1,40}$",
        description="A name of 2 to 41 small letters, digits and _, beginning with a letter.",
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=400)]
View = Literal["side", "front", "oblique", "feet", "rear"]
SeverityName = Literal["warning", "fault"]
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

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index", "ear", "eye", "index")
"""Landmarks that exist on both sides; ``left_``, ``right_`` or ``mid_`` in front fixes the side."""

Point = Annotated[
    str,
    Field(
        pattern=rf"^(nose|((left|right|mid)_)?({'|'.join(JOINTS)}))$",
        description=f"A landmark: nose, {', '.join(JOINTS)}; with left_, right_ or mid_ in front, "
        "or without, where the feature's side decides.",
    ),
]


class Strict(BaseModel):
    """A table in which every key is known and every value has exactly its type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


Model = TypeVar("Model", bound=BaseModel)


def _obey(model: Model, rule: rules.Rule) -> Model:
    """Return the model if it breaks no rule; otherwise raise one error that names them all."""
    broken = [str(problem) for problem in rule(model.model_dump(by_alias=True))]
    if broken:
        raise PydanticCustomError("broken_rule", "{problems}", {"problems": "; ".join(broken)})
    return model


class Feature(Strict):
    """One measured quantity.

    Kinds (image = in the picture, world = in metres in three dimensions):

    ======================  ==================  ======================================================
    kind                    points              value
    ======================  ==================  ======================================================
    angle                   a, b, c             interior angle at b, 0 to 180 deg
    bend                    a, b, c             turn of b-c out of a-b in the picture, + to the back, deg
    elevation               a, b                angle of the vector a to b above the horizontal, deg
    distance                a, b                length of a-b, in units of ``unit``
    height                  a, b                how far b is above a, in units of ``unit``
    horizontal              a, b                horizontal distance of a and b, in units of ``unit``
    deviation               p, a, b             distance of p from the line a-b / length of a-b, + up
    lift                    p, a, b             how far p is above the line a-b, vertically, in units of ``unit``
    roll                    pair                turn of the left-right line about the trunk, deg
    crossing                knee                how far the knee is past the mid-hip line / thigh
    chest_up                none                +1 chest to the ceiling, 0 to the side, -1 to the floor
    chest_to_camera         none                +1 chest to the camera, -1 back to the camera
    sagitta                 none                arch of the back line / trunk, + rounded, - hollow
    speed                   a                   speed of a, in units of ``unit`` per second
    angular_speed           a, b                turning speed of the vector a to b, deg/s
    trend                   none                change of feature ``of`` over the last ``window_s``
    progress                none                where ``of`` is between this person's rest (0) and peak (1)
    ======================  ==================  ======================================================
    """

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
        "speed",
        "angular_speed",
        "trend",
        "progress",
    ]
    points: tuple[Point, ...] = ()
    of: Id | None = Field(default=None, description="trend and progress only: the feature that is followed")
    least_range: float = Field(
        default=0.0, ge=0, description="progress only: a smaller range of `of` than this counts as this"
    )
    window_s: float = Field(default=0.0, ge=0, le=30, description="trend and speeds: over how long")
    unit: Literal["trunk", "thigh", "shank", "upper_arm", "hip_width"] = "trunk"
    space: Literal["image", "world"] = "image"
    side: Literal["near", "far", "moving", "resting", "upper", "lower", "least", "greatest"] = Field(
        default="near",
        description="Which side's landmarks: the one seen better, the other; the limb that moves, the other; "
        "the upper or lower one of a person lying on the side; or the side with the least or greatest value.",
    )
    opposite: bool = Field(default=False, description="Take the other side than `side` says (bird dog's arm)")
    relative: Literal["neutral", "start", "first"] | None = Field(
        default=None,
        description="Measure the change: from this person's neutral, from the start of the repetition, or from the "
        "start of the first repetition in this position.",
    )
    neutral: tuple[float, float, float] | None = Field(
        default=None,
        description="relative only: lowest, usual and highest believable neutral of a person",
    )
    absolute: bool = Field(default=False, description="Drop the sign")
    smooth_s: float = Field(default=0.0, ge=0, le=2, description="Further smoothing, a time constant")

    @model_validator(mode="after")
    def _obeys(self) -> Feature:
        return _obey(self, rules.of_feature)


class Condition(Strict):
    """A feature above, below, or between two values."""

    feature: Id
    above: float | None = None
    below: float | None = None
    if_seen: bool = Field(default=False, description="Counts as met where it is not clearly seen")

    @model_validator(mode="after")
    def _obeys(self) -> Condition:
        return _obey(self, rules.of_condition)


class Posture(Condition):
    """One condition of the posture gate; it is left only ``slack`` beyond the limit."""

    slack: float = Field(default=10.0, ge=0, description="How far past the limit still counts as in position")
    phases: tuple[Id, ...] = Field(default=(), description="Only in these phases; none = always")


class Phase(Strict):
    """A station of the repetition. Start and target phases have separate thresholds to enter and to leave."""

    name: Id
    kind: Literal["start", "move", "target"]
    enter: tuple[Condition, ...] = Field(default=(), description="All must be true to enter")
    leave: tuple[Condition, ...] = Field(default=(), description="Any one true leaves")
    min_s: float = Field(default=0.0, ge=0, le=5, description="`enter` must last this long")
    hold: bool = Field(default=False, description="Seconds spent here are hold seconds")
    say: Text | None = Field(default=None, description="What is said when the phase begins")
    breath: Literal["in", "out"] | None = Field(
        default=None, description="How to breathe in this phase: said in every repetition"
    )

    @model_validator(mode="after")
    def _obeys(self) -> Phase:
        return _obey(self, rules.of_phase)


class RepetitionRule(Strict):
    """How phases make a repetition."""

    kind: Literal["cycle", "hold"] = Field(
        description="cycle: start, target(s), start. hold: every stay in the one target is a repetition."
    )
    signal: Id = Field(description="The feature that shows the movement best: plotted, and used to time it")
    timed_by: Id | None = Field(
        default=None,
        description="The feature that times it, where that is not the signal",
    )
    left_by: tuple[Id, ...] = Field(
        default=(),
        description="kind hold: features that fall to the limit of the posture when the hold is left another way than "
        "it was entered; it is over when the first of them has begun to fall",
    )
    ends: Literal["in_order", "any_order"] = "in_order"
    side: Literal["none", "moving", "upper"] = Field(
        default="none",
        description="Whose repetition it is: nobody's, the side with the greater signal, or the upper side.",
    )
    min_hold_s: float = Field(default=0.0, ge=0, description="kind hold: a shorter stay is unfinished")
    max_s: float = Field(default=60.0, gt=0, description="kind cycle: given up when it takes longer")
    sure: tuple[Id, ...] = Field(
        default=(),
        description="Features that must be clearly seen for a repetition to be counted rather than unsure",
    )


class Fault(Strict):
    """Something that is not done right, and what to say about it.

    A fault that shows in several ways has one table for each, with the same ``id``.
    """

    id: Id
    name: Text
    title: Text | None = Field(
        default=None, description="What several signs with one id are called together; in the first of them"
    )
    feature: Id | None = None
    warn_above: float | None = None
    warn_below: float | None = None
    above: float | None = None
    below: float | None = None
    own: tuple[float, float, float] | None = Field(
        default=None,
        description="[lowest, usual, highest]: the limits to warn are those of somebody who reads `usual` when a "
        "hold begins. They move with what this person reads then, if that lies between lowest and highest; "
        "the limits of the fault stay.",
    )
    duration_of: tuple[Id, ...] = Field(
        default=(), description="Instead of a feature: the time that each of these phases takes, in seconds"
    )
    hold_share: bool = Field(default=False, description="Instead of a feature: hold time / the dose's")
    extreme: Literal["least", "greatest"] | None = Field(
        default=None,
        description="Judge the feature's extreme over a whole repetition, also an unfinished one",
    )
    phases: tuple[Id, ...] = Field(default=(), description="Judged only in these phases; none = all")
    for_s: float = Field(default=1.0, gt=0, le=10, description="How long the fault must last")
    warn_for_s: float = Field(default=0.5, gt=0, le=10)
    given: tuple[Condition, ...] = Field(default=(), description="Judged only where all of these are met")
    prevents_count: bool = Field(default=False, description="A repetition with this fault is not counted")
    views: tuple[View, ...] = Field(default=(), description="Judged only from these views; none = any")
    cue: Text
    stronger_cue: Text | None = None
    praise: Text | None = None
    source: Text = Field(description="Where the threshold comes from")

    @model_validator(mode="after")
    def _obeys(self) -> Fault:
        return _obey(self, rules.of_fault)


class Unclear(Strict):
    """A movement that one view cannot tell from another: it is not counted, and that is said."""

    view: View = Field(description="From here, and not obliquely, it cannot be told")
    feature: Id = Field(description="What moves")
    moves: float = Field(gt=0, description="It is said when the feature has moved by so much ...")
    given: tuple[Condition, ...] = Field(default=(), description="... while all of these are met")
    text: Text = Field(description="What is said: why it cannot be told, and what to do")
    source: Text = Field(description="Where the limit comes from")


class Dose(Strict):
    """How much, where to begin, and the ceiling that no rule may pass."""

    repetitions: int = Field(ge=1, le=50)
    hold_s: float = Field(ge=0, le=120)
    per_side: bool = False
    sets: int = Field(default=1, ge=1, le=5)
    ceiling_repetitions: int = Field(ge=1, le=50)
    ceiling_hold_s: float = Field(ge=0, le=120)
    ceiling_sets: int = Field(default=1, ge=1, le=5)
    step_repetitions: int = Field(default=1, ge=0, le=10)
    step_hold_s: float = Field(default=0, ge=0, le=30)
    rest_s: float = Field(default=30, ge=0, le=300)

    @model_validator(mode="after")
    def _obeys(self) -> Dose:
        return _obey(self, rules.of_dose)


class Variant(Strict):
    """An easier or harder way to do the exercise."""

    id: Id
    name: Text
    text: Text


class Caution(Strict):
    """Advice for a person with a condition, and hints that are then left out."""

    condition: Health
    advice: Text
    swap: Id | None = Field(default=None, description="A variant to use instead")
    faults_off: tuple[Id, ...] = ()


class Exercise(Strict):
    """One exercise: what it is, how it is dosed, what is measured, what is right and wrong."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    name: Text
    other_names: tuple[Text, ...] = ()
    version: int = Field(ge=1)
    purpose: Text
    position: Literal["all_fours", "supine", "side_lying", "prone", "kneeling", "standing", "sitting"]
    sides: Literal["none", "each", "alternating"] = "none"
    views: tuple[View, ...] = Field(min_length=1, description="Best first")
    placement: Text
    sources: tuple[Text, ...] = Field(min_length=1)
    steps: tuple[Text, ...] = Field(min_length=1)
    breathing: Text | None = None
    dose: Dose
    easier: tuple[Variant, ...] = ()
    harder: tuple[Variant, ...] = ()
    cautions: tuple[Caution, ...] = ()
    features: dict[Id, Feature]
    posture: tuple[Posture, ...] = Field(min_length=1)
    repetition: RepetitionRule
    phases: tuple[Phase, ...] = Field(min_length=1)
    faults: tuple[Fault, ...] = ()
    unclear: tuple[Unclear, ...] = Field(default=(), description="What a view cannot tell")
    figure: Figure

    @model_validator(mode="before")
    @classmethod
    def _lists_to_tuples(cls, data: Any) -> Any:
        return lists_to_tuples(data)

    @model_validator(mode="after")
    def _obeys(self) -> Exercise:
        return _obey(self, rules.of_exercise)

    def phase(self, name: str) -> Phase:
        """Return the phase of that name; KeyError if there is none."""
        for phase in self.phases:
            if phase.name == name:
                return phase
        raise KeyError(name)

    def fault_name(self, fault_id: str) -> str | None:
        """Return what a fault is called, all its signs together; None if the exercise has no such fault."""
        return next((sign.title or sign.name for sign in self.faults if sign.id == fault_id), None)


def lists_to_tuples(data: Any) -> Any:
    """TOML and JSON know lists only; strict frozen models want tuples."""
    if isinstance(data, dict):
        return {key: lists_to_tuples(value) for key, value in data.items()}
    if isinstance(data, list):
        return tuple(lists_to_tuples(value) for value in data)
    return data
