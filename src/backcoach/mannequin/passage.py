"""Movement through a row of positions, always on the floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import clearance, placed
from backcoach.mannequin.positions import nearest, position, turn_between, way
from backcoach.mannequin.posture import AT, nearest_turn
from backcoach.mannequin.timetable import minimum_jerk
from backcoach.pose.frame import Array

STEP_S = 1.5
"""Seconds from one position to the next."""


class Path:
    """A movement through placed postures, with a stay at each.

    Parameters
    ----------
    knots : sequence of ndarray, each of shape (P,)
    moves_s : sequence of float
        Seconds from each knot to the next; one fewer than knots.
    stays_s : sequence of float
        Seconds at each knot.
    """

    def __init__(
        self, knots: Sequence[Array], moves_s: Sequence[float], stays_s: Sequence[float], body: Body
    ) -> None:
        self.body = body
        self._knots = [knots[0]]
        for knot in knots[1:]:
            self._knots.append(nearest_turn(knot, self._knots[-1]))
        self._moves_s = [*moves_s, 1e-6]
        self._leaves_s = np.cumsum(np.array(stays_s) + np.array([0.0, *moves_s]))
        self.duration_s = float(self._leaves_s[-1])

    def postures(self, times_s: Array) -> Array:
        """Return the postures at times from the beginning, shape (n, P)."""
        which = np.searchsorted(self._leaves_s, times_s, side="right").clip(0, len(self._knots) - 1)
        # Moving from knot `which - 1` to knot `which`, or standing at `which`.
        knots = np.array(self._knots)
        before = np.maximum(which - 1, 0)
        left = np.where(which > 0, self._leaves_s[before], 0.0)
        moves = np.array(self._moves_s)[before]
        part = np.where(which > 0, minimum_jerk((times_s - left) / moves), 1.0)[:, None]
        out: Array = knots[before] * (1 - part) + knots[which] * part
        heights = clearance(knots, self.body)
        wanted = heights[before] * (1 - part[:, 0]) + heights[which] * part[:, 0]
        out[:, AT["y_m"]] += wanted - clearance(out, self.body)
        return out


def way_between(first: Array, last: Array, body: Body) -> Path:
    """Return a natural movement between two placed postures.

    Somebody who lies down the other way round comes up on all fours to turn.
    """
    a, b = nearest(first), nearest(last)
    if turn_between(first, last) > 60 and not {a, b} & {"all_fours", "kneeling", "standing"}:
        names = (*way(a, "all_fours"), "all_fours", *way("all_fours", b))
    else:
        names = way(a, b)
    last = nearest_turn(last, first)
    knots = [first]
    for k, name in enumerate(names, start=1):
        part = k / (len(names) + 1)
        at = first + part * (last - first)
        heading = float(at[AT["heading"]])
        knots.append(
            placed(position(name, body)[None], body, heading, float(at[AT["x_m"]]), float(at[AT["z_m"]]))[0]
        )
    knots.append(last)
    turn_s = turn_between(first, last) / 90 / (len(knots) - 1)
    moves = [STEP_S + turn_s] * (len(knots) - 1)
    return Path(knots, moves, [0.0] * len(knots), body)
