"""A report in words. It tells what was done and said; it neither judges health nor promises anything."""

from __future__ import annotations

import math
from collections.abc import Iterator

from backcoach.coaching.actions import PLACES
from backcoach.journal.values import UNNAMED
from backcoach.plan import Dose
from backcoach.plan.wording import dose_in_full, dose_text
from backcoach.reports.clinician.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Table,
)
from backcoach.reports.clinician.chart import ASKED, pain_chart
from backcoach.reports.clinician.pain import DAILY_UP_TO
from backcoach.reports.clinician.values import MOST_ROWS, ExerciseLine, Report, Score, Signs, Stop, Trend
from backcoach.reports.progress import range_unit
from backcoach.texts import Message, message

MOST_FAULTS = 3
MOST_HINTS = 12
MINUTES_FROM_S = 300.0
NONE = "–"
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


def document(report: Report) -> Document:
    """Return the report as a document: its first page is the summary, then come the details."""
    period = report.period
    return Document(
        title=message("Report for a clinician")
        if report.person == UNNAMED
        else message("Back exercises: report for {person}", person=report.person),
        subtitle=message(
            "{first} to {last} · made on {day}",
            first=period.first,
            last=period.last,
            day=period.day_of(report.made_at),
        ),
        blocks=tuple(_blocks(report)),
        footer=message("Made by Backcoach on the person's own computer. It makes no diagnosis."),
    )


def _blocks(report: Report) -> Iterator[Block]:
    if report.empty:
        yield Paragraph(message("Nothing was done or reported in this period."))
        yield Paragraph(
            message(
                "From the first session on, this page tells how regularly was practised, how pain changed, what was "
                "done of each exercise, what hurt, and what the dose rules changed and why."
            )
        )
        yield Paragraph(_WHAT_IT_IS, small=True)
        return
    yield from _regularity(report)
    yield from _pain(report)
    yield from _exercises(report)
    yield from _scores(report)
    yield Paragraph(_WHAT_IT_IS, small=True)
    yield NewPage()
    yield from _stops(report)
    yield from _signs(report)
    yield from _changes(report)
    yield from _sides(report)
    yield from _faults(report)
    yield from _weeks(report)
    yield from _versions(report)


_WHAT_IT_IS = message(
    "Counted: seen by the camera. Unsure: not seen clearly enough. Self-reported: said by the person, seen by nobody. "
    "Clean: without a hint about form; hints about form can be wrong. This report tells what was done and said. "
    "It is no diagnosis and no measure of health."
)


# --- the first page ---


def _regularity(report: Report) -> Iterator[Block]:
    told = report.adherence
    yield Heading(message("How regularly"))
    days = message(
        "{count} day with exercise ({planned} planned)",
        plural="{count} days with exercise ({planned} planned)",
        count=told.done_days,
        planned=told.planned_days,
    )
    ended = message(
        "{finished} of {count} session finished",
        plural="{finished} of {count} sessions finished",
        count=told.sessions,
        finished=told.finished,
    )
    if math.isnan(told.minutes):
        yield Paragraph(message("{days}, {ended}.", days=days, ended=ended))
    else:
        yield Paragraph(
            message(
                "{days}, {ended}, usually {minutes} minutes each.",
                days=days,
                ended=ended,
                minutes=round(told.minutes),
            )
        )


def _pain(report: Report) -> Iterator[Block]:
    yield Heading(message("Pain, 0 to 10"))
    if not report.trends:
        yield Paragraph(message("No pain was reported: nobody answered the question."))
        return
    shows = tuple(_trend_words(trend) for trend in report.trends)
    yield Picture(pain_chart(report.pain, report.period), message("Pain over time. {trends}", trends=shows))
    head = ("When", "Reports", "At the start", "At the end", "Highest", "Change")
    yield Table(
        tuple(map(_HEADS.__getitem__, head)),
        tuple(_trend_row(trend) for trend in report.trends),
        (26, 19, 18, 16, 17, 64),
        numbers=range(1, 5),
    )
    unit = message("weeks") if report.period.days > DAILY_UP_TO else message("days")
    yield Paragraph(
        message(
            "Start and end: the median of the first and the last seven days with an answer. The drawing shows means "
            "of {unit}. A change counts as more than usual variation from 2 points or 30 % on.",
            unit=unit,
        ),
        small=True,
    )


_HEADS = {
    "When": message("Asked"),
    "Reports": message("Answers"),
    "At the start": message("At the start"),
    "At the end": message("At the end"),
    "Highest": message("Highest"),
    "Change": message("Change"),
}


def _trend_row(trend: Trend) -> tuple[Cell, ...]:
    highest: Cell = NONE if trend.highest is None else trend.highest
    name = ASKED[trend.when][0]
    return (name, trend.reports, _number(trend.first), _number(trend.last), highest, _trend_change(trend))


def _trend_change(trend: Trend) -> Message:
    if math.isnan(trend.first):
        return message("too few answers to compare")
    return _change(trend.first, trend.last, real=trend.real)


def _trend_words(trend: Trend) -> Message:
    return message("{when}: {change}", when=ASKED[trend.when][0], change=_trend_change(trend))


def _change(first: float, last: float, *, real: bool) -> Message:
    if first == last:
        return message("no change")
    points = abs(last - first)
    size = message("1 point") if points == 1 else message("{points} points", points=points)
    way = message("up {size}", size=size) if last > first else message("down {size}", size=size)
    if real:
        return message("{way}: changed more than usual day-to-day variation", way=way)
    return message("{way}: within usual day-to-day variation", way=way)


def _exercises(report: Report) -> Iterator[Block]:
    yield Heading(message("Exercises"))
    if not report.exercises:
        yield Paragraph(message("No exercise was done in this period."))
        return
    yield Table(
        (
            message("Exercise"),
            message("Dose at the start"),
            message("Dose at the end"),
            message("Counted"),
            message("Unsure"),
            message("Self-reported"),
            message("Clean"),
            message("Held"),
            message("Longest hold"),
        ),
        tuple(_exercise_row(line) for line in report.exercises),
        (27, 22, 22, 17, 17, 25, 16, 17, 17),
        numbers=range(3, 9),
    )
    for fault in [fault for fault in report.faults if fault.clearly][:MOST_FAULTS]:
        yield Paragraph(
            message(
                "{exercise}: “{fault}” was pointed out {count} time.",
                plural="{exercise}: “{fault}” was pointed out {count} times.",
                count=fault.clearly,
                exercise=Message(fault.exercise),
                fault=Message(fault.name),
            )
        )
    yield from _since_when(report)


def _since_when(report: Report) -> Iterator[Block]:
    if report.faults and report.hints_since > report.period.first:
        words = message(
            "Hints about form are those since {day}. A report over earlier years tells the earlier ones.",
            day=report.hints_since,
        )
        yield Paragraph(words, small=True)


def _exercise_row(line: ExerciseLine) -> tuple[Cell, ...]:
    last = _dose(line.last, line)
    return (
        _exercise_name(line),
        _dose(line.first, line),
        message("{dose}, fixed", dose=last) if line.fixed else last,
        line.seen,
        line.unsure,
        line.self_reported,
        NONE
        if math.isnan(line.clean_share)
        else message("{percent}%", percent=round(100 * line.clean_share)),
        _seconds(line.hold_s),
        _seconds(line.longest_hold_s),
    )


def _dose(dose: Dose | None, line: ExerciseLine) -> Cell:
    if dose is None:
        return NONE
    return dose_text(dose) if line.known is None else dose_in_full(dose, line.known)


def _scores(report: Report) -> Iterator[Block]:
    if not report.scores:
        return
    yield Heading(message("Questionnaires"))
    yield Table(
        (message("Questionnaire"), message("First"), message("Last"), message("Change")),
        tuple(_score_row(score) for score in report.scores),
        (60, 32, 32, 60),
    )


def _score_row(score: Score) -> tuple[Cell, ...]:
    first = message("{score} on {day}", score=score.first, day=score.first_day)
    if score.times == 1:
        return (score.name, first, NONE, message("answered once"))
    last = message("{score} on {day}", score=score.last, day=score.last_day)
    return (score.name, first, last, _change(score.first, score.last, real=score.real))


# --- details ---


def _faults(report: Report) -> Iterator[Block]:
    if not report.faults:
        return
    yield Heading(message("Hints about form"))
    shown, others = report.faults[:MOST_HINTS], report.faults[MOST_HINTS:]
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
    yield from _since_when(report)


def _stops(report: Report) -> Iterator[Block]:
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
    yield from _limited(Table(head, rows, (28, 38, 38, 55, 14), numbers=(4,)))


def _stop_row(report: Report, stop: Stop) -> tuple[Cell, ...]:
    where: Cell = NONE if stop.where is None else PLACES.get(stop.where, stop.where)
    return (
        report.period.day_of(stop.at),
        NONE if stop.exercise is None else Message(stop.exercise),
        where,
        THEN.get(stop.then, stop.then),
        NONE if stop.pain is None else stop.pain,
    )


def _changes(report: Report) -> Iterator[Block]:
    yield Heading(message("What the dose rules changed"))
    if not report.changes:
        yield Paragraph(message("No rule changed a dose in this period."))
        return
    rows = tuple((c.day, c.sentence, c.rule) for c in report.changes)
    head = (message("When"), message("Why"), message("Rule"))
    yield from _limited(Table(head, rows, (26, 120, 26)), report.earlier_changes)


def _sides(report: Report) -> Iterator[Block]:
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
                _exercise_name(line),
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


def _signs(report: Report) -> Iterator[Block]:
    if not report.signs:
        return
    yield Heading(message("Answers to the questions about warning signs"))
    head = (message("When"), message("Answered with yes"), message("A health professional"))
    rows = tuple(_signs_row(one) for one in reversed(report.signs))
    yield from _limited(Table(head, rows, (28, 102, 46)))


def _signs_row(one: Signs) -> tuple[Cell, ...]:
    if one.adds:
        said: Cell = NONE
    else:
        said = (
            message("{answers}", answers=tuple(map(Message, one.yes))) if one.yes else message("none of them")
        )
    return (one.day, said, message("has agreed, the person said") if one.agreed else NONE)


def _weeks(report: Report) -> Iterator[Block]:
    weeks = [week for week in report.adherence.weeks if week.planned or week.done]
    if not weeks:
        return
    yield Heading(message("Week by week"))
    rows = tuple((w.first, w.planned, w.done) for w in weeks)
    head = (message("Week from"), message("Planned days"), message("Days done"))
    yield from _limited(Table(head, rows, (60, 40, 40), numbers=(1, 2)))


def _versions(report: Report) -> Iterator[Block]:
    yield Heading(message("Versions"))
    yield Paragraph(
        message(
            "Backcoach {versions}; dose rules {rules}.", versions=report.engine or (NONE,), rules=report.rules
        )
    )
    known = tuple(
        message("{exercise} {versions}", exercise=_exercise_name(line), versions=line.versions)
        for line in report.exercises
    )
    if known:
        yield Paragraph(message("Exercise files: {files}.", files=known))


def _limited(table: Table, left_out: int = 0) -> Iterator[Block]:
    """Give the newest rows of a long table, and say how many are left out, those that it never held included."""
    yield Table(table.head, table.rows[-MOST_ROWS:], table.widths, table.numbers)
    left_out += len(table.rows[:-MOST_ROWS])
    if not left_out:
        return
    yield Paragraph(
        message(
            "{count} earlier row is left out.", plural="{count} earlier rows are left out.", count=left_out
        ),
        small=True,
    )


def _exercise_name(line: ExerciseLine) -> Message:
    return Message(line.exercise if line.known is None else line.known.name)


def _number(value: float) -> Cell:
    return NONE if math.isnan(value) else value


def _seconds(value: float) -> Cell:
    if value >= MINUTES_FROM_S:
        return message("{minutes} min", minutes=round(value / 60))
    return message("{seconds} s", seconds=round(value)) if value >= 0.5 else NONE
