"""A part of the drawn body, and what directions its shapes have."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from backcoach.pose.frame import Array

Ellipsoid = tuple[Array, Array]
"""Its middles, shape (n, 3), and half axes as columns, shape (n, 3, 3), at n moments."""


@dataclass
class Part:
    """One part of the body in one colour.

    Attributes
    ----------
    name : str
    group : str
        What is drawn together: ``torso``, ``head``, ``left_arm``, ...
    wears : str
        What gives it its colour.
    chains : list of list of tuple
        Ellipsoids, each with its middles, shape (n, 3), and half axes as columns, shape (n, 3, 3), at n moments; the
        skin is tight from one to the next.
    fillet_m : float
        How wide inner corners are rounded.
    """

    name: str
    group: str
    wears: str
    chains: list[list[Ellipsoid]] = field(default_factory=list)
    fillet_m: float = 0.03


def at_right_angles(vectors: Array, along: Array) -> Array:
    """Return what of vectors is at right angles to unit vectors."""
    rest: Array = vectors - along * np.sum(vectors * along, -1, keepdims=True)
    return rest


def unit(vectors: Array) -> Array:
    """Return vectors of length 1 in the same directions."""
    ones: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return ones
