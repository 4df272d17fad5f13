"""Results as a calm table for people, one block per file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from backcoach.analysis.result import Analysis
from backcoach.exercises.model import Exercise
from backcoach.reports.video.attempts import describe_attempts
from backcoach.reports.video.naming import name_fault
from backcoach.tracking.summary import ExerciseSet, FaultSpan

WARN, BAD, QUIET, HEAD = "yellow", "red", "dim", "bold"
COLUMNS = ("Exercise", "When", "Counted", "Clean", "Unsure", "Left", "Right", "Held")
WIDTHS = (8, 6, 7, 5, 6, 8)
"""Of the columns of figures; with name and time no more than 80 letters."""

MAX_LINES = 3
"""So many things to improve are named for a set; files have all of them."""


def make_block(analysis: Analysis, exercises: Mapping[str, Exercise]) -> RenderableType:
    """Return the block of one file: what was done, how well, and what could not be seen."""
    parts: list[RenderableType] = [_title(analysis)]
    if analysis.error:
        parts.append(_indented(Text(analysis.error, style=BAD)))
    if analysis.sets:
        parts += _set_lines(analysis.sets, exercises)
    elif not analysis.error and analysis.duration_s > 0:
        none = "None of the exercises was done here."
        parts.append(_indented(Text("Nothing was counted here." if analysis.unclear else none)))
    parts += [_indented(Text(line, style=WARN)) for line in analysis.notes]
    if analysis.duration_s > 0:
        parts.append(_indented(_seen_line(analysis)))
    return Group(*parts, Text())


def make_footer(analyses: Sequence[Analysis], took_s: float) -> RenderableType:
    """Return the closing line: how much was analysed, and how fast."""
    video_s = sum(a.duration_s for a in analyses)
    counted = sum(a.counted for a in analyses)
    failed = sum(a.error is not None for a in analyses)
    parts = [f"{len(analyses)} file{'s' * (len(analyses) != 1)}", f"{counted} counted"]
    parts += [f"{failed} with an error"] if failed else []
    if took_s > 0 and video_s > 0:
        parts.append(f"{video_s:.1f} s of video in {took_s:.1f} s ({video_s / took_s:.1f} x real time)")
    return Text(", ".join(parts) + ".", style=QUIET)


def format_clock(time_s: float) -> str:
    """Return seconds as minutes and seconds, for example 75.2 as ``1:15``."""
    minutes, seconds = divmod(int(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def describe_faults(faults: Sequence[FaultSpan], exercise: Exercise | None) -> Iterator[tuple[str, str]]:
    """Yield severity and words for each kind of fault, faults before warnings, the longest first."""
    spans: dict[tuple[str, str], list[FaultSpan]] = defaultdict(list)
    for span in faults:
        spans[span.severity, span.id].append(span)
    lengths = {key: sum(s.end_s - s.start_s for s in group) for key, group in spans.items()}
    for severity, fault in sorted(spans, key=lambda key: (key[0] != "fault", -lengths[key])):
        group = spans[severity, fault]
        sides = Counter(s.side for s in group if s.side)
        where = f", {'/'.join(sorted(sides))}" if sides else ""
        times = "once" if len(group) == 1 else f"{len(group)} times"
        yield severity, f"{name_fault(fault, exercise)} ({times}, {lengths[severity, fault]:.1f} s{where})"


def _title(analysis: Analysis) -> Text:
    title = Text(analysis.source, style=HEAD)
    if analysis.duration_s > 0:
        title.append(f"  {analysis.duration_s:.1f} s, {analysis.frames} pictures", style=QUIET)
        title.append(f", analysed in {analysis.took_s:.1f} s ({analysis.speed:.1f} x real time)", style=QUIET)
    return title


def _set_lines(sets: Sequence[ExerciseSet], exercises: Mapping[str, Exercise]) -> Iterator[RenderableType]:
    """Yield a head, and for each set its figures in columns with what to improve below them: fits 80 letters."""
    yield _indented(Text(_row(*COLUMNS), style=QUIET))
    for done in sets:
        exercise = exercises.get(done.exercise)
        yield _indented(_figures(done, exercise))
        for line in _improvements(done, exercise):
            yield Padding(line, (0, 0, 0, 4), expand=False)


def _row(name: str, when: str, *figures: str) -> str:
    cells = (f"{figure:>{width}}" for figure, width in zip(figures, WIDTHS, strict=True))
    return f"{name[:22]:<23}{when:<13}{''.join(cells)}"


def _figures(done: ExerciseSet, exercise: Exercise | None) -> Text:
    sides = done.by_side
    sided = exercise is None or exercise.sides != "none"
    text = _row(
        exercise.name if exercise else done.exercise,
        f"{format_clock(done.start_s)} - {format_clock(done.end_s)}",
        str(done.counted),
        str(done.clean),
        str(done.unsure),
        str(sides["left"]) if sided else "",
        str(sides["right"]) if sided else "",
        f"{done.hold_s:.1f} s" if done.hold_s else "",
    )
    return Text(text.rstrip(), style=HEAD)


def _improvements(done: ExerciseSet, exercise: Exercise | None) -> Iterator[Text]:
    found = list(describe_faults(done.faults, exercise))
    for severity, words in found[:MAX_LINES]:
        yield Text(words, style=WARN) if severity == "fault" else Text(f"a little: {words}", style=QUIET)
    if len(found) > MAX_LINES:
        yield Text(f"and {len(found) - MAX_LINES} more", style=QUIET)
    for line in describe_attempts(done.repetitions, exercise):
        yield Text(str(line), style=QUIET)


def _seen_line(analysis: Analysis) -> Text:
    tracking = analysis.tracking
    unclear = tracking.unsure_s >= 0.05 or tracking.lost_s >= 0.05
    text = (
        f"Seen {tracking.seen_s:.1f} s, unsure {tracking.unsure_s:.1f} s, not seen {tracking.lost_s:.1f} s."
    )
    return Text(text, style="" if unclear else QUIET)


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2), expand=False)
