"""When Python looks for objects that hold one another: between two large pieces of work, not all the time."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def collect_between(items: Iterable[Item]) -> Iterator[Item]:
    """Hand out items one by one; after each, collect what its work has left behind, once.

    Objects that nothing refers to are freed at once all the same. Python looks for circles again and again while many
    objects are made, and each time through everything that is kept. A simulated year makes no circles: looking for
    them took 7 % of its time (measured on 120 people), and 2 % this way.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        for item in items:
            yield item
            gc.collect()
            gc.freeze()  # what is kept now is not looked through again after the next item
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()
