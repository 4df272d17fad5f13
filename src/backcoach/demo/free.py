"""The simulated person who does what it likes: some exercises, one after the other, and then it leaves."""

from __future__ import annotations

from backcoach.coaching.planned import PlannedSet
from backcoach.coaching.screen import Screen
from backcoach.demo.performer import Performer
from backcoach.exercises.catalogue import Catalogue
from backcoach.pose.frame import Array, PoseFrame
from backcoach.pose.picture import Picture

LIKES = (("cat_camel", 3, 3.0), ("glute_bridge", 4, 0.0), ("child_pose", 1, 12.0))
"""What it does: exercise, repetitions, and seconds held."""

STANDS_S = 6.0
"""From the end of the last exercise until it has got up and is gone."""


class FreePerformer:
    """Does what it likes in front of a camera that is not there, whatever the coach says; pauses are respected.

    Parameters
    ----------
    catalogue : Catalogue
    seed : int
        Of everything random.
    """

    def __init__(self, catalogue: Catalogue, seed: int = 0) -> None:
        self._sets = [
            PlannedSet(catalogue[name], repetitions, hold_s)
            for name, repetitions, hold_s in LIKES
            if name in catalogue
        ]
        self._performer = Performer(self._sets, seed)
        self._at = 0
        self._over_s: float | None = None

    def frame(self, time_s: float, screen: Screen) -> tuple[PoseFrame, Picture]:
        """Return what a camera would see at a time; times do not go back.

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
        frame, picture = self._performer.frame(time_s, self._likes(screen))
        if self._at < len(self._sets) and self._performer.done >= self._sets[self._at].repetitions:
            self._at += 1
        if self._at < len(self._sets):
            return frame, picture
        self._over_s = time_s if self._over_s is None else self._over_s
        gone = time_s - self._over_s >= STANDS_S
        return (PoseFrame.empty(time_s, frame.aspect) if gone else frame), picture

    @property
    def posture(self) -> Array:
        """See `Performer.posture`."""
        return self._performer.posture

    @property
    def rests(self) -> bool:
        """Never: it does what it likes."""
        return False

    def _likes(self, screen: Screen) -> Screen:
        """Return what a coach would say who wanted just that."""
        if self._at >= len(self._sets):
            return Screen("finished", screen.headline)
        wanted = self._sets[self._at]
        return Screen(
            "work" if screen.state in ("position", "work", "lost") else screen.state,
            screen.headline,
            exercise=wanted.exercise.id,
            position=self._at,
            hold_s=screen.hold_s,
            hold_planned_s=wanted.hold_s,
        )
