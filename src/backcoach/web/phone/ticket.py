"""The token of one use with which a phone comes in, and the cookie by which it is known afterwards."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Literal

BYTES = 16
"""128 bits: not to be guessed in the five tries that there are."""

MAX_WRONG = 5
VALID_S = 300.0

Entry = Literal["in", "used", "late", "wrong", "closed"]


def new_secret() -> str:
    """Return 128 random bits as letters that may stand in an address."""
    return secrets.token_urlsafe(BYTES)


class Ticket:
    """Lets one phone in, once.

    Parameters
    ----------
    now_s : float
        By a steady clock; the token is valid for `VALID_S` from then on.
    secret : callable
        Returns a new secret.

    Attributes
    ----------
    token : str
        What the code shows.
    name : str
        Part of the cookie's name: tells this pairing from earlier ones; no secret.
    cookie : str
        What the phone that used the token is known by.
    wrong : int
        Wrong tokens and cookies so far; `MAX_WRONG` of them close it for everybody.
    """

    def __init__(self, now_s: float, secret: Callable[[], str] = new_secret) -> None:
        self.token = secret()
        self.cookie = secret()
        self.name = secret()[:8]
        self.wrong = 0
        self.is_used = False
        self._until_s = now_s + VALID_S

    @property
    def is_closed(self) -> bool:
        """Whether somebody has guessed too often."""
        return self.wrong >= MAX_WRONG

    def is_late(self, now_s: float) -> bool:
        """Whether the token was not used in time."""
        return not self.is_used and now_s >= self._until_s

    def enter(self, token: str, now_s: float) -> Entry:
        """Use the token; only ``in`` lets somebody in, and only once."""
        fits = _same(token, self.token)
        if self.is_closed:
            return "closed"
        if not fits:
            self.wrong += 1
            return "wrong"
        if self.is_used:
            return "used"
        if self.is_late(now_s):
            return "late"
        self.is_used = True
        return "in"

    def knows(self, cookie: str | None) -> bool:
        """Whether a cookie is that of the phone that was let in; a wrong one counts as a try."""
        if cookie is None or self.is_closed:
            return False
        fits = _same(cookie, self.cookie)
        self.wrong += not fits
        return fits and self.is_used


def _same(one: str, other: str) -> bool:
    """Compare in a time that does not tell how much of it was right."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
