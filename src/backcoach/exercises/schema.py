"""The shape of an exercise file: a closed vocabulary, no expressions.

This says what may stand in a file, and yields the values of `backcoach.exercises.model`, which everybody reads. What
the shape of one table cannot say is in `backcoach.exercises.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from backcoach.exercises import model
from backcoach.exercises.feature_schema import AnyFeature
from backcoach.exercises.figure_schema import FigureTable
from backcoach.exercises.model import Gesture, Health, View
from backcoach.exercises.strict import FileTable, Id, Text

Short = Annotated[str, Field(min_length=1, max_length=60)]


# --- phases -----------------------------------------------------------------------------------------------------------


class ConditionTable(FileTable):
    """A feature above, below, or between two values."""

    makes = model.Condition

    feature: Id
    above: float | None = None
    below: float | None = None
    if_seen: bool = Field(default=False, description="Counts as met where it is not clearly seen")


class PostureTable(ConditionTable):
    """One condition of the posture gate; it is left only ``slack`` beyond the limit."""

    makes = model.Posture

    slack: float = Field(default=10.0, ge=0, description="How far past the limit still counts as in position")
    phases: tuple[Id, ...] = Field(default=(), description="Only in these phases; none = always")


class PhaseTable(FileTable):
    """A station of the repetition. Start and target phases have separate thresholds to enter and to leave."""

    makes = model.Phase

    name: Id
    kind: Literal["start", "move", "target"]
    enter: tuple[ConditionTable, ...] = Field(default=(), description="All must be true to enter")
    leave: tuple[ConditionTable, ...] = Field(default=(), description="Any one true leaves")
    min_s: float = Field(default=0.0, ge=0, le=5, description="`enter` must last this long")
    hold: bool = Field(default=False, description="Seconds spent here are hold seconds")
    say: Text | None = Field(default=None, description="What is said when the phase begins")
    breath: Literal["in", "out"] | None = Field(
        default=None, description="How to breathe in this phase: said in every repetition"
    )


class RepetitionTable(FileTable):
    """How phases make a repetition."""

    makes = model.RepetitionRule

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


# --- faults -----------------------------------------------------------------------------------------------------------


class FaultTable(FileTable):
    """Something that is not done right, and what to say about it.

    A fault that shows in several ways has one table for each, with the same ``id``.
    """

    id: Id
    name: Text
    title: Text | None = Field(
        default=None, description="What several signs with one id are called together; in the first of them"
    )
    warn_above: float | None = None
    warn_below: float | None = None
    above: float | None = None
    below: float | None = None
    phases: tuple[Id, ...] = Field(default=(), description="Judged only in these phases; none = all")
    for_s: float = Field(default=1.0, gt=0, le=10, description="How long the fault must last")
    warn_for_s: float = Field(default=0.5, gt=0, le=10)
    given: tuple[ConditionTable, ...] = Field(
        default=(), description="Judged only where all of these are met"
    )
    prevents_count: bool = Field(default=False, description="A repetition with this fault is not counted")
    views: tuple[View, ...] = Field(default=(), description="Judged only from these views; none = any")
    asks_out: bool = Field(
        default=False, description="The cue asks to end the hold: what was held then counts as it is"
    )
    cue: Text
    stronger_cue: Text | None = None
    praise: Text | None = None
    source: Text = Field(description="Where the threshold comes from")


class WatchedFaultTable(FaultTable):
    """A feature beyond a limit for so long."""

    makes = model.WatchedFault

    feature: Id
    own: tuple[float, float, float] | None = Field(
        default=None,
        description="[lowest, usual, highest]: the limits to warn are those of somebody who reads `usual` when a "
        "hold begins. They move with what this person reads then, if that lies between lowest and highest; "
        "the limits of the fault stay.",
    )


class ExtremeFaultTable(FaultTable):
    """The extreme of a feature over a whole repetition."""

    makes = model.ExtremeFault

    feature: Id
    extreme: Literal["least", "greatest"] = Field(
        description="Judge the feature's extreme over a whole repetition, also an unfinished one"
    )


class DurationFaultTable(FaultTable):
    """The time that phases take."""

    makes = model.DurationFault

    duration_of: tuple[Id, ...] = Field(
        min_length=1,
        description="Instead of a feature: the time that each of these phases takes, in seconds",
    )


class HoldFaultTable(FaultTable):
    """How long was held."""

    makes = model.HoldFault

    hold_share: Literal[True] = Field(description="Instead of a feature: hold time / the dose's")


def _fault_tag(said: Any) -> str:
    """Return the shape of a fault with this measure; that of a feature where there is none."""
    table = said if isinstance(said, Mapping) else {}
    if "feature" in table:
        shape: type[FaultTable] = ExtremeFaultTable if "extreme" in table else WatchedFaultTable
    elif "duration_of" in table:
        shape = DurationFaultTable
    else:
        shape = HoldFaultTable if "hold_share" in table else WatchedFaultTable
    return shape.__name__


AnyFault = Annotated[
    Annotated[WatchedFaultTable, Tag("WatchedFaultTable")]
    | Annotated[ExtremeFaultTable, Tag("ExtremeFaultTable")]
    | Annotated[DurationFaultTable, Tag("DurationFaultTable")]
    | Annotated[HoldFaultTable, Tag("HoldFaultTable")],
    Discriminator(_fault_tag),
]


class UnclearTable(FileTable):
    """A movement that one view cannot tell from another: it is not counted, and that is said."""

    makes = model.Unclear

    view: View = Field(description="From here, and not obliquely, it cannot be told")
    feature: Id = Field(description="What moves")
    moves: float = Field(gt=0, description="It is said when the feature has moved by so much ...")
    given: tuple[ConditionTable, ...] = Field(default=(), description="... while all of these are met")
    text: Text = Field(description="What is said: why it cannot be told, and what to do")
    source: Text = Field(description="Where the limit comes from")


# --- how it is taught -------------------------------------------------------------------------------------------------


class StepTable(FileTable):
    """One step of the movement: a sentence, and where the figure goes with it (and stays, if it is there already)."""

    makes = model.Step

    text: Text
    to: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        default=None,
        description="A target of the figure, or 'start'; without it the figure shows the whole movement meanwhile.",
    )
    say: Short | None = Field(
        default=None,
        description="The same in a few words, for whoever knows it; in a hold: the way in, the way out.",
    )


class SideTeachingTable(FileTable):
    """One side, so that it cannot be misunderstood."""

    makes = model.SideTeaching

    say: Text = Field(description="How to lie or kneel for it, and which limb will move.")
    short: Short = Field(description="The limb that moves, in two to four words.")


class TeachingTable(FileTable):
    """What is said the first times, in this order: the position, the movement, the breath, the feeling."""

    makes = model.Teaching

    position: tuple[Text, ...] = Field(min_length=1, description="How to get into position.")
    movement: tuple[StepTable, ...] = Field(
        min_length=1, description="There and back: every target, both ways."
    )
    feel: Text | None = Field(default=None, description="How it should feel, and how it should not.")
    left: SideTeachingTable | None = None
    right: SideTeachingTable | None = None


# --- the whole --------------------------------------------------------------------------------------------------------


class DoseTable(FileTable):
    """How much, where to begin, and the ceiling that no rule may pass."""

    makes = model.Dose

    repetitions: int = Field(ge=1, le=50)
    hold_s: float = Field(ge=0, le=120)
    per_side: bool = False
    sets: int = Field(default=1, ge=1, le=5)
    ceiling_repetitions: int = Field(ge=1, le=50)
    ceiling_hold_s: float = Field(ge=0, le=120)
    ceiling_sets: int = Field(default=1, ge=1, le=5)
    step_repetitions: int = Field(default=1, ge=0, le=10)
    step_hold_s: float = Field(default=0.0, ge=0, le=30)
    rest_s: float = Field(default=30.0, ge=0, le=300)


class VariantTable(FileTable):
    """An easier or harder way to do the exercise."""

    makes = model.Variant

    id: Id
    name: Text
    text: Text


class CautionTable(FileTable):
    """Advice for a person with a condition, and hints that are then left out."""

    makes = model.Caution

    condition: Health
    advice: Text
    swap: Id | None = Field(default=None, description="A variant to use instead")
    faults_off: tuple[Id, ...] = ()


class ExerciseTable(FileTable):
    """One exercise: what it is, how it is dosed, what is measured, what is right and wrong."""

    makes = model.Exercise

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    name: Text
    other_names: tuple[Text, ...] = ()
    version: int = Field(ge=1)
    purpose: Text
    position: Literal["all_fours", "supine", "side_lying", "prone", "kneeling", "standing", "sitting"]
    sides: Literal["none", "each", "alternating"] = "none"
    views: tuple[View, ...] = Field(min_length=1, description="Best first")
    hand: Gesture = Field(
        default="raise",
        description="What counts as a raised hand meanwhile. raise: an arm stretched up, on hands and knees a hand at "
        "the ear. ear: a hand at the ear in every posture, for an exercise that stretches an arm up. none: nothing",
    )
    placement: Text
    sources: tuple[Text, ...] = Field(min_length=1)
    steps: tuple[Text, ...] = Field(
        default=(), description="What is done, sentence by sentence; without it, those of `teaching`."
    )
    breathing: Text | None = Field(default=None, description="How to breathe, in one sentence.")
    teaching: TeachingTable | None = Field(
        default=None,
        description="How it is taught, step by step with the figure; needed where there are no `steps`.",
    )
    dose: DoseTable
    easier: tuple[VariantTable, ...] = ()
    harder: tuple[VariantTable, ...] = ()
    cautions: tuple[CautionTable, ...] = ()
    features: dict[Id, AnyFeature]
    posture: tuple[PostureTable, ...] = Field(min_length=1)
    repetition: RepetitionTable
    phases: tuple[PhaseTable, ...] = Field(min_length=1)
    faults: tuple[AnyFault, ...] = ()
    unclear: tuple[UnclearTable, ...] = Field(default=(), description="What a view cannot tell")
    figure: FigureTable

    def value(self) -> model.Exercise:
        """Return the exercise; one that is taught has the steps of its teaching where the file gives none."""
        exercise: model.Exercise = super().value()
        if exercise.steps or exercise.teaching is None:
            return exercise
        return replace(exercise, steps=exercise.teaching.steps)
