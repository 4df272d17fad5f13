"""Everything that a person reads or hears: English in the code, other languages in catalogues.

`message` and `N_` are pure and may be used anywhere; `backcoach.texts.catalogue` translates what they made.
"""

from backcoach.texts.message import N_, Message, message

__all__ = ["N_", "Message", "message"]
