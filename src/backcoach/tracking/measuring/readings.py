"""Reads an exercise's features by name: chooses the side, knows this person's neutral, smooths further."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from backcoach.exercises.model import Exercise, Feature, Progress, Share, Speed, Trend
from backcoach.tracking.measuring.adapting import Envelope, Neutral, Swing
from backcoach.tracking.measuring.conditions import all_met
from backcoach.tracking.measuring.drift import strongest_drift
from backcoach.tracking.measuring.features import NOT_SEEN, OTHER, SURE, History, Meter, Speedometer
from backcoach.tracking.measuring.observation import SIDES, Observation, Reading, new_reading
from backcoach.tracking.measuring.robust import trimmed_mean
from backcoach.tracking.measuring.sides import Sides
from backcoach.tracking.measuring.smoothing import blend
from backcoach.tracking.measuring.starts import Starts, difference
from backcoach.tracking.measuring.twins import elsewhere, greater, has_twin, lesser
from backcoach.tracking.summary import Side

_REMEMBERING = ("speed", "angular_speed", "trend", "progress", "share")
EXPLAINED_S = 1.0
"""So long after the conditions of a trend were broken, a change may still come from that."""

SIDEWAYS = ("side",)
"""Only from here the picture shows lengths as they are; from elsewhere a change is taken from space alone."""


class Readings:
    """The features of one exercise, read from the current observation.

    Attributes
    ----------
    sides : Sides
        Of the person, from which each feature takes its own.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._features = exercise.features
        self._signal = exercise.repetition.signal
        self._meters: dict[str, Meter | Speedometer] = {
            name: Speedometer(f) if isinstance(f, Speed) else Meter(f) for name, f in self._features.items()
        }
        drifting = {f.of for f in self._features.values() if isinstance(f, Trend)}
        self._twins = {
            n: Meter(elsewhere(f)) for n, f in exercise.features.items() if has_twin(f, n in drifting)
        }
        self._envelopes = {
            n: Envelope(f.least_range) for n, f in self._features.items() if isinstance(f, Progress)
        }
        self._swings = {n: Swing(f.least_range) for n, f in self._features.items() if isinstance(f, Share)}
        self._trends = {n: History(f.window_s) for n, f in self._features.items() if isinstance(f, Trend)}
        self._explained = {
            n: tuple(c for fault in exercise.faults if fault.feature == n for c in fault.given)
            for n in self._trends
        }
        self._explained_s = dict.fromkeys(self._trends, -math.inf)
        self._neutrals = {
            (n, s): Neutral(*f.neutral) for n, f in self._features.items() if f.neutral for s in SIDES
        }
        self._smooth: dict[tuple[str, Side], tuple[float, float]] = {}
        self._remembering = [n for n, f in self._features.items() if f.kind in _REMEMBERING]
        self._cache: dict[str, Reading] = {}
        self._starts = Starts(self._features, self._meters)
        self.sides = Sides(self._meters[self._signal])
        self._sides = {name: self.sides.chooser(feature) for name, feature in self._features.items()}
        self._readers = {name: self._reader(name, feature) for name, feature in self._features.items()}
        self._seen = Observation(0.0, "left", "left", fresh=True)
        self._dt_s = 0.0

    def update(self, seen: Observation, dt_s: float) -> None:
        """Make an observation the current one."""
        if seen.fresh:
            self.forget_person()
        self._seen, self._dt_s = seen, dt_s
        self._cache = {}
        self.sides.update(seen)

    def remember(self) -> None:
        """Read what needs an unbroken history (speeds, trends, progress): once for each frame in position."""
        for name in self._remembering:
            self.read(name)

    @property
    def view(self) -> tuple[str, ...]:
        """From where the camera looks at the body now."""
        return self._seen.view

    def lock(self) -> None:
        """Begin a repetition: keep the near and the upper side, and note what its start looked like."""
        self.sides.lock()
        for neutral in self._neutrals.values():
            neutral.interrupt()
        self._starts.begin(self.read(self._signal).value)

    def end(self) -> None:
        """End a repetition: where the person is now is the new rest."""
        self.sides.unlock()
        for envelope in self._envelopes.values():
            envelope.restart()

    def read(self, name: str) -> Reading:
        """Return the value of a feature now; NaN where it is not seen."""
        found = self._cache.get(name)
        if found is None:
            found = self._cache[name] = self._readers[name]()
        return found

    def peek(self, name: str) -> Reading:
        """As `read`, but without a trace: it never changes what is read later. Nothing unread that needs a history."""
        found = self._cache.get(name)
        if found is not None:
            return found
        if self._features[name].kind in _REMEMBERING:
            return NOT_SEEN
        smooth = self._smooth.copy()
        found = self._readers[name]()
        self._smooth = smooth
        return found

    def learn(self) -> None:
        """Take in the current values as those of the start position."""
        for (name, side), neutral in self._neutrals.items():
            neutral.learn(self._meters[name].read(self._seen, side).value, self._dt_s)
        if self._starts.needed:
            self._starts.rest(self._seen, self.read(self._signal).value)

    def read_raw(self, name: str) -> float:
        """Return a feature's unsmoothed value, without regard to neutral or start."""
        feature, meter = self._features[name], self._meters[name]
        if feature.side in ("least", "greatest"):
            both = [meter.read_raw(self._seen, side) for side in SIDES]
            known = [value for value in both if value == value]
            return (min if feature.side == "least" else max)(known, default=math.nan)
        return meter.read_raw(self._seen, self._sides[name]())

    def measure(self, name: str, seen: Observation, start: Observation | None) -> Reading:
        """Return the value of a feature in a mean posture, without further smoothing; speeds and the like are NaN.

        Parameters
        ----------
        name : str
        seen : Observation
            The mean posture of a stay.
        start : Observation or None
            That of the rest before it, for what compares with it.
        """
        feature = self._features[name]
        if feature.kind in _REMEMBERING:
            return NOT_SEEN
        if feature.side in ("least", "greatest"):
            both = [self._measure(name, feature, seen, start, side) for side in SIDES]
            return (lesser if feature.side == "least" else greater)(*both)
        side = self._sides[name]()
        own = self._measure(name, feature, seen, start, side)
        if name not in self._twins or feature.relative != "start":
            return own
        other = self._measure(name, feature, seen, start, OTHER[side])
        if other.confidence < SURE or own.confidence < SURE:
            return own
        return max(own, Reading((own.value + other.value) / 2, own.confidence), key=lambda r: abs(r.value))

    def measure_way(self, name: str, before: Observation, after: Observation) -> Reading:
        """Return by how much a feature that compares with the first start differs in two mean postures; others: NaN."""
        feature, side = self._features[name], self._sides[name]()
        if feature.relative != "first":
            return NOT_SEEN
        first, second = (self._meters[name].read(seen, side) for seen in (before, after))
        return Reading(
            difference(second.value, first.value, feature.kind), min(first.confidence, second.confidence)
        )

    def is_since_start(self, name: str) -> bool:
        """Whether a feature is a change since the start of the repetition."""
        return self._features[name].relative == "start"

    def is_turning(self, name: str) -> bool:
        """Whether a feature is how fast a limb turns."""
        return self._features[name].kind == "angular_speed"

    def measure_turn(self, name: str, seen: Observation, start: Observation, way_s: float) -> Reading:
        """Return the greatest speed at which a limb turned from one mean posture to another in ``way_s`` seconds.

        In a smooth movement that is 15/8 of the mean speed (Flash and Hogan, J. Neurosci. 1985).
        """
        meter, side = self._meters[name], self._sides[name]()
        assert isinstance(meter, Speedometer)
        angle_deg, confidence = meter.read_turn(start, seen, side)
        return Reading(15 / 8 * angle_deg / way_s, confidence)

    def is_trend(self, name: str) -> bool:
        """Whether a feature is the trend of another."""
        return name in self._trends

    def measure_drift(self, name: str, postures: Sequence[Observation]) -> Reading:
        """Return how much a trend's feature changes in its window over a stay, by the mean postures of its pieces.

        Each value is the mean of what space and picture show of both sides, as far as they are clearly seen.
        """
        trend = self._features[name]
        assert isinstance(trend, Trend)
        meters = [meter for meter in (self._meters[trend.of], self._twins.get(trend.of)) if meter]
        points: list[tuple[float, float]] = []
        explained_s, confidence = -math.inf, 0.0
        for seen in postures:
            if all_met(self._explained[name], partial(self.measure, seen=seen, start=None)) is False:
                explained_s, points = seen.time_s, []
            looks = [meter.read(seen, side) for meter in meters for side in SIDES]
            sure = [look.value for look in looks if look.confidence >= SURE]
            if sure and seen.time_s - explained_s >= EXPLAINED_S:
                points.append((seen.time_s, trimmed_mean(sure)))
                confidence = 1.0
        return Reading(strongest_drift(points, trend.window_s), confidence)

    def _measure(
        self, name: str, feature: Feature, seen: Observation, start: Observation | None, side: Side
    ) -> Reading:
        value, confidence = self._meters[name].read(seen, side)
        if feature.relative == "neutral":
            value -= self._neutrals[name, side].value
        elif feature.relative == "first" or (feature.relative and start is None):
            value = difference(value, self._starts.value(name, side), feature.kind)
        elif start is not None and feature.relative == "start":
            before = self._meters[name].read(start, side)
            value = difference(value, before.value, feature.kind)
            confidence = min(confidence, before.confidence)
            if name in self._twins:
                twin = self._twins[name]
                there = twin.read(seen, side).value - twin.read(start, side).value
                in_space = value if feature.space == "world" else there
                value = (value + there) / 2 if seen.view == SIDEWAYS else in_space
        if value != value:
            return NOT_SEEN
        return Reading(abs(value) if feature.absolute else value, confidence)

    def _reader(self, name: str, feature: Feature) -> Callable[[], Reading]:
        """Return the function that reads a feature; what it has to do is settled once, not for each frame."""
        if isinstance(feature, Trend):
            return partial(self._read_trend, name, feature)
        if isinstance(feature, Progress):
            return partial(self._read_progress, name, feature)
        if isinstance(feature, Share):
            return partial(self._read_share, name, feature)
        is_plain = feature.relative is None and not feature.absolute and not feature.smooth_s
        read = self._meters[name].read if is_plain else partial(self._read_changed, name, feature)
        if feature.side in ("least", "greatest"):
            choose = lesser if feature.side == "least" else greater
            return lambda: choose(read(self._seen, "left"), read(self._seen, "right"))
        side = self._sides[name]
        return lambda: read(self._seen, side())

    def _read_progress(self, name: str, feature: Progress) -> Reading:
        value, confidence = self.read(feature.of)
        running = self.sides.locked
        return Reading(self._envelopes[name].progress(value, self._dt_s, running=running), confidence)

    def _read_share(self, name: str, feature: Share) -> Reading:
        value, confidence = self.read(feature.of)
        return Reading(self._swings[name].share(value, self._dt_s), confidence)

    def _read_changed(self, name: str, feature: Feature, seen: Observation, side: Side) -> Reading:
        """Read a feature that is relative, without sign, or further smoothed."""
        value, confidence = self._meters[name].read(seen, side)
        if feature.relative == "neutral":
            value -= self._neutrals[name, side].value
        elif feature.relative is not None:
            value = difference(value, self._starts.value(name, side), feature.kind)
        if value != value:
            return NOT_SEEN
        if feature.smooth_s:
            value = self._smoothed((name, side), value, feature.smooth_s)
        return new_reading((abs(value) if feature.absolute else value, confidence))

    def _smoothed(self, key: tuple[str, Side], value: float, time_constant_s: float) -> float:
        last_s, before = self._smooth.get(key, (-math.inf, value))
        elapsed_s = self._seen.time_s - last_s
        smooth = before + blend(elapsed_s, time_constant_s) * (value - before)
        self._smooth[key] = (self._seen.time_s, smooth)
        return smooth

    def _read_trend(self, name: str, feature: Trend) -> Reading:
        value, confidence = self.read(feature.of)
        history = self._trends[name]
        if value != value:
            return Reading(math.nan, confidence)
        if all_met(self._explained[name], self.read) is False:
            self._explained_s[name] = self._seen.time_s
        if self._seen.time_s - self._explained_s[name] < EXPLAINED_S:
            history.clear()
        before = history.oldest(self._seen.time_s, [value])
        if before is None or self._seen.time_s - before[0] < 0.9 * feature.window_s:
            return Reading(math.nan, confidence)
        return Reading(value - before[1][0], confidence)

    def restart_trends(self) -> None:
        """Forget the history of all trends: what went before a hold says nothing about the hold."""
        for history in self._trends.values():
            history.clear()

    def forget_person(self) -> None:
        """Forget what this person is like at rest: somebody else may be there now."""
        for neutral in self._neutrals.values():
            neutral.forget()

    def leave(self) -> None:
        """Forget what belongs to this stay in the position."""
        self.end()
        self.restart_trends()
        for swing in self._swings.values():
            swing.forget()
        self._starts.clear()
