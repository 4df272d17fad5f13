"""Results as a calm table for people, one block per file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backcoach.analysis.result import Analysis
from backcoach.exercises.schema import Exercise
from backcoach.tracking.summary import ExerciseSet, FaultSpan

GOOD, WARN, BAD, QUIET, HEAD = "green", "yellow", "red", "dim", "bold"

MOST_LINES = 3
"""So many things to improve are named for a set; files have all of them."""


def make_block(analysis: Analysis, exercises: Mapping[str, Exercise]) -> RenderableType:
    """Return the block of one file: what was done, how well, and what could not be seen."""
    parts: list[RenderableType] = [_title(analysis)]
    if analysis.error:
        parts.append(_indented(Text(analysis.error, style=BAD)))
    if analysis.sets:
        parts.append(_sets_table(analysis.sets, exercises))
    elif not analysis.error and analysis.duration_s > 0:
        parts.append(_indented(Text("None of the exercises was done here.")))
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
    names = {fault.id: fault.name for fault in exercise.faults} if exercise else {}
    spans: dict[tuple[str, str], list[FaultSpan]] = defaultdict(list)
    for span in faults:
        spans[span.severity, span.id].append(span)
    lengths = {key: sum(s.end_s - s.start_s for s in group) for key, group in spans.items()}
    for severity, fault in sorted(spans, key=lambda key: (key[0] != "fault", -lengths[key])):
        group = spans[severity, fault]
        sides = Counter(s.side for s in group if s.side)
        where = f", {'/'.join(sorted(sides))}" if sides else ""
        times = "once" if len(group) == 1 else f"{len(group)} times"
        name = names.get(fault, fault.replace("_", " "))
        yield severity, f"{name} ({times}, {lengths[severity, fault]:.1f} s{where})"


def _title(analysis: Analysis) -> Text:
    title = Text(analysis.source, style=HEAD)
    if analysis.duration_s > 0:
        title.append(f"  {analysis.duration_s:.1f} s, {analysis.frames} pictures", style=QUIET)
        title.append(f", analysed in {analysis.took_s:.1f} s ({analysis.speed:.1f} x real time)", style=QUIET)
    return title


def _sets_table(sets: Sequence[ExerciseSet], exercises: Mapping[str, Exercise]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=True, header_style=QUIET, show_edge=False)
    for name in ("Exercise", "When"):
        table.add_column(name, no_wrap=True)
    for name in ("Counted", "Clean", "Unsure", "Left", "Right", "Held"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("To improve", ratio=1)
    for done in sets:
        table.add_row(*_row(done, exercises.get(done.exercise)))
    return table


def _row(done: ExerciseSet, exercise: Exercise | None) -> Iterator[RenderableType]:
    sides = done.by_side
    sided = exercise is None or exercise.sides != "none"
    yield Text(exercise.name if exercise else done.exercise, style=HEAD)
    yield f"{format_clock(done.start_s)} - {format_clock(done.end_s)}"
    yield Text(str(done.counted), style=HEAD)
    yield Text(str(done.clean), style=GOOD if done.clean == done.counted else "")
    yield Text(str(done.unsure), style=WARN if done.unsure else QUIET)
    yield str(sides["left"]) if sided else ""
    yield str(sides["right"]) if sided else ""
    yield f"{done.hold_s:.1f} s" if done.hold_s else ""
    yield _improvements(done, exercise)


def _improvements(done: ExerciseSet, exercise: Exercise | None) -> Text:
    lines = [
        Text(
            words if severity == "fault" else f"a little: {words}",
            style=WARN if severity == "fault" else QUIET,
        )
        for severity, words in describe_faults(done.faults, exercise)
    ]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [Text(f"and {len(lines) - MOST_LINES} more", style=QUIET)]
    unfinished = sum(r.status == "unfinished" for r in done.repetitions)
    if unfinished:
        lines.append(Text(f"{unfinished} not finished", style=QUIET))
    return Text("\n").join(lines) if lines else Text("nothing", style=GOOD)


def _seen_line(analysis: Analysis) -> Text:
    tracking = analysis.tracking
    unclear = tracking.unsure_s >= 0.05 or tracking.lost_s >= 0.05
    text = (
        f"Seen {tracking.seen_s:.1f} s, unsure {tracking.unsure_s:.1f} s, not seen {tracking.lost_s:.1f} s."
    )
    return Text(text, style="" if unclear else QUIET)


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))
