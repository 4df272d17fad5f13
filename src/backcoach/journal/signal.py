"""The curve of a set in few bytes: differences of thousandths, packed. A minute takes about 1.5 KB.

NumPy is loaded with the first curve: the first page after the start reads the journal, but no curve.
"""

from __future__ import annotations

import zlib

from backcoach.journal.tables import DIGITS
from backcoach.journal.values import Signal

MAX_BYTES = 8_000_000
"""Ten hours; whatever claims to be longer is not ours."""

MAX_STEP = 2**31 - 1
UNSEEN = -MAX_STEP - 1


def pack(signal: Signal) -> bytes | None:
    """Return (time_s, value) pairs as bytes; None if there are none.

    Raises
    ------
    ValueError
        If a number is too large for a curve (above two million).
    """
    import numpy as np

    if not signal:
        return None
    steps = np.round(np.asarray(signal, dtype=np.float64).reshape(-1, 2) * 10**DIGITS)
    if np.nanmax(np.abs(steps), initial=0) > MAX_STEP:
        raise ValueError("a curve's times and values must stay below two million")
    whole = np.where(np.isnan(steps), UNSEEN, steps).astype("<i4")
    return zlib.compress(np.diff(whole, axis=0, prepend=np.zeros((1, 2), "<i4")).T.tobytes(), 9)


def unpack(data: bytes | None) -> Signal:
    """Return the pairs; NaN where nothing was seen.

    Raises
    ------
    ValueError
        If these are not the bytes of a curve.
    """
    import numpy as np

    if data is None:
        return ()
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise ValueError(f"these are not the bytes of a curve: {error}") from None
    if not unpacker.eof:
        raise ValueError("the bytes of a curve are cut off, or too many")
    steps = np.frombuffer(plain, "<i4").reshape(2, -1)
    whole = np.cumsum(steps, axis=1, dtype=np.int32)
    times, values = np.where(whole == UNSEEN, np.nan, whole / 10**DIGITS).tolist()
    return tuple(zip(times, values, strict=True))
