"""A lesson: the whole movement of an exercise, sentence by sentence, and where the figure goes with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backcoach.coaching import phrases
from backcoach.coaching.guide import BACK
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import START, Exercise
from backcoach.texts import Message, message
from backcoach.tracking.summary import Side


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the figure's station meanwhile; None: it shows the whole movement."""

    text: Message
    station: int | None = None


def lesson_of(planned: PlannedSet, side: Side | None, *, again: bool = False) -> Iterator[Sentence]:
    """Give the lesson of a set: position, movement, breath, feeling, what is special, how much.

    Where a side is done after the other, the side's sentence stands for the first one of the position.

    Parameters
    ----------
    side : {"left", "right"}, optional
        With which it begins.
    again : bool
        The person asked to be shown it again.
    """
    exercise = planned.exercise
    taught = exercise.lesson
    yield Sentence(message("Let me show you again.") if again else phrases.name_of(exercise), BACK)
    if not again:
        yield Sentence(message("Watch first. Then we will do it together."), BACK)
    of_side = taught.side(side)
    position = [Message(text) for text in taught.position]
    if of_side is not None and exercise.sides == "each":
        position[0] = Message(of_side.say)
    yield from (Sentence(text, BACK) for text in position)
    if of_side is not None and exercise.sides == "alternating":
        yield Sentence(Message(of_side.say), BACK)
    for step in taught.movement:
        yield Sentence(Message(step.text), _station(exercise, step.to))
    yield from (Sentence(Message(text)) for text in (exercise.breathing, taught.feel) if text)
    yield from (Sentence(text) for text in (*phrases.advice(planned), phrases.dose(planned)))


def _station(exercise: Exercise, to: str | None) -> int | None:
    """Return the figure's station of a step."""
    if to is None:
        return None
    return BACK if to == START else 1 + [end.name for end in exercise.figure.ends].index(to)
