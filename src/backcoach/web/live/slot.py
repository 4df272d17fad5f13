"""One session at a time: there is one camera, and one person in front of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from backcoach.web.live.refusal import other_tab

GRACE_S = 2.0
"""A page that is loaded again says hello before the end of its former connection has been noticed and written down."""


class Slot:
    """Held by the connection that is being coached."""

    def __init__(self) -> None:
        self._holder: object | None = None
        self._leave: Callable[[], Awaitable[None]] | None = None
        self._free = asyncio.Event()
        self._free.set()

    @property
    def taken(self) -> bool:
        """Whether somebody is being coached."""
        return self._holder is not None

    async def take(
        self, holder: object, leave: Callable[[], Awaitable[None]], *, takeover: bool = False
    ) -> None:
        """Take the place; with ``takeover`` its holder is asked to leave, and has left when this returns.

        Without, a holder who is just leaving is waited for `GRACE_S` seconds.

        Parameters
        ----------
        holder : object
            Stands for the connection; names it to `release`.
        leave : callable
            Ends that connection.

        Raises
        ------
        RefusalError
            If the place is taken.
        """
        while self._holder is not None:
            if takeover and self._leave is not None:
                await self._leave()
            try:
                await asyncio.wait_for(self._free.wait(), None if takeover else GRACE_S)
            except asyncio.TimeoutError:
                raise other_tab() from None
        self._holder, self._leave = holder, leave
        self._free.clear()

    def release(self, holder: object) -> None:
        """Give the place back; harmless if somebody else has it."""
        if self._holder is holder:
            self._holder = self._leave = None
            self._free.set()
