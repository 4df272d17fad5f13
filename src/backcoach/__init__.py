"""Backcoach: counts, times and checks light floor exercises for a tired back, from video, on your own computer.

The names below are the Python interface. They are loaded when they are first used, so that importing the package
costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.lazy import offer

__version__ = "0.1.0"

if TYPE_CHECKING:
    from backcoach.analysis import Analysis, analyze
    from backcoach.exercises.catalogue import load_exercise
    from backcoach.tracking import Recognizer, Tracker, check_frame

__all__ = ["Analysis", "Recognizer", "Tracker", "__version__", "analyze", "check_frame", "load_exercise"]

__getattr__, __dir__ = offer(
    __name__,
    {
        "Analysis": "backcoach.analysis",
        "Recognizer": "backcoach.tracking",
        "Tracker": "backcoach.tracking",
        "analyze": "backcoach.analysis",
        "check_frame": "backcoach.tracking",
        "load_exercise": "backcoach.exercises.catalogue",
    },
)
