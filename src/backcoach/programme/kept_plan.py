"""What a session is to do, as the journal keeps it, and back again."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backcoach.coaching.planned import Done, PlannedSet
from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.model import Exercise
from backcoach.exercises.problem import WrongFileError
from backcoach.exercises.strict import Id
from backcoach.plan import Dose
from backcoach.programme.errors import NotResumableError, UnusableExerciseError
from backcoach.texts import message

if TYPE_CHECKING:
    from backcoach.journal.session_values import SessionRecord, SetRecord

Json = dict[str, Any]
_OVER = frozenset({"done", "skipped", "hurt"})


class PlannedJson(BaseModel):
    """One set of a session, as the journal keeps it: enough to go on with it later."""

    model_config = ConfigDict(extra="ignore")

    exercise: Id
    repetitions: int = Field(ge=1)
    hold_s: float = Field(default=0.0, ge=0)
    variant: str | None = None
    faults_off: frozenset[str] = frozenset()
    advice: tuple[str, ...] = ()
    sides: Annotated[tuple[Literal["left", "right"], ...], Field(min_length=1, max_length=2)] = (
        "left",
        "right",
    )
    rest_s: float = Field(default=30.0, ge=0)

    @classmethod
    def of(cls, planned: PlannedSet) -> PlannedJson:
        """Return the plain values of a set."""
        values = {name: getattr(planned, name) for name in cls.model_fields if name != "exercise"}
        return cls(exercise=planned.exercise.id, **values)

    def planned(self, exercise: Exercise) -> PlannedSet:
        """Return the set again."""
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "exercise"}
        return PlannedSet(exercise=exercise, **values)


class RoutineJson(BaseModel):
    """A whole session; ``practice`` names the exercise where a single one was asked for."""

    model_config = ConfigDict(extra="ignore")

    practice: str | None = None
    sets: tuple[PlannedJson, ...] = Field(min_length=1)


def planned_json(planned: PlannedSet) -> Json:
    """Return a set's dose for the journal."""
    return PlannedJson.of(planned).model_dump(mode="json")


def routine_json(sets: Iterable[PlannedSet], practice: str | None) -> Json:
    """Return all sets for the journal."""
    return RoutineJson(practice=practice, sets=tuple(map(PlannedJson.of, sets))).model_dump(mode="json")


def free_json() -> Json:
    """Return what the journal keeps of a session that has no plan."""
    return {"practice": None, "free": True, "sets": []}


def planned_of(record: SessionRecord) -> dict[int, PlannedJson]:
    """Return each set of a session as it was planned, by its position.

    A session of another program, or one that was taken in, may not say it; then what was begun stands for it.
    """
    with contextlib.suppress(ValidationError):
        return dict(enumerate(RoutineJson.model_validate(record.routine).sets))
    return {one.position: _planned_or_done(one) for one in record.sets}


def _planned_or_done(record: SetRecord) -> PlannedJson:
    with contextlib.suppress(ValidationError):
        return PlannedJson.model_validate({**record.planned, "exercise": record.done.exercise})
    return PlannedJson(exercise=record.done.exercise, repetitions=max(1, record.done.counted))


def dose_in(kept: Mapping[str, Any]) -> Dose | None:
    """Return the dose of a set that the journal keeps. Whoever asks for a kept dose asks here.

    Parameters
    ----------
    kept : mapping
        As `planned_json` made it, or what another program wrote.

    Returns
    -------
    Dose or None
        Of one set; None where it cannot be read.
    """
    try:
        return _dose(kept.get("repetitions"), kept.get("hold_s"), kept.get("variant"))
    except (TypeError, ValueError):
        return None


@lru_cache(maxsize=256)  # few doses, on thousands of days
def _dose(repetitions: Any, hold_s: Any, variant: Any) -> Dose:
    one = PlannedJson(exercise="any", repetitions=repetitions, hold_s=hold_s or 0.0, variant=variant)
    return Dose(one.repetitions, one.hold_s, 1, one.variant)


def exercise_of(catalogue: Catalogue, exercise_id: str) -> Exercise:
    """Return the exercise of that id.

    Raises
    ------
    UnusableExerciseError
        If there is none, or its file has mistakes.
    """
    try:
        return catalogue[exercise_id]
    except (UnknownExerciseError, WrongFileError):
        raise UnusableExerciseError(exercise_id) from None


def resumed(
    routine: Mapping[str, Any], records: Sequence[SetRecord], catalogue: Catalogue
) -> tuple[tuple[PlannedSet, ...], tuple[Done, ...]]:
    """Return the sets of a session that broke off, and what is done of each.

    Raises
    ------
    NotResumableError
        If what the journal kept cannot be used any more: an exercise is gone, or the entry is of another program.
    """
    try:
        kept = RoutineJson.model_validate(routine)
    except ValidationError:
        raise NotResumableError(message("its plan was not kept")) from None
    try:
        sets = tuple(one.planned(exercise_of(catalogue, one.exercise)) for one in kept.sets)
    except UnusableExerciseError as error:
        raise NotResumableError(error.message) from None
    return sets, tuple(_done([r for r in records if r.position == i]) for i in range(len(sets)))


def _done(records: Sequence[SetRecord]) -> Done:
    """Return what is done of one set, which may have been begun several times."""
    repetitions = [repetition for one in records for repetition in one.done.repetitions]
    by_side = Counter(repetition.side for repetition in repetitions if repetition.status == "counted")
    finished = any(one.outcome in _OVER for one in records)
    return Done(tuple(by_side.items()), finished, remembered=len(repetitions))
