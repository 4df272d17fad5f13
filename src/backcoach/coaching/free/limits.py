"""What a person is careful with today: the dose rules' answer, for a session in which nobody asks for a dose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from backcoach.exercises.model import Exercise
from backcoach.texts import Message


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left out, and what is done with care.

    Attributes
    ----------
    left_out : mapping of str to Message
        Exercises that this person should not do today, and why.
    faults_off : mapping of str to frozenset of str
        Hints that are wrong for this person, by exercise.
    advice : mapping of str to tuple of Message
        What to mind in an exercise.
    notes : tuple of Message
        What is said at the beginning.
    """

    left_out: Mapping[str, Message] = field(default_factory=dict)
    faults_off: Mapping[str, frozenset[str]] = field(default_factory=dict)
    advice: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()

    def without_hints(self, exercise: Exercise) -> Exercise:
        """Return the exercise without the hints that are wrong for this person."""
        off = self.faults_off.get(exercise.id, frozenset())
        if not off:
            return exercise
        return replace(exercise, faults=tuple(fault for fault in exercise.faults if fault.id not in off))

    def leaving_out(self, exercise: Exercise, why: Message) -> Limits:
        """Return the same, with one more exercise that is left out."""
        return replace(self, left_out={**self.left_out, exercise.id: why})
