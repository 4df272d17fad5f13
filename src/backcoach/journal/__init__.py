"""REMEMBERING: who practised, what was done, how it felt, and why a dose changed. On this computer, in one file.

`Journal` is everything that other parts need; its values are in `backcoach.journal.values`. The database library is
loaded when the journal is first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backcoach.journal.errors import JournalError

if TYPE_CHECKING:
    from backcoach.journal.journal import Journal

__all__ = ["Journal", "JournalError"]


def __getattr__(name: str) -> Any:
    if name != "Journal":
        raise AttributeError(f"module 'backcoach.journal' has no attribute '{name}'")
    from backcoach.journal.journal import Journal

    return Journal
