"""The posture of an exercise at one moment of its way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import AT
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array
from backcoach.tracking.summary import Side


def pose_at(
    performance: Performance,
    progress: float,
    side: Side | None = None,
    faults: Mapping[str, float] | None = None,
    end: str | None = None,
    body: Body | None = None,
) -> Array:
    """Return the posture of an exercise at a part of the way to its target.

    Parameters
    ----------
    performance : Performance
        Only its exercise and its figure count.
    progress : float
        0 the start position, 1 the target.
    side : {"left", "right"}, optional
        For a sided exercise; the left side by default.
    faults : mapping, optional
        Fault identifier to strength.
    end : str, optional
        Name of the target, where there are several; the first by default.
    body : Body, optional
        Whose proportions; the usual ones by default.

    Returns
    -------
    ndarray, shape (P,)
        Heading as the exercise's recommended view shows it.
    """
    figure_side: tuple[Side, ...] = (side or "left",)
    still = Performance(
        performance.exercise,
        1,
        sides=figure_side,
        faults=faults or {},
        first_end=end,
        variation=0,
        figure=performance.figure,
    )
    motion = Motion(still, body or Body(), np.random.default_rng(0))
    begin, stop = motion.strokes[0].moves[0]
    grid = np.linspace(begin, stop, 201)
    ways = motion.weights(motion.strokes[0], grid)[:, 0] if motion.figure.ends else np.zeros(201)
    at = grid[int(np.argmin(np.abs(ways - progress)))]
    posture: Array = motion.postures(np.array([at]))[0]
    posture[AT["heading"]] += motion.heading_deg
    return posture
