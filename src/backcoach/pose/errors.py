"""What is said to a person whose file cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """An input that cannot be used. The message is one sentence: what was found, where, and what to do.

    Attributes
    ----------
    reason : str
        What was found and what to do, for where the input is named already.

    Parameters
    ----------
    reason : str
        As above.
    name : path-like, optional
        The input that the reason is about; not given when the reason names what it is about.
    """

    def __init__(self, reason: str, name: object = None) -> None:
        super().__init__(reason if name is None else f"{name} {reason}")
        self.reason = reason
