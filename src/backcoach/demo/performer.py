"""The simulated person who listens to the coach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.screen import Screen
from backcoach.demo.acts import USUAL, Act, Going, Manner, Repeating, Signalling, Staying
from backcoach.demo.film import Film
from backcoach.demo.films import Films
from backcoach.demo.mistakes import Mistake
from backcoach.demo.signalling import Signals, free_hand
from backcoach.exercises.model import Exercise
from backcoach.mannequin import Body
from backcoach.mannequin.ground import placed
from backcoach.mannequin.passage import way_between
from backcoach.mannequin.positions import position
from backcoach.pose.frame import Array, PoseFrame
from backcoach.pose.picture import Picture
from backcoach.tracking.summary import Side

IN_POSITION = ("position", "countdown", "work", "switch_sides")
TEMPI = 3
"""In so many slightly different tempi a repetition is done."""

_STILL_DEG = 1.0
_GOOD_LIGHT = Picture(brightness=0.5, contrast=0.2)


class Performer:
    """Does the routine in front of a camera that is not there.

    Parameters
    ----------
    sets : sequence of PlannedSet
        What the session is asked to do.
    seed : int
        Of everything random: the same seed and the same screens give the same frames.
    body : Body, optional
    manner : Manner, optional
        How it follows the coach.
    signals : bool, optional
        Whether it makes a pause by raising a hand, once, and goes on the same way.
    """

    def __init__(
        self,
        sets: Sequence[PlannedSet],
        seed: int = 0,
        body: Body | None = None,
        manner: Manner = USUAL,
        signals: bool = False,
    ) -> None:
        self._manner = manner
        self._signals = Signals(signals)
        self._sets = sets
        self._body = body or Body()
        self._rng = np.random.default_rng(seed)
        self._films = Films(self._body)
        standing = placed(position("standing", self._body)[None], self._body, 0.0)
        self._standing: Array = standing[0]
        self._look = Film(standing, self._body).at(0.0)
        self._act: Act = Staying(self._look)
        self._last_s: float | None = None
        self._set = -1
        self._mistake: Mistake | None = None
        self._index = 0
        self._idle_s = 0.0
        self._side: Side | None = None

    def frame(self, time_s: float, screen: Screen) -> tuple[PoseFrame, Picture]:
        """Return what a camera would see at a time, given what the coach's screen says; times do not go back.

        Parameters
        ----------
        time_s : float
            Seconds of the session.
        screen : Screen
            What the coach shows.

        Returns
        -------
        tuple of PoseFrame and Picture
            What was seen, and how it is drawn.
        """
        dt_s = 0.0 if self._last_s is None else max(0.0, time_s - self._last_s)
        self._last_s = time_s
        if self._act.over:
            self._idle_s += dt_s
            self._act = self._signal(screen, dt_s) or self._next_act(screen)
        self._look = self._act.advance(dt_s, screen)
        return self._look.frame(time_s), _GOOD_LIGHT

    @property
    def posture(self) -> Array:
        """The posture of the last frame, placed in front of `backcoach.demo.film.CAMERA`, shape (P,)."""
        return self._look.posture

    @property
    def done(self) -> int:
        """How many repetitions of the present set are done."""
        return self._index - (isinstance(self._act, Repeating) and not self._act.over)

    @property
    def rests(self) -> bool:
        """Whether it has made a pause by raising a hand."""
        return self._signals.resting

    def _signal(self, screen: Screen, dt_s: float) -> Act | None:
        exercise = self._exercise(screen)
        if not self._signals.due(exercise, self._index, screen, dt_s):
            return None
        return Signalling(self._look, free_hand(exercise, screen.side or self._side), self._body)

    def _next_act(self, screen: Screen) -> Act:
        exercise = self._exercise(screen)
        if exercise is None:
            return self._go_to(self._standing) if screen.state == "finished" else Staying(self._look)
        if screen.state not in IN_POSITION:
            return Staying(self._look)
        self._begin_set(screen, exercise)
        side = self._next_side(exercise, screen)
        going = self._go_to(self._films.repetition(exercise, side, None, 0).film.at(0.0).posture)
        least_s = self._manner.between_s
        pause_s = least_s if self._manner.part_of_hold < 1.0 else max(exercise.figure.pause_s, least_s)
        moving = isinstance(going, Going) or screen.state not in _begins_in(exercise)
        if moving or self._idle_s < pause_s or self._enough(screen):
            return going
        self._idle_s = 0.0
        return self._repetition(exercise, side)

    def _repetition(self, exercise: Exercise, side: Side | None) -> Repeating:
        assert self._mistake is not None
        self._mistake.begin_repetition(self._index)
        self._index += 1
        self._side = side
        return Repeating(
            self._films, exercise, side, self._mistake, int(self._rng.integers(TEMPI)), self._manner
        )

    def _exercise(self, screen: Screen) -> Exercise | None:
        if screen.exercise is None or not 0 <= screen.position < len(self._sets):
            return None
        return self._sets[screen.position].exercise

    def _begin_set(self, screen: Screen, exercise: Exercise) -> None:
        if self._set != screen.position:
            self._set, self._index = screen.position, 0
            self._mistake = Mistake(exercise, self._sets[screen.position].repetitions, self._rng)

    def _enough(self, screen: Screen) -> bool:
        return bool(screen.planned) and screen.count >= screen.planned and screen.side in (None, self._side)

    def _next_side(self, exercise: Exercise, screen: Screen) -> Side | None:
        if not exercise.figure.sided:
            return None
        return screen.side or ("right" if self._side == "left" else "left")

    def _go_to(self, posture: Array) -> Act:
        if float(np.abs(posture - self._look.posture).max()) < _STILL_DEG or self._is_the_same(posture):
            return Staying(self._look)
        return Going(self._look.posture, posture, self._body)

    def _is_the_same(self, posture: Array) -> bool:
        """Whether two postures differ by full turns only."""
        last = way_between(self._look.posture, posture, self._body).postures(np.array([1e6]))[0]
        return float(np.abs(last - self._look.posture).max()) < _STILL_DEG


def _begins_in(exercise: Exercise) -> tuple[str, ...]:
    """In which states a repetition is begun: a position that is held itself is taken at once."""
    return ("position", "work") if exercise.repetition.kind == "hold" else ("work",)
