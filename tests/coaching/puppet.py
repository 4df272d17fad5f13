"""A simulated person who does what the session's screen says, and a loop that drives a session with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from backcoach.coaching.outputs import Output, Say
from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.screen import Screen
from backcoach.coaching.session import Session
from backcoach.exercises.catalogue import load_exercise
from backcoach.mannequin import Camera, Noise, Performance, simulate
from backcoach.pose.frame import PoseFrame

FPS = 15.0


def planned(name: str, repetitions: int = 2, hold_s: float | None = None, **more: object) -> PlannedSet:
    """Plan a short set of a built-in exercise."""
    exercise = load_exercise(name)
    if hold_s is None:
        hold_s = 4.0 if exercise.dose.hold_s else 0.0
    return PlannedSet(exercise, repetitions, hold_s, **{"rest_s": 6.0, **more})


@cache
def performance(
    name: str,
    repetitions: int,
    hold_s: float,
    sides: tuple[str, ...] | None,
    faults: tuple[tuple[str, float], ...],
) -> tuple[PoseFrame, ...]:
    """Return the frames of a set; its first second is the start position."""
    held = hold_s + 1.0 if hold_s else None
    acted = Performance.of(
        load_exercise(name), repetitions, hold_s=held, sides=sides, faults=dict(faults), ready_s=2.0
    )
    return tuple(simulate(acted, camera=Camera(fps=FPS), noise=Noise(seed=3)).frames)


class Puppet:
    """Gets into position, waits for the work to begin, does what is planned, and turns round when told."""

    def __init__(self, sets: Sequence[PlannedSet], faults: dict[str, float] | None = None) -> None:
        self._sets = sets
        self._faults = tuple((faults or {}).items())
        self._doing: object = None
        self._i = 0

    def frame(self, time_s: float, screen: Screen) -> PoseFrame:
        """Return what the camera sees now."""
        key = (screen.position, screen.side if self._sets[screen.position].exercise.sides == "each" else None)
        if key != self._doing:
            self._doing, self._i = key, 0
        frames = self._frames(screen)
        ready = int(1.2 * FPS)
        holds = self._sets[screen.position].exercise.repetition.kind == "hold"
        if screen.state == "work" or (holds and screen.state == "position"):
            self._i += 1
        elif self._i < ready:
            self._i = (self._i + 1) % ready
        return replace(frames[min(self._i, len(frames) - 1)], time_s=time_s)

    def _frames(self, screen: Screen) -> tuple[PoseFrame, ...]:
        plan = self._sets[screen.position]
        sides: tuple[str, ...] | None = None
        repetitions = plan.repetitions
        if plan.exercise.sides == "each":
            sides = (screen.side or "left",)
        elif plan.exercise.sides == "alternating":
            sides, repetitions = ("left", "right"), 2 * plan.repetitions
        return performance(plan.exercise.id, repetitions, plan.hold_s, sides, self._faults)


def drive(
    session: Session,
    see: Callable[[float, Screen], PoseFrame | None],
    until_s: float,
    *,
    begin_s: float = 0.0,
    act: Callable[[float, Session], list[Output]] | None = None,
) -> list[tuple[float, str, Output]]:
    """Run a session to its end or until a time; return every output with its time and the state it came in."""
    log: list[tuple[float, str, Output]] = []
    steps = int((until_s - begin_s) * FPS)
    for k in range(steps):
        time_s = begin_s + k / FPS
        frame = see(time_s, session.screen)
        outputs = session.see(frame) if frame is not None else []
        outputs += session.tick(time_s)
        if act is not None:
            outputs += act(time_s, session)
        log += [(time_s, session.screen.state, output) for output in outputs]
        if session.finished:
            break
    return log


def spoken(log: Sequence[tuple[float, str, Output]]) -> list[str]:
    """Return what was said."""
    return [str(output.message) for _, _, output in log if isinstance(output, Say)]


def of_kind(log: Sequence[tuple[float, str, Output]], kind: type) -> list[Output]:
    """Return the outputs of one class."""
    return [output for _, _, output in log if isinstance(output, kind)]
