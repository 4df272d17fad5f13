"""How many processors this program may use."""

from __future__ import annotations

import os


def usable_cores() -> int:
    """Return how many processors this process may use: fewer than there are, where it was given only some."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
