"""Between sessions: how the back is, before one and on the morning after one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from backcoach.journal import Journal


def tell_pain(
    journal: Journal, profile_id: str, value: int, when: Literal["before", "next_morning"], now: datetime
) -> None:
    """Keep how the back is. Whatever asks for it, what is said goes through this door, and so to the rules.

    Parameters
    ----------
    value : int
        0 (no pain) to 10.
    when : {"before", "next_morning"}
        Before a session, or on the morning after the last one.

    Raises
    ------
    JournalError
        If it cannot be written.
    """
    journal.pain.report(profile_id, at=now, when=when, value=value)
