"""Connections that stand still are ended: a head that never ends, a body that stops, an answer that nobody reads."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

STILL_S = 10.0
"""Whoever has not moved a byte from one look to the next, although it is the other end's turn, is left."""

_Protocol: Any = AutoHTTPProtocol


class PatientProtocol(_Protocol):  # type: ignore[misc]
    """uvicorn's protocol, which waits for ever, with an end to its patience."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to watch; see `asyncio.Protocol`."""
        super().connection_made(transport)
        self._heard = 0
        self._last: tuple[Any, ...] | None = None
        self._look = self.loop.call_later(STILL_S, self._is_still)

    def connection_lost(self, exc: Exception | None) -> None:
        """Watch no more."""
        self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note that something came."""
        self._heard += len(data)
        super().data_received(data)

    def _is_still(self) -> None:
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return  # it is a WebSocket by now, which pings
        cycle, unread = self.cycle, self.transport.get_write_buffer_size()
        at_work = cycle is not None and not cycle.response_complete and not cycle.more_body and not unread
        now = None if at_work else (id(cycle), self._heard, unread)
        if now is not None and now == self._last:
            self.transport.abort()
            return
        self._last = now
        self._look = self.loop.call_later(STILL_S, self._is_still)
