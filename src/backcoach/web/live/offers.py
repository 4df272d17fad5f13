"""What can be pressed to get out of a refusal: a page to open, or another hello."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backcoach.plan.leave import Leave, Way
from backcoach.texts import Message, message


@dataclass(frozen=True)
class Offer:
    """One way on.

    Attributes
    ----------
    text : Message
        What stands on the button.
    href : str or None
        The page that it opens.
    hello : dict
        What a new hello says besides, where it opens none.
    """

    text: Message
    href: str | None = None
    hello: dict[str, Any] = field(default_factory=dict)


CHOOSE = Offer(message("Choose exercises"), "/settings")


def offers_of(leave: Leave, pain: int | None) -> tuple[Offer, ...]:
    """Return the next step out of a refusal, if it can be pressed; what only waiting or help ends has none.

    The same step is the first on Today (``leave.html``), which says the later ones, too.
    """
    way = next((way for way in leave.ways if way.kind != "help"), None)
    offer = None if way is None else _offer(way, "" if pain is None else f"?pain={pain}")
    return () if offer is None else (offer,)


def _offer(way: Way, query: str) -> Offer | None:
    return {
        "questions": Offer(message("Answer the questions"), f"/welcome{query}"),
        "agreement": Offer(message("Say that a professional has agreed"), f"/{query}"),
        "choose": CHOOSE,
        "confirm": Offer(message("Once more today"), hello={"confirmed": True}),
    }.get(way.kind)
