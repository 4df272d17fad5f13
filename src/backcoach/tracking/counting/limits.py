"""What the conditions of an exercise say about its signal."""

from __future__ import annotations

import math
from collections.abc import Iterable

from backcoach.exercises.model import Condition, Exercise, Feature, Follower


def limits_of(condition: Condition) -> list[tuple[str, str, float]]:
    """Return (which extreme passes it, feature, limit) for each limit of a condition."""
    limits = (("greatest", condition.above), ("least", condition.below))
    return [(which, condition.feature, limit) for which, limit in limits if limit is not None]


def rest_threshold(exercise: Exercise) -> float:
    """Return, for a hold, the signal's value at which it is left: what lies beyond counts as rest. Else NaN."""
    if exercise.repetition.kind == "hold":
        for condition in exercise.phases[0].leave:
            if condition.feature == (exercise.repetition.timed_by or exercise.repetition.signal):
                return next(limit for _, _, limit in limits_of(condition))
    return math.nan


def shows_in_signal(exercise: Exercise, conditions: Iterable[Condition]) -> bool:
    """Whether one of the conditions is about the signal, or about what follows from it."""
    signal = exercise.repetition.signal
    return any(signal in (c.feature, _followed_by(exercise.features[c.feature])) for c in conditions)


def _followed_by(feature: Feature) -> str | None:
    return feature.of if isinstance(feature, Follower) else None
