"""The details of a report, after its first page: tables for whoever wants to know more."""

from __future__ import annotations

import math
from collections.abc import Iterator

from backcoach.coaching.actions import PLACES
from backcoach.reports.clinician.blocks import Block, Cell, Heading, Paragraph, Table
from backcoach.reports.clinician.cells import NONE, exercise_name, limited, since_when
from backcoach.reports.clinician.values import ExerciseLine, Report, Signs, Stop
from backcoach.reports.history.progress import range_unit
from backcoach.texts import Message, message

MAX_HINTS = 12
SIDES = {"left": message("left"), "right": message("right")}
THEN = {
    "go_on": message("went on"),
    "easier": message("went on with less"),
    "skip": message("left the exercise out"),
    "stop": message("ended the session"),
    "hurt": message("the session ended because it hurt"),
    "broken_off": message("the session was not finished"),
    "partly": message("the session was partly done"),
    "begun": message("the session was only begun"),
    "nothing": message("nothing of the session was done"),
}


def faults(report: Report) -> Iterator[Block]:
    """Tell the most frequent hints about form."""
    if not report.faults:
        return
    yield Heading(message("Hints about form"))
    shown, others = report.faults[:MAX_HINTS], report.faults[MAX_HINTS:]
    rows = tuple((Message(f.exercise), Message(f.name), f.clearly or NONE, f.slightly or NONE) for f in shown)
    head = (message("Exercise"), message("Hint"), message("Clearly, times"), message("Slightly, times"))
    yield Table(head, rows, (40, 80, 28, 28), numbers=(2, 3))
    if others:
        yield Paragraph(
            message(
                "{count} rarer hint is left out.",
                plural="{count} rarer hints are left out.",
                count=len(others),
            ),
            small=True,
        )
    yield from since_when(report)


def stops(report: Report) -> Iterator[Block]:
    """Tell what hurt, and which sessions ended early."""
    yield Heading(message("What hurt, and sessions that ended early"))
    if not report.stops:
        yield Paragraph(message("Nothing was reported."))
        return
    head = (
        message("When"),
        message("Exercise"),
        message("Where"),
        message("What then"),
        message("Pain"),
    )
    rows = tuple(_stop_row(report, stop) for stop in report.stops)
    yield from limited(Table(head, rows, (28, 38, 38, 55, 14), numbers=(4,)))


def _stop_row(report: Report, stop: Stop) -> tuple[Cell, ...]:
    where: Cell = NONE if stop.where is None else PLACES.get(stop.where, stop.where)
    return (
        report.period.day_of(stop.at),
        NONE if stop.exercise is None else Message(stop.exercise),
        where,
        THEN.get(stop.then, stop.then),
        NONE if stop.pain is None else stop.pain,
    )


def changes(report: Report) -> Iterator[Block]:
    """Tell what the dose rules changed."""
    yield Heading(message("What the dose rules changed"))
    if not report.changes:
        yield Paragraph(message("No rule changed a dose in this period."))
        return
    rows = tuple((c.day, c.sentence, c.rule) for c in report.changes)
    head = (message("When"), message("Why"), message("Rule"))
    yield from limited(Table(head, rows, (26, 120, 26)), report.earlier_changes)


def sides(report: Report) -> Iterator[Block]:
    """Tell left and right, and how far the movements went."""
    rows = tuple(row for line in report.exercises for row in _side_rows(line))
    if not rows:
        return
    yield Heading(message("Sides and range of motion"))
    head = (
        message("Exercise"),
        message("Side"),
        message("Counted"),
        message("Range, first half"),
        message("Range, second half"),
        message("Unit"),
    )
    yield Table(head, rows, (42, 22, 20, 28, 28, 36), numbers=(2, 3, 4))
    yield Paragraph(
        message(
            "The mean range of the counted repetitions in both halves of the period, "
            "as the camera saw it from where it stood."
        ),
        small=True,
    )


def _side_rows(line: ExerciseLine) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each side, or one for an exercise without sides."""
    sided = line.known is not None and line.known.sides != "none"
    for side in ("left", "right") if sided else (None,):
        counted = line.by_side.get(side, 0) if side else line.seen
        if counted:
            yield (
                exercise_name(line),
                SIDES[side] if side else NONE,
                counted,
                *_range_cells(line, *line.ranges.get(side, (math.nan, math.nan))),
            )


def _range_cells(line: ExerciseLine, first: float, second: float) -> tuple[Cell, ...]:
    unit = None if line.known is None else range_unit(line.known)
    size = 1 if unit is None else 100
    cells = tuple(NONE if math.isnan(value) else round(size * value) for value in (first, second))
    if cells == (NONE, NONE):
        return (*cells, NONE)
    return (*cells, message("degrees") if unit is None else unit)


def signs(report: Report) -> Iterator[Block]:
    """Tell the answers to the questions about warning signs."""
    if not report.signs:
        return
    yield Heading(message("Answers to the questions about warning signs"))
    head = (message("When"), message("Answered with yes"), message("A health professional"))
    rows = tuple(_signs_row(one) for one in reversed(report.signs))
    yield from limited(Table(head, rows, (28, 102, 46)))


def _signs_row(one: Signs) -> tuple[Cell, ...]:
    if one.adds:
        said: Cell = NONE
    else:
        said = (
            message("{answers}", answers=tuple(map(Message, one.yes))) if one.yes else message("none of them")
        )
    return (one.day, said, message("has agreed, the person said") if one.agreed else NONE)


def weeks(report: Report) -> Iterator[Block]:
    """Tell planned days and days with exercise, week by week."""
    weeks = [week for week in report.adherence.weeks if week.planned or week.done]
    if not weeks:
        return
    yield Heading(message("Week by week"))
    rows = tuple((w.first, w.planned, w.done) for w in weeks)
    head = (message("Week from"), message("Planned days"), message("Days done"))
    yield from limited(Table(head, rows, (60, 40, 40), numbers=(1, 2)))


def versions(report: Report) -> Iterator[Block]:
    """Tell which program, rules and files it was made with."""
    yield Heading(message("Versions"))
    yield Paragraph(
        message(
            "Backcoach {versions}; dose rules {rules}.", versions=report.engine or (NONE,), rules=report.rules
        )
    )
    known = tuple(
        message("{exercise} {versions}", exercise=exercise_name(line), versions=line.versions)
        for line in report.exercises
    )
    if known:
        yield Paragraph(message("Exercise files: {files}.", files=known))
