"""Right and wrong side by side: how strongly, and at which moment, a fault must be shown to be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.course import course
from backcoach.mannequin.posture import AT
from backcoach.mannequin.skeleton import joints
from backcoach.mannequin.timetable import Performance

STRENGTHS = (1.2, 1.5, 2.0, 2.5, 3.0)
"""The weakest of these is taken that can be seen; 1 just reaches the threshold of the exercise file."""

_CURVE_COUNTS = 3.0
"""A bent back is seen more easily than a limb that is elsewhere: what it counts for."""

VISIBLE_M = 0.13
"""A fault can be seen when some part of the body is this far from where it should be."""


@dataclass(frozen=True)
class Contrast:
    """A fault and what is right instead.

    Attributes
    ----------
    right, wrong : Performance
    moment_s : float or None
        When they differ most; None: they differ in their tempo, and only moving pictures can show it.
    """

    right: Performance
    wrong: Performance
    moment_s: float | None


def contrast(right: Performance, fault: str, strength: float | None = None) -> Contrast:
    """Return how a fault is best shown.

    Parameters
    ----------
    right : Performance
        Without faults.
    fault : str
        One that the exercise's figure has.
    strength : float, optional
        By default as strong as it must be to be seen.

    Raises
    ------
    KeyError
        If the figure does not have the fault.
    """
    drawn = right.figure.faults[fault]
    if drawn.grows_s is not None:
        right = replace(right, hold_s=drawn.grows_s)
    for tried in (strength,) if strength is not None else STRENGTHS:
        wrong = replace(right, faults={fault: tried})
        moment_s, apart_m = _greatest_difference(right, wrong)
        if apart_m > VISIBLE_M:
            break
    return Contrast(right, wrong, None if drawn.in_time else moment_s)


def _greatest_difference(right: Performance, wrong: Performance) -> tuple[float, float]:
    """Return when two performances differ most, in seconds, and by how much, in metres."""
    body = Body()
    (times_s, postures), (_, others) = course(right, body), course(wrong, body)
    n = min(len(postures), len(others))
    apart_m = np.linalg.norm(joints(postures[:n], body) - joints(others[:n], body), axis=-1).max(1)
    curves = np.abs(postures[:n, AT["curve"]] - others[:n, AT["curve"]]) * body.trunk_m
    apart_m = np.maximum(apart_m, _CURVE_COUNTS * curves)
    at = int(apart_m.argmax())
    return float(times_s[at]), float(apart_m[at])
