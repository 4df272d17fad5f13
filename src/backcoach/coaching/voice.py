"""One voice: what is spoken when several things want to be said, so that nothing overlaps and nothing comes late.

Everything that is said belongs to the state it was made for, and dies with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backcoach.coaching.outputs import Hush, Say, SayKind
from backcoach.texts import Message

CHARACTERS_PER_S = 14.0
"""How fast a synthetic voice reads, about 160 words a minute."""

PAUSE_S = 0.35
"""Before and after an utterance."""

RANK: dict[SayKind, int] = {
    "notice": 0,
    "count": 1,
    "cue": 2,
    "hold": 3,
    "praise": 4,
    "breath": 5,
    "instruction": 6,
}
"""Who is heard first. A number is short and true only now: nothing but a notice comes before it."""

PATIENCE_S: dict[SayKind, float] = {
    "notice": 8.0,
    "cue": 2.0,
    "hold": 0.5,
    "count": 2.0,
    "praise": 3.0,
    "breath": 0.5,
    "instruction": 20.0,
}
"""How long it may wait before it is too old to be said."""

GIVES_WAY: dict[SayKind, frozenset[SayKind]] = {
    "notice": frozenset({"cue", "hold", "praise", "breath", "instruction"}),
    "cue": frozenset({"hold", "praise", "breath", "instruction"}),
    "hold": frozenset({"breath", "instruction", "praise"}),
    "count": frozenset({"praise", "breath", "instruction"}),
    "praise": frozenset(),
    "breath": frozenset(),
    "instruction": frozenset(),
}
"""What each kind may take the place of. A number that is being said is always finished."""

ALMOST_OVER_S = 0.4
"""What has only this long to go is not cut off."""


def speaking_s(message: Message, rate: float = 1.0) -> float:
    """Return about how long a message takes to say, in seconds; ``rate`` is the voice's speed, 1 is usual."""
    return PAUSE_S + len(str(message)) / (CHARACTERS_PER_S * rate)


@dataclass(frozen=True, slots=True)
class _Queued:
    say: Say
    since_s: float
    until_s: float


class Voice:
    """Takes in what wants to be said, gives out one utterance at a time.

    Parameters
    ----------
    rate : float
        How fast it speaks, 1 is usual.
    """

    def __init__(self, rate: float = 1.0) -> None:
        self._rate = rate
        self._queue: list[_Queued] = []
        self._now: Say | None = None
        self._busy_until_s = -1.0
        self._hush = False

    def queue(
        self,
        message: Message,
        kind: SayKind,
        time_s: float,
        *,
        patience_s: float | None = None,
        stays: bool = False,
    ) -> None:
        """Ask to say something; a newer count takes the place of an older one.

        Parameters
        ----------
        stays : bool
            Whether it may outlive its state, where that ends by itself.
        """
        if kind in ("count", "hold", "breath"):
            self._queue = [w for w in self._queue if w.say.kind != kind]
        until_s = time_s + (PATIENCE_S[kind] if patience_s is None else patience_s)
        self._queue.append(_Queued(Say(message, kind, stays=stays), time_s, until_s))

    def leave(self, time_s: float, *, at_once: bool = False) -> None:
        """The state is over: drop what was to be said in it, and stop what is being said.

        Parameters
        ----------
        at_once : bool
            Whether the person ended it, by a key or an answer: then nothing stays.
        """
        self._queue = [] if at_once else [w for w in self._queue if w.say.stays]
        now = self.speaking(time_s)
        if now is not None and (at_once or not now.stays):
            self._now, self._busy_until_s, self._hush = None, time_s, True

    def take_back_corrections(self) -> None:
        """Something else is asked: drop corrections that wait; what comes next may cut off one that is being said."""
        self._queue = [w for w in self._queue if w.say.kind not in ("cue", "praise")]
        if self._now is not None and self._now.kind == "cue":
            self._now = replace(self._now, kind="instruction")

    def quiet(self, time_s: float) -> bool:
        """Whether nothing is being said, and nothing waits."""
        return not self._queue and time_s >= self._busy_until_s

    def free_for(self, kind: SayKind, time_s: float) -> bool:
        """Whether something of a kind would be said at once, if it were queued now."""
        if any(RANK[w.say.kind] <= RANK[kind] for w in self._queue):
            return False
        return time_s >= self._busy_until_s or self._gives_way(kind, time_s)

    def speaking(self, time_s: float) -> Say | None:
        """Return what is being said."""
        return self._now if time_s < self._busy_until_s else None

    def speak(self, time_s: float) -> list[Hush | Say]:
        """Return what to do now: stop what belongs to another state, and begin to say one thing, or nothing."""
        hush: list[Hush | Say] = [Hush()] if self._hush else []
        self._hush = False
        self._queue = [w for w in self._queue if time_s <= w.until_s]
        if not self._queue:
            return hush
        first = min(self._queue, key=lambda w: (RANK[w.say.kind], w.since_s))
        interrupts = time_s < self._busy_until_s
        if interrupts and not self._gives_way(first.say.kind, time_s):
            return hush
        self._queue.remove(first)
        self._now = replace(first.say, interrupts=interrupts)
        self._busy_until_s = time_s + speaking_s(first.say.message, self._rate)
        return [*hush, self._now]

    def say_the_rest(self) -> list[Hush | Say]:
        """Return what still waits, to be said one after the other: the session is over, and nobody asks again."""
        waiting = sorted(self._queue, key=lambda w: (RANK[w.say.kind], w.since_s))
        self._queue = []
        return [replace(queued.say, interrupts=False) for queued in waiting]

    def _gives_way(self, kind: SayKind, time_s: float) -> bool:
        assert self._now is not None
        if self._now.is_number:
            return False
        left_s = self._busy_until_s - time_s
        return self._now.kind in GIVES_WAY[kind] and (left_s > ALMOST_OVER_S or kind == "notice")
