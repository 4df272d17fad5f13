"""What things are called in reports, also those of an exercise that is not known here."""

from __future__ import annotations

from backcoach.exercises.model import Exercise


def name_fault(fault: str, exercise: Exercise | None) -> str:
    """Return what a fault is called; made from its id where the exercise is not known."""
    known = exercise.fault_name(fault) if exercise else None
    return known or fault.replace("_", " ")
