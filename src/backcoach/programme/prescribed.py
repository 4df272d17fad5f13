"""A routine that a clinician has written for one person: kept with the person's settings, it moves with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from backcoach.exercises.routine import RoutineItem, RoutineItemTable
from backcoach.plan import Dose

KEY = "prescribed"
"""Where a profile's settings keep it."""


def _item(kept: object) -> RoutineItem:
    """Return an item as it was kept; it has to be one that a routine file could hold."""
    if isinstance(kept, RoutineItem):
        return kept
    item: RoutineItem = RoutineItemTable.model_validate(kept).value()
    return item


class Prescribed(BaseModel):
    """What a clinician asked for; without items, nothing.

    Attributes
    ----------
    name : str
        Of the routine.
    taken_on : str
        The day on which it was taken in.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str = ""
    taken_on: str = ""
    items: tuple[Annotated[RoutineItem, BeforeValidator(_item)], ...] = ()

    @property
    def day(self) -> date | None:
        """The day on which it was taken in, if it can be read."""
        try:
            return date.fromisoformat(self.taken_on)
        except ValueError:
            return None

    @property
    def fixed(self) -> Mapping[str, Dose]:
        """The doses that no rule changes, by exercise."""
        return {item.exercise: dose_of(item) for item in self.items if item.fixed}

    @property
    def variants(self) -> Mapping[str, str]:
        """Exercises that are to be done in another way."""
        return {item.exercise: item.variant for item in self.items if item.variant is not None}


def prescribed_in(settings: Mapping[str, Any]) -> Prescribed:
    """Return what stands in a profile's settings; nothing where that cannot be understood."""
    try:
        return Prescribed.model_validate(settings.get(KEY, {}))
    except ValidationError:
        return Prescribed()


def dose_of(item: RoutineItem) -> Dose:
    """Return an item's dose."""
    return Dose(item.repetitions, item.hold_s, item.sets, item.variant)
