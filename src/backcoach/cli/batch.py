"""Analyse a list of inputs: check what is asked, do the work side by side, hand the results over."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from backcoach import extras
from backcoach.analysis import Analysis, load_exercises
from backcoach.analysis.parallel import (
    Board,
    ClusterMissingError,
    cluster_executor,
    local_executor,
    run_all,
    run_here,
)
from backcoach.cli.asked.videos import AnalyzeRequest
from backcoach.cli.handover import hand_over
from backcoach.cli.job import Input, Job, failed, reason_of, run_job
from backcoach.cli.leaving import WRONG
from backcoach.cli.outputs import OutputError, Outputs, Targets, plan_outputs
from backcoach.cli.progress import progress_bar
from backcoach.computer.cores import usable_cores
from backcoach.exercises.catalogue import Catalogue, UnknownExerciseError
from backcoach.exercises.model import Exercise
from backcoach.exercises.problem import WrongFileError
from backcoach.started import command
from backcoach.whole_files import remove_parts

DONE, INTERRUPTED = 0, 130
"""Exit statuses beside `WRONG`."""

USER_ERRORS = (OutputError, UnknownExerciseError, WrongFileError, ClusterMissingError)
"""What is wrong with the request as a whole, found before the work starts."""


def run_batch(asked: AnalyzeRequest, inputs: Sequence[Input]) -> int:
    """Do what is asked and return the exit status: 0, 2 when anything was wrong, 130 after Ctrl-C."""
    if asked.annotate or asked.plot:
        extras.demand("pictures")
    if asked.cluster:
        extras.demand("cluster")
    try:
        catalogue = Catalogue(asked.exercises_dir)
        exercises = load_exercises(asked.exercise, catalogue)
        _report_wrong_files(catalogue)
        outputs = plan_outputs(asked, [one.target_path for one in inputs])
        begun_s = time.perf_counter()
        board = Board(len(inputs))
        with _nothing_half_written(outputs):
            analyses = _analyze(asked, _jobs(asked, inputs, exercises, outputs), board)
        hand_over(analyses, outputs, exercises, took_s=time.perf_counter() - begun_s)
    except USER_ERRORS as error:
        if asked.debug:
            traceback.print_exc()
        say(str(error))
        return WRONG
    except OSError as error:  # no room even for what processes share, or nobody reads what is printed
        if asked.debug:
            traceback.print_exc()
        say(reason_of(error))
        return WRONG
    except KeyboardInterrupt:
        say("stopped at once: nothing was written")
        return INTERRUPTED
    if board.stopping:
        return INTERRUPTED
    return WRONG if any(a.error for a in analyses) else DONE


@contextmanager
def _nothing_half_written(outputs: Outputs) -> Iterator[None]:
    """Remove what killed processes have begun, when the second Ctrl-C ends everything."""
    try:
        yield
    except KeyboardInterrupt:
        targets = (path for one in outputs.each for path in (one.annotate, one.plot, one.recording))
        remove_parts(path for path in targets if path is not None)
        raise


def say(text: str) -> None:
    """Print one line for the person on standard error."""
    print(f"backcoach: {text}", file=sys.stderr, flush=True)


def _analyze(asked: AnalyzeRequest, jobs: Sequence[Job], board: Board) -> list[Analysis]:
    """Return the results in the order of the inputs; what Ctrl-C left undone is marked."""
    found: dict[int, Analysis] = {}
    with ExitStack() as stack:
        stack.enter_context(_ctrl_c_stops(board))
        tick = stack.enter_context(progress_bar(len(jobs), lambda: board.progress))
        if asked.cluster:
            executor = stack.enter_context(cluster_executor(asked.cluster))
            ended = run_all(executor, run_job, jobs, tick=tick, stopping=lambda: board.stopping)
        elif len(jobs) == 1:
            ended = run_here(run_job, jobs, board, tick=tick)
        else:
            lanes = min(asked.workers or usable_cores(), len(jobs))
            executor = stack.enter_context(local_executor(lanes, board))
            ended = run_all(executor, run_job, jobs, tick=tick, stopping=lambda: board.stopping)
        for index, result in ended:
            board.progress[index] = 1.0
            found[index] = _settled(jobs[index], result)
            _report(found[index])
    for index, job in enumerate(jobs):
        if index not in found:
            found[index] = failed(job.input, "stopped before anything was known of it")
            _report(found[index])
    return [found[index] for index in range(len(jobs))]


def _settled(job: Job, result: Analysis | BaseException) -> Analysis:
    """Turn what no job expects, a lost worker or a mistake of ours, into the error of this one input."""
    if isinstance(result, Analysis):
        return result
    if job.asked.debug:
        traceback.print_exception(result)
    return failed(job.input, reason_of(result))


def _report(analysis: Analysis) -> None:
    if analysis.error:
        say(f"{analysis.source}: {analysis.error}")
    for note in analysis.notes:
        say(f"{analysis.source}: note: {note}")


def _report_wrong_files(catalogue: Catalogue) -> None:
    """A mistake in a file of the person's own leaves the other exercises as they are."""
    for path in catalogue.problems:
        say(f"{path} is not used: it has mistakes; `{command('exercises', 'check')}` lists them")


def _jobs(
    asked: AnalyzeRequest, inputs: Sequence[Input], exercises: Mapping[str, Exercise], outputs: Outputs
) -> list[Job]:
    alone = replace(asked, paths=None)  # a job need not carry the names of all the others
    return [
        Job(
            source,
            alone,
            exercises,
            Targets(_absolute(to.annotate), _absolute(to.plot), _absolute(to.recording)),
        )
        for source, to in zip(inputs, outputs.each, strict=True)
    ]


def _absolute(path: Path | None) -> Path | None:
    """A worker on a cluster has another working directory."""
    return path.absolute() if path is not None else None


@contextmanager
def _ctrl_c_stops(board: Board) -> Iterator[None]:
    """Let the first Ctrl-C end all jobs in good order; the second one ends the program."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        board.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.write(2, b"\nbackcoach: stopping, with what is known so far; Ctrl-C again leaves at once\n")

    previous = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
