"""One voice: what is spoken when several things want to be said, so that nothing overlaps and nothing comes late."""

from __future__ import annotations

from dataclasses import dataclass

from backcoach.coaching.outputs import Say, SayKind
from backcoach.texts import Message

CHARACTERS_PER_S = 14.0
"""How fast a synthetic voice reads, about 160 words a minute."""

PAUSE_S = 0.35
"""Before and after an utterance."""

RANK: dict[SayKind, int] = {
    "notice": 0,
    "cue": 1,
    "hold": 2,
    "count": 3,
    "praise": 4,
    "breath": 5,
    "instruction": 6,
}
"""Who is heard first."""

PATIENCE_S: dict[SayKind, float] = {
    "notice": 8.0,
    "cue": 2.0,
    "hold": 0.5,
    "count": 1.0,
    "praise": 3.0,
    "breath": 0.5,
    "instruction": 20.0,
}
"""How long it may wait before it is too old to be said."""

GIVES_WAY: dict[SayKind, frozenset[SayKind]] = {
    "notice": frozenset({"cue", "hold", "count", "praise", "breath", "instruction"}),
    "cue": frozenset({"hold", "praise", "breath", "instruction"}),
    "hold": frozenset({"breath", "instruction", "praise"}),
    "count": frozenset({"breath", "instruction"}),
    "praise": frozenset(),
    "breath": frozenset(),
    "instruction": frozenset(),
}
"""What each kind may cut off."""

ALMOST_OVER_S = 0.4
"""What has only this long to go is not cut off."""


def speaking_s(message: Message) -> float:
    """Return about how long a message takes to say, in seconds."""
    return PAUSE_S + len(str(message)) / CHARACTERS_PER_S


@dataclass(frozen=True, slots=True)
class _Wish:
    say: Say
    since_s: float
    until_s: float


class Voice:
    """Takes in wishes to say something, gives out one utterance at a time."""

    def __init__(self) -> None:
        self._wishes: list[_Wish] = []
        self._now: Say | None = None
        self._busy_until_s = -1.0

    def wish(
        self, message: Message, kind: SayKind, time_s: float, *, patience_s: float | None = None
    ) -> None:
        """Ask to say something; a newer count takes the place of an older one."""
        if kind in ("count", "hold", "breath"):
            self._wishes = [w for w in self._wishes if w.say.kind != kind]
        until_s = time_s + (PATIENCE_S[kind] if patience_s is None else patience_s)
        self._wishes.append(_Wish(Say(message, kind), time_s, until_s))

    def forget(self) -> None:
        """Drop everything that is not said yet; what is being said may be cut off by whatever comes next."""
        self._wishes = []

    def forget_now(self) -> None:
        """The same, and let the next utterance cut off the present one."""
        self.forget()
        if self._now is not None:
            self._now = Say(self._now.message, "instruction")

    def make_way(self) -> None:
        """Drop everything that is not said yet but notices, and let the next utterance cut off what is no notice."""
        self._wishes = [w for w in self._wishes if w.say.kind == "notice"]
        if self._now is not None and self._now.kind != "notice":
            self._now = Say(self._now.message, "instruction")

    def quiet(self, time_s: float) -> bool:
        """Whether nothing is being said, and nothing waits."""
        return not self._wishes and time_s >= self._busy_until_s

    def speaking(self, time_s: float) -> Say | None:
        """Return what is being said."""
        return self._now if time_s < self._busy_until_s else None

    def speak(self, time_s: float) -> list[Say]:
        """Return what to begin to say now: nothing, or one utterance."""
        self._wishes = [w for w in self._wishes if time_s <= w.until_s]
        if not self._wishes:
            return []
        first = min(self._wishes, key=lambda w: (RANK[w.say.kind], w.since_s))
        interrupts = time_s < self._busy_until_s
        if interrupts and not self._gives_way(first.say.kind, time_s):
            return []
        self._wishes.remove(first)
        self._now = Say(first.say.message, first.say.kind, interrupts)
        self._busy_until_s = time_s + speaking_s(first.say.message)
        return [self._now]

    def _gives_way(self, kind: SayKind, time_s: float) -> bool:
        assert self._now is not None
        left_s = self._busy_until_s - time_s
        return self._now.kind in GIVES_WAY[kind] and (left_s > ALMOST_OVER_S or kind == "notice")
