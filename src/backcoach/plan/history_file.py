"""A person's past as a JSON file: to try rules on it without a journal, and to hand a question over."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from backcoach.days import read_day
from backcoach.exercises.model import Health
from backcoach.exercises.plain_tables import Table, listed, text
from backcoach.exercises.problem import Problem, WrongFileError
from backcoach.exercises.reading import read_tables
from backcoach.exercises.strict import FileTable, Id, Strict
from backcoach.exercises.toml_file import FileProblemError
from backcoach.plan.values import EVERY_DAY, Dose, ExerciseRecord, History, Profile, Screening, Session

MAX_BYTES = 50_000_000


def _as_day(value: object) -> date:
    try:
        if isinstance(value, str):
            return read_day(value)
    except ValueError:
        pass
    raise ValueError("a day of the calendar, such as 2026-06-10")


Day = Annotated[date, BeforeValidator(_as_day)]
Scale = Annotated[int, Field(ge=0, le=10, description="a whole number from 0 to 10")]


class _Dose(Strict):
    repetitions: int = Field(ge=1, le=50)
    hold_s: float = Field(default=0, ge=0, le=120)
    sets: int = Field(default=1, ge=1, le=5)
    variant: Id | None = None

    def value(self) -> Dose:
        return Dose(self.repetitions, self.hold_s, self.sets, self.variant)


class _Fixed(_Dose):
    exercise: Id


class _Record(Strict):
    exercise: Id
    dose: _Dose
    done_share: float = Field(default=1.0, ge=0)
    clean_share: float | None = Field(default=None, ge=0, le=1, description="0 to 1; null for not seen")
    counted: int = Field(default=0, ge=0)
    unsure: int = Field(default=0, ge=0)
    self_reported: int = Field(default=0, ge=0)
    pain_during: Scale | None = None
    stopped_because: str | None = None

    def value(self) -> ExerciseRecord:
        clean = math.nan if self.clean_share is None else self.clean_share
        plain = self.model_dump(exclude={"dose", "clean_share"})
        return ExerciseRecord(dose=self.dose.value(), clean_share=clean, **plain)


class _Session(Strict):
    day: Day
    exercises: tuple[_Record, ...] = ()
    effort: Scale | None = None
    pain_before: Scale | None = None
    pain_after: Scale | None = None
    pain_next_morning: Scale | None = None
    stopped_because: str | None = None
    planned: bool = True
    share: float | None = Field(default=None, ge=0, le=1, description="of everything planned, 0 to 1")
    something: bool | None = Field(default=None, description="whether anything was done at all")

    def value(self) -> Session:
        plain = self.model_dump(exclude={"exercises"})
        return Session(exercises=tuple(record.value() for record in self.exercises), **plain)


class _Screening(Strict):
    day: Day
    yes: tuple[Id, ...] = ()
    agreed: bool = False
    after: int = Field(default=0, ge=0, description="so many sessions of that day were over before")
    adds: bool = Field(default=False, description="an agreement that is added to the answers before it")


class HistoryFile(FileTable):
    """A whole file: who the person is, and what was done."""

    schema_version: Literal[1] = Field(alias="schema")
    age: int | None = Field(default=None, ge=0, le=130)
    conditions: tuple[Health, ...] = ()
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = tuple(EVERY_DAY)
    doses_since: Day | None = None
    fixed: tuple[_Fixed, ...] = ()
    screenings: tuple[_Screening, ...] = ()
    sessions: tuple[_Session, ...] = ()

    def value(self) -> tuple[History, Profile]:
        """Return the past and the person."""
        profile = Profile(
            age=self.age,
            conditions=frozenset(self.conditions),
            screenings=tuple(
                Screening(s.day, frozenset(s.yes), s.agreed, s.after, s.adds) for s in self.screenings
            ),
            weekdays=frozenset(self.weekdays),
            fixed={fixed.exercise: fixed.value() for fixed in self.fixed},
            doses_since=self.doses_since,
        )
        return History(tuple(session.value() for session in self.sessions)), profile


def load_history(path: Path) -> tuple[History, Profile]:
    """Return the sessions and the profile of a file.

    Raises
    ------
    WrongFileError
        If it cannot be read or has mistakes; ``problems`` lists them all.
    """
    try:
        tables = _tables(path)
    except FileProblemError as error:
        raise WrongFileError(path, [error.problem]) from None
    found, problems = read_tables(tables, HistoryFile, _given_twice)
    if found is None:
        raise WrongFileError(path, problems)
    history, profile = found
    return history, profile


def _tables(path: Path) -> Mapping[str, Any]:
    allowed = f"a JSON file of at most {MAX_BYTES // 1_000_000} MB that can be read"
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileProblemError(Problem("", f"{path.stat().st_size // 1_000_000} MB", allowed))
        tables = json.loads(path.read_bytes())
    except OSError as error:
        raise FileProblemError(Problem("", error.strerror or str(error), allowed)) from None
    except json.JSONDecodeError as error:
        raise FileProblemError(Problem("", f"no JSON ({error.msg})", allowed, error.lineno)) from None
    except (ValueError, RecursionError):
        raise FileProblemError(Problem("", "no JSON", allowed)) from None
    if not isinstance(tables, dict):
        raise FileProblemError(Problem("", "no table", 'a table such as {"schema": 1, "sessions": []}'))
    return tables


def _given_twice(tables: Table) -> Iterator[Problem]:
    for i, session in listed(tables, "sessions"):
        seen: set[str] = set()
        for j, record in listed(session, "exercises"):
            name = text(record.get("exercise"))
            if name in seen:
                yield Problem(
                    f"sessions[{i}].exercises[{j}].exercise", f"'{name}' a second time", "each exercise once"
                )
            seen.add(name)
