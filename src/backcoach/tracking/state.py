"""What a display shows at one moment of an exercise."""

from __future__ import annotations

import math
from dataclasses import dataclass

from backcoach.tracking.summary import Side


@dataclass(frozen=True, slots=True)
class State:
    """What a display shows at this moment.

    Attributes
    ----------
    exercise : str or None
    in_position : bool
        Whether the person is in the exercise's posture.
    phase : str or None
        Name of the phase of the exercise's phase table.
    count : int
        Counted repetitions so far.
    side : side or None
        Whose repetition is running.
    hold_s : float
        The hold clock of the running repetition: seconds in all its held targets together.
    faults : tuple of str
        Ids of the faults (not warnings) that are shown now.
    signal : float
        The feature that shows the movement best; NaN where it is not seen.
    seen : bool
        False after the person has been out of sight for a while.
    target : str or None
        Name of the target that the person is in, held or not.
    stay_s : float
        Seconds in that target, this time; its pauses are left out. 0 outside a target.
    repetition_s : float
        Seconds since the running repetition began; 0 where none is running.
    """

    exercise: str | None = None
    in_position: bool = False
    phase: str | None = None
    count: int = 0
    side: Side | None = None
    hold_s: float = 0.0
    faults: tuple[str, ...] = ()
    signal: float = math.nan
    seen: bool = False
    target: str | None = None
    stay_s: float = 0.0
    repetition_s: float = 0.0
