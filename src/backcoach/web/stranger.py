"""What somebody is told who is not let in: without a key how its owner gets in; or that it is full."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from backcoach.started import command
from backcoach.texts import message
from backcoach.texts.catalogue import best_language, translator
from backcoach.web.crowd import BUSY, RETRY_S

OWNERS = message("This page opens only for the person who started Backcoach on this computer.")
HOW = message(
    "Start Backcoach once more, from the menu of programs or with {command}: it opens this page and lets the browser "
    "in. What runs already goes on.",
    command=command(),
)
USED = message("The key in this address was used before, or belongs to an earlier start.")

_CHALLENGE = {"www-authenticate": 'Bearer realm="Backcoach"'}


def stranger(scope: Scope, headers: Headers, *, used: bool = False) -> Response:
    """Return the answer to a request without a secret: JSON where programs ask, a page elsewhere.

    Parameters
    ----------
    used : bool
        Whether it came with a key, which is none of ours or was used.
    """
    texts = translator(best_language(headers.get("accept-language")))
    words = [texts.translate(text) for text in ((USED, HOW) if used else (OWNERS, HOW))]
    if scope["path"].startswith(("/api/", "/texts/")):
        return JSONResponse({"error": " ".join(words)}, 401, _CHALLENGE)
    from backcoach.web.render import environment
    from backcoach.web.static_files import static

    content = (
        environment()
        .get_template("stranger.html")
        .render(
            language=texts.language,
            static=static,
            heading=texts.translate(message("Backcoach is locked")),
            words=words,
        )
    )
    answer = HTMLResponse(content, 401, _CHALLENGE)
    if headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        # A browser that came by a link of another site keeps the cookie back; on its own account it sends it.
        answer.headers["refresh"] = "0"
    return answer


def turned_away(headers: Headers) -> Response:
    """Return the answer to a request for which there is no room: at once, and saying when to come again."""
    words = translator(best_language(headers.get("accept-language"))).translate(BUSY)
    return JSONResponse({"error": words}, 503, {"retry-after": str(RETRY_S)})
