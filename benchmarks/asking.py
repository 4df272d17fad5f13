"""Asks the application for a page, without a network. Imports nothing that takes time."""

from __future__ import annotations

import asyncio
from typing import Any


class Eyes:
    """No pose model: nobody exercises here."""

    def start(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


async def ask(app: Any, page: str) -> int:
    """Ask the application for a page and return the status."""
    path, _, query = page.partition("?")
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(b"host", b"127.0.0.1:8765")], "scheme": "http",
        "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"},
    }  # fmt: skip
    answers: list[Any] = []

    asked = False

    async def receive() -> dict[str, Any]:
        """Give the request, then wait like a client that wants the whole answer."""
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(answer: Any) -> None:
        answers.append(answer)

    await app(scope, receive, send)
    return int(answers[0]["status"])
