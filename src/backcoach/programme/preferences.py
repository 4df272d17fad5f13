"""What a person can choose: the routine, the voice, what is shown. One model for pages, server and session."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from backcoach.exercises.catalogue import Catalogue
from backcoach.exercises.plain_tables import shown
from backcoach.exercises.problem import Problem, unknown
from backcoach.exercises.routine import Routine, load_routine
from backcoach.exercises.strict import Id, Strict, lists_to_tuples
from backcoach.texts.catalogue import languages

if TYPE_CHECKING:
    from backcoach.journal import Journal

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


class Words(Strict):
    """Whether words that the person says are understood: the consent to that.

    Attributes
    ----------
    on : bool
        The microphone is heard during sessions; nothing of it is kept, and nothing leaves the computer.
    """

    on: bool = False


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
    raised_hand : bool
        Whether a raised hand pauses, goes on, and says yes.
    rest : float
        How long rests are, as a part of the exercise's own.
    camera : str or None
        The browser's name of a camera; None: its own choice.
    weekdays : tuple of int
        Planned days of exercise, 0 = Monday to 6 = Sunday; the others are days of rest.
    doses_since : str or None
        The day, as ``2026-11-22``, on which the routine's doses were last set by hand; see `dated`.
    routine : tuple of RoutineChoice
        Empty: the built-in routine with its doses.
    """

    language: Language | None = None
    theme: Theme = "system"
    voice: Voice = Voice()
    words: Words = Words()
    captions: bool = True
    mirror: bool = True
    skeleton: bool = True
    introductions: bool = True
    counts_aloud: bool = True
    breathing: bool = True
    raised_hand: bool = True
    rest: float = Field(default=1.0, ge=0, le=3)
    camera: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    weekdays: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(max_length=7)] = tuple(range(7))
    doses_since: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
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

    def dated(self, before: Preferences, default: Routine, today: date) -> Preferences:
        """Return these preferences with the day on which doses were set: today, if one differs from before."""
        new, old = _doses(self.choices(default)), _doses(before.choices(default))
        changed = any(new[exercise] != old[exercise] for exercise in new.keys() & old.keys())
        return self.model_copy(update={"doses_since": today.isoformat() if changed else before.doses_since})


def _doses(routine: tuple[RoutineChoice, ...]) -> dict[str, tuple[int, float, int]]:
    return {choice.exercise: (choice.repetitions, choice.hold_s, choice.sets) for choice in routine}


KEY = "preferences"
"""Where a profile's settings in the journal keep what the settings page can change."""


def preferences_in(settings: Mapping[str, Any]) -> Preferences:
    """Return what is kept with a profile's settings; the defaults for each part that cannot be understood.

    They need not have come from the settings page: an import or a backup may hold those of another version, or ones
    that somebody has edited.
    """
    found = _understood(settings.get(KEY, {}))
    again = set(_again(found.routine))
    if not again:
        return found
    once = tuple(choice for i, choice in enumerate(found.routine) if i not in again)
    return found.model_copy(update={"routine": once})


def _understood(kept: Any) -> Preferences:
    try:
        return Preferences.model_validate(kept)
    except ValidationError as error:
        wrong = {e["loc"][0] for e in error.errors(include_url=False, include_context=False) if e["loc"]}
    sound = {name: kept[name] for name in kept if name not in wrong} if isinstance(kept, dict) else {}
    try:
        return Preferences.model_validate(sound)
    except ValidationError:
        return Preferences()


def _again(routine: tuple[RoutineChoice, ...]) -> Iterator[int]:
    """Find what stands in a routine for a second time: each exercise once."""
    seen: set[str] = set()
    for i, choice in enumerate(routine):
        if choice.exercise in seen:
            yield i
        seen.add(choice.exercise)


def keep_preferences(
    journal: Journal,
    profile_id: str,
    chosen: Preferences,
    catalogue: Catalogue,
    today: date,
    also: Mapping[str, Any] | None = None,
) -> None:
    """Keep what a person has chosen, and in the same step ``also`` other settings of theirs.

    Raises
    ------
    JournalError
        If it cannot be written.
    """
    default = load_routine(catalogue=catalogue)

    def change(kept: Mapping[str, Any]) -> Mapping[str, Any]:
        dated = chosen.dated(preferences_in(kept), default, today)
        return {**(also or {}), KEY: dated.model_dump(mode="json")}

    journal.people.change_settings(profile_id, change)


class WrongPreferencesError(ValueError):
    """What was sent are no preferences; ``problems`` lists every mistake."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def read_preferences(content: bytes, catalogue: Catalogue) -> Preferences:
    """Return the preferences in a request's JSON.

    Raises
    ------
    WrongPreferencesError
        If anything in it is unknown, of another type or beyond its limits; all mistakes are told at once.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise WrongPreferencesError([Problem("", "no JSON", "a JSON object")]) from None
    problems: list[Problem] = []
    try:
        preferences = Preferences.model_validate(data)
    except ValidationError as error:
        problems = [
            Problem(_path(e["loc"]), shown(e["input"]), e["msg"]) for e in error.errors(include_url=False)
        ]
    except RecursionError:
        problems = [Problem("", "lists within lists without end", "the keys of the settings")]
    else:
        problems = list(_broken_rules(preferences, catalogue))
    if problems:
        raise WrongPreferencesError(problems)
    return preferences


def _broken_rules(preferences: Preferences, catalogue: Catalogue) -> Iterator[Problem]:
    """Find what only the exercises and the languages can tell."""
    if preferences.language is not None and preferences.language not in languages():
        yield unknown("language", preferences.language, languages())
    for i in _again(preferences.routine):
        found = f"'{preferences.routine[i].exercise}' again"
        yield Problem(f"routine[{i}].exercise", found, "each exercise once")
    for i, choice in enumerate(preferences.routine):
        if choice.exercise not in catalogue:
            yield unknown(f"routine[{i}].exercise", choice.exercise, catalogue.ids)
            continue
        dose = catalogue[choice.exercise].dose
        for key in ("repetitions", "hold_s", "sets"):
            value, ceiling = getattr(choice, key), getattr(dose, f"ceiling_{key}")
            if value > ceiling:
                yield Problem(
                    f"routine[{i}].{key}", f"{value:g}", f"at most {ceiling:g}, the exercise's ceiling"
                )


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
