"""Who asks: each request carries the profile in a cookie, and what answers it finds it here."""

from __future__ import annotations

from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "profile"
_A_YEAR_S = 365 * 24 * 3600

_asking: ContextVar[str | None] = ContextVar("profile", default=None)


def asking() -> str | None:
    """Return the identifier of the profile that the present request names; it need not exist."""
    return _asking.get()


def remember(response: Response, profile_id: str) -> None:
    """Let the browser name this profile from now on. Besides it only the `Door`'s cookie is ever kept."""
    response.set_cookie(COOKIE, profile_id, max_age=_A_YEAR_S, httponly=True, samesite="strict", path="/")


class WhoAsks:
    """ASGI middleware: makes `asking` answer for each request and each live connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        token = _asking.set(_named(Headers(scope=scope).get("cookie", "")))
        try:
            await self._app(scope, receive, send)
        finally:
            _asking.reset(token)


def _named(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return found.value[:64] if found else None
