"""How many are served at once: whoever comes when it is full is told so, and those who are there notice nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backcoach.texts import message

MAX_AT_ONCE = 48
"""Requests in work. A browser opens six connections; what waits longer than a moment is not a page of ours."""

MAX_CHANGES = 8
"""Of these, requests that write: they wait for one another, each up to five seconds while another program writes."""

RETRY_S = 1
BUSY = message("Backcoach is busy just now. Try again in a moment.")


class Crowd:
    """Counts the requests in work."""

    def __init__(self) -> None:
        self._asking = 0
        self._changing = 0

    def is_full(self, *, changes: bool) -> bool:
        """Whether another request has to be turned away."""
        return self._asking >= MAX_AT_ONCE or (changes and self._changing >= MAX_CHANGES)

    @contextmanager
    def place(self, *, changes: bool) -> Iterator[None]:
        """Count a request as long as it is in work."""
        self._asking += 1
        self._changing += changes
        try:
            yield
        finally:
            self._asking -= 1
            self._changing -= changes
