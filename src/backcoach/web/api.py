"""The interface for programs and for the pages' scripts: JSON in, JSON out."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from backcoach import __version__
from backcoach.texts.catalogue import languages
from backcoach.web.home import Home


def home_of(request: Request) -> Home:
    """Return what the server holds."""
    home: Home = request.app.state.home
    return home


async def alive(request: Request) -> JSONResponse:
    """Say which server this is; how a second start finds the first one."""
    return JSONResponse({"backcoach": __version__, "id": home_of(request).id})


async def texts(request: Request) -> JSONResponse:
    """Hand out the texts of the pages' scripts in one language."""
    from backcoach.texts.javascript import js_messages

    language = request.path_params["language"]
    if language not in languages():
        raise HTTPException(404)
    return JSONResponse(js_messages(language))


routes = [
    Route("/api/alive", alive),
    Route("/texts/{language}.json", texts),
]
