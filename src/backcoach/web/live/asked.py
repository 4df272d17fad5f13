"""What a hello asks for: the programme says what is to be done, or why it is not; then the connection is closed."""

from __future__ import annotations

from functools import partial

from backcoach.coaching.free.limits import Limits
from backcoach.programme import agenda
from backcoach.programme.agenda import Agenda
from backcoach.web.home import Home
from backcoach.web.house import programme_of
from backcoach.web.live.protocol import Hello
from backcoach.web.live.refusal import blind, refusing


def agenda_for(home: Home, hello: Hello) -> Agenda:
    """Return what a hello asks for.

    Raises
    ------
    RefusalError
        If there is no such exercise, none is chosen, or the dose rules speak against exercise now.
    """
    with refusing(hello.pain):
        if hello.free:
            return _free_agenda(home, hello)
        if hello.source in ("demo", "landmarks"):
            return agenda.agenda_without_history(hello.practice, home.catalogue, home.preferences)
        return agenda.agenda_for(hello, home.catalogue, partial(programme_of, home))


def _free_agenda(home: Home, hello: Hello) -> Agenda:
    """Return what a session without a plan has to mind; somebody or something has to watch it."""
    if hello.source == "none":
        raise blind()
    if hello.source == "demo":
        return Agenda((), limits=Limits())
    return agenda.free_agenda(hello, partial(programme_of, home))


def limits_now(home: Home, source: str) -> Limits:
    """Return what a session without a plan has to mind that goes on.

    Raises
    ------
    RefusalError
        If the dose rules speak against it.
    """
    with refusing():
        return Limits() if source == "demo" else agenda.limits_now(partial(programme_of, home))


def may_go_on(home: Home) -> None:
    """Refuse to go on with a session after a warning sign.

    Raises
    ------
    RefusalError
        If the dose rules speak against it.
    """
    with refusing():
        agenda.may_go_on(partial(programme_of, home))
