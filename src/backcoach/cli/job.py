"""The work on one input, wherever it runs: in this process, in another one, or on another machine."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from backcoach import __version__
from backcoach.analysis import Analysis, analyze_source
from backcoach.analysis.core import Watcher
from backcoach.analysis.demo import open_simulated_routine
from backcoach.analysis.parallel import Monitor
from backcoach.analysis.sources import Look, Source, blazepose, blazepose_for, open_source
from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.cli.outputs import OutputError, Targets, naming
from backcoach.exercises.model import Exercise
from backcoach.pose.errors import InputError
from backcoach.pose.network_files import MODEL
from backcoach.pose.recording import RecordingMeta, RecordingWriter
from backcoach.tracking import State
from backcoach.tracking.events import Event
from backcoach.whole_files import replacing

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
    """One input, what was asked for, the exercises that are looked for, and where its files go.

    All that a machine needs which has other folders and another working directory: targets are absolute, exercises
    are loaded.
    """

    input: Input
    asked: AnalyzeRequest
    exercises: Mapping[str, Exercise]
    targets: Targets


def run_job(job: Job, monitor: Monitor) -> Analysis:
    """Analyse the input and write its own files; what goes wrong with it becomes its ``error``."""
    try:
        return _run(job, monitor)
    except (InputError, OutputError, OSError, MemoryError) as error:
        if job.asked.debug:
            traceback.print_exc()
        return failed(job.input, reason_of(error))


def failed(source: Input, reason: str) -> Analysis:
    """Return the result of an input that gave none."""
    return Analysis(source=source.name, error=reason, partial=True)


def reason_of(error: BaseException) -> str:
    """Return one line that says what went wrong with an input, whose name stands in front of it."""
    if isinstance(error, InputError):
        return error.reason
    if isinstance(error, OutputError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    text = " ".join(str(error).split())
    return (
        f"unexpected {type(error).__name__}{f': {text}' if text else ''} (--debug shows where it comes from)"
    )


def _run(job: Job, monitor: Monitor) -> Analysis:
    targets = job.targets
    with ExitStack() as stack:
        source = stack.enter_context(_open(job))
        watchers = [stack.enter_context(watcher) for watcher in _watchers(job)]
        analysis = analyze_source(
            source,
            job.input.name,
            job.asked.exercise,
            job.exercises,
            trace=targets.plot is not None,
            watchers=watchers,
            monitor=monitor,
        )
    if targets.plot is not None:
        _plot(targets.plot, analysis, job.exercises)
    return replace(analysis, trace=())


def _open(job: Job) -> AbstractContextManager[Source]:
    if job.input.path is None:
        return open_simulated_routine()
    everything = job.targets.annotate or job.targets.recording
    return open_source(
        job.input.path,
        estimator=blazepose if everything else blazepose_for(job.exercises.values()),
        picture_px=ANNOTATED_PX if job.targets.annotate else None,
        turn_deg=int(job.asked.turn.value),
    )


def _watchers(job: Job) -> Iterator[AbstractContextManager[Watcher]]:
    if job.targets.recording is not None:
        yield _recorder(job.targets.recording, job.input.name)
    if job.targets.annotate is not None:
        yield _annotator(job.targets.annotate, job.exercises)


class _Recorder:
    """Keeps the poses of a source."""

    def __init__(self, writer: RecordingWriter) -> None:
        self._writer = writer

    def watch(self, look: Look, state: State, events: Sequence[Event]) -> None:
        self._writer.add(look.frame)


@contextmanager
def _recorder(target: Path, source: str) -> Iterator[Watcher]:
    writer = RecordingWriter(target, RecordingMeta(source, MODEL, f"backcoach {__version__}"))
    yield _Recorder(writer)
    writer.save()


@contextmanager
def _annotator(target: Path, exercises: Mapping[str, Exercise]) -> Iterator[Watcher]:
    from backcoach.reports.video.annotate import Annotator  # of an extra

    with (
        naming("--annotate", target),
        replacing(target, private=False) as path,
        Annotator(path, exercises) as annotator,
    ):
        yield annotator


def _plot(target: Path, analysis: Analysis, exercises: Mapping[str, Exercise]) -> None:
    from backcoach.reports.video.plot import save_plot  # of an extra

    with naming("--plot", target), replacing(target, private=False) as path:
        save_plot(path, analysis, exercises)
