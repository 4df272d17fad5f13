"""What a person can do during a session: keys, buttons, and the answer to "what hurts?"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from backcoach.texts import Message, message

Press = Literal["start", "confirm", "pause", "resume", "back", "skip", "show", "hurt", "stop", "yes", "no"]
"""One press. ``start`` and ``confirm`` go on at once from wherever the session waits; ``show`` teaches it again;
``yes`` and ``no`` answer the question that is open."""

PRESSES: tuple[Press, ...] = get_args(Press)

BY_HAND: tuple[Press, ...] = ("yes", "resume", "pause")
"""A raised hand means the first of these that is possible: the one thing that makes sense now."""


def meant_by_hand(possible: Collection[str]) -> Press | None:
    """Return what a raised hand means where these presses are possible; None where it means nothing."""
    return next((press for press in BY_HAND if press in possible), None)


Then = Literal["go_on", "easier", "skip", "stop"]
"""What is to happen after it hurt: go on, go on with less, the next exercise, or the end for today."""

PLACES: dict[str, Message] = {
    "lower_back": message("Lower back"),
    "upper_back": message("Upper back"),
    "neck": message("Neck"),
    "shoulder": message("Shoulder or arm"),
    "wrist": message("Wrist or hand"),
    "hip": message("Hip"),
    "knee": message("Knee"),
    "down_leg": message("It spreads down a leg"),
    "numbness": message("Numb or tingling"),
    "faint": message("Dizzy or faint"),
    "chest": message("Chest"),
    "other": message("Somewhere else"),
}
"""Where it can hurt, in the order in which it is asked. Any other short text is allowed too."""

A_SIGN = "sign"
"""Where it hurts, when a spoken question about all the signs below was answered with yes."""

STOP_SIGNS = {
    "down_leg": "leg_pain",
    "numbness": "numbness",
    "faint": "faintness",
    "chest": "chest_pain",
    A_SIGN: "warning_sign",
}
"""Places and signs after which the session ends with advice, whatever else is chosen (`safety.md`, "stop"), and what
the dose rules call them."""

MAX_PAIN_TO_GO_ON = 5
"""Above this, of 10, the exercise ends whatever is chosen (`safety.md`, "red")."""


@dataclass(frozen=True, slots=True)
class HurtAnswer:
    """The answer to "it hurts".

    Attributes
    ----------
    where : str, optional
        A key of `PLACES`, or the person's own words.
    pain : int, optional
        0 to 10.
    then : {"go_on", "easier", "skip", "stop"}
    """

    where: str | None = None
    pain: int | None = None
    then: Then = "go_on"

    @property
    def allowed(self) -> Then:
        """What really happens then: less than what was chosen, where a sign or much pain speaks against it."""
        if self.where in STOP_SIGNS:
            return "stop"
        if self.pain is not None and self.pain > MAX_PAIN_TO_GO_ON and self.then in ("go_on", "easier"):
            return "skip"
        return self.then


@dataclass(frozen=True, slots=True)
class Number:
    """A number, said or pressed, that answers the question that is open.

    Attributes
    ----------
    value : int
        0 to 10.
    """

    value: int


Answer = Number | Literal["yes", "no"]
"""What can be answered to a question."""

Action = Press | HurtAnswer | Number
