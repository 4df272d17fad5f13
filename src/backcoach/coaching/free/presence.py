"""Whether anybody is there: out of sight for a moment, gone, or not come yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from backcoach.coaching.free import words
from backcoach.texts import Message, message

LOST_AFTER_S = 2.0
"""Nobody has been seen for this long, or no picture has come: the session waits."""

LEFT_AFTER_S = 60.0
"""Who has been away for this long has left."""

WARN_S = 15.0
"""That the session will end is said so long before."""

CALL_AFTER_S = (20.0, 60.0)
"""Nobody has come in front of the camera for this long."""

NOBODY_AFTER_S = 180.0
"""Nobody has ever come: it pauses rather than look for ever."""

Found = Literal["lost", "left", "nobody"]
Call = Callable[[Message], None]


class Presence:
    """Remembers when somebody was seen last.

    Attributes
    ----------
    working : bool
        Whether there is a camera that works.
    warned : bool
        Whether it was said that the session will end.
    """

    def __init__(self) -> None:
        self.working = True
        self.warned = False
        self._seen_s: float | None = None
        self._since_s = 0.0
        self._called = 0

    @property
    def known(self) -> bool:
        """Whether anybody has ever been seen."""
        return self._seen_s is not None

    def begin(self, time_s: float) -> None:
        """Begin to wait, anew after a pause: time in which nobody looked tells nothing."""
        self._since_s, self._called, self.warned = time_s, 0, False
        self._seen_s = None if self._seen_s is None else time_s

    def see(self, time_s: float) -> None:
        """Somebody is there."""
        self._seen_s, self.warned = time_s, False

    def lose_camera(self, time_s: float) -> None:
        """Without a camera nobody is seen: from now on that counts as being away."""
        self._seen_s = time_s if self._seen_s is None else self._seen_s

    def away_s(self, time_s: float) -> float:
        """Return how long nobody has been seen."""
        return time_s - (self._since_s if self._seen_s is None else self._seen_s)

    def look(self, time_s: float, call: Call, warn: Call) -> Found | None:
        """Let time pass: call who has not come yet, warn before the end, and say what follows."""
        away_s = self.away_s(time_s)
        if self._seen_s is None:
            if self._called < len(CALL_AFTER_S) and away_s >= CALL_AFTER_S[self._called]:
                self._called += 1
                call(message("I see nobody yet. Come into the picture, with your whole body."))
            return "nobody" if away_s >= NOBODY_AFTER_S else None
        if away_s >= LEFT_AFTER_S:
            return "left"
        if away_s >= LEFT_AFTER_S - WARN_S and not self.warned:
            self.warned = True
            warn(words.leaving(round(WARN_S)))
        return "lost" if away_s >= LOST_AFTER_S else None

    def lines(self, time_s: float) -> tuple[Message, Message]:
        """Return what is shown while nobody is seen."""
        headline = message("I cannot see you") if self.working else message("The camera shows nothing")
        if not self.warned:
            return headline, message("Come back into the picture, and I will go on by myself.")
        left_s = max(0, round(LEFT_AFTER_S - self.away_s(time_s)))
        return headline, message("In {count} s I end the session.", count=left_s)
