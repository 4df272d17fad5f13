"""What is said and shown where nobody has planned anything."""

from __future__ import annotations

from collections.abc import Sequence

from backcoach.coaching import phrases
from backcoach.coaching.outputs import Outcome
from backcoach.exercises.model import Exercise
from backcoach.texts import Message, message

START = message("Just start. I will say what I see.")
WITHOUT_A_PLAN = message("Without a plan")


def found(exercise: Exercise, count: int) -> Message:
    """Return the words for an exercise that was recognised by its first repetition."""
    return message("{name}. {count}.", name=phrases.name_of(exercise), count=count)


def held(exercise: Exercise) -> Message:
    """Return the words for a position that is recognised while it is held."""
    return message("{name}. I am timing it.", name=phrases.name_of(exercise))


def was(exercise: Exercise) -> Message:
    """Return the words for what turned out to be another exercise."""
    return message("I was wrong: that was {name}.", name=phrases.name_of(exercise))


def seconds(count: int) -> Message:
    """Return how long a position has been held."""
    return message("{count} second.", plural="{count} seconds.", count=count)


def unknown(exercises: Sequence[Exercise]) -> Message:
    """Return what is said when nothing has been recognised for a while."""
    names = tuple(phrases.name_of(exercise) for exercise in exercises)
    return message("I do not recognise anything yet. I know {names}.", names=names)


def leaving(seconds_left: int) -> Message:
    """Return what is said before the session ends by itself."""
    return message(
        "Nobody is there. In {count} second I end the session; all that you did is kept.",
        plural="Nobody is there. In {count} seconds I end the session; all that you did is kept.",
        count=seconds_left,
    )


def enough() -> Message:
    """Return what is said when somebody has done as much of an exercise as any plan would ask for."""
    return message("That is plenty of this one for today.")


def long_enough(exercise: Exercise) -> Message:
    """Return what is said when a position was held for as long as any plan would ask for."""
    return message("That is long enough. {out}", out=phrases.way_out(exercise))


def left_out(exercise: Exercise, why: Message) -> Message:
    """Return what is said when an exercise is done that this person should leave out."""
    return message("{name}: leave this one out today. {why}", name=phrases.name_of(exercise), why=why)


def camera_gone(reason: str | None) -> Message:
    """Return what is said when the camera fails: without it, nothing can be recognised."""
    if reason == "unplugged":
        return message("The camera is gone. I wait until it is back.")
    return message("The camera has stopped working. I wait until it is back.")


def last(outcome: Outcome) -> Message:
    """Return the last words."""
    if outcome == "hurt":
        return phrases.last_words(outcome, single=False)
    if outcome == "done":
        return message("Well done. All that you did is kept.")
    return message("The session is over. I have not recognised anything.")
