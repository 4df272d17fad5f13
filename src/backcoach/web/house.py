"""What the pages ask of the server's `Home`, which every request finds at ``request.app.state.home``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from starlette.requests import Request

from backcoach.exercises.catalogue import Catalogue
from backcoach.journal.session_values import SessionRecord
from backcoach.journal.values import Person
from backcoach.programme.preferences import Preferences
from backcoach.programme.today import Programme, programme_for

if TYPE_CHECKING:
    from backcoach.journal import Journal


class House(Protocol):
    """The part of the server's home that pages use."""

    @property
    def catalogue(self) -> Catalogue:
        """All exercises."""

    @property
    def journal(self) -> Journal:
        """What is remembered."""

    @property
    def profile(self) -> Person:
        """The person who asks."""

    @property
    def preferences(self) -> Preferences:
        """What the present profile has chosen."""

    @property
    def unfinished(self) -> SessionRecord | None:
        """The person's session that broke off not long ago and can be gone on with."""

    def now(self) -> datetime:
        """Return the moment, in the computer's own time zone."""


def house_of(request: Request) -> House:
    """Return the home that serves this request."""
    house: House = request.app.state.home
    return house


def programme_of(house: House) -> Programme:
    """Return what the present person's plan of today is made of."""
    return programme_for(house.journal, house.profile.id, house.preferences, house.catalogue, house.now())
