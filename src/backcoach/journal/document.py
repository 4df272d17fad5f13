"""The shape of an exported journal, as it is checked before anything of it is imported.

Names that are not listed here are ignored: they are derived, or of a later version.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from backcoach.exercises.strict import Id
from backcoach.journal.values import AnswerKind, Outcome, PainWhen, Source, checked_name
from backcoach.tracking.summary import Severity, Side, Status

FORMAT = "backcoach-journal"
VERSION = 1
EARLIEST = datetime(1900, 1, 1, tzinfo=timezone.utc)
LATEST = datetime(3000, 1, 1, tzinfo=timezone.utc)
"""Wide enough for every clock: what a computer has written that took itself to be in 1970 can be read back, too."""


def _possible(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError("a moment between the years 1900 and 3000 was expected")
    return moment


MAX_NUMBER = 1e15
"""Numbers beyond it, which other programs round, are nobody's repetitions, seconds or settings."""


def _keepable(value: Any) -> Any:
    """Refuse numbers that a database, or another program, would read as something else."""
    if isinstance(value, dict):
        for inner in value.values():
            _keepable(inner)
    elif isinstance(value, list):
        for inner in value:
            _keepable(inner)
    elif isinstance(value, (int, float)) and not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise ValueError("a number within a million billions was expected")
    return value


Key = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Long = Annotated[str, Field(max_length=10_000)]
PossibleMoment = Annotated[AwareDatetime, AfterValidator(_possible)]
Measure = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)] | None
Whole = Annotated[int, Field(ge=0, le=1_000_000)]
Grade = Annotated[int, Field(ge=0, le=10)]
Free = Annotated[Any, AfterValidator(_keepable)]
JsonTable = Annotated[dict[str, Any], AfterValidator(_keepable)]


class Model(BaseModel):
    """A part of the document: exact types, no surprises."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class ExportedDose(Model):
    """What the plan reads of ``planned``; whatever else stands there is kept, too."""

    repetitions: int = Field(default=1, ge=1, le=1000)
    hold_s: float = Field(default=0.0, ge=0, le=86_400, allow_inf_nan=False)
    sides: list[Literal["left", "right"]] | None = Field(default=None, max_length=2)
    variant: Name | None = None


class Activity(Model):
    """How well one of the person's own activities goes."""

    name: Long
    value: Grade


class Given(Model):
    """What pages, plan and report read of ``answers``, of whatever kind; the rest is kept, too."""

    yes: list[Name] = []
    agreed: bool = False
    ticked: list[Whole] = []
    activities: list[Activity] = []


def _planned(table: dict[str, Any]) -> dict[str, Any]:
    ExportedDose.model_validate(table)
    return table


def _given(table: dict[str, Any]) -> dict[str, Any]:
    Given.model_validate(table)
    return table


class ExportedRepetition(Model):
    """One repetition."""

    index: Whole
    side: Side | None
    status: Status
    start_s: Measure
    target_s: Measure
    release_s: Measure
    end_s: Measure
    hold_s: Measure
    range: Measure
    faults: list[Name]
    clean: bool
    self_reported: bool


class ExportedHold(Model):
    """One hold."""

    start_s: Measure
    end_s: Measure
    side: Side | None
    what: Name | None
    self_reported: bool


class ExportedFault(Model):
    """One stretch with a fault."""

    id: Name
    severity: Severity
    start_s: Measure
    end_s: Measure
    side: Side | None
    phase: Name | None


class Seen(Model):
    """How much was seen."""

    seen_s: float = Field(ge=0, le=1e9)
    unsure_s: float = Field(ge=0, le=1e9)
    lost_s: float = Field(ge=0, le=1e9)


class ExportedSet(Model):
    """One set."""

    id: Key
    position: Whole
    exercise: Id
    exercise_version: Whole
    exercise_hash: Name
    planned: Annotated[JsonTable, AfterValidator(_planned)]
    self_reported: bool
    started_at: PossibleMoment
    ended_at: PossibleMoment | None
    outcome: Outcome | None
    tracking: Seen
    signal: str | None
    repetitions: list[ExportedRepetition]
    holds: list[ExportedHold]
    faults: list[ExportedFault]


class ExportedPain(Model):
    """One pain report."""

    id: Key
    at: PossibleMoment
    when: PainWhen
    value: Grade
    where: Long | None
    exercise: Name | None
    then: Long | None


class ExportedSession(Model):
    """One session."""

    id: Key
    source: Source
    routine: JsonTable
    engine_version: Name
    started_at: PossibleMoment
    ended_at: PossibleMoment | None
    outcome: Outcome | None
    effort: Grade | None
    pain: list[ExportedPain]
    sets: list[ExportedSet]


class ExportedAnswers(Model):
    """One questionnaire."""

    id: Key
    kind: AnswerKind
    at: PossibleMoment
    answers: Annotated[JsonTable, AfterValidator(_given)]
    score: Measure


class ExportedDecision(Model):
    """One decision about a dose."""

    id: Key
    at: PossibleMoment
    rule_id: Name
    exercise: Name | None
    inputs: JsonTable
    sentence: Long
    before: Free
    after: Free


class ExportedPerson(Model):
    """One person with everything about them."""

    id: Key
    name: Annotated[str, AfterValidator(checked_name)]
    created_at: PossibleMoment
    settings: JsonTable
    pain: list[ExportedPain]
    answers: list[ExportedAnswers]
    decisions: list[ExportedDecision]
    sessions: list[ExportedSession]


class Document(Model):
    """The whole export."""

    format: Literal["backcoach-journal"]
    version: Literal[1]
    profiles: list[ExportedPerson]


class Head(Model):
    """What tells an export from other files."""

    format: str
    version: int
