"""One exercise, performed: the angles of every joint at every moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from backcoach.exercises.figure import Contact, Figure, FigureEnd, FigureFault
from backcoach.mannequin.body import Body
from backcoach.mannequin.ground import settled
from backcoach.mannequin.posture import PARAMS, change, changed, mirrored, standing
from backcoach.mannequin.timetable import Performance, Stroke, minimum_jerk, timetable
from backcoach.pose.frame import Array
from backcoach.tracking.summary import Side

_TREMBLES = np.array(
    [name not in ("heading", "x_m", "y_m", "z_m", "curve") and "flat" not in name for name in PARAMS]
)


class Motion:
    """A performance, worked out for one body.

    Attributes
    ----------
    figure : Figure
    strokes : tuple of Stroke
        The repetitions' timetable.
    duration_s : float
        With the rest before and after.
    """

    def __init__(self, performance: Performance, body: Body, rng: np.random.Generator) -> None:
        self.performance = performance
        self.body = body
        self.figure: Figure = performance.figure
        self.strokes = timetable(performance, rng)
        self.duration_s = self.strokes[-1].end_s + performance.ready_s
        self._phase = rng.uniform(0, 2 * np.pi, (3, len(PARAMS)))
        self._hertz = rng.uniform(4, 9, (3, len(PARAMS)))

    def postures(self, times_s: Array) -> Array:
        """Return the settled postures at times from the beginning of the set, shape (n, P)."""
        out = np.empty((len(times_s), len(PARAMS)))
        starts = [-np.inf, *(stroke.begin_s for stroke in self.strokes[1:]), np.inf]
        for i, stroke in enumerate(self.strokes):
            inside = (times_s >= starts[i]) & (times_s < starts[i + 1])
            if inside.any():
                following = self.strokes[i + 1] if i + 1 < len(self.strokes) else None
                out[inside] = self._during(stroke, following, times_s[inside])
        return out

    @property
    def heading_deg(self) -> float:
        """How the person lies in the room so that the recommended view is the camera's."""
        return self._heading(self.figure.camera_deg)

    @property
    def shown_heading_deg(self) -> float:
        """How the person lies in the room so that a viewer on the +z side sees best what is done."""
        shown = self.figure.shown_deg
        return self._heading(self.figure.camera_deg if shown is None else shown)

    def _heading(self, camera_deg: float) -> float:
        side = self.strokes[0].side
        right = side != "left" if self.figure.turns_round else self.performance.facing == "right"
        return (camera_deg if right else -camera_deg) - 90.0

    def on_the_way(self, target: int, parts: Array) -> Array:
        """Return the settled postures at parts of the way from the start to a target, 0 to 1; shape (n, P)."""
        stroke = self.strokes[0]
        start = self.start(stroke.side, stroke.faults)
        end = self.ends(stroke.side, stroke.faults)[target]
        postures = start + parts[:, None] * (end - start)
        return settled(postures, self.body, self._rests_on(stroke.faults), mirror=stroke.side == "right")

    def weights(self, stroke: Stroke, times_s: Array) -> Array:
        """Return how far each target is reached, 0 to 1, shape (n, number of targets).

        From one target to the next the body passes through the start position.
        """
        sizes = self.sizes(stroke)
        weights = np.zeros((len(times_s), len(sizes)))
        for step, (begin, stop) in enumerate(stroke.moves):
            way = minimum_jerk((times_s - begin) / (stop - begin))
            if step == 0:
                weights[:, 0] = way
            elif step == len(sizes):
                weights[:, -1] *= 1 - way
            else:
                travelled = way * (sizes[step - 1] + sizes[step])
                weights[:, step - 1] *= np.clip(1 - travelled / sizes[step - 1], 0, 1)
                weights[:, step] = np.clip((travelled - sizes[step - 1]) / sizes[step], 0, 1)
        return weights

    def sizes(self, stroke: Stroke) -> list[float]:
        """Return the size of the movement to each target, in degrees over all joints."""
        start = self.start(stroke.side, stroke.faults)
        return [float(np.abs(end - start).sum()) for end in self.ends(stroke.side, stroke.faults)]

    def _during(self, stroke: Stroke, following: Stroke | None, times_s: Array) -> Array:
        before = self.start(stroke.side, stroke.faults, between=stroke.index > 0)
        after = self.start(stroke.side, stroke.faults, between=True)
        weights = self.weights(stroke, times_s)
        base = np.where((times_s >= stroke.moves[0][1])[:, None], after, before)
        if following is not None:
            then = self.start(following.side, following.faults, between=True)
            gap = max(following.begin_s - stroke.end_s, 1e-6)
            base = base + minimum_jerk((times_s - stroke.end_s) / gap)[:, None] * (then - base)
        postures = base.copy()
        for k, end in enumerate(self.ends(stroke.side, stroke.faults)):
            postures += weights[:, k : k + 1] * (end - base)
        postures += self._unsteady(stroke, times_s, weights.max(1)) + self._trembling(times_s)
        return settled(postures, self.body, self._rests_on(stroke.faults), mirror=stroke.side == "right")

    def _rests_on(self, faults: Mapping[str, float]) -> tuple[Contact, ...]:
        others = [fault.rests_on for fault, _ in self._shown(faults) if fault.rests_on is not None]
        return others[0] if others else self.figure.rests_on

    def _unsteady(self, stroke: Stroke, times_s: Array, in_target: Array) -> Array:
        """Return what swings or grows during the repetition, shape (n, P)."""
        out = np.zeros((len(times_s), len(PARAMS)))
        for fault, strength in self._shown(stroke.faults):
            delta = strength * np.nan_to_num(change(fault.change))
            delta = mirrored(delta) if stroke.side == "right" else delta
            inside = in_target if fault.when == "end" else np.ones_like(in_target)
            if fault.swing_s is not None:
                wave = np.sin(2 * np.pi * (times_s - stroke.begin_s) / fault.swing_s)
                out += (inside * wave)[:, None] * delta
            elif fault.grows_s is not None:
                grown = np.clip((times_s - stroke.moves[0][1]) / fault.grows_s, 0, 1.5)
                out += (inside * grown)[:, None] * delta
        return out

    def _trembling(self, times_s: Array) -> Array:
        if not self.performance.tremor:
            return np.zeros((len(times_s), len(PARAMS)))
        waves = np.sin(2 * np.pi * self._hertz * times_s[:, None, None] + self._phase).sum(1)
        trembling: Array = self.performance.tremor * np.sqrt(2 / 3) * waves * _TREMBLES
        return trembling

    def start(
        self, side: Side | None, faults: Mapping[str, float] | None = None, between: bool = False
    ) -> Array:
        """Return the start position, shape (P,), with the faults that show in it."""
        posture = self._with_faults(changed(standing(), self.figure.start), faults or {}, "always")
        for fault, strength in self._shown(faults or {}):
            posture = posture + strength * np.nan_to_num(change(fault.start_change))
        if between:
            posture = self._with_faults(posture, faults or {}, "between")
        return mirrored(posture) if side == "right" else posture

    def ends(self, side: Side | None, faults: Mapping[str, float]) -> list[Array]:
        """Return the targets in the order in which they are done, each of shape (P,)."""
        start = changed(standing(), self.figure.start)
        part = self.performance.range_ * self._range(faults)
        targets = []
        for end in self.ordered_ends():
            target = changed(start, end.pose)
            if self.performance.as_example:
                target = changed(target, end.shown)
            if self.performance.variant is not None:
                target = changed(target, self.figure.variants[self.performance.variant])
            target = start + part * (target - start)
            target = self._with_faults(self._with_faults(target, faults, "always"), faults, "end")
            targets.append(mirrored(target) if side == "right" else target)
        return targets

    def ordered_ends(self) -> list[FigureEnd]:
        """Return the targets in the order in which they are done."""
        return sorted(self.figure.ends, key=lambda end: end.name != self.performance.first_end)

    def _with_faults(self, posture: Array, faults: Mapping[str, float], when: str) -> Array:
        for fault, strength in self._shown(faults):
            if fault.when == when and fault.swing_s is None and fault.grows_s is None:
                posture = posture + strength * np.nan_to_num(change(fault.change))
        return posture

    def _range(self, faults: Mapping[str, float]) -> float:
        parts = [1 - s * (1 - fault.range) for fault, s in self._shown(faults) if fault.range is not None]
        return max(0.03, min([1.0, *parts]))

    def _shown(self, faults: Mapping[str, float]) -> Iterator[tuple[FigureFault, float]]:
        for name, strength in faults.items():
            fault = self.figure.faults[name]
            yield fault, 1.0 if fault.fixed else strength
