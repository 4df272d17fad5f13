"""Several things at once, until the first of them ends; and what is made in a thread for somebody who may leave."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Collection, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Made = TypeVar("Made")


async def until_first(*things: Coroutine[Any, Any, None]) -> None:
    """Run all until one ends; then the others are cancelled, and have ended when this returns or raises.

    Raises
    ------
    Exception
        Whatever the first one ended with; where several ended at once, that of the one named first.
    """
    tasks = [asyncio.ensure_future(thing) for thing in things]
    ended: list[asyncio.Task[None]] = []
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
    finally:
        for task in tasks:
            task.cancel()
        await _all_ended(tasks)
    for task in ended:
        task.result()


async def _all_ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait for all, also when cancelled once more meanwhile, which counts afterwards."""
    cancelled: asyncio.CancelledError | None = None
    while not all(task.done() for task in tasks):
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError as error:
            cancelled = error
    for task in tasks:
        if not task.cancelled():
            task.exception()  # looked at, so that none is reported as forgotten
    if cancelled is not None:
        raise cancelled


async def made(make: Callable[[], Made], unmake: Callable[[Made], None]) -> Made:
    """Return what a thread makes. If nobody waits for it any more, it is unmade as soon as it is there.

    A thread cannot be stopped: whoever is cancelled while it works would leave behind what it makes.

    Raises
    ------
    Exception
        Whatever ``make`` raises.
    """
    making: Future[Made] = Future()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            making.set_result(context.run(make))
        except BaseException as error:
            making.set_exception(error)

    threading.Thread(target=work, name="making", daemon=True).start()
    try:
        return await asyncio.shield(asyncio.wrap_future(making))
    except asyncio.CancelledError:
        threading.Thread(target=_unmade, args=(making, unmake), name="unmaking").start()
        raise


def _unmade(making: Future[Made], unmake: Callable[[Made], None]) -> None:
    if making.exception() is None:
        unmake(making.result())
