"""The shape of an exported journal, as it is checked before anything of it is imported.

Names that are not listed here are ignored: they are derived, or of a later version.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from backcoach.journal.values import AnswerKind, Outcome, PainWhen, Source
from backcoach.tracking.summary import Severity, Side, Status

FORMAT = "backcoach-journal"
VERSION = 1
EARLIEST = datetime(2000, 1, 1, tzinfo=timezone.utc)
LATEST = datetime(2200, 1, 1, tzinfo=timezone.utc)


def _possible(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError("a moment between the years 2000 and 2200 was expected")
    return moment


Key = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Long = Annotated[str, Field(max_length=10_000)]
Moment = Annotated[AwareDatetime, AfterValidator(_possible)]
Measure = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)] | None
Whole = Annotated[int, Field(ge=0, le=1_000_000)]
Grade = Annotated[int, Field(ge=0, le=10)]
Table = dict[str, Any]


class Model(BaseModel):
    """A part of the document: exact types, no surprises."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Repetition(Model):
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


class Hold(Model):
    """One hold."""

    start_s: Measure
    end_s: Measure
    side: Side | None
    what: Name | None
    self_reported: bool


class Fault(Model):
    """One stretch with a fault."""

    id: Name
    severity: Severity
    start_s: Measure
    end_s: Measure
    side: Side | None
    phase: Name | None


class Seen(Model):
    """How much was seen."""

    seen_s: float = Field(ge=0, allow_inf_nan=False)
    unsure_s: float = Field(ge=0, allow_inf_nan=False)
    lost_s: float = Field(ge=0, allow_inf_nan=False)


class PracticeSet(Model):
    """One set."""

    id: Key
    position: Whole
    exercise: Name
    exercise_version: Whole
    exercise_hash: Name
    planned: Table
    self_reported: bool
    started_at: Moment
    ended_at: Moment | None
    outcome: Outcome | None
    tracking: Seen
    signal: str | None
    repetitions: list[Repetition]
    holds: list[Hold]
    faults: list[Fault]


class Pain(Model):
    """One pain report."""

    id: Key
    at: Moment
    when: PainWhen
    value: Grade
    where: Long | None
    exercise: Name | None
    then: Long | None


class Session(Model):
    """One session."""

    id: Key
    source: Source
    routine: Table
    engine_version: Name
    started_at: Moment
    ended_at: Moment | None
    outcome: Outcome | None
    effort: Grade | None
    pain: list[Pain]
    sets: list[PracticeSet]


class Answers(Model):
    """One questionnaire."""

    id: Key
    kind: AnswerKind
    at: Moment
    answers: Table
    score: Measure


class Decision(Model):
    """One decision about a dose."""

    id: Key
    at: Moment
    rule_id: Name
    exercise: Name | None
    inputs: Table
    sentence: Long
    before: Any
    after: Any


class Profile(Model):
    """One person with everything about them."""

    id: Key
    name: Name
    created_at: Moment
    settings: Table
    pain: list[Pain]
    answers: list[Answers]
    decisions: list[Decision]
    sessions: list[Session]


class Document(Model):
    """The whole export."""

    format: Literal["backcoach-journal"]
    version: Literal[1]
    profiles: list[Profile]


class Head(Model):
    """What tells an export from other files."""

    format: str
    version: int
