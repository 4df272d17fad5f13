"""Simulated people for the tests, each simulated once, and what trackers make of frames."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from backcoach.exercises.catalogue import BUILTIN, load_exercise
from backcoach.exercises.model import Exercise
from backcoach.mannequin import Camera, Noise, Performance, Simulation, simulate
from backcoach.pose.frame import PoseFrame
from backcoach.tracking import Recognizer, Tracker
from backcoach.tracking.events import Event
from backcoach.tracking.summary import Summary

SEVEN = BUILTIN
HOLD_S = 3.5
"""Long enough for every exercise: a plank shorter than three seconds is none."""


@cache
def perform(exercise: str, repetitions: int = 2, fps: float = 15.0, facing: str = "right") -> Simulation:
    """Let the simulated person do a short clean set."""
    hold_s = None if exercise in ("clamshell", "glute_bridge") else HOLD_S
    performance = Performance.of(load_exercise(exercise), repetitions, hold_s=hold_s, facing=facing)
    return simulate(performance, camera=Camera(fps=fps), noise=Noise(seed=7))


def track(exercise: str | Exercise, frames: Iterable[PoseFrame]) -> Summary:
    """Return what one tracker understands."""
    return watch(exercise, frames)[1]


def watch(exercise: str | Exercise, frames: Iterable[PoseFrame]) -> tuple[list[Event], Summary]:
    """Return the events of one tracker, those at the end included, and its summary."""
    tracker = Tracker(load_exercise(exercise) if isinstance(exercise, str) else exercise)
    events = [event for frame in frames for event in tracker.feed(frame)]
    events += tracker.end()
    return events, tracker.finish()


def recognize(frames: Iterable[PoseFrame]) -> Summary:
    """Return what is understood where any of the seven may be done."""
    recognizer = Recognizer([load_exercise(name) for name in SEVEN])
    for frame in frames:
        recognizer.feed(frame)
    return recognizer.finish()


def counts(summary: Summary) -> Counter[tuple[str, str | None]]:
    """Return how many repetitions are counted of each exercise on each side."""
    return Counter((s.exercise, r.side) for s in summary.sets for r in s.repetitions if r.status == "counted")


def faults(summary: Summary) -> set[str]:
    """Return the faults (not the warnings) that were shown."""
    return {f.id for s in summary.sets for f in s.faults if f.severity == "fault"}
