"""Today: the routine, how the back is, and Start."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backcoach.texts import Message, message
from backcoach.web.house import house_of
from backcoach.web.render import render


def today(request: Request) -> Response:
    """Return the Today page."""
    return render(request, "today.html", page="today", greeting=greeting(house_of(request).now().hour))


def greeting(hour: int) -> Message:
    """Return the words for this hour of the day, 0 to 23."""
    if 4 <= hour < 12:
        return message("Good morning")
    return message("Good afternoon") if 12 <= hour < 18 else message("Good evening")


routes = [Route("/", today)]
