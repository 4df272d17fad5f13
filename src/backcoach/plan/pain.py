"""From pain to a traffic light (after Thomee, Phys Ther 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from backcoach.plan.rule_schema import PainRules


class Light(str, Enum):
    """How a session, or one exercise of it, was borne.

    UNKNOWN: nothing speaks against it, but something was not reported, so that it is not green. STOP: a warning sign.
    """

    GREEN = "green"
    UNKNOWN = "unknown"
    AMBER = "amber"
    RED = "red"
    STOP = "stop"

    @property
    def hurt(self) -> bool:
        """Whether it is red or worse."""
        return self in HURTING


HURTING = Light.RED, Light.STOP


def traffic_light(
    before: int | None,
    during: int | None,
    after: int | None,
    next_morning: int | None,
    usual: int | None,
    rules: PainRules,
) -> Light:
    """Return green, amber, red or unknown.

    Parameters
    ----------
    before, during, after, next_morning : int or None
        Pain, 0 to 10; None where it was not reported. Without `during`, nothing hurt during the exercise.
    usual : int or None
        See `usual_pain`.
    rules : PainRules
        The cut-offs.
    """
    worst = max((pain for pain in (during, after) if pain is not None), default=None)
    highest = max((pain for pain in (before, worst) if pain is not None), default=None)
    rise = worst - before if worst is not None and before is not None else 0
    above_usual = next_morning - usual if next_morning is not None and usual is not None else 0
    if highest is not None and highest > rules.amber_highest:
        return Light.RED
    if rise >= rules.red_rise or above_usual >= rules.red_morning:
        return Light.RED
    if above_usual > 0 or (highest is not None and highest > rules.green_highest):
        return Light.AMBER
    if before is None or after is None or next_morning is None:
        return Light.UNKNOWN
    return Light.GREEN


def usual_pain(reports: Sequence[int]) -> int | None:
    """Return the median of pain at rest, the lower one of two in the middle; None without any report."""
    return sorted(reports)[(len(reports) - 1) // 2] if reports else None
