"""Features that the picture and space show equally well: the mean of both is the better measure."""

from __future__ import annotations

from backcoach.exercises.schema import Feature


def has_twin(feature: Feature, is_drifting: bool) -> bool:
    """Whether a change is seen as well in the picture as in space, so that the mean of both is the better measure."""
    directed = feature.kind in ("height", "horizontal")
    return (feature.relative == "start" and directed) or (
        is_drifting and (directed or feature.kind == "deviation")
    )


def elsewhere(feature: Feature) -> Feature:
    """Return a feature of the picture measured in space, or the other way round."""
    return feature.model_copy(update={"space": "image" if feature.space == "world" else "world"})
