"""What somebody wants to see of an exercise: asked for by its address, drawn once."""

from __future__ import annotations

from dataclasses import dataclass, field

from backcoach.exercises.model import Exercise
from backcoach.tracking.summary import Side


@dataclass(frozen=True)
class Wish:
    """What a figure shall show.

    Attributes
    ----------
    exercise : Exercise
        Told apart from others by ``version``, the hash of its file.
    fault : str or None
        Show it with this fault.
    right : bool
        With a fault: show what is right instead, in the same picture frame.
    strength : float or None
        Of the fault; None: as strong as it must be to be seen.
    still : bool
        One moment instead of the movement.
    side : {"left", "right"} or None
    end : str or None
        Which target comes first, where there are several.
    """

    exercise: Exercise = field(compare=False)
    version: str
    fault: str | None = None
    right: bool = False
    strength: float | None = None
    still: bool = False
    side: Side | None = None
    end: str | None = None
