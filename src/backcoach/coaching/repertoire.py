"""What a session may say, before it does: a voice that is slow to begin gets its sentences ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backcoach.coaching import phrases, questions
from backcoach.coaching.lesson import lesson_of
from backcoach.coaching.planned import Habits, PlannedSet
from backcoach.exercises.model import Exercise
from backcoach.texts import Message, message

MAX_NUMBERS = 60
"""Nobody counts further in one set."""


def words_of(sets: Sequence[PlannedSet], habits: Habits) -> tuple[Message, ...]:
    """Return what may be said in these sets, each sentence once: the first set's lesson, numbers, short calls, cues."""
    found = [*_at_once(), *(words for planned in sets for words in _of_set(planned, habits))]
    return tuple(dict.fromkeys(found))


def words_without_a_plan(exercises: Sequence[Exercise]) -> tuple[Message, ...]:
    """Return what may be said where nobody has planned anything: numbers, and what the exercises correct."""
    found = [*_at_once(), *numbers(30), *map(phrases.name_of, exercises)]
    found += [words for exercise in exercises for words in _corrections(exercise, frozenset())]
    return tuple(dict.fromkeys(found))


def numbers(count: int) -> Iterator[Message]:
    """Give the numbers from one on."""
    return (phrases.number(n) for n in range(1, min(count, MAX_NUMBERS) + 1))


def _at_once() -> Iterator[Message]:
    """Give what cannot wait, wherever a session stands."""
    yield from numbers(3)
    yield message("Go.")
    yield message("Stop, and come to rest in a way that feels easy.")
    yield from (question.text for question in (*questions.ALL_RIGHT, *questions.GO_ON))
    yield message("Paused.")
    yield message("Let's go on.")


def _of_set(planned: PlannedSet, habits: Habits) -> Iterator[Message]:
    exercise = planned.exercise
    sides = planned.sides if exercise.sides != "none" else ()
    if habits.introductions:
        yield from (sentence.text for sentence in lesson_of(planned, sides[0] if sides else None))
    else:
        yield phrases.name_of(exercise)
    yield message("Get into position.")
    for side in sides or (None,):
        yield phrases.place(exercise, side)
    total = planned.repetitions * (max(1, len(sides)) if exercise.sides == "alternating" else 1)
    yield from numbers(max(total, round(min(planned.hold_s, 10))))
    yield from _calls(exercise, habits)
    for side in sides:
        yield phrases.now_side(exercise, side)
        yield phrases.other_side(exercise, side)
    yield from _corrections(exercise, planned.faults_off)


def _calls(exercise: Exercise, habits: Habits) -> Iterator[Message]:
    """Give the short calls of the work."""
    yield from (Message(phase.say) for phase in exercise.phases if phase.say)
    if habits.breathing:
        yield from (phrases.breathe(phase.breath) for phase in exercise.phases if phase.breath)
        yield message("Keep breathing.")
    yield message("Hold.")
    yield message("One more.")
    yield message("And again.")
    if exercise.repetition.kind == "hold":
        yield phrases.way_in(exercise)
        yield phrases.again(exercise)
        yield message("The clock starts by itself.")
        yield from (phrases.released(exercise, last=last) for last in (False, True))


def _corrections(exercise: Exercise, left_out: frozenset[str]) -> Iterator[Message]:
    for fault in exercise.faults:
        if fault.id not in left_out:
            yield from (Message(text) for text in (fault.cue, fault.stronger_cue, fault.praise) if text)
    yield message("Good, that's it.")
