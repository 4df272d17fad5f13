"""Backcoach: counts, times and checks light floor exercises for a tired back, from video, on your own computer.

The names below are the Python interface. They are loaded when they are first used, so that importing the package
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from backcoach.analysis import Analysis, analyze
    from backcoach.exercises.catalogue import load_exercise
    from backcoach.tracking import Recognizer, Tracker, check_frame

__all__ = ["Analysis", "Recognizer", "Tracker", "__version__", "analyze", "check_frame", "load_exercise"]

_HOME = {
    "Analysis": "backcoach.analysis",
    "Recognizer": "backcoach.tracking",
    "Tracker": "backcoach.tracking",
    "analyze": "backcoach.analysis",
    "check_frame": "backcoach.tracking",
    "load_exercise": "backcoach.exercises.catalogue",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'backcoach' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
