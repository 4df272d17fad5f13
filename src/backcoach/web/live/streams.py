"""Streams of poses side by side: as many as can be answered in time, and a person who exercises comes first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from backcoach.web.live.refusal import busy

MOST = 80
"""More were never answered in time by one process, on the fastest machine that was measured."""

LOOK_S = 0.1
LATE_S = 0.1
LATE_FOR_PERSON_S = 0.04
"""So late the loop may come round; less while a person exercises, whose pictures it answers, too."""

TIMES = 3
"""So often in a row it is late before somebody is sent away: a single hitch is no crowd."""


class Streams:
    """Gives places to streams, and takes the newest one back when all are late.

    Parameters
    ----------
    person : callable
        Whether a person is being coached.
    """

    def __init__(self, person: Callable[[], bool]) -> None:
        self._person = person
        self._leaving: list[asyncio.Event] = []
        self._watching: asyncio.Task[None] | None = None
        self._late = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._leaving)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[asyncio.Event]:
        """Hold a place; the event says when it has to be left.

        Raises
        ------
        RefusalError
            If there is none.
        """
        if len(self._leaving) >= MOST or self._late:
            raise busy()
        leave = asyncio.Event()
        self._leaving.append(leave)
        if self._watching is None or self._watching.done():
            self._late = 0
            self._watching = asyncio.create_task(self._watch())
        try:
            yield leave
        finally:
            self._leaving.remove(leave)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while self._leaving:
            due_s = loop.time() + LOOK_S
            await asyncio.sleep(LOOK_S)
            self.note(loop.time() - due_s)
        self._late = 0

    def note(self, late_s: float) -> None:
        """Take in how late the loop came round, and send the newest stream away when it is late again and again."""
        most_s = LATE_FOR_PERSON_S if self._person() else LATE_S
        self._late = self._late + 1 if late_s > most_s else 0
        if self._late >= TIMES:
            self._late = 1
            next((leave for leave in reversed(self._leaving) if not leave.is_set()), asyncio.Event()).set()
