"""The session's time: seconds since it began, for frames and for everything else alike."""

from __future__ import annotations

from collections import deque

_WINDOW_S = 60.0
_STEP_S = 1e-4
_OLDEST_S = 0.9


class FrameClock:
    """Brings a sender's capture times to the session's time.

    The two clocks differ by an unknown offset. A frame arrives later than it was captured by the time of its way;
    the smallest difference of late is nearest to the true offset. So frames keep the sender's spacing, whatever
    delays they met, and none lies in the future. A window forgets what clocks that drift apart have made wrong.

    Notes
    -----
    Cristian, "Probabilistic clock synchronization", Distributed Computing 3, 1989: the least delay is the best sample.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()
        self._last_s = 0.0

    def session_s(self, sender_s: float, now_s: float) -> float:
        """Return when a frame was captured, in session time; later than all frames before.

        Parameters
        ----------
        sender_s : float
            By the sender's clock.
        now_s : float
            Session time at which it arrived.
        """
        offset_s = now_s - sender_s
        while self._samples and self._samples[-1][1] >= offset_s:
            self._samples.pop()
        self._samples.append((now_s, offset_s))
        while self._samples[0][0] < now_s - _WINDOW_S:
            self._samples.popleft()
        captured_s = max(sender_s + self._samples[0][1], now_s - _OLDEST_S)
        self._last_s = max(captured_s, self._last_s + _STEP_S)
        return self._last_s

    def restart(self) -> None:
        """Forget the offset: the sender's clock has begun anew."""
        self._samples.clear()


class RateLimit:
    """Allows so many in a second, with a reserve for a burst (a token bucket)."""

    def __init__(self, per_s: float, burst: float) -> None:
        self._per_s = per_s
        self._burst = burst
        self._left = burst
        self._last_s: float | None = None

    def allows(self, now_s: float) -> bool:
        """Take one; False when there is none left."""
        if self._last_s is not None:
            self._left = min(self._burst, self._left + (now_s - self._last_s) * self._per_s)
        self._last_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True
