"""Understanding: from pose frames to repetitions, holds and faults. Pure: no clock, no files, no randomness.

What is offered here is loaded when it is first asked for, so that values of the package can be used without NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backcoach.tracking.check import FrameCheck, check_frame
    from backcoach.tracking.recognition import Recognizer
    from backcoach.tracking.state import State
    from backcoach.tracking.tracker import Tracker

__all__ = ["FrameCheck", "Recognizer", "State", "Tracker", "check_frame"]

_WHERE = {
    "FrameCheck": "check",
    "Recognizer": "recognition",
    "State": "state",
    "Tracker": "tracker",
    "check_frame": "check",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'backcoach.tracking' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
