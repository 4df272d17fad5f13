"""Several things at once, until the first of them ends."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def until_first(*things: Coroutine[Any, Any, None]) -> None:
    """Run all until one ends; then the others are cancelled, and have ended when this returns or raises.

    Raises
    ------
    Exception
        Whatever the first one ended with; where several ended at once, that of the one named first.
    """
    tasks = [asyncio.ensure_future(thing) for thing in things]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in ended:
        task.result()
