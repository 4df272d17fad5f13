"""The WebSocket at ``/live``."""

from __future__ import annotations

from starlette.websockets import WebSocket


async def live(socket: WebSocket) -> None:
    """Serve one live connection from its hello to its end."""
    await socket.accept()
    await socket.close(4400, "not yet")
