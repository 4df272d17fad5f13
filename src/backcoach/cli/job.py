"""The work on one input, wherever it runs: in this process, in another one, or on another machine."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach import __version__
from backcoach.analysis import Analysis, analyze_source, load_exercises
from backcoach.analysis.core import Watcher
from backcoach.analysis.demo import open_simulated_routine
from backcoach.analysis.parallel import Monitor
from backcoach.analysis.sources import Look, Source, blazepose, blazepose_for, open_source
from backcoach.cli.outputs import OutputError, naming
from backcoach.exercises.schema import Exercise
from backcoach.pose.errors import InputError
from backcoach.pose.network_files import MODEL
from backcoach.tracking import State
from backcoach.tracking.events import Event
from backcoach.whole_files import replacing

if TYPE_CHECKING:
    from backcoach.pose.recording import RecordingWriter

ANNOTATED_PX = 1280
"""Longest side of an annotated video."""


@dataclass(frozen=True, slots=True)
class Input:
    """Something to analyse: its name as the person knows it, and its file; None: the simulated routine."""

    name: str
    path: Path | None

    @property
    def target_path(self) -> Path:
        """The path from which the names of output files are made."""
        return self.path or Path(self.name)


@dataclass(frozen=True, slots=True)
class Job:
    """One input and everything that is wanted of it; all paths are absolute."""

    input: Input
    exercise: str
    exercises_dir: Path | None = None
    annotate: Path | None = None
    plot: Path | None = None
    recording: Path | None = None
    turn_deg: int = 0
    debug: bool = False


def run_job(job: Job, monitor: Monitor) -> Analysis:
    """Analyse the input and write its own files; what goes wrong with it becomes its ``error``."""
    try:
        return _run(job, monitor)
    except (InputError, OutputError, OSError, MemoryError) as error:
        if job.debug:
            traceback.print_exc()
        return failed(job.input, reason_of(error))


def failed(source: Input, reason: str) -> Analysis:
    """Return the result of an input that gave none."""
    return Analysis(source=source.name, error=_without_name(reason, source), partial=True)


def reason_of(error: BaseException) -> str:
    """Return one line that says what went wrong."""
    if isinstance(error, (InputError, OutputError)):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    text = " ".join(str(error).split())
    return (
        f"unexpected {type(error).__name__}{f': {text}' if text else ''} (--debug shows where it comes from)"
    )


def _without_name(reason: str, source: Input) -> str:
    """The name stands in front of every reason anyway."""
    names = (str(source.path), source.name, source.path.name) if source.path else (source.name,)
    for name in names:
        if reason.startswith((f"{name} ", f"{name}:")):
            return reason[len(name) :].lstrip(": ")
    return reason


def _run(job: Job, monitor: Monitor) -> Analysis:
    exercises = load_exercises(job.exercise, job.exercises_dir)
    with ExitStack() as stack:
        source = stack.enter_context(_open(job, exercises))
        watchers = [stack.enter_context(watcher) for watcher in _watchers(job, exercises)]
        analysis = analyze_source(
            source,
            job.input.name,
            job.exercise,
            exercises,
            trace=job.plot is not None,
            watchers=watchers,
            monitor=monitor,
        )
    if job.plot is not None:
        _plot(job.plot, analysis, exercises)
    error = _without_name(analysis.error, job.input) if analysis.error else None
    notes = tuple(_without_name(note, job.input) for note in analysis.notes)
    return replace(analysis, error=error, notes=notes, trace=())


def _open(job: Job, exercises: Mapping[str, Exercise]) -> AbstractContextManager[Source]:
    if job.input.path is None:
        return open_simulated_routine()
    everything = job.annotate or job.recording
    estimator = blazepose if everything else blazepose_for(exercises.values())
    return open_source(
        job.input.path,
        estimator=estimator,
        picture_px=ANNOTATED_PX if job.annotate else None,
        turn_deg=job.turn_deg,
    )


def _watchers(job: Job, exercises: Mapping[str, Exercise]) -> Iterator[AbstractContextManager[Watcher]]:
    if job.recording is not None:
        yield _recorder(job.recording, job.input.name)
    if job.annotate is not None:
        yield _annotator(job.annotate, exercises)


class _Recorder:
    """Keeps the poses of a source."""

    def __init__(self, writer: RecordingWriter) -> None:
        self._writer = writer

    def watch(self, look: Look, state: State, events: Sequence[Event]) -> None:
        self._writer.add(look.frame)


@contextmanager
def _recorder(target: Path, source: str) -> Iterator[Watcher]:
    from backcoach.pose.recording import RecordingMeta, RecordingWriter

    writer = RecordingWriter(target, RecordingMeta(source, MODEL, f"backcoach {__version__}"))
    yield _Recorder(writer)
    writer.save()


@contextmanager
def _annotator(target: Path, exercises: Mapping[str, Exercise]) -> Iterator[Watcher]:
    from backcoach.reports.annotate import Annotator

    with (
        naming("--annotate", target),
        replacing(target, private=False) as path,
        Annotator(path, exercises) as annotator,
    ):
        yield annotator


def _plot(target: Path, analysis: Analysis, exercises: Mapping[str, Exercise]) -> None:
    from backcoach.reports.plot import save_plot

    with naming("--plot", target), replacing(target, private=False) as path:
        save_plot(path, analysis, exercises)
