"""Whether the needed body parts are seen: lost after a moment without them, regained, given up for good."""

from __future__ import annotations

import math

from backcoach.tracking.events import Event, TrackingLost, TrackingRegained

LOST_S = 0.8
"""After this long without the needed body parts, tracking is lost."""

GIVE_UP_S = 2.5
"""A repetition that is out of sight for this long is over."""


class Sight:
    """Remembers when the needed body parts were last seen."""

    def __init__(self) -> None:
        self.last_s = math.inf
        self.lost = False

    def follow(self, time_s: float, *, visible: bool) -> list[Event]:
        """Take in whether they are seen now; say when they are lost, and when they are back."""
        self.last_s = min(self.last_s, time_s)
        if visible:
            self.last_s = time_s
            regained, self.lost = self.lost, False
            return [TrackingRegained(time_s)] if regained else []
        if self.lost or time_s - self.last_s < LOST_S:
            return []
        self.lost = True
        return [TrackingLost(time_s, self.last_s)]

    def is_given_up(self, time_s: float) -> bool:
        """Whether they have been out of sight for so long that nothing is known any more."""
        return time_s - self.last_s >= GIVE_UP_S
