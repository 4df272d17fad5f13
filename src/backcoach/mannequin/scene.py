"""A scene: what is done one after the other, and how the body gets from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import placed
from backcoach.mannequin.life import Life, life_path
from backcoach.mannequin.motion import Motion
from backcoach.mannequin.passage import Path, way_between
from backcoach.mannequin.timetable import Performance
from backcoach.mannequin.truth import truth_of
from backcoach.pose.frame import Array
from backcoach.tracking.summary import ExerciseSet


class Act(Protocol):
    """Something that takes time and gives postures."""

    @property
    def duration_s(self) -> float:
        """How long it takes."""

    def postures(self, times_s: Array) -> Array:
        """Return placed or settled postures at times from its beginning, shape (n, P)."""


def staged(
    segments: Sequence[Performance | Life], body: Body, fps: float, rng: np.random.Generator
) -> tuple[Array, Array, tuple[ExerciseSet, ...]]:
    """Return frame times, shape (n,), placed postures, shape (n, P), and the truth of a scene."""
    acts, truth = _acts(_one_facing_each(segments), body, rng)
    begins = np.concatenate([[0.0], np.cumsum([act.duration_s for act in acts])])
    times_s = np.arange(0, begins[-1], 1 / fps)
    parts = []
    for act, begin, stop in zip(acts, begins[:-1], begins[1:], strict=True):
        inside = times_s[(times_s >= begin) & (times_s < stop)]
        if len(inside):
            parts.append(act.postures(inside - begin))
    return times_s, np.concatenate(parts), truth


def _one_facing_each(segments: Sequence[Performance | Life]) -> list[Performance | Life]:
    return [part for s in segments for part in (split_sides(s) if isinstance(s, Performance) else [s])]


def split_sides(performance: Performance) -> list[Performance]:
    """Return one performance for each side if the person has to turn round between sides."""
    figure = performance.figure
    sides = tuple(dict.fromkeys(performance.sides or ("left", "right")))
    if not figure.turns_round or len(sides) == 1:
        return [performance]
    each = -(-performance.repetitions // len(sides))
    counts = [min(each, performance.repetitions - k * each) for k in range(len(sides))]
    return [
        replace(performance, sides=(side,), repetitions=count)
        for side, count in zip(sides, counts, strict=True)
        if count > 0
    ]


def _acts(
    segments: Sequence[Performance | Life], body: Body, rng: np.random.Generator
) -> tuple[list[Act], tuple[ExerciseSet, ...]]:
    acts: list[Act] = []
    truth: list[ExerciseSet] = []
    clock = 0.0
    for segment in segments:
        act: Act = (
            life_path(segment, body, rng)
            if isinstance(segment, Life)
            else _Placed(Motion(segment, body, rng), body, rng)
        )
        if acts:
            acts.append(_passage(acts[-1], act, body))
            clock += acts[-1].duration_s
        if isinstance(act, _Placed):
            truth.append(truth_of(act.motion, clock))
        acts.append(act)
        clock += act.duration_s
    return acts, tuple(truth)


class _Placed:
    """A performance on its place on the floor."""

    def __init__(self, motion: Motion, body: Body, rng: np.random.Generator) -> None:
        self.motion = motion
        self.body = body
        self.duration_s = motion.duration_s
        self._at = rng.normal(0, 0.04, 2)

    def postures(self, times_s: Array) -> Array:
        with_first = np.concatenate([[0.0], times_s])
        settled = self.motion.postures(with_first)
        return placed(settled, self.body, self.motion.heading_deg, self._at[0], self._at[1])[1:]


def _passage(before: Act, after: Act, body: Body) -> Path:
    """Return the movement from the end of one act to the beginning of the next, through natural positions."""
    first = before.postures(np.array([before.duration_s - 1e-3]))[0]
    last = after.postures(np.zeros(1))[0]
    return way_between(first, last, body)
