"""From a file to what a person did in it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from backcoach.analysis.parallel import Monitor, QuietMonitor
from backcoach.analysis.result import Analysis, Moment
from backcoach.analysis.sources import Look, MakeEstimator, Source, blazepose_for, open_source
from backcoach.analysis.still import describe_still
from backcoach.analysis.turned import TurnedView
from backcoach.analysis.witness import Witness
from backcoach.exercises.catalogue import Catalogue, load_exercise
from backcoach.exercises.model import Exercise
from backcoach.pose.errors import InputError
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import Recognizer, State, Tracker
from backcoach.tracking.events import Event
from backcoach.tracking.summary import Summary

AUTO = "auto"
"""The name that stands for: find out which exercises are done."""


class Watcher(Protocol):
    """Somebody who follows an analysis picture by picture, for example to draw it."""

    def watch(self, look: Look, state: State, events: Sequence[Event]) -> None:
        """Take the next look, what is thought of it, and what has just become known."""


def analyze(
    path: Path | str,
    exercise: str = AUTO,
    *,
    exercises_dir: Path | None = None,
    trace: bool = False,
    estimator: MakeEstimator | None = None,
) -> Analysis:
    """Say what a person did in a video, GIF, still picture or recording.

    Parameters
    ----------
    path : path-like
        The file; its content decides what it is, not its name.
    exercise : str
        Id of an exercise, path of an exercise file, or ``"auto"`` to find out which exercises are done when.
    exercises_dir : Path, optional
        Folder with exercise files that add to or replace the built-in ones.
    trace : bool
        Keep what was thought at every picture (for plots).
    estimator : callable, optional
        Makes the pose model; BlazePose when not given.

    Returns
    -------
    Analysis
        ``error`` is set when something was read, but cannot be relied on (nobody seen, too small, cut off).

    Raises
    ------
    InputError
        Nothing can be read from the file.
    UnknownExerciseError
        There is no such exercise; the message names the nearest one.
    WrongFileError
        The exercise file has mistakes.
    """
    path = Path(path)
    exercises = load_exercises(exercise, Catalogue(exercises_dir))
    make = estimator or blazepose_for(exercises.values())
    with open_source(path, estimator=make) as source:
        return analyze_source(source, str(path), exercise, exercises, trace=trace)


def load_exercises(exercise: str = AUTO, catalogue: Catalogue | None = None) -> dict[str, Exercise]:
    """Return the exercises that are asked for, by their ids.

    Parameters
    ----------
    exercise : str
        An id, the path of an exercise file (ends in ``.toml``), or ``"auto"`` for all exercises.
    catalogue : Catalogue, optional
        Where to look for ids; by default the built-in exercises and the person's own.

    Returns
    -------
    dict of str to Exercise
        By id, in the catalogue's order.

    Raises
    ------
    UnknownExerciseError
        There is no such exercise; the message names the nearest one.
    WrongFileError
        An exercise file that is asked for has mistakes.
    """
    if exercise.endswith(".toml"):
        found = load_exercise(Path(exercise))
        return {found.id: found}
    catalogue = Catalogue() if catalogue is None else catalogue
    ids = catalogue.ids if exercise == AUTO else (exercise,)
    return {exercise_id: catalogue[exercise_id] for exercise_id in ids}


def make_tracker(exercise: str, exercises: Mapping[str, Exercise]) -> Tracker | Recognizer:
    """Return what follows the one exercise, or for ``"auto"`` what finds out which of them are done when.

    Parameters
    ----------
    exercise : str
        As for ``analyze``.
    exercises : mapping
        What ``load_exercises`` gave for it.

    Returns
    -------
    Tracker or Recognizer
        Both have ``feed`` and ``finish``.
    """
    if exercise == AUTO:
        return Recognizer(list(exercises.values()))
    (only,) = exercises.values()
    return Tracker(only)


def analyze_source(
    source: Source,
    name: str,
    exercise: str,
    exercises: Mapping[str, Exercise],
    *,
    trace: bool = False,
    watchers: Sequence[Watcher] = (),
    monitor: Monitor | None = None,
) -> Analysis:
    """Follow a source until it ends, breaks off, or the monitor says stop.

    Parameters
    ----------
    source : Source
        Used up by this.
    name : str
        How the result names the source.
    exercise : str
        As for ``analyze``.
    exercises : mapping
        What ``load_exercises`` gave for it.
    trace : bool
        Keep what was thought at every picture.
    watchers : sequence of Watcher
        Each is shown every look.
    monitor : Monitor, optional
        Told about the progress, asked whether to go on.

    Returns
    -------
    Analysis
        Of what was read until then.
    """
    begun_s = time.perf_counter()
    tracker = make_tracker(exercise, exercises)
    turned = TurnedView(lambda: make_tracker(exercise, exercises), exercises, source.turned_deg)
    run = _Run(source, tracker, turned, trace=trace, watchers=watchers)
    run.read(monitor or QuietMonitor())
    summary = tracker.finish()
    notes = list(_notes(source, run, exercises, summary))
    if not summary.sets and not source.still:
        notes += filter(None, [turned.note()])
    return Analysis(
        source=name,
        duration_s=run.witness.duration_s,
        frames=run.witness.frames,
        error=run.error or run.witness.error or (source.warning() if source.cut_off() else None),
        tracking=summary.tracking,
        sets=summary.sets,
        notes=tuple(notes),
        unclear=summary.unclear,
        partial=run.error is not None or source.cut_off(),
        people_max=run.witness.people_max,
        took_s=time.perf_counter() - begun_s,
        trace=tuple(run.moments),
    )


class _Run:
    """One pass over a source."""

    def __init__(
        self,
        source: Source,
        tracker: Tracker | Recognizer,
        turned: TurnedView,
        *,
        trace: bool,
        watchers: Sequence[Watcher],
    ) -> None:
        self._source = source
        self._tracker = tracker
        self._turned = turned
        self._trace = trace
        self._watchers = watchers
        self.witness = Witness(still=source.still)
        self.moments: list[Moment] = []
        self.last: PoseFrame | None = None
        self.error: str | None = None

    def read(self, monitor: Monitor) -> None:
        """Look at everything, until it ends, breaks off or the monitor says stop."""
        try:
            for look in self._source.looks:
                self._take(look)
                monitor.report(self._share(look.frame.time_s))
                if monitor.stopped():
                    self.error = (
                        f"stopped after {look.frame.time_s:.1f} s: the result holds only what came before"
                    )
                    return
        except InputError as error:
            self.error = error.reason

    def _take(self, look: Look) -> None:
        events = self._tracker.feed(look.frame)
        state = self._tracker.state
        self.last = look.frame
        self.witness.watch(look.frame)
        self._turned.watch(look.frame)
        for watcher in self._watchers:
            watcher.watch(look, state, events)
        if self._trace:
            self.moments.append(_moment(look, state))

    def _share(self, time_s: float) -> float:
        duration_s = self._source.duration_s
        return min(time_s / duration_s, 1.0) if duration_s else 0.0


def _notes(source: Source, run: _Run, exercises: Mapping[str, Exercise], summary: Summary) -> Iterator[str]:
    for seen in summary.unclear:
        name = exercises[seen.exercise].name
        yield f"{name}, {seen.start_s:.0f} to {seen.end_s:.0f} s: {seen.text}"
    yield from run.witness.notes
    if source.still and run.last is not None and run.last.seen:
        yield describe_still(run.last, exercises.values())
    warning = source.warning()
    if warning is not None and not source.cut_off():
        yield warning


def _moment(look: Look, state: State) -> Moment:
    return Moment(
        time_s=look.frame.time_s,
        exercise=state.exercise,
        signal=state.signal,
        phase=state.phase,
        in_position=state.in_position,
        seen=look.frame.seen and state.seen,
    )
