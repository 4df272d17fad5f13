"""What understands words: one small protocol, whatever does it."""

from __future__ import annotations

from typing import Protocol

from backcoach.hearing.standing_out import Samples
from backcoach.hearing.words import Heard


class Recogniser(Protocol):
    """Hears one stream of sound, and keeps none of it but the last two seconds."""

    def hear(self, samples: Samples, *, strict: bool = False) -> list[Heard]:
        """Take in sound (mono, 16 kHz, 16 bit), and return the words that it completes.

        Parameters
        ----------
        samples : ndarray of int16
        strict : bool
            Somebody else is speaking, who may be heard as well: take less for a word.
        """
