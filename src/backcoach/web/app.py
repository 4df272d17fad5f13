"""The web application: the pages, the interface for programs and the live connection, behind the guard."""

from __future__ import annotations

import asyncio
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from backcoach.web import api, pages
from backcoach.web.errors import handlers
from backcoach.web.home import Home
from backcoach.web.person import WhoAsks
from backcoach.web.security import Allowed, BodyTooLargeError, Guard, too_large
from backcoach.web.static_files import VersionedFiles
from backcoach.web.warming import warm_up


class _Guarded(Starlette):
    """An application with the guard around all of it, what answers a failure included."""

    def __init__(self, allowed: Allowed, **options: Any) -> None:
        self._allowed = allowed
        super().__init__(**options)

    def build_middleware_stack(self) -> ASGIApp:
        """Put the guard outermost; see Starlette."""
        return Guard(super().build_middleware_stack(), self._allowed)


def create_app(home: Home, allowed: Allowed) -> Starlette:
    """Assemble the application around what the server holds.

    Parameters
    ----------
    home : Home
        Reached from the routes as ``request.app.state.home``; opened and closed with the application.
    allowed : Allowed
        Which requests are let in.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warm_up(home)
        try:
            yield
        finally:
            await home.phones.end()
            home.close()

    app = _Guarded(
        allowed,
        routes=[
            Mount("/static", VersionedFiles(), name="static"),
            WebSocketRoute("/live", _live),
            *api.routes,
            *_page_routes(),
        ],
        middleware=[Middleware(WhoAsks)],
        exception_handlers={**handlers, BodyTooLargeError: too_large},
        lifespan=lifespan,
    )
    app.state.home = home
    return app


async def _live(connection: WebSocket) -> None:
    """Load the coach when the first person wants it, or soon after the start: the pages do without it."""
    coach = await asyncio.to_thread(import_module, "backcoach.web.live.socket")
    await coach.live(connection)


def _page_routes() -> Iterator[BaseRoute]:
    for module in pkgutil.iter_modules(pages.__path__):
        page = import_module(f"{pages.__name__}.{module.name}")
        yield from getattr(page, "routes", ())
