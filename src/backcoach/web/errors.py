"""What is answered when a request cannot be: one sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

_SAID = {
    404: "There is nothing at this address.",
    405: "This address cannot be used in this way.",
    500: "Something went wrong here. Nothing that was finished is lost; the window where backcoach runs says more.",
}


async def refused(request: Request, error: Exception) -> Response:
    """Answer a request that cannot be answered, in the form in which it was asked."""
    status, headers, said = 500, None, ""
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
        said = error.detail
    said = _SAID.get(status, said) if not isinstance(error, HTTPException) or _is_standard(error) else said
    return answer(request, status, said, headers)


def answer(request: Request, status: int, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as JSON where programs ask, and as a line of text elsewhere."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": said}, status, headers)
    return PlainTextResponse(said, status, headers)


def _is_standard(error: HTTPException) -> bool:
    return error.detail == HTTPException(error.status_code).detail


handlers: dict[Any, Any] = {HTTPException: refused, Exception: refused}
