"""A performance as a course of postures, for those who draw or compare it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.posture import AT
from backcoach.mannequin.timetable import Performance
from backcoach.pose.frame import Array

_STEP_S = 0.08


def course(performance: Performance, body: Body) -> tuple[Array, Array]:
    """Return the times, shape (n,), and the postures, shape (n, P), of a performance without any chance in it."""
    motion = motion_of(performance, body)
    times_s = np.arange(0, motion.duration_s, _STEP_S)
    postures = motion.postures(times_s)
    postures[:, AT["heading"]] += motion.shown_heading_deg
    return times_s, postures


def target_time_s(performance: Performance) -> float:
    """Return the middle of the stay in the first repetition's last target: the moment that tells most."""
    moves = motion_of(performance, Body()).strokes[0].moves
    return (moves[-2][1] + moves[-1][0]) / 2 if len(moves) > 1 else 0.0


def motion_of(performance: Performance, body: Body) -> Motion:
    """Return the motion of a performance as an example: without any chance in it."""
    example = replace(performance, variation=0.0, as_example=True)
    return Motion(example, body, np.random.default_rng(0))
