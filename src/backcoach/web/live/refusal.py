"""Why a live connection is closed: a code for the program, a sentence for the person."""

from __future__ import annotations

from backcoach.texts import Message, message

BAD_MESSAGE = 4400
OTHER_TAB = 4409
TOO_LARGE = 4413
NOT_TODAY = 4423
TOO_FAST = 4429
TOO_SLOW = 4408


class RefusalError(Exception):
    """The connection is to be closed; nothing else is touched.

    Attributes
    ----------
    code : int
        WebSocket close code, 4400 to 4499.
    reason : Message
    """

    def __init__(self, code: int, reason: Message) -> None:
        super().__init__(str(reason))
        self.code = code
        self.reason = reason


def bad(reason: Message) -> RefusalError:
    """A message that is not of the protocol."""
    return RefusalError(BAD_MESSAGE, reason)


def too_large(reason: Message) -> RefusalError:
    """More than allowed in one message."""
    return RefusalError(TOO_LARGE, reason)


def too_fast() -> RefusalError:
    """More messages in a second than any page sends."""
    return RefusalError(TOO_FAST, message("Too many messages in a second."))


def other_tab() -> RefusalError:
    """Another tab is being coached."""
    return RefusalError(
        OTHER_TAB, message("The coach is at work in another tab or window. Close that one, or go on here.")
    )


def not_today(reason: Message) -> RefusalError:
    """The dose rules speak against exercise now."""
    return RefusalError(NOT_TODAY, reason)


def taken_over() -> RefusalError:
    """Another tab has asked to go on there."""
    return RefusalError(OTHER_TAB, message("The session goes on in another tab or window."))
