"""The shape of a feature in an exercise file: one table for each kind, with the keys of that kind and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag

from backcoach.exercises import model
from backcoach.exercises.model import Space, Unit, Which
from backcoach.exercises.problem import nearest
from backcoach.exercises.strict import FileTable, Id

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


class FeatureTable(FileTable):
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
    share                   none                ``of`` as a part of its swing in this position, from least to greatest
    ======================  ==================  ======================================================
    """

    unit: Unit = "trunk"
    space: Space = "image"
    side: Which = Field(
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


NoPoints = Annotated[tuple[Point, ...], Field(max_length=0)]
OnePoint = Annotated[tuple[Point, ...], Field(min_length=1, max_length=1)]
TwoPoints = Annotated[tuple[Point, ...], Field(min_length=2, max_length=2)]
ThreePoints = Annotated[tuple[Point, ...], Field(min_length=3, max_length=3)]
Followed = Annotated[Id, Field(description="The feature that is followed")]


class ThreePointTable(FeatureTable):
    """A quantity of three points."""

    makes = model.Measure

    kind: Literal["angle", "bend", "deviation", "lift"]
    points: ThreePoints


class TwoPointTable(FeatureTable):
    """A quantity of two points."""

    makes = model.Measure

    kind: Literal["elevation", "distance", "height", "horizontal", "roll"]
    points: TwoPoints


class OnePointTable(FeatureTable):
    """A quantity of one point."""

    makes = model.Measure

    kind: Literal["crossing"]
    points: OnePoint


class BodyTable(FeatureTable):
    """A quantity of the whole body, or of the line of the back."""

    makes = model.Measure

    kind: Literal["chest_up", "chest_to_camera", "sagitta"]
    points: NoPoints = ()


class SpeedTable(FeatureTable):
    """How fast a point moves."""

    makes = model.Speed

    kind: Literal["speed"]
    points: OnePoint
    window_s: float = Field(default=0.0, ge=0, le=30, description="Over how long; 0: the usual time")


class TurningSpeedTable(FeatureTable):
    """How fast a limb turns."""

    makes = model.Speed

    kind: Literal["angular_speed"]
    points: TwoPoints
    window_s: float = Field(default=0.0, ge=0, le=30, description="Over how long; 0: the usual time")


class TrendTable(FeatureTable):
    """How much another feature changes."""

    makes = model.Trend

    kind: Literal["trend"]
    points: NoPoints = ()
    of: Followed
    window_s: float = Field(gt=0, le=30, description="Over how long")


class ProgressTable(FeatureTable):
    """Where another feature is between this person's rest and peak."""

    makes = model.Progress

    kind: Literal["progress"]
    points: NoPoints = ()
    of: Followed
    least_range: float = Field(gt=0, description="A smaller range of `of` than this counts as this")


class ShareTable(FeatureTable):
    """Another feature as a part of its swing."""

    makes = model.Share

    kind: Literal["share"]
    points: NoPoints = ()
    of: Followed
    least_range: float = Field(gt=0, description="A smaller range of `of` than this counts as this")


FEATURE_TABLES: tuple[type[FeatureTable], ...] = (
    ThreePointTable,
    TwoPointTable,
    OnePointTable,
    BodyTable,
    SpeedTable,
    TurningSpeedTable,
    TrendTable,
    ProgressTable,
    ShareTable,
)
KINDS: dict[str, type[FeatureTable]] = {
    kind: shape for shape in FEATURE_TABLES for kind in get_args(shape.model_fields["kind"].annotation)
}
"""The shape of each kind of feature."""


def _feature_tag(said: Any) -> str:
    """Return the shape of a feature of this kind; of a misspelt or missing kind, the one that it was meant to have.

    There is always one, so that every mistake in the table is told together with that of the kind.
    """
    table = said if isinstance(said, Mapping) else {}
    kind, points = table.get("kind"), table.get("points")
    name = kind if kind in KINDS else nearest(kind, KINDS) if isinstance(kind, str) else None
    if name is not None:
        return KINDS[name].__name__
    if "least_range" in table:
        return ProgressTable.__name__
    if "of" in table:
        return TrendTable.__name__
    number = len(points) if isinstance(points, (list, tuple)) else 2
    return (BodyTable, OnePointTable, TwoPointTable, ThreePointTable)[min(number, 3)].__name__


AnyFeature = Annotated[
    Annotated[ThreePointTable, Tag("ThreePointTable")]
    | Annotated[TwoPointTable, Tag("TwoPointTable")]
    | Annotated[OnePointTable, Tag("OnePointTable")]
    | Annotated[BodyTable, Tag("BodyTable")]
    | Annotated[SpeedTable, Tag("SpeedTable")]
    | Annotated[TurningSpeedTable, Tag("TurningSpeedTable")]
    | Annotated[TrendTable, Tag("TrendTable")]
    | Annotated[ProgressTable, Tag("ProgressTable")]
    | Annotated[ShareTable, Tag("ShareTable")],
    Discriminator(_feature_tag),
]
