"""What a browser has to know to install the pages as an app with a window and an icon of its own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backcoach.texts import message
from backcoach.web.render import texts_of
from backcoach.web.static_files import static

PAPER = "#f7f2ea"
"""The background of the pages by day, as in `base.css`."""

_ICONS = (
    ("backcoach.svg", "any", "image/svg+xml", "any"),
    ("backcoach-192.png", "192x192", "image/png", "any"),
    ("backcoach-512.png", "512x512", "image/png", "any"),
    ("backcoach-maskable-512.png", "512x512", "image/png", "maskable"),
)


def manifest(request: Request) -> Response:
    """Return the web app manifest, in the language of the pages."""
    texts = texts_of(request)
    return JSONResponse(
        {
            "id": "/",
            "name": "Backcoach",
            "short_name": "Backcoach",
            "description": texts.translate(message("Light floor exercises for a tired back.")),
            "lang": texts.language,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": PAPER,
            "categories": ["fitness", "health"],
            "icons": [
                {"src": static(f"icons/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}
                for name, sizes, kind, purpose in _ICONS
            ],
        },
        media_type="application/manifest+json",
    )


routes = [Route("/manifest.webmanifest", manifest)]
