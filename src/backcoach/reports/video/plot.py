"""A plot of one result: the signal, phases, repetitions, holds, faults, and what was not seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from backcoach.analysis.result import Analysis, Moment
from backcoach.exercises.model import Exercise
from backcoach.reports.video.naming import name_fault
from backcoach.tracking.summary import ExerciseSet, FaultSpan, Repetition, Side

INK, SOFT, FAINT = "#1f2933", "#66727f", "#e4e7eb"
SIDE_COLOURS: dict[Side | None, str] = {"left": "#2f6f9f", "right": "#b8652a", None: "#3d7d5c"}
HOLD, WARNING, FAULT, UNSEEN = "#9cc5b3", "#e9b44c", "#c8553d", "#b8c0c8"
TARGET, IN_POSITION = "#d9eee3", "#f3f5f7"
_STYLE: dict[Any, Any] = {"font.family": "DejaVu Sans", "svg.hashsalt": "backcoach", "svg.fonttype": "path"}

_MAX_PANELS = 7
_NEAR_S = 5.0
_WIDTH_IN = 12.0
_LETTERS = 150
"""So many letters of a bar's label fit into the whole width."""

Exercises = Mapping[str, Exercise]


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch in a lane; ``sure`` bars are filled, the others are outlines."""

    start_s: float
    end_s: float
    colour: str
    label: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of bars below the signal."""

    name: str
    bars: tuple[Bar, ...]


def save_plot(path: Path, analysis: Analysis, exercises: Exercises) -> None:
    """Draw a result into a file; its ending (svg or png) decides the format.

    Parameters
    ----------
    path : Path
        Overwritten if it exists.
    analysis : Analysis
        With a trace.
    exercises : mapping
        Exercises by their ids, for the names of signals and faults.
    """
    with mpl.rc_context(_STYLE):
        figure = make_figure(analysis, exercises)
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)


def make_figure(analysis: Analysis, exercises: Exercises) -> Figure:
    """Return the plot of a result with a trace: a panel for each exercise's signal, and the lanes below."""
    shown = _exercises_in(analysis)
    lanes = list(make_lanes(analysis, exercises))
    heights = [2.8 if len(shown) < 2 else 1.7] * len(shown) + [0.34 * len(lanes)]
    figure = Figure(figsize=(_WIDTH_IN, sum(heights) + 1.6), layout="constrained")
    *tops, bottom = figure.subplots(len(heights), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    figure.suptitle(
        _headline(analysis, exercises), x=0.01, ha="left", color=INK, fontsize=13, fontweight="bold"
    )
    for axes, exercise_id in zip(tops, shown, strict=True):
        _draw_signal(axes, analysis, exercise_id, exercises)
    begin_s, end_s = _limits(analysis)
    _draw_lanes(bottom, lanes, end_s - begin_s)
    bottom.set_xlim(begin_s, end_s)
    bottom.set_xlabel("seconds", color=SOFT)
    figure.legend(handles=_legend(analysis), loc="outside lower right", ncols=7, frameon=False, fontsize=8)
    return figure


def make_lanes(analysis: Analysis, exercises: Exercises) -> Iterator[Lane]:
    """Yield the lanes of a result: repetitions, holds, one for each kind of fault, and what was not seen."""
    repetitions = tuple(_repetition_bar(r) for s in analysis.sets for r in s.repetitions)
    if repetitions:
        yield Lane("repetitions", repetitions)
    holds = tuple(
        Bar(h.start_s, h.end_s, HOLD, f"{h.duration_s:.1f} s") for s in analysis.sets for h in s.holds
    )
    if holds:
        yield Lane("held", holds)
    faults: dict[str, list[FaultSpan]] = {}
    for done in analysis.sets:
        exercise = exercises.get(done.exercise)
        for span in done.faults:
            faults.setdefault(name_fault(span.id, exercise), []).append(span)
    for name, spans in faults.items():
        yield Lane(name, tuple(Bar(s.start_s, s.end_s, _severity_colour(s)) for s in spans))
    yield Lane("not seen", tuple(_unseen(analysis)))


def _repetition_bar(repetition: Repetition) -> Bar:
    label = {"counted": str(repetition.index), "unsure": f"{repetition.index}?", "unfinished": ""}
    return Bar(
        repetition.start_s,
        repetition.end_s,
        SIDE_COLOURS[repetition.side],
        label[repetition.status] + (f" {repetition.side}" if repetition.side else ""),
        sure=repetition.status == "counted",
    )


def _severity_colour(span: FaultSpan) -> str:
    return FAULT if span.severity == "fault" else WARNING


def _unseen(analysis: Analysis) -> Iterator[Bar]:
    times_s = [m.time_s for m in analysis.trace] + [_limits(analysis)[1]]
    for seen, group in groupby(enumerate(analysis.trace), key=lambda pair: pair[1].seen):
        indices = [i for i, _ in group]
        if not seen:
            yield Bar(times_s[indices[0]], times_s[indices[-1] + 1], UNSEEN)


def _limits(analysis: Analysis) -> tuple[float, float]:
    begin_s = analysis.trace[0].time_s if analysis.trace else 0.0
    return begin_s, begin_s + max(analysis.duration_s, 0.1)


def _headline(analysis: Analysis, exercises: Exercises) -> str:
    name = Path(analysis.source).name
    if not analysis.sets:
        return f"{name}    no exercise found"
    if len(analysis.sets) > 2:
        return f"{name}    {len(analysis.sets)} sets, {analysis.counted} counted"
    return "    ".join([name, *(_describe_set(done, exercises) for done in analysis.sets)])


def _describe_set(done: ExerciseSet, exercises: Exercises) -> str:
    unsure = f", {done.unsure} unsure" if done.unsure else ""
    held = f", held {done.hold_s:.1f} s" if done.hold_s else ""
    return f"{_name(done.exercise, exercises)}: {done.counted} counted{unsure}{held}"


def _name(exercise_id: str | None, exercises: Exercises) -> str:
    if exercise_id is None:
        return "nothing recognised"
    return exercises[exercise_id].name if exercise_id in exercises else exercise_id


def _exercises_in(analysis: Analysis) -> list[str | None]:
    """Return the exercises whose signals are worth a panel, in the order of time; one panel at least."""
    done: list[str | None] = list(dict.fromkeys(s.exercise for s in analysis.sets))
    followed: list[str | None] = list(dict.fromkeys(m.exercise for m in analysis.trace if m.in_position))
    return (done or followed or [None])[:_MAX_PANELS]


def _draw_signal(axes: Axes, analysis: Analysis, exercise_id: str | None, exercises: Exercises) -> None:
    mine = _own_moments(analysis, exercise_id)
    for start_s, end_s, phase in _phases(analysis, mine):
        axes.axvspan(start_s, end_s, color=_phase_colour(phase, exercises.get(exercise_id or "")), lw=0)
    times_s = [m.time_s for m in analysis.trace]
    signal = [m.signal if own and m.seen else math.nan for m, own in zip(analysis.trace, mine, strict=True)]
    axes.plot(times_s, signal, color=INK, lw=1.5, solid_capstyle="round")
    for done in analysis.sets:
        if done.exercise == exercise_id:
            for repetition in done.repetitions:
                _mark_repetition(axes, repetition)
    axes.set_ylabel(_signal_name(exercise_id, exercises), color=SOFT)
    axes.grid(axis="y", color=FAINT, lw=0.7)
    axes.margins(y=0.15)
    _tidy(axes)


def _own_moments(analysis: Analysis, exercise_id: str | None) -> list[bool]:
    """Say of each moment whether it belongs to the exercise's panel: in or near its sets, if it has any."""
    near = [(s.start_s - _NEAR_S, s.end_s + _NEAR_S) for s in analysis.sets if s.exercise == exercise_id]
    return [
        m.exercise == exercise_id and (not near or any(begin <= m.time_s <= end for begin, end in near))
        for m in analysis.trace
    ]


def _phases(analysis: Analysis, mine: Sequence[bool]) -> Iterator[tuple[float, float, str]]:
    """Yield begin, end and name of the phases while the person was in position."""
    times_s = [m.time_s for m in analysis.trace] + [_limits(analysis)[1]]

    def phase_at(pair: tuple[int, Moment]) -> str | None:
        index, moment = pair
        return (moment.phase or "") if mine[index] and moment.in_position else None

    for phase, group in groupby(enumerate(analysis.trace), key=phase_at):
        indices = [i for i, _ in group]
        if phase is not None:
            yield times_s[indices[0]], times_s[indices[-1] + 1], phase


def _phase_colour(phase: str, exercise: Exercise | None) -> str:
    targets = {p.name for p in exercise.phases if p.kind == "target"} if exercise else set()
    return TARGET if phase in targets else IN_POSITION


def _signal_name(exercise_id: str | None, exercises: Exercises) -> str:
    exercise = exercises.get(exercise_id or "")
    if exercise is None:
        return _name(exercise_id, exercises)
    name = exercise.repetition.signal
    in_degrees = exercise.features[name].kind in ("angle", "elevation", "roll")
    return f"{exercise.name}\n{name.replace('_', ' ')}{' (deg)' if in_degrees else ''}"


def _mark_repetition(axes: Axes, repetition: Repetition) -> None:
    for time_s in (repetition.target_s, repetition.release_s):
        if math.isfinite(time_s):
            axes.axvline(time_s, color=SIDE_COLOURS[repetition.side], lw=1, ls=(0, (2, 3)))


def _draw_lanes(axes: Axes, lanes: Sequence[Lane], span_s: float) -> None:
    for row, lane in enumerate(lanes):
        for bar in lane.bars:
            _draw_bar(axes, row, bar, letters=_LETTERS * (bar.end_s - bar.start_s) / span_s)
    axes.set_yticks(range(len(lanes)), [lane.name for lane in lanes])
    axes.set_ylim(len(lanes) - 0.5, -0.5)
    _tidy(axes)
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.spines["left"].set_visible(False)


def _draw_bar(axes: Axes, row: int, bar: Bar, letters: float) -> None:
    if not (math.isfinite(bar.start_s) and math.isfinite(bar.end_s)):
        return
    axes.barh(
        row,
        bar.end_s - bar.start_s,
        left=bar.start_s,
        height=0.62,
        color=bar.colour if bar.sure else "white",
        edgecolor=bar.colour,
        hatch=None if bar.sure else "////",
        lw=1,
    )
    colour = "white" if bar.sure and bar.colour in SIDE_COLOURS.values() else INK
    label = (
        next((text for text in (bar.label, bar.label.split()[0]) if len(text) <= letters), "")
        if bar.label
        else ""
    )
    middle_s = (bar.start_s + bar.end_s) / 2
    axes.text(middle_s, row, label, ha="center", va="center", color=colour, fontsize=8, clip_on=True)


def _legend(analysis: Analysis) -> list[Patch]:
    sides = {r.side for s in analysis.sets for r in s.repetitions}
    severities = {f.severity for s in analysis.sets for f in s.faults}
    sure = all(r.status == "counted" for s in analysis.sets for r in s.repetitions)
    handles = [Patch(color=IN_POSITION, label="in position"), Patch(color=TARGET, label="at the target")]
    handles += [Patch(color=SIDE_COLOURS[s], label=s) for s in ("left", "right") if s in sides]
    handles += [] if sure else [Patch(fc="white", ec=SOFT, hatch="////", label="unsure or unfinished")]
    handles += [Patch(color=WARNING, label="a little wrong")] if "warning" in severities else []
    handles += [Patch(color=FAULT, label="fault")] if "fault" in severities else []
    return handles


def _tidy(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(UNSEEN)
    axes.tick_params(colors=SOFT, labelsize=9)
