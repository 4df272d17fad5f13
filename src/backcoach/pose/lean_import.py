"""Import the pose model without the plotting library that it brings for a drawing helper nobody calls."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NOT_NEEDED = ("matplotlib", "matplotlib.pyplot")


@contextmanager
def plotting_left_out() -> Iterator[None]:
    """Let empty modules stand in for matplotlib inside, unless it is already loaded.

    Importing ``matplotlib.pyplot`` takes two thirds of the model's start-up. Afterwards the stand-ins are gone, and
    a plot loads the real library.
    """
    if any(name in sys.modules for name in _NOT_NEEDED):
        yield
        return
    for name in _NOT_NEEDED:
        sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        for name in _NOT_NEEDED:
            del sys.modules[name]
