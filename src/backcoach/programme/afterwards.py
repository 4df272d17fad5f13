"""How it was after a session, told to the coach or on the page: kept in one way."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backcoach.journal import Journal


def keep_after(
    journal: Journal,
    profile_id: str,
    session_id: str,
    *,
    at: datetime,
    pain: int | None = None,
    effort: int | None = None,
) -> None:
    """Keep how it was; what is told later replaces what was told before.

    Parameters
    ----------
    journal : Journal
    profile_id, session_id : str
        Whose, and of which session.
    at : datetime
        When it was told.
    pain, effort : int, optional
        0 to 10; what is not told stays as it is.

    Raises
    ------
    JournalError
        If it cannot be kept.
    """
    if pain is not None:
        journal.pain.report(profile_id, at=at, when="after", value=pain, session_id=session_id)
    if effort is not None:
        journal.sessions.report_effort(session_id, effort)
