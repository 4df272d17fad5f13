"""The session: frames, ticks and the person's actions in; what to show, say and remember out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backcoach.coaching.actions import Action
from backcoach.coaching.outputs import Output
from backcoach.coaching.planned import Done, Habits, PlannedSet
from backcoach.coaching.screen import Screen, Source
from backcoach.pose.frame import PoseFrame
from backcoach.texts import message
from backcoach.tracking.state import State


class Session:
    """A routine, as one person does it: a state machine without a clock.

    Parameters
    ----------
    sets : sequence of PlannedSet
        In their order; at least one.
    source : {"camera", "none", "demo"}
        Who watches.
    habits : Habits, optional
    done : sequence of Done, optional
        What is already done of each set, when a broken-off session goes on.

    Notes
    -----
    Every call takes the session's time in seconds, or a frame that carries it, and returns what is to be said and
    remembered. Ticks and frames may be up to a second out of order; frames are in order among themselves.
    """

    def __init__(
        self,
        sets: Sequence[PlannedSet],
        source: Source = "camera",
        habits: Habits | None = None,
        done: Sequence[Done] = (),
    ) -> None:
        self._sets = tuple(sets)
        self._source = source
        self._habits = habits or Habits()
        self._done = tuple(done)

    def see(self, frame: PoseFrame, picture: Any = None) -> list[Output]:
        """Take in a frame, and how its picture is (light, contrast, shake), if that is known."""
        return []

    def tick(self, time_s: float) -> list[Output]:
        """Let time pass; called ten times a second or more, whether frames come or not."""
        return []

    def act(self, action: Action, time_s: float) -> list[Output]:
        """Do what the person asks for."""
        return []

    def camera(self, working: bool, reason: str | None, time_s: float) -> list[Output]:
        """Note that the camera failed, or is back."""
        return []

    @property
    def screen(self) -> Screen:
        """What to show now."""
        return Screen("camera_check", message("Camera check"), source=self._source)

    @property
    def finished(self) -> bool:
        """Whether the session is over; whatever is called then returns nothing."""
        return False

    @property
    def tracker_state(self) -> State | None:
        """The present set's tracker, for the skeleton over the picture; None when nobody watches."""
        return None
