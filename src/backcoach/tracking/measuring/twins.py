"""Two readings of one thing: of both sides, or in the picture and in space, where their mean is the better measure."""

from __future__ import annotations

from dataclasses import replace

from backcoach.exercises.model import Feature
from backcoach.tracking.measuring.observation import Reading


def has_twin(feature: Feature, is_drifting: bool) -> bool:
    """Whether a change is seen as well in the picture as in space, so that the mean of both is the better measure."""
    directed = feature.kind in ("height", "horizontal")
    return (feature.relative == "start" and directed) or (
        is_drifting and (directed or feature.kind == "deviation")
    )


def elsewhere(feature: Feature) -> Feature:
    """Return a feature of the picture measured in space, or the other way round."""
    return replace(feature, space="image" if feature.space == "world" else "world")


def lesser(left: Reading, right: Reading) -> Reading:
    """Return the lesser reading; the only one where one side is not seen."""
    return right if left[0] != left[0] or right < left else left


def greater(left: Reading, right: Reading) -> Reading:
    """Return the greater reading; the only one where one side is not seen."""
    return right if left[0] != left[0] or right > left else left
