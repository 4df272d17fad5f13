"""A report in words. It tells what was done and said; it neither judges health nor promises anything."""

from __future__ import annotations

import math
from collections.abc import Iterator

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
from backcoach.reports.clinician.cells import NONE, exercise_name, since_when
from backcoach.reports.clinician.chart import ASKED, pain_chart
from backcoach.reports.clinician.details import changes, faults, sides, signs, stops, versions, weeks
from backcoach.reports.clinician.pain import DAILY_UP_TO
from backcoach.reports.clinician.values import ExerciseLine, Report, Score, Trend
from backcoach.texts import Message, message

MAX_FAULTS = 3
MINUTES_FROM_S = 300.0


def document(report: Report) -> Document:
    """Return the report as a document: its first page is the summary, then come the details.

    Parameters
    ----------
    report : Report
        From `build`.

    Returns
    -------
    Document
        In messages; translated where it is written.
    """
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
                "From the first session on, this page shows how regularly you practised, how your pain changed, what "
                "you did of each exercise, what hurt, and what the dose rules changed and why."
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
    yield from stops(report)
    yield from signs(report)
    yield from changes(report)
    yield from sides(report)
    yield from faults(report)
    yield from weeks(report)
    yield from versions(report)


_WHAT_IT_IS = message(
    "Counted: seen by the camera. Unsure: not seen clearly enough. Self-reported: said by the person, seen by nobody. "
    "Clean: without a hint about form; hints about form can be wrong. This report says what was done and reported. "
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
    for line in [line for line in report.exercises if line.attempts]:
        yield Paragraph(
            message(
                "{exercise}: {count} attempt fell short and was not counted.",
                plural="{exercise}: {count} attempts fell short and were not counted.",
                count=line.attempts,
                exercise=exercise_name(line),
            )
        )
    for fault in [fault for fault in report.faults if fault.clearly][:MAX_FAULTS]:
        yield Paragraph(
            message(
                "{exercise}: “{fault}” was pointed out {count} time.",
                plural="{exercise}: “{fault}” was pointed out {count} times.",
                count=fault.clearly,
                exercise=Message(fault.exercise),
                fault=Message(fault.name),
            )
        )
    yield from since_when(report)


def _exercise_row(line: ExerciseLine) -> tuple[Cell, ...]:
    last = _dose(line.last, line)
    return (
        exercise_name(line),
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


def _number(value: float) -> Cell:
    return NONE if math.isnan(value) else value


def _seconds(value: float) -> Cell:
    if value >= MINUTES_FROM_S:
        return message("{minutes} min", minutes=round(value / 60))
    return message("{seconds} s", seconds=round(value)) if value >= 0.5 else NONE
