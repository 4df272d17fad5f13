"""What the pages ask of the server's `Home`, which every request finds at ``request.app.state.home``."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from starlette.requests import Request

from backcoach.exercises.catalogue import Catalogue
from backcoach.web.preferences import Preferences


class House(Protocol):
    """The part of the server's home that pages use."""

    @property
    def catalogue(self) -> Catalogue:
        """All exercises."""

    @property
    def preferences(self) -> Preferences:
        """What the present profile has chosen."""

    def now(self) -> datetime:
        """Return the moment, in the computer's own time zone."""


def house_of(request: Request) -> House:
    """Return the home that serves this request."""
    house: House = request.app.state.home
    return house
