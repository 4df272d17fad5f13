"""What the journal hands out: plain values. Moments are in UTC; seconds count from the start of the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backcoach.journal.work import Json
from backcoach.texts import Message, message

Source = Literal["camera", "none", "demo"]
Outcome = Literal["done", "skipped", "hurt", "broken_off"]
PainWhen = Literal["before", "during", "after", "next_morning"]
AnswerKind = Literal["screening", "rmdq24", "activities", "global_change", "next_morning"]

UNNAMED = "Me"
"""The name of the first person until they give another one; pages write it in their own language."""

MAX_LETTERS = 80

Signal = tuple[tuple[float, float], ...]
"""The curve of a set for its plot: (time_s, value), at most ten a second; NaN where it was not seen."""


def checked_name(name: str) -> str:
    """Return the name without blanks around it, or raise ValueError."""
    name = name.strip()
    if not 0 < len(name) <= MAX_LETTERS:
        raise ValueError(f"a name has 1 to {MAX_LETTERS} letters, this one has {len(name)}")
    if not name.isprintable():
        raise ValueError("a name holds letters, digits, blanks and punctuation only")
    return name


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the household.

    Attributes
    ----------
    id : str
        A random UUID, as all identifiers of the journal.
    name : str
        As the person wants to be called; see `UNNAMED`.
    created_at : datetime
        When the person was added.
    """

    id: str
    name: str
    created_at: datetime

    @property
    def called(self) -> Message | str:
        """The name as a page writes it: that of a person who has not given one is translated."""
        return message("Me") if self.name == UNNAMED else self.name


@dataclass(frozen=True, slots=True)
class PainReport:
    """How much it hurt: 0 (not at all) to 10.

    Attributes
    ----------
    id : str
        Its identifier.
    at : datetime
        When it was said.
    when : {"before", "during", "after", "next_morning"}
        Seen from the session.
    value : int
        0 to 10.
    where, then : str, optional
        In which part of the body, and what the person chose to do then.
    session_id, exercise : str, optional
        In which session, and during which exercise.
    """

    id: str
    at: datetime
    when: PainWhen
    value: int
    where: str | None = None
    session_id: str | None = None
    exercise: str | None = None
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """One filled-in questionnaire, screening included.

    Attributes
    ----------
    id : str
        Its identifier.
    kind : {"screening", "rmdq24", "activities", "global_change", "next_morning"}
        Which questionnaire.
    at : datetime
        When it was filled in.
    answers : mapping
        By question.
    score : float, optional
        In the questionnaire's own unit; None where it has none.
    """

    id: str
    kind: AnswerKind
    at: datetime
    answers: Mapping[str, Json]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """Why a dose changed, or did not: the rule, what it looked at, and one plain sentence.

    Attributes
    ----------
    id : str
        Its identifier.
    at : datetime
        When it was decided.
    rule_id : str
        The rule, by its name in the file of the rules.
    exercise : str, optional
        About one exercise; None for the whole routine.
    inputs : mapping
        What the rule looked at, by name.
    sentence : str
        For a person.
    before, after
        The dose, as JSON can say it.
    """

    id: str
    at: datetime
    rule_id: str
    exercise: str | None
    inputs: Mapping[str, Json]
    sentence: str
    before: Json = None
    after: Json = None


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """What a set asked for, without what came of it: enough for the course of a dose over years.

    Attributes
    ----------
    exercise : str
        The exercise's identifier.
    started_at : datetime
        When the set began.
    planned : mapping
        The dose: repetitions, hold_s, sides, variant.
    """

    exercise: str
    started_at: datetime
    planned: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Progress:
    """What was done of one exercise on one side in a stretch of time ``[since, until)``, over all its sets.

    Attributes
    ----------
    since, until : datetime
        The stretch.
    exercise : str
        The exercise's identifier.
    side : {"left", "right"}, optional
        None where the exercise has no sides.
    sets : int
        In how many of them something was done on this side.
    counted, unsure, clean, self_reported_count, faults, warnings : int
        As of `SetTotals`.
    hold_s, longest_hold_s : float
        Seconds, as of `SetTotals`.
    range : float
        Mean range of motion of the counted repetitions, in the unit of the exercise's signal; NaN if unknown.
    """

    since: datetime
    until: datetime
    exercise: str
    side: str | None
    sets: int
    counted: int
    unsure: int
    clean: int
    self_reported_count: int
    hold_s: float
    longest_hold_s: float
    range: float
    faults: int
    warnings: int


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How often a fault was shown in a stretch of time.

    Attributes
    ----------
    exercise, fault : str
        The exercise's identifier, and that of its fault.
    severity : {"warning", "fault"}
        How clearly it was shown.
    times, sets : int
        In how many stretches, and in how many sets there was one.
    """

    exercise: str
    fault: str
    severity: str
    times: int
    sets: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought.

    Attributes
    ----------
    profiles_added, sessions_added : int
        How many people and sessions are new here.
    sessions_present : int
        How many sessions were here already, and stayed as they were.
    """

    profiles_added: int
    sessions_added: int
    sessions_present: int
