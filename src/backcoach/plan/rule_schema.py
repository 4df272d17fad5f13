"""The shape of a rule file: a closed vocabulary with the limits that no file may pass.

The limits are about being *less* careful than the built-in file; more careful is nearly always allowed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backcoach.exercises.strict import FileTable, Id, Text
from backcoach.plan import rule_model
from backcoach.plan.rule_model import Group
from backcoach.plan.vocabulary import Tier

Count = Annotated[int, Field(ge=1)]
LongText = Annotated[str, Field(min_length=1, max_length=600)]


class PainRulesTable(FileTable):
    """From pain (0 to 10) to green, amber or red."""

    makes = rule_model.PainRules

    usual_days: int = Field(
        ge=3, le=28, description="usual is the median of the reports of so many days, 3 to 28"
    )
    green_highest: int = Field(ge=0, le=3, description="green: never above this, 0 to 3")
    amber_highest: int = Field(ge=1, le=5, description="amber: up to this; above it is red. 1 to 5")
    red_rise: int = Field(ge=1, le=3, description="red: a rise of so much during the session, 1 to 3")
    red_morning: int = Field(ge=1, le=2, description="red: next morning so much above usual, 1 or 2")
    morning_within_days: int = Field(
        ge=1, le=3, description="the first report within so many days stands for next morning, 1 to 3"
    )


class UpRulesTable(FileTable):
    """What a step up needs, and how large it is."""

    makes = rule_model.UpRules

    green_sessions: int = Field(ge=2, le=14, description="green sessions in a row at the dose, 2 to 14")
    clean_share: float = Field(
        ge=0.8, le=1, description="share of clean repetitions or hold seconds, 0.8 to 1"
    )
    done_share: float = Field(ge=0.8, le=1, description="share of the planned dose that was done, 0.8 to 1")
    effort: int = Field(ge=0, le=4, description="effort at most, 0 to 4")
    no_red_days: int = Field(ge=7, le=60, description="days without red, 7 to 60")
    weekly_increase: float = Field(
        gt=0, le=0.1, description="more repetitions in a week, as a share, up to 0.1"
    )
    days_between: int = Field(ge=7, le=60, description="days between two steps on new ground, 7 to 60")
    steps_a_day: int = Field(ge=1, le=2, description="exercises that get new ground on one day, 1 or 2")
    regain_days: int = Field(
        ge=0, le=56, description="days in which a comfortable dose stays known ground, 0 to 56"
    )
    regain_share: float = Field(
        gt=0, le=0.25, description="a step on known ground, as a share of it, up to 0.25"
    )
    unseen: bool = Field(description="whether sessions that no camera saw can earn a step")


class DownRulesTable(FileTable):
    """When a dose goes down, and how far."""

    makes = rule_model.DownRules

    amber_sessions: int = Field(ge=1, le=2, description="amber sessions in a row, 1 or 2")
    amber_share: float = Field(ge=0.15, le=0.5, description="how much less after amber, 0.15 to 0.5")
    gap_days: int = Field(ge=3, le=7, description="days without the exercise, 3 to 7")
    gap_share: float = Field(ge=0.2, le=0.5, description="how much less after a gap, 0.2 to 0.5")
    not_reached: float = Field(
        ge=0, le=0.9, description="share done, twice in a row, below which a dose is too much"
    )
    least_share: float = Field(
        ge=0, le=0.5, description="share of the routine's dose at which steps down end"
    )


class RedRulesTable(FileTable):
    """What follows when it hurt."""

    makes = rule_model.RedRules

    answer: Literal["half", "easier"] = Field(description="half the dose first, or the easier way first")
    share: float = Field(ge=0.5, le=0.9, description="how much less, 0.5 to 0.9")
    reds: int = Field(ge=1, le=2, description="red sessions until the pause, 1 or 2")
    within_days: int = Field(ge=7, le=60, description="days within which they count, 7 to 60")
    pause_days: int = Field(ge=1, le=60, description="days of pause, 1 to 60")
    screening_again: Literal[True] = Field(description="true: the questions come again after every red day")


class CeilingTable(FileTable):
    """A ceiling below that of the exercise file."""

    makes = rule_model.Ceiling

    repetitions: Count | None = None
    hold_s: float | None = Field(default=None, ge=0)
    sets: Count | None = None


class LoadRulesTable(FileTable):
    """How much is too much in a day or a week."""

    makes = rule_model.LoadRules

    routines_a_day: int = Field(ge=1, le=2, description="routines a day without a confirmation, 1 or 2")
    full_routine: float = Field(
        gt=0, le=0.5, description="share of the exercises that makes a routine, up to 0.5"
    )
    warn_times_usual: float = Field(ge=1.1, le=2, description="times the usual week, 1.1 to 2")
    usual_weeks: int = Field(ge=2, le=8, description="weeks whose median is usual, 2 to 8")
    morning_hint: bool = Field(description="whether the early morning's caution is shown")
    morning_minutes: int = Field(ge=0, le=240, description="minutes after getting up, 0 to 240")


class LengthRulesTable(FileTable):
    """How long a routine is: the gentle beginning, and the choice of every day."""

    makes = rule_model.LengthRules

    minutes: tuple[Annotated[int, Field(ge=2, le=60)], ...] = Field(
        default=(5, 10, 15),
        max_length=6,
        description="minutes that can be chosen besides everything, 2 to 60 each",
    )
    gentle_sessions: int = Field(default=1, ge=0, le=28, description="routines that begin gently, 0 to 28")
    gentle_exercises: tuple[Id, ...] = Field(
        default=("cat_camel", "child_pose", "glute_bridge"),
        min_length=1,
        max_length=12,
        description="exercises of a gentle beginning; those that a person has not chosen give way to others",
    )


class DoneRulesTable(FileTable):
    """From which share of its plan on a session counts as done, or partly done."""

    makes = rule_model.DoneRules

    done: float = Field(default=0.9, ge=0.5, le=1, description="share from which it is done, 0.5 to 1")
    partly: float = Field(
        default=0.25,
        gt=0,
        le=0.5,
        description="share from which it is partly done, and the day counts, up to 0.5",
    )


class QuestionTable(FileTable):
    """A question about a warning sign (A, B) or a condition (C)."""

    makes = rule_model.Question

    id: Id
    tier: Tier
    question: Text
    sign: Text | None = Field(None, description="the same in few words, as it stands in a list to tick")
    group: Group | None = Field(
        None, description="the list in which it stands: about, health, body or private"
    )


class AdviceTable(FileTable):
    """What is said after the questions."""

    makes = rule_model.Advice

    emergency: LongText
    ask: LongText
    modify: LongText
    none: LongText


class ScreeningRulesTable(FileTable):
    """The questions, how often, and what is said after them."""

    makes = rule_model.ScreeningRules

    every_days: int = Field(ge=7, le=28, description="days until the questions come again, 7 to 28")
    advice: AdviceTable
    questions: tuple[QuestionTable, ...] = Field(min_length=1)


class StopSignTable(FileTable):
    """A sign that ends a session at once."""

    makes = rule_model.StopSign

    id: Id
    name: Text
    advice: LongText


class SentenceTable(FileTable):
    """How a rule is called, and what it says."""

    makes = rule_model.Sentence

    name: Text
    sentence: Text


class RulesTable(FileTable):
    """A whole rule file."""

    makes = rule_model.Rules

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    version: int = Field(ge=1)
    name: Text
    description: Text
    sources: tuple[Text, ...] = Field(min_length=1)
    pain: PainRulesTable
    up: UpRulesTable
    down: DownRulesTable
    red: RedRulesTable
    ladders: dict[Id, Annotated[tuple[tuple[Count, float], ...], Field(min_length=1)]]
    ceilings: dict[Id, CeilingTable] = Field(default_factory=dict)
    load: LoadRulesTable
    length: LengthRulesTable = LengthRulesTable()
    done: DoneRulesTable = DoneRulesTable()
    screening: ScreeningRulesTable
    stop_signs: tuple[StopSignTable, ...] = Field(min_length=1)
    sentences: dict[Id, SentenceTable]
