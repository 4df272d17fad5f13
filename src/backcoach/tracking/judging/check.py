"""Judges a single frame: is the person in position, and is the form right? For photos and labelled frames."""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.exercises.model import Exercise, Phase, Posture
from backcoach.pose.frame import PoseFrame
from backcoach.tracking.judging.faults import grade
from backcoach.tracking.measuring.conditions import all_met, is_met
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.measuring.observation import Observer
from backcoach.tracking.measuring.readings import Readings
from backcoach.tracking.summary import Severity


@dataclass(frozen=True, slots=True)
class FrameCheck:
    """What one frame shows of an exercise.

    Attributes
    ----------
    in_position : bool or None
        Whether every condition of the posture is met; None where too little is seen to say.
    broken : tuple of str
        The posture's features that are out of their limits.
    phases : tuple of str
        The phases whose conditions to enter are met.
    faults : dict of str to severity
        Faults and warnings that this frame shows in the phase asked for.
    values : dict of str to float
        Every feature's value; NaN where it is not clearly seen or needs more than one frame.
    """

    in_position: bool | None
    broken: tuple[str, ...]
    phases: tuple[str, ...]
    faults: dict[str, Severity]
    values: dict[str, float]


def check_frame(exercise: Exercise, frame: PoseFrame, phase: str | None = None) -> FrameCheck:
    """Judge one frame by an exercise's posture, phases and faults.

    Parameters
    ----------
    exercise : Exercise
    frame : PoseFrame
    phase : str, optional
        The phase in which the person is meant to be: only its faults are judged. None judges the faults of
        every phase.

    Returns
    -------
    FrameCheck

    Raises
    ------
    KeyError
        If the exercise has no such phase.

    Notes
    -----
    A single frame knows no start of a repetition and no speed: features that compare with either are NaN, and
    those that compare with the person's neutral compare with the usual one.
    """
    if phase is not None:
        exercise.phase(phase)
    readings = Readings(exercise)
    readings.update(Observer().observe(frame), 0.0)
    rules = [r for r in exercise.posture if not r.phases or phase in r.phases]
    answers = {rule: is_met(rule, readings.read) for rule in rules}
    return FrameCheck(
        in_position=_verdict(answers),
        broken=tuple(rule.feature for rule, met in answers.items() if met is False),
        phases=tuple(p.name for p in exercise.phases if _looks_like(p, exercise, readings)),
        faults=_faults(exercise, readings, phase),
        values={name: readings.read(name).value for name in exercise.features},
    )


def _looks_like(phase: Phase, exercise: Exercise, readings: Readings) -> bool:
    """Whether a frame meets a phase's conditions; where in the movement it is, no single frame can tell."""
    known = [c for c in phase.enter if exercise.features[c.feature].kind not in ("progress", "share")]
    return bool(known) and all_met(known, readings.read) is True


def _verdict(answers: dict[Posture, bool | None]) -> bool | None:
    if any(met is False for met in answers.values()):
        return False
    return None if all(met is None for met in answers.values()) else True


def _faults(exercise: Exercise, readings: Readings, phase: str | None) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for fault in exercise.faults:
        judged = phase is None or not fault.phases or phase in fault.phases
        if fault.feature is None or fault.extreme or not judged:
            continue
        value, confidence = readings.read(fault.feature)
        if confidence < SURE or not all_met(fault.given, readings.read, SURE):
            continue
        severity = grade(fault, value)
        if severity and found.get(fault.id) != "fault":
            found[fault.id] = severity
    return found
