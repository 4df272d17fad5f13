"""The movements of a repetition between two stays, and how long each took."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from backcoach.tracking.counting.timing import Curve, Way

Stretch = tuple[float, float]


class CourseOf(Protocol):
    """Gives the course of the whole body from the posture in one stretch to that in another."""

    def __call__(
        self, before: Stretch, after: Stretch, over: Stretch, *, of_back: bool = False
    ) -> Curve | None:
        """Return the course over a third stretch, from 0 to 1; None where it is not known.

        ``of_back``: that of the back line alone, where the repetition is measured by it; else None.
        """


class Move(NamedTuple):
    """A movement of a repetition whose pace matters.

    ``between_s``: the middles of the stays before and after it. ``before``, ``after``: those stays, (start, end).
    """

    name: str
    way: Way
    levels: tuple[float, float]
    between_s: Stretch
    before: Stretch
    after: Stretch


def duration_of(move: Move, curve: Curve, course_of: CourseOf) -> float:
    """Return how long a movement took: by the course of the whole body where it is known, else by the signal."""
    course = course_of(move.before, move.after, move.between_s)
    if course is not None:
        return course.duration_s(move.way, (0.0, 1.0), *move.between_s)
    return curve.duration_s(move.way, move.levels, *move.between_s)
