"""Exercises as text for people: the list of all, and a page for one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backcoach.exercises.model import (
    Condition,
    Dose,
    DurationFault,
    Exercise,
    ExtremeFault,
    Fault,
    Phase,
    WatchedFault,
)

HEAD, QUIET = "bold", "dim"


WIDE = 110
"""From so many letters on there is room for sentences in a table."""


def make_list(exercises: Sequence[Exercise], own: Collection[str] = (), width: int = WIDE) -> RenderableType:
    """Return a table of exercises; those in ``own`` are marked as the person's own.

    In fewer than `WIDE` letters what an exercise does is left out: it would be a column of single words.
    """
    table = Table(box=box.SIMPLE_HEAD, header_style=QUIET, show_edge=False, pad_edge=False)
    columns = ("Id", "Name", "Dose", "Camera", *(["What it does"] if width >= WIDE else []))
    for column in columns:
        table.add_column(column, no_wrap=column in ("Id", "Name", "Dose"))
    for exercise in exercises:
        name = f"{exercise.name} (own)" if exercise.id in own else exercise.name
        cells = (name, describe_dose(exercise), ", ".join(exercise.views), exercise.purpose)
        table.add_row(Text(exercise.id, style=HEAD), *cells[: len(columns) - 1])
    return table


def make_page(exercise: Exercise) -> RenderableType:
    """Return everything about one exercise that a person may want to know."""
    parts: list[RenderableType] = [Text(exercise.name, style=HEAD)]
    if exercise.other_names:
        parts.append(Text(", ".join(exercise.other_names), style=QUIET))
    parts += [Text(exercise.purpose), Text()]
    for title, lines in _sections(exercise):
        if lines:
            parts += [Text(title, style=HEAD), *(_item(line) for line in lines), Text()]
    parts += [Text("Form", style=HEAD), _faults_table(exercise), Text()]
    parts += [Text("Sources", style=HEAD), *(_item(source) for source in exercise.sources)]
    return Group(*parts)


def describe_dose(exercise: Exercise, dose: Dose | None = None) -> str:
    """Return a dose in words, for example ``10 x 5 s each side``."""
    dose = dose or exercise.dose
    text = f"{dose.repetitions} x {dose.hold_s:g} s" if dose.hold_s else f"{dose.repetitions} times"
    text += " each side" if dose.per_side else ""
    return f"{dose.sets} sets of {text}" if dose.sets > 1 else text


def _sections(exercise: Exercise) -> Iterator[tuple[str, list[str]]]:
    yield "Steps", [f"{i}. {step}" for i, step in enumerate(exercise.steps, 1)]
    yield "Breathing", [exercise.breathing] if exercise.breathing else []
    yield (
        "Dose",
        [f"{describe_dose(exercise)}; at most {_ceiling(exercise.dose)}; rest {exercise.dose.rest_s:g} s"],
    )
    yield "Camera", [f"from: {', '.join(exercise.views)}. {exercise.placement}"]
    yield "Phases", [_phase(phase) for phase in exercise.phases]
    yield "Easier", [f"{v.name}: {v.text}" for v in exercise.easier]
    yield "Harder", [f"{v.name}: {v.text}" for v in exercise.harder]
    yield "Take care", [f"{c.condition.replace('_', ' ')}: {c.advice}" for c in exercise.cautions]


def _ceiling(dose: Dose) -> str:
    hold = f" x {dose.ceiling_hold_s:g} s" if dose.ceiling_hold_s else " times"
    sets = f" in each of {dose.ceiling_sets} sets" if dose.ceiling_sets > 1 else ""
    return f"{dose.ceiling_repetitions}{hold}{sets}"


def _phase(phase: Phase) -> str:
    if phase.kind == "move":
        return f"{phase.name} (on the way)"
    enter = " and ".join(_condition(c) for c in phase.enter)
    leave = " or ".join(_condition(c) for c in phase.leave)
    return f"{phase.name} ({phase.kind}{', held' if phase.hold else ''}): begins {enter}; ends {leave}"


def _condition(condition: Condition) -> str:
    name = condition.feature.replace("_", " ")
    limits = [f"{word} {value:g}" for word, value in (("above", condition.above), ("below", condition.below))
              if value is not None]  # fmt: skip
    return f"{name} {' and '.join(limits)}"


def _faults_table(exercise: Exercise) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style=QUIET, show_edge=False)
    for column in ("Fault", "Measured by", "A little", "Fault at", "What the coach says"):
        table.add_column(column)
    for fault in exercise.faults:
        table.add_row(
            fault.name,
            _measure(fault),
            _limits(fault.warn_below, fault.warn_above),
            _limits(fault.below, fault.above),
            fault.cue,
        )
    return table


def _measure(fault: Fault) -> str:
    if isinstance(fault, WatchedFault | ExtremeFault):
        return fault.feature.replace("_", " ")
    if isinstance(fault, DurationFault):
        return f"seconds of {', '.join(fault.duration_of)}"
    return "held time / dose"


def _limits(below: float | None, above: float | None) -> str:
    return ", ".join(f"{sign} {value:g}" for sign, value in (("<", below), (">", above)) if value is not None)


def _item(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 2), expand=False)
