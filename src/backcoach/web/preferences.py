"""What a person can choose: the routine, the voice, what is shown. One model for pages, server and session."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from backcoach.exercises.routine import Routine
from backcoach.exercises.schema import Id, Strict, lists_to_tuples

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Theme = Literal["system", "light", "dark"]


class Voice(Strict):
    """How the coach speaks.

    Attributes
    ----------
    on : bool
    name : str or None
        Name of a voice of the browser; None: the browser's own choice for the language.
    rate : float
        1 is the voice's usual speed.
    """

    on: bool = True
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    rate: float = Field(default=1.0, ge=0.5, le=1.6)


class RoutineChoice(Strict):
    """One exercise of the person's routine; the dose is where it starts from, and never above its ceiling."""

    exercise: Id
    on: bool = True
    repetitions: int = Field(ge=1, le=50)
    hold_s: float = Field(default=0, ge=0, le=120)
    sets: int = Field(default=1, ge=1, le=5)


class Preferences(Strict):
    """Everything that the settings page can change; every part has a default.

    Attributes
    ----------
    language : str or None
        None: the first of ours that the browser asks for.
    captions, mirror, skeleton : bool
        Whether what is spoken is shown as text; whether the picture is mirrored; whether the skeleton is drawn.
    rest : float
        How long rests are, as a part of the exercise's own.
    camera : str or None
        The browser's name of a camera; None: its own choice.
    routine : tuple of RoutineChoice
        Empty: the built-in routine with its doses.
    """

    language: Language | None = None
    theme: Theme = "system"
    voice: Voice = Voice()
    captions: bool = True
    mirror: bool = True
    skeleton: bool = True
    introductions: bool = True
    counts_aloud: bool = True
    breathing: bool = True
    rest: float = Field(default=1.0, ge=0, le=3)
    camera: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    routine: Annotated[tuple[RoutineChoice, ...], Field(max_length=40)] = ()

    @model_validator(mode="before")
    @classmethod
    def _lists_to_tuples(cls, data: Any) -> Any:
        return lists_to_tuples(data)

    def choices(self, default: Routine) -> tuple[RoutineChoice, ...]:
        """Return the routine: the person's own, or else the default one."""
        return self.routine or tuple(
            RoutineChoice(exercise=i.exercise, repetitions=i.repetitions, hold_s=i.hold_s, sets=i.sets)
            for i in default.items
        )
