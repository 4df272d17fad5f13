"""Why a live connection is closed: a code for the program, a sentence for the person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backcoach.programme.errors import NothingChosenError, NotTodayError, ProgrammeError
from backcoach.texts import Message, message
from backcoach.web.live.offers import CHOOSE, Offer, offers_of
from backcoach.web.security import NO_KEY

BAD_MESSAGE = 4400
TOO_SLOW = 4408
OTHER_TAB = 4409
TOO_LARGE = 4413
BLIND = 4424
NOT_TODAY = 4423
TOO_FAST = 4429
BUSY = 4453

CLOSINGS: dict[int, str] = {
    BAD_MESSAGE: "something was sent that is not of the protocol, or asks for what does not exist",
    NO_KEY: "neither the cookie nor the secret of this start came with the handshake",
    TOO_SLOW: "the page did not read what it was sent",
    OTHER_TAB: "another tab has the session, or takes it",
    TOO_LARGE: "a message or a picture was larger than allowed",
    NOT_TODAY: "the dose rules speak against exercise now",
    BLIND: "a session without a plan was asked for, and nothing can look: it needs a camera and the pose model",
    TOO_FAST: "more messages in a second than any page sends",
    BUSY: "so many streams of poses are served that another one would be answered too late, or make others late",
}
"""Every code with which the server ends a live connection, and when: the only list.

The page has a sentence and a way on for each (`static/js/session/closings.js`, tested against this one), and for any
other code, too.
"""


class RefusalError(Exception):
    """The connection is to be closed; nothing else is touched.

    Attributes
    ----------
    code : int
        WebSocket close code, 4400 to 4499.
    reason : Message
    ways : tuple of Offer
        What leads on, besides what the page offers for the code.
    """

    def __init__(self, code: int, reason: Message, ways: tuple[Offer, ...] = ()) -> None:
        super().__init__(str(reason))
        self.code = code
        self.reason = reason
        self.ways = ways


def bad(reason: Message) -> RefusalError:
    """A message that is not of the protocol."""
    return RefusalError(BAD_MESSAGE, reason)


def too_large(reason: Message) -> RefusalError:
    """More than allowed in one message."""
    return RefusalError(TOO_LARGE, reason)


def too_fast() -> RefusalError:
    """More messages in a second than any page sends."""
    return RefusalError(TOO_FAST, message("Too many messages in a second."))


def busy() -> RefusalError:
    """There is no room for another stream."""
    return RefusalError(BUSY, message("Backcoach is busy just now. Try again in a moment."))


def other_tab() -> RefusalError:
    """Another tab is being coached."""
    return RefusalError(
        OTHER_TAB, message("The coach is at work in another tab or window. Close that one, or go on here.")
    )


def blind() -> RefusalError:
    """Without a plan everything has to be seen."""
    return RefusalError(
        BLIND,
        message(
            "Without a plan I have to see what you do. With your routine it works without a camera, too."
        ),
        (Offer(message("The routine without a camera"), "/session?source=none"),),
    )


def taken_over() -> RefusalError:
    """Another tab has asked to go on there."""
    return RefusalError(OTHER_TAB, message("The session goes on in another tab or window."))


@contextmanager
def refusing(pain: int | None = None) -> Iterator[None]:
    """Close the connection for what the programme cannot do, with its words and with what can be pressed.

    Parameters
    ----------
    pain : int, optional
        How the back is right now: a page that leads on need not ask again.
    """
    try:
        yield
    except NotTodayError as error:
        ways = () if error.leave is None else offers_of(error.leave, pain)
        raise RefusalError(NOT_TODAY, error.message, ways) from None
    except NothingChosenError as error:
        raise RefusalError(BAD_MESSAGE, error.message, (CHOOSE,)) from None
    except ProgrammeError as error:
        raise bad(error.message) from None
