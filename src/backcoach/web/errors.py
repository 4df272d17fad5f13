"""What is answered when a request cannot be: one sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from backcoach import extras
from backcoach.exercises.problem import WrongFileError
from backcoach.journal.errors import JournalError
from backcoach.texts import Message, message
from backcoach.texts.catalogue import best_language, translator
from backcoach.web.render import problem_page

MAX_PROBLEMS = 5

_SAID = {
    404: message("There is nothing at this address."),
    405: message("This address cannot be used in this way."),
    500: message(
        "Something went wrong. Nothing that was finished is lost; the window of the server says more."
    ),
}


def refused(request: Request, error: Exception) -> Response:
    """Answer what a route refused."""
    assert isinstance(error, HTTPException)
    standard = error.detail == HTTPException(error.status_code).detail
    said = _SAID.get(error.status_code) if standard else None
    return answer(request, error.status_code, said or error.detail, error.headers)


def broken(request: Request, _error: Exception) -> Response:
    """Answer what failed without anybody having thought of it; the error itself goes to the log."""
    try:
        return answer(request, 500, _SAID[500])
    except Exception:  # a page asks for more than the sentence: what failed may be a part of it
        return PlainTextResponse(str(_SAID[500]), 500)


def without_journal(request: Request, error: Exception) -> Response:
    """Answer what the journal could not do."""
    assert isinstance(error, JournalError)
    return answer(request, 404 if error.problem == "unknown" else 503, error.message)


def wrong_file(request: Request, error: Exception) -> Response:
    """Answer that a file which a person wrote cannot be used: it is never quietly replaced by another one."""
    assert isinstance(error, WrongFileError)
    words = message(
        "The file {where} has mistakes: {problems}. Correct it, "
        "or go back to the built-in one on the page Your data (/data).",
        where=str(error.path),
        problems="; ".join(map(str, error.problems[:MAX_PROBLEMS])),
    )
    return answer(request, 503, words)


def gone(_request: Request, _error: Exception) -> Response:
    """Answer nobody: whoever sent it has gone in the middle of it, which is no mistake of ours."""
    return Response(status_code=400)


def incomplete(request: Request, error: Exception) -> Response:
    """Answer that a part of the program is not installed, and how it is."""
    assert isinstance(error, ModuleNotFoundError)
    missing = extras.missing(error)
    if missing is None:
        raise error
    words = message(
        "This needs a part of Backcoach that is not installed. To install it: {command}",
        command=extras.install_command(missing),
    )
    return answer(request, 503, words)


def answer(
    request: Request, status: int, said: Message | str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error as JSON where programs ask, as a page elsewhere."""
    texts = translator(best_language(request.headers.get("accept-language")))
    words = texts.translate(said) if isinstance(said, Message) else said
    if request.url.path.startswith(("/api/", "/texts/")):
        return JSONResponse({"error": words}, status, headers)
    return problem_page(request, status, words, headers)


handlers: dict[Any, Any] = {
    HTTPException: refused,
    ClientDisconnect: gone,
    JournalError: without_journal,
    WrongFileError: wrong_file,
    ModuleNotFoundError: incomplete,
    Exception: broken,
}
