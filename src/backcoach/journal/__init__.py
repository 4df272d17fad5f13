"""REMEMBERING: who practised, what was done, how it felt, and why a dose changed. On this computer, in one file.

`Journal` is everything that other parts need; its values are in `values` and `session_values`. The database library is
loaded when the journal is first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.journal.errors import JournalError
from backcoach.lazy import offer

if TYPE_CHECKING:
    from backcoach.journal.journal import Journal

__all__ = ["Journal", "JournalError"]

__getattr__, __dir__ = offer(__name__, {"Journal": "backcoach.journal.journal"})
