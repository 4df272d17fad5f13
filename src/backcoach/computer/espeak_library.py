"""Speaks a text with the espeak-ng library of a wheel: run as a process of its own, never imported.

    python espeak_library.py LIBRARY DATA LANGUAGE WORDS_PER_MINUTE < text > sound.wav

The library is under the GPL: nothing of it is loaded into the coach. Only the standard library is needed.
"""

from __future__ import annotations

import ctypes
import io
import sys
import wave

_SYNCHRONOUS, _UTF8, _RATE = 2, 1, 1
_ON_SOUND = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main(library: str, data: str, language: str, words_per_minute: str) -> int:
    """Speak what the standard input says; return the exit status."""
    text = sys.stdin.buffer.read()
    espeak = ctypes.CDLL(library)
    parts: list[bytes] = []

    @_ON_SOUND
    def keep(samples, count, _):  # type: ignore[no-untyped-def]
        if count > 0:
            parts.append(ctypes.string_at(samples, 2 * count))
        return 0

    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0)
    if rate <= 0:
        return 1
    espeak.espeak_SetSynthCallback(keep)
    if espeak.espeak_SetVoiceByName(language.encode()):
        return 1
    espeak.espeak_SetParameter(_RATE, int(words_per_minute), 0)
    if espeak.espeak_Synth(text + b"\0", len(text) + 1, 0, 0, 0, _UTF8, None, None):
        return 1
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(parts))
    sys.stdout.buffer.write(made.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
