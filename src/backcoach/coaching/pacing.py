"""Without a camera: one repetition as a series of beats, from the tempo of the moving figure and the planned hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backcoach.coaching import phrases
from backcoach.coaching.guide import BACK
from backcoach.coaching.planned import PlannedSet
from backcoach.exercises.model import Exercise, Phase
from backcoach.texts import Message, message
from backcoach.tracking.summary import Hold, Repetition, Side

BeatKind = Literal["move", "hold", "stay", "back", "pause"]

SHORTEST_MOVE_S = 2.0
"""Nobody is hurried: a move gets at least this long."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A part of a repetition: what is said when it begins, and how long it lasts.

    ``hold`` is a stay whose seconds are counted down, ``stay`` a short one.
    """

    kind: BeatKind
    duration_s: float
    say: Message | None = None
    target: str | None = None
    station: int = BACK
    """Where the figure goes, or is, meanwhile."""


def beats(planned: PlannedSet) -> tuple[Beat, ...]:
    """Return the beats of one repetition, the pause after it included."""
    exercise, figure = planned.exercise, planned.exercise.figure
    move_s = max(SHORTEST_MOVE_S, figure.move_s)
    back_s = max(SHORTEST_MOVE_S, figure.back_s or figure.move_s)
    targets = [phase for phase in exercise.phases if phase.kind == "target"]
    moves = _move_texts(exercise, len(targets))
    series: list[Beat] = []
    for station, (say, target) in enumerate(zip(moves, targets, strict=False), start=1):
        series.append(Beat("move", move_s, say, station=station))
        series.append(_stay(target, planned, station))
    return (*series, Beat("back", back_s, moves[-1]), Beat("pause", figure.pause_s))


def _stay(target: Phase, planned: PlannedSet, station: int) -> Beat:
    say = Message(target.say) if target.say else None
    if target.hold and planned.hold_s > 0:
        return Beat("hold", planned.hold_s, say or message("Hold."), target.name, station)
    return Beat("stay", max(0.8, planned.exercise.figure.hold_s), say, target.name, station)


def _move_texts(exercise: Exercise, targets: int) -> list[Message]:
    """Return what is said on the way to each target, and on the way back."""
    if exercise.repetition.kind == "hold":
        return [phrases.way_in(exercise), phrases.way_out(exercise)]
    said = [Message(p.say) if p.say else None for p in exercise.phases if p.kind == "move"]
    generic = [message("Go there slowly."), *[message("And on.")] * (targets - 1), message("And back.")]
    return [text or usual for text, usual in zip(said, generic, strict=True)]


class PacedRepetition:
    """One repetition on its way through its beats.

    Parameters
    ----------
    series : tuple of Beat
    start_s : float
        When the first beat begins.
    """

    def __init__(self, series: tuple[Beat, ...], start_s: float) -> None:
        self._series = series
        self.start_s = start_s
        self._starts_s = [start_s]
        for beat in series:
            self._starts_s.append(self._starts_s[-1] + beat.duration_s)
        self._begun = 0

    @property
    def end_s(self) -> float:
        """When the person is back, and the pause begins."""
        return self._starts_s[-2]

    @property
    def over_s(self) -> float:
        """When the pause is over too."""
        return self._starts_s[-1]

    def begun(self, time_s: float) -> list[tuple[float, Beat]]:
        """Return the beats that have begun since the last call, and when each did."""
        fresh: list[tuple[float, Beat]] = []
        while self._begun < len(self._series) and time_s >= self._starts_s[self._begun]:
            fresh.append((self._starts_s[self._begun], self._series[self._begun]))
            self._begun += 1
        return fresh

    def now(self, time_s: float) -> tuple[Beat | None, float]:
        """Return the present beat and the seconds since it began; None before the first."""
        for beat, start_s in zip(reversed(self._series), reversed(self._starts_s[:-1]), strict=True):
            if time_s >= start_s:
                return beat, min(beat.duration_s, time_s - start_s)
        return None, 0.0

    def done(self, time_s: float, side: Side | None, delay_s: float) -> tuple[Repetition, tuple[Hold, ...]]:
        """Return the repetition and its holds, ended now at the latest; ``delay_s`` is added to all times."""
        end_s = min(time_s, self.end_s)
        stays = [
            (min(start_s, end_s), min(start_s + beat.duration_s, end_s), beat)
            for beat, start_s in zip(self._series, self._starts_s, strict=False)
            if beat.kind in ("hold", "stay")
        ]
        several = len(stays) > 1
        holds = tuple(
            Hold(a + delay_s, b + delay_s, side, beat.target if several else None)
            for a, b, beat in stays
            if beat.kind == "hold" and b > a
        )
        start_s = min(self._starts_s[0], end_s)
        repetition = Repetition(
            index=0,
            side=side,
            status="counted",
            start_s=start_s + delay_s,
            target_s=stays[0][0] + delay_s,
            release_s=stays[-1][1] + delay_s,
            end_s=end_s + delay_s,
            hold_s=sum(h.duration_s for h in holds),
        )
        return repetition, holds
