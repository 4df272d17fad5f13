"""Makes repetitions and holds out of the phase machine's steps, with their exact times, sides and certainty."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from backcoach.exercises.model import DurationFault, Exercise
from backcoach.tracking.counting.limits import limits_of
from backcoach.tracking.counting.moves import CourseOf, Move, Stretch, duration_of
from backcoach.tracking.counting.phases import Step, Transition
from backcoach.tracking.counting.shown import Shown
from backcoach.tracking.counting.timing import (
    BLUR_S,
    HALF,
    HOLD_KEPT,
    HOLD_REACHED,
    KEPT,
    REACHED,
    Curve,
)
from backcoach.tracking.measuring.features import SURE
from backcoach.tracking.measuring.observation import Reading
from backcoach.tracking.summary import Hold, Repetition, Side, Status

SURE_SHARE = 0.6
"""A repetition is counted when its needed body parts were clearly seen for this share of its time."""

AROUND_HOLD_S = 2.0
"""The way into a hold begins, and the way out of it ends, at most this long before and after it."""

ARRIVE_S = 2.0
"""A target is reached at most this long after its threshold was passed."""

AFTER_S = 0.3
"""This much after its end still belongs to the last movement of a repetition, as far as it is known by then."""

ATTEMPT_S = 0.5
ATTEMPT_SHARE = 0.4
"""A movement shorter, or less far on the way to the target, is no attempt at a repetition."""


@dataclass(slots=True)
class Stay:
    """One stay in a target: phase name, when entered and left (by thresholds), what was lost in between.

    ``kept_s`` is how long it lasted by its own level, once it is over and no later sample can change that.
    """

    phase: str
    reached_s: float
    left_s: float = math.nan
    pauses: list[tuple[float, float]] = field(default_factory=list)
    kept_s: float | None = None

    def lasted_s(self, time_s: float) -> float:
        """Return the seconds in the target until now, or until it was left, pauses left out."""
        left_s = self.left_s if self.left_s == self.left_s else time_s
        return left_s - self.reached_s - sum(b - a for a, b in self.pauses)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished repetition, its holds, and how long each of its movements took."""

    repetition: Repetition
    holds: tuple[Hold, ...]
    durations_s: dict[str, float]
    stays: tuple[tuple[str, float, float], ...] = ()


class Running:
    """The repetition that is under way."""

    def __init__(self, exercise: Exercise, start_s: float, rest_level: float, rest_since_s: float) -> None:
        self._exercise = exercise
        self.rest_since_s = self.ready_since_s = rest_since_s
        self.start_s = start_s
        self.rest_level = rest_level
        self.stays: list[Stay] = []
        self._seen_s = self._sure_s = 0.0
        self._votes: dict[Side, float] = {"left": 0.0, "right": 0.0}
        self._extremes: dict[str, tuple[float, float]] = {}
        self.interrupted = False
        self._timed = {
            phase
            for fault in exercise.faults
            if isinstance(fault, DurationFault)
            for phase in fault.duration_of
        } | {
            phase
            for fault in exercise.faults
            if fault.feature and exercise.features[fault.feature].kind == "angular_speed"
            for phase in fault.phases
        }

    def see(self, dt_s: float, *, sure: bool) -> None:
        """Note how clearly the repetition is seen."""
        self._seen_s += dt_s
        self._sure_s += dt_s * sure

    def watch(self, feature: str, reading: Reading) -> None:
        """Note a value, if it is clearly seen, for its least and greatest over the repetition."""
        value, confidence = reading
        if value != value or confidence < SURE:
            return
        known = self._extremes.get(feature)
        if known is None:
            self._extremes[feature] = (value, value)
        elif value < known[0]:
            self._extremes[feature] = (value, known[1])
        elif value > known[1]:
            self._extremes[feature] = (known[0], value)

    def extreme(self, feature: str, which: str) -> float:
        """Return the ``least`` or ``greatest`` value of a feature so far; NaN if it was not seen."""
        least, greatest = self._extremes.get(feature, (math.nan, math.nan))
        return least if which == "least" else greatest

    def share_of_way(self) -> float:
        """Return how far the person has come from leaving the start towards the nearest target, 1 = there.

        Judged by the features that decide both; 1 where there is none.
        """
        start, *others = self._exercise.phases
        aims = [aim for phase in others for condition in phase.enter for aim in limits_of(condition)]
        shares = []
        for condition in start.leave:
            for which, feature, origin in limits_of(condition):
                goals = [goal for w, f, goal in aims if (w, f) == (which, feature) and goal != origin]
                shares += [(self.extreme(feature, which) - origin) / (goal - origin) for goal in goals]
        known = [share for share in shares if share == share]
        return max(known, default=1.0)

    def is_back(self, value: float) -> bool:
        """Whether the signal is nearer to rest than to the farthest that it has been from rest in this repetition.

        True where that is not known. A knee that is misread for a moment looks like one that kneels, but the limb is
        still up.
        """
        signal, rest = self._exercise.repetition.signal, self.rest_level
        farthest = max(abs(level - rest) for level in self._extremes.get(signal, (math.nan, math.nan)))
        return not abs(value - rest) > HALF * farthest

    def is_attempt(self, end_s: float) -> bool:
        """Whether this was meant as a repetition, rather than a tremble (a hold always is)."""
        if self._exercise.repetition.kind == "hold":
            return True
        return end_s - self.start_s >= ATTEMPT_S and self.share_of_way() >= ATTEMPT_SHARE

    def way_back_share(self, curve: Curve) -> float:
        """Return which part of the way from the target back to rest is done; 0 where that is not known."""
        if not self.stays:
            return 0.0
        last = self.stays[-1]
        plateau = curve.plateau(last.reached_s, last.left_s if last.left_s == last.left_s else curve.last_s)
        span = plateau - self.rest_level
        share = (plateau - curve.last) / span if abs(span) > 0 else 0.0
        return share if share == share else 0.0

    def vote(self, side: Side, weight: float) -> None:
        """Note which side seems to move."""
        self._votes[side] += weight

    @property
    def side(self) -> Side:
        """The side that has moved most of the time so far."""
        return "left" if self._votes["left"] >= self._votes["right"] else "right"

    def take(self, step: Transition) -> None:
        """Note that a target was reached, left, or entered again."""
        if step.step is Step.REACH:
            self.stays.append(Stay(step.phase, step.since_s))
        elif step.step is Step.RELEASE and self.stays:
            self.stays[-1].left_s = step.since_s
        elif step.step is Step.RESUME and self.stays:
            stay = self.stays[-1]
            if stay.left_s == stay.left_s:
                stay.pauses.append((stay.left_s, step.since_s))
            stay.left_s, stay.kept_s = math.nan, None

    def shows_end(self, curve: Curve, end_s: float) -> bool:
        """Whether the end of a hold shows in the curve that times it: it has gone past the level of rest by now."""
        if not self.stays or self.stays[-1].left_s == self.stays[-1].left_s:
            return True
        held, now = curve.plateau(self.stays[-1].reached_s, end_s), curve.level(end_s, curve.last_s)
        return (held - self.rest_level) * (now - self.rest_level) < 0

    def held_s(self, time_s: float) -> float:
        """Return the hold clock's reading: seconds in held targets so far, pauses left out."""
        held = (stay for stay in self.stays if self._exercise.phase(stay.phase).hold)
        return sum((stay.lasted_s(time_s) for stay in held), 0.0)

    def clocks_s(self, curve: Curve, time_s: float) -> tuple[float, float]:
        """Return what a hold clock shows, and how long the newest stay in a target has lasted, pauses left out.

        The clock's reading is as `held_s`, with each stay as long as its own level tells so far. The thresholds suit
        everybody's range, so that a person with a large one passes them too early on the way there and too late on
        the way back. This is nearer to what `finish` finds with hindsight.
        """
        kept_s = [self._kept_s(stay, curve, time_s) for stay in self.stays]
        held_s = [s for stay, s in zip(self.stays, kept_s, strict=True) if self._is_held(stay)]
        return sum(held_s, 0.0), kept_s[-1] if kept_s else 0.0

    def _is_held(self, stay: Stay) -> bool:
        return self._exercise.phase(stay.phase).hold

    def _kept_s(self, stay: Stay, curve: Curve, time_s: float) -> float:
        if self._exercise.repetition.kind == "hold" or not self._is_held(stay):
            return stay.lasted_s(time_s)
        if stay.kept_s is not None:
            return stay.kept_s
        kept_s = self._measure_kept_s(stay, curve, time_s)
        if curve.is_settled(stay.left_s):
            stay.kept_s = kept_s
        return kept_s

    def _measure_kept_s(self, stay: Stay, curve: Curve, time_s: float) -> float:
        # The newest values are smoothed by what was before them only: a return shows a little later.
        until_s = stay.left_s if stay.left_s == stay.left_s else max(stay.reached_s, time_s - BLUR_S)
        lasted_s = stay.lasted_s(until_s)
        span = curve.plateau(stay.reached_s, until_s) - self.rest_level
        if not abs(span) > 0:
            return lasted_s
        arrived_s = curve.first_beyond_s(self.rest_level + REACHED * span, span, stay.reached_s, until_s)
        kept = self.rest_level + KEPT * span
        late_s = until_s - curve.last_beyond_s(kept, span, arrived_s, until_s)
        return max(0.0, lasted_s - (arrived_s - stay.reached_s) - late_s)

    @property
    def status_if_done(self) -> Status:
        """Counted or unsure, by how much of it was clearly seen."""
        if self.interrupted or self._sure_s < SURE_SHARE * self._seen_s:
            return "unsure"
        return "counted"

    def finish(
        self, side: Side | None, status: Status, curve: Curve, end_s: float, course_of: CourseOf
    ) -> Outcome:
        """Return the repetition with its times read from the curve, and from the course of the whole body."""
        durations: dict[str, float] = {}
        for stay in self.stays:
            if stay.left_s != stay.left_s:
                stay.left_s = end_s
        range_of_motion = self._range_of_motion(curve, end_s)
        if self.stays and self.rest_level == self.rest_level:
            moves = {move.name: move for move in reversed(self._refine(curve, end_s, course_of))}
            durations = {name: duration_of(move, curve, course_of) for name, move in moves.items()}
        target_s = self.stays[0].reached_s if self.stays else end_s
        release_s = self.stays[-1].left_s if self.stays else end_s
        holds = tuple(h for stay in self.stays for h in self._holds(stay, side))
        repetition = Repetition(
            index=0,
            side=side,
            status=status,
            start_s=min(self.start_s, target_s),
            target_s=target_s,
            release_s=release_s,
            end_s=max(end_s, release_s),
            hold_s=sum(h.duration_s for h in holds),
            range_of_motion=range_of_motion,
        )
        stays = tuple((stay.phase, stay.reached_s, stay.left_s) for stay in self.stays)
        if not stays:
            stays = self._nearly(curve, end_s)
        return Outcome(repetition, holds, durations, stays)

    def _nearly(self, curve: Curve, end_s: float) -> tuple[tuple[str, float, float], ...]:
        """Return the part of an attempt that was nearest to the only target, for how it was done; else nothing."""
        target, *others = [phase.name for phase in self._exercise.phases if phase.kind == "target"]
        if others:
            return ()
        span = curve.farthest_from(self.rest_level, self.start_s, end_s) - self.rest_level
        curve = curve.calmed(self.start_s, end_s, span)
        stretch = curve.farthest_stretch(self.rest_level, self.start_s, end_s)
        return () if stretch is None else ((target, *stretch),)

    def _range_of_motion(self, curve: Curve, end_s: float) -> float:
        """Return the span of rest and all targets reached; as far as the curve went where none was."""
        if self._exercise.repetition.kind == "hold":
            return math.nan
        levels = [self.rest_level, *(curve.plateau(stay.reached_s, stay.left_s) for stay in self.stays)]
        if not self.stays:
            levels.append(curve.farthest_from(self.rest_level, self.start_s, end_s))
        known = [level for level in levels if level == level]
        return max(known) - min(known) if len(known) > 1 else math.nan

    def _refine(self, curve: Curve, end_s: float, course_of: CourseOf) -> list[Move]:
        """Move each stay's times to where the curve shows them; return the moves whose pace matters."""
        moves = [p.name for p in self._exercise.phases if p.kind == "move"] or ["enter", "leave"]
        timed: list[Move] = []
        rest = (self.ready_since_s, self.start_s)
        thresholds = [rest, *((stay.reached_s, stay.left_s) for stay in self.stays), rest]
        is_hold = self._exercise.repetition.kind == "hold"
        near, kept = (HOLD_REACHED, HOLD_KEPT) if is_hold else (REACHED, KEPT)
        before, after = self._levels_around(curve)
        previous_level, previous_s = before, self.rest_since_s
        previous_middle_s = self.ready_since_s
        for k, stay in enumerate(self.stays):
            plateau = curve.plateau(stay.reached_s, stay.left_s)
            middle_s = (stay.reached_s + stay.left_s) / 2
            latest_s = min(middle_s, stay.reached_s + ARRIVE_S)
            last = k == len(self.stays) - 1
            next_s = end_s if last else self.stays[k + 1].reached_s
            there = curve.way_there(previous_s, previous_level, plateau, latest_s, near)
            if k == 0 and there.left_s == there.left_s:
                self.start_s = there.left_s
                thresholds[0] = thresholds[-1] = rest = (min(self.ready_since_s, self.start_s), self.start_s)
            over = (previous_s, next_s)
            shown = self._clearest(curve, plateau, rest, thresholds[k + 1], over, course_of)
            reached_s = there.reached_s
            if shown.curve is not curve or self._passes_rest(previous_level, plateau):
                reached_s = shown.reached_s(previous_s, latest_s, near, previous_level)
            if reached_s == reached_s:
                stay.reached_s = reached_s
            next_level = after if last else curve.plateau(next_s, self.stays[k + 1].left_s)
            back = curve.way_back(middle_s, next_level, plateau, next_s, kept)
            released_s = back.reached_s
            if shown.curve is not curve or self._passes_rest(next_level, plateau):
                released_s = shown.released_s(middle_s, next_s, kept, next_level)
            if released_s == released_s:
                stay.left_s = min(released_s, stay.left_s)
            if moves[k] in self._timed:
                levels, between_s = (previous_level, plateau), (previous_middle_s, middle_s)
                timed.append(Move(moves[k], there, levels, between_s, thresholds[k], thresholds[k + 1]))
            if moves[k + 1] in self._timed:
                next_middle_s = end_s + AFTER_S if last else (next_s + self.stays[k + 1].left_s) / 2
                levels, between_s = (plateau, next_level), (middle_s, next_middle_s)
                timed.append(
                    Move(moves[k + 1], back, levels, between_s, thresholds[k + 1], thresholds[k + 2])
                )
            previous_level, previous_s, previous_middle_s = plateau, stay.left_s, middle_s
        return timed

    def _clearest(
        self,
        curve: Curve,
        plateau: float,
        rest: Stretch,
        stay: Stretch,
        over: Stretch,
        course_of: CourseOf,
    ) -> Shown:
        """Return what shows a stay best: the signal, unless it is so noisy that the whole back line shows more."""
        signal = Shown(curve, self.rest_level, plateau)
        if self._exercise.repetition.kind != "cycle" or signal.is_clear(*over):
            return signal
        course = course_of(rest, stay, over, of_back=True)
        return signal if course is None else Shown(course, 0.0, course.mean_plateau(*stay), signal)

    def _levels_around(self, curve: Curve) -> tuple[float, float]:
        """Return the signal's level before and after the repetition.

        Of a hold: where it was farthest beyond the limit at which the hold is left, soon before and soon after.
        """
        if self._exercise.repetition.kind != "hold":
            return self.rest_level, self.rest_level
        first, last = self.stays[0], self.stays[-1]
        direction = curve.plateau(first.reached_s, last.left_s) - self.rest_level
        stretches = (
            (first.reached_s - AROUND_HOLD_S, first.reached_s),
            (last.left_s, last.left_s + AROUND_HOLD_S),
        )
        before, after = (curve.level_beyond(self.rest_level, -direction, *stretch) for stretch in stretches)
        return before, after

    def _passes_rest(self, level: float, plateau: float) -> bool:
        """Whether rest lies between two levels: then a target is near or far as seen from rest."""
        is_hold = self._exercise.repetition.kind == "hold"
        return not is_hold and (level - self.rest_level) * (plateau - self.rest_level) < 0

    def _holds(self, stay: Stay, side: Side | None) -> list[Hold]:
        if not self._exercise.phase(stay.phase).hold:
            return []
        what = stay.phase if len([p for p in self._exercise.phases if p.kind == "target"]) > 1 else None
        edges = [stay.reached_s, *(t for pause in stay.pauses for t in pause), stay.left_s]
        pieces = zip(edges[::2], edges[1::2], strict=True)
        return [Hold(a, b, side, what) for a, b in pieces if b > a]
