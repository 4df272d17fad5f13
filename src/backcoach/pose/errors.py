"""What is said to a person whose file cannot be used."""

from __future__ import annotations


class InputError(ValueError):
    """An input that cannot be used. The message is one sentence: what was found, where, and what to do."""
