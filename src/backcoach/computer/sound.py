"""A piece of sound: whole numbers of 16 bits, one channel."""

from __future__ import annotations

import sys
import wave
from array import array
from dataclasses import dataclass
from io import BytesIO

AUDIBLE = 200
"""From this size of a sample on, of 32768, something is heard: -44 dB."""

BEFORE_S, AFTER_S = 0.004, 0.05
"""What is left of the silence around it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples and how many of them there are in a second.

    Attributes
    ----------
    samples : bytes
        Of 16 bits each, the lower byte first.
    rate : int
    """

    samples: bytes
    rate: int

    def trimmed(self) -> Sound:
        """Return it without the silence before and after it: what is said is heard at once."""
        values = array("h", self.samples[: len(self.samples) // 2 * 2])
        if sys.byteorder == "big":
            values.byteswap()
        loud = [i for i in range(len(values)) if abs(values[i]) >= AUDIBLE]
        if not loud:
            return self
        first = max(0, loud[0] - round(BEFORE_S * self.rate))
        last = min(len(values), loud[-1] + round(AFTER_S * self.rate))
        return Sound(self.samples[2 * first : 2 * last], self.rate)

    def as_wav(self) -> bytes:
        """Return it as a WAV file."""
        made = BytesIO()
        with wave.open(made, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(self.samples)
        return made.getvalue()
