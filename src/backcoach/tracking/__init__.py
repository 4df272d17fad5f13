"""Understanding: from pose frames to repetitions, holds and faults. Pure: no clock, no files, no randomness.

What is offered here is loaded when it is first asked for, so that values of the package can be used without NumPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.lazy import offer

if TYPE_CHECKING:
    from backcoach.tracking.judging.check import FrameCheck, check_frame
    from backcoach.tracking.recognition import Recognizer
    from backcoach.tracking.state import State
    from backcoach.tracking.tracker import Tracker

__all__ = ["FrameCheck", "Recognizer", "State", "Tracker", "check_frame"]

__getattr__, __dir__ = offer(
    __name__,
    {
        "FrameCheck": "backcoach.tracking.judging.check",
        "Recognizer": "backcoach.tracking.recognition",
        "State": "backcoach.tracking.state",
        "Tracker": "backcoach.tracking.tracker",
        "check_frame": "backcoach.tracking.judging.check",
    },
)
