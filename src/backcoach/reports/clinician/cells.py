"""What the tables of a report share."""

from __future__ import annotations

from collections.abc import Iterator

from backcoach.reports.clinician.blocks import Block, Paragraph, Table
from backcoach.reports.clinician.values import MAX_ROWS, ExerciseLine, Report
from backcoach.texts import Message, message

NONE = "–"


def limited(table: Table, left_out: int = 0) -> Iterator[Block]:
    """Give the newest rows of a long table, and say how many are left out, those that it never held included."""
    yield Table(table.head, table.rows[-MAX_ROWS:], table.widths, table.numbers)
    left_out += len(table.rows[:-MAX_ROWS])
    if not left_out:
        return
    yield Paragraph(
        message(
            "{count} earlier row is left out.", plural="{count} earlier rows are left out.", count=left_out
        ),
        small=True,
    )


def exercise_name(line: ExerciseLine) -> Message:
    """Return the name of an exercise, or its id where its file is gone."""
    return Message(line.exercise if line.known is None else line.known.name)


def since_when(report: Report) -> Iterator[Block]:
    """Say from which day on hints about form are told, where that is not the first of the period."""
    if report.faults and report.hints_since > report.period.first:
        words = message(
            "Hints about form are those since {day}. A report over earlier years tells the earlier ones.",
            day=report.hints_since,
        )
        yield Paragraph(words, small=True)
