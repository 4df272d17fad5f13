"""Two readings of one thing: of both sides, or in the picture and in space, where their mean is the better measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backcoach.exercises.model import Feature
from backcoach.tracking.observation import Reading


def has_twin(feature: Feature, is_drifting: bool) -> bool:
    """Whether a change is seen as well in the picture as in space, so that the mean of both is the better measure."""
    directed = feature.kind in ("height", "horizontal")
    return (feature.relative == "start" and directed) or (
        is_drifting and (directed or feature.kind == "deviation")
    )


def elsewhere(feature: Feature) -> Feature:
    """Return a feature of the picture measured in space, or the other way round."""
    return replace(feature, space="image" if feature.space == "world" else "world")


def chosen(choose: Callable[[Reading, Reading], Reading], left: Reading, right: Reading) -> Reading:
    """Return the lesser or greater reading; the only one where one side is not seen."""
    if left.value != left.value:
        return right
    return left if right.value != right.value else choose(left, right)
